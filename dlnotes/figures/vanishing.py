"""Pictures of vanishing gradients: bars on a network, a chain of factors, the band, the edge of chaos."""
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, DIVERGING, FAINT, GREEN, GREY, INK, ORANGE, OVER_IMAGES, PAPER, RED

LAYERS = np.arange(1, 31)
RAISED = str.maketrans("-0123456789", "\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")


def power(exponent):
    """A power of ten in words: 10 with its exponent raised."""
    return f"10{str(int(exponent)).translate(RAISED)}" if exponent else "1"


def scientific(value):
    """A positive number in words that fit a picture: 0.0031, or 2.1e-09 as 2.1 \u00b7 10\u207b\u2079; what is 0 was too small
    for single precision."""
    if value == 0:
        return f"less than {power(-37)}"
    if 1e-3 <= value < 1e4:
        return f"{value:.2g}"
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa} \u00b7 {power(int(exponent))}"


def _short(value):
    """A factor in as few characters as can be."""
    if value == 0:
        return f"<{power(-37)}"
    if value >= 0.001:
        return f"{value:.2g}" if value >= 0.1 else f"{value:.1g}"
    mantissa, exponent = f"{value:.0e}".split("e")
    return f"{mantissa}\u00b7{power(int(exponent))}"


class Powers:
    """A vertical axis of powers of ten, of any range, in axes that stand still: only the words at its ticks move.

    `fit(values)` chooses the range; the axis itself turns values into places, 0 to 1. With a dotted line at 1.
    """

    def __init__(self, axes, ticks=4):
        self._axes, self._ticks, self._range = axes, ticks, None
        axes.set(ylim=(0, 1), yticks=np.arange(ticks + 1) / ticks)
        self._one, = axes.plot([0, 1], [-1, -1], color=INK, lw=1, ls=":", transform=axes.get_yaxis_transform())

    def fit(self, values, low=-2.0, high=1.0):
        """Choose a range that holds all positive values, and 10 to the powers from low to high."""
        logs = np.log10(values[np.isfinite(values) & (values > 0)])
        low, high = min(low, logs.min(initial=low)), max(high, logs.max(initial=high))
        for step in (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 40):
            bottom = step * np.floor(low / step)
            if bottom + self._ticks * step >= high:
                break
        if self._range != (bottom, step):
            self._range = bottom, step
            self._axes.set_yticklabels([power(bottom + i * step) for i in range(self._ticks + 1)])
            self._one.set_ydata([self(1.0)] * 2)

    def __call__(self, values):
        """Where on the axis positive values are; what is 0 is at the bottom."""
        bottom, step = self._range
        return (np.log10(np.maximum(values, 10.0**bottom)) - bottom) / (self._ticks * step)


def _apart(figure, rows, columns, *, width_ratios=None, height_ratios=None, left=0.09, right=0.98, bottom=0.15, top=0.91,
           wspace=0.2, hspace=0.2):
    """Axes at fixed places, with room for tick labels as long as 10^-24."""
    figure.set_layout_engine("none")
    grid = figure.add_gridspec(rows, columns, width_ratios=width_ratios, height_ratios=height_ratios, left=left,
                               right=right, bottom=bottom, top=top, wspace=wspace, hspace=hspace)
    return [figure.add_subplot(cell) for cell in grid]


def _bars(sketch):
    """The neurons of each hidden layer, with bars as long as their slopes; moved by these, (layers, 6)."""
    sketch.set(xlim=(0, 720), ylim=(168, 0), xticks=(), yticks=())
    sketch.axis("off")
    wires = sketch.add_collection(LineCollection([], colors=FAINT, linewidths=0.7, zorder=1))
    bars = sketch.add_collection(LineCollection([], colors=ORANGE, linewidths=6, zorder=2, capstyle="butt"))
    circles = sketch.scatter([], [], s=100, facecolors=PAPER, edgecolors=INK, linewidths=1.0, zorder=3)
    sketch.text(0, 90, "64\ninputs", va="center", size=10)
    sketch.text(716, 90, "10\noutputs", va="center", ha="right", size=10)
    note = sketch.set_title("0", size=11, loc="left")

    def update(slopes):
        n, longest = len(slopes), slopes.max()
        gap, rows = 560 / n, 18 + 26 * np.arange(6)
        r, columns = min(8.0, 0.17 * gap), 80 + gap * (np.arange(n) + 0.35)
        places = np.stack(np.broadcast_arrays(columns[:, None], rows[None]), -1)
        circles.set_offsets(places.reshape(-1, 2))
        circles.set_sizes([(2 * r * 0.72)**2])
        wires.set_segments([(a, b) for left, right in zip(places, places[1:]) for a in left for b in right]
                           if n <= 8 else [])
        lengths = slopes / longest * min(0.7 * gap - r, 150)
        rims = places + [r, 0]
        ends = rims + np.stack([lengths, np.zeros_like(lengths)], -1)
        bars.set_segments(np.stack([rims, ends], -2)[lengths > 0.5])
        note.set_text(f"size of \u2202C/\u2202b for six neurons of each hidden layer; the longest bar is "
                      f"{scientific(longest)}")

    return update


def draw_layer_speeds(figure):
    """The hidden layers of a network, each neuron with a bar as long as its slope, and the layers' norms below, of 64
    networks; moved by a `LayerSpeeds`."""
    sketch, norms = _apart(figure, 2, 1, height_ratios=(1.1, 1), left=0.1, top=0.93, bottom=0.12, hspace=0.22)
    draw_bars = _bars(sketch)
    band = norms.add_collection(LineCollection([], colors=to_rgba(BLUE, 0.45), linewidths=7))
    middle, = norms.plot([], [], "-", color=BLUE, lw=1.2)
    one, = norms.plot([], [], "o", color=ORANGE, ms=4, mec=INK, mew=0.6)
    norms.legend([band, one], ["64 starts, 5 to 95 %", "the one above"], loc="lower right")
    norms.set(xlim=(0.2, 30.8), xlabel="hidden layer, the first one on the left")
    axis = Powers(norms)
    norms.set_title("length of \u2202C/\u2202b in each layer", size=11, loc="left")

    def update(result):
        n = int(result.depth)
        draw_bars(result.neurons[:n])
        axis.fit(result.spread[:, :n], low=-2.0, high=0.0)
        low, mid, high = axis(result.spread[:, :n])
        band.set_segments(np.stack([np.stack([LAYERS[:n], low], -1), np.stack([LAYERS[:n], high], -1)], 1))
        middle.set_data(LAYERS[:n], mid)
        one.set_data(LAYERS[:n], axis(result.norms[:n]))

    return update


def draw_chain(figure):
    """Neurons in a row with what they compute, and the slope at each of them; moved by a `Chain`."""
    sketch, chart = _apart(figure, 2, 1, height_ratios=(1, 1.5), left=0.1, top=0.93, bottom=0.13, hspace=0.2)
    sketch.set(xlim=(0.3, 12.7), ylim=(-1.7, 0.9), xticks=(), yticks=())
    sketch.axis("off")
    chart.set(xlim=(0.3, 12.7), xticks=range(1, 13), xlabel="neuron")
    axis = Powers(chart)
    chart.set_title("how much a nudge of its z changes the last output", size=11, loc="left")
    wires = sketch.add_collection(LineCollection([], colors=GREY, linewidths=2, zorder=1))
    circles = sketch.scatter([], [], s=560, facecolors=PAPER, edgecolors=INK, linewidths=1.2, zorder=2)
    inside = [sketch.text(k, 0, "", ha="center", va="center", size=10, zorder=3) for k in LAYERS[:12]]
    below = [sketch.text(k, -1.15, "", ha="center", va="center", size=10, color=RED) for k in LAYERS[:12]]
    note = sketch.set_title("0", size=11, loc="left")
    path, = chart.plot([], [], "o-", color=ORANGE, ms=9)

    def update(result):
        n = int(result.n)
        wires.set_segments([[(1, 0), (n, 0)]])
        circles.set_offsets([(k, 0) for k in LAYERS[:n]])
        for k in range(12):
            inside[k].set_text(number(result.a[k], 2) if k < n else "")
            below[k].set_text(_short(result.factors[k]) if 0 < k < n else "")
        note.set_text(f"outputs a; below them the factors w\u03c3\u2032(z), w = {number(result.w, 2)}: their product is "
                      f"{scientific(np.prod(result.factors[1:n]))}")
        axis.fit(result.slopes[:n])
        path.set_data(LAYERS[:n], axis(result.slopes[:n]))

    return update


def draw_band(figure):
    """The factor of one neuron over its input, and how wide the band is where it is at least 1; moved by a `Band`."""
    left, right = figure.subplots(1, 2)
    left.axhline(1, color=INK, lw=1, ls=":")
    shade = left.axvspan(0.5, 0.5, color=GREEN, alpha=0.25, lw=0)
    curve, = left.plot([], [], color=BLUE)
    left.set(xlim=(0, 1), xlabel="input a")
    title = left.set_title("0", size=11)
    path, = right.plot([], [], color=GREEN)
    dot, = right.plot([], [], "o", color=RED, ms=9)
    right.set(xscale="log", xlim=(0.9, 110), ylim=(-0.02, 0.6), xlabel="weight w", xticks=(1, 4, 10, 100),
              xticklabels=("1", "4", "10", "100"))
    right.minorticks_off()
    heading = right.set_title("0", size=11)

    def update(result):
        curve.set_data(result.a, result.factors)
        left.set_ylim(0, 1.3 if result.w < 5 else 3.2 if result.w < 12 else 8 if result.w < 30 else 26)
        shade.set_x(0.5 - result.width / 2)
        shade.set_width(result.width)
        title.set_text(f"w\u03c3\u2032(wa + b), at most w/4 = {number(result.w / 4, 2)}")
        path.set_data(result.weights, result.widths)
        dot.set_data([result.w], [result.width])
        heading.set_text(f"width of the band: {number(result.width, 3)}")

    return update


def draw_edge(figure):
    """The plane of random starts, and what happens to errors in thirty layers; moved by an `Edge`."""
    plane, layers = _apart(figure, 1, 2, width_ratios=(1, 1.15), left=0.095, wspace=0.26)
    extent = (0.45, 4.05, -0.05, 2.05)
    image = plane.imshow([[0.0]], cmap=DIVERGING, vmin=-1, vmax=1, origin="lower", extent=extent, aspect="auto")
    edge, = plane.plot([], [], color=OVER_IMAGES, lw=1.6)
    dot, = plane.plot([], [], "o", color=RED, ms=11, mec=PAPER, mew=1.5, zorder=4)
    plane.grid(False)
    plane.set(xlim=extent[:2], ylim=extent[2:], xlabel="\u03c3_w, spread of the weights", ylabel="\u03c3_b, of the biases")
    heading = plane.set_title("0", size=11)
    cloud = layers.add_collection(LineCollection([], colors=to_rgba(BLUE, 0.5), linewidths=1.2))
    theory, = layers.plot([], [], "--", color=RED, lw=2)
    layers.legend([cloud, theory], ["16 networks", "theory"], loc="lower right")
    layers.set(xlim=(0.5, 30.5), xlabel="hidden layer")
    axis = Powers(layers)
    layers.set_title("length of \u03b4", size=11)

    def update(result):
        image.set_data(np.log10(result.plane) / 0.6)
        edge.set_data(*_level(result.plane, *extent))
        dot.set_data([result.sigma_w], [result.sigma_b])
        factor = result.chi**0.5
        heading.set_text(f"theory: \u00d7{number(factor, 2)} a layer, on the way back")
        end = np.median(result.deltas[:, -1])
        expected = end * factor**(30.0 - LAYERS)
        axis.fit(np.append(result.deltas, expected))
        cloud.set_segments([np.stack([LAYERS, deltas], -1) for deltas in axis(result.deltas)])
        theory.set_data(LAYERS, axis(expected))

    return update


def _level(plane, left, right, bottom, top):
    """Where the plane passes 1, from row to row: the first column at which it does."""
    rows, columns = plane.shape
    xs, ys = (np.linspace(low, high, 2 * n + 1)[1::2] for low, high, n in ((left, right, columns), (bottom, top, rows)))
    return np.array([np.interp(1.0, row, xs) for row in plane]), ys


def draw_signals(figure):
    """How far activations are apart, and the length of errors, in thirty layers; moved by a `Signals`."""
    forward, back = _apart(figure, 1, 2, left=0.085, wspace=0.24)
    looks = ((forward, GREEN, "forward: how far digits are apart \u2192"), (back, BLUE, "\u2190 back: length of \u03b4"))
    clouds, scales = [], []
    for axes, colour, title in looks:
        clouds.append(axes.add_collection(LineCollection([], colors=to_rgba(colour, 0.5), linewidths=1.2)))
        scales.append(Powers(axes))
        axes.set(xlim=(0.5, 30.5), xlabel="hidden layer")
        axes.set_title(title, size=11)
    theory, = back.plot([], [], "--", color=RED, lw=2)
    words = back.text(0.03, 0.05, "", transform=back.transAxes, color=RED, size=11)

    def update(result):
        known = np.isfinite(result.predicts)
        expected = np.median(result.deltas[:, -1]) * (result.predicts if known else 1.0)**(30.0 - LAYERS)
        for scale, part in zip(scales, (result.spread, np.append(result.deltas, expected))):
            scale.fit(part)
        for cloud, scale, part in zip(clouds, scales, (result.spread, result.deltas)):
            cloud.set_segments([np.stack([LAYERS, row], -1) for row in scale(part)])
        theory.set_data(LAYERS if known else [], scales[1](expected) if known else [])
        words.set_text(f"theory: \u00d7{number(result.predicts, 2)} a layer" if known else "")

    return update
