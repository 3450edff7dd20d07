"""Pictures of universality: a bump, any function and its error, a tower from all sides, a picture made of towers."""
import numpy as np
from matplotlib.collections import PolyCollection

from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, FAINT, GREEN, GREY, INK, ORANGE, RED, SEQUENTIAL

SMALLEST, LARGEST = 1e-5, 10.0  # of the errors that are shown
UP = np.radians(35)  # from how far above one looks at a tower
TALL = 0.6  # a tower of height 1 on the screen, in sides of the square it stands on
COUNTS = (1, 10, 100, 1000, 10_000)


def draw_bump(figure):
    """Two steep neurons on the left, and what the next neuron makes of them; moved by a `Bump`."""
    hidden, together = figure.subplots(1, 2)
    first, = hidden.plot([], [], color=BLUE, label="neuron 1")
    second, = hidden.plot([], [], "--", color=ORANGE, label="neuron 2")
    marks = [hidden.plot([], [], "o", color=colour)[0] for colour in (BLUE, ORANGE)]
    hidden.set(xlim=(0, 1), ylim=(-0.1, 1.45), xlabel="input x", yticks=(0, 0.5, 1))
    hidden.legend(loc="upper left", ncols=2)
    hidden.set_title("two hidden neurons", size=11)
    together.axhline(0, color=GREY, lw=0.8)
    total, = together.plot([], [], color=GREEN)
    together.set(xlim=(0, 1), ylim=(-1.7, 1.7), xlabel="input x")
    title = together.set_title("sum", size=11)

    def update(result):
        for line, a in zip((first, second), result.hidden):
            line.set_data(result.x, a)
        for mark, place in zip(marks, result.places):
            mark.set_data([place], [0.5])
        total.set_data(result.x, result.sum)
        height, size = number(result.height, 2), number(abs(result.height), 2)
        sign = "\u2212" if size == height else "+"
        title.set_text(f"{height} \u00b7 neuron 1 {sign} {size} \u00b7 neuron 2")

    return update


def _nice_limits(values):
    """Round limits around values, the same ones for values that are nearly alike."""
    low, high = float(values.min()), float(values.max())
    unit = 10.0**np.floor(np.log10(max(high - low, 0.1 * abs(high), 1e-6))) / 2
    return unit * np.floor(low / unit - 0.3), unit * np.ceil(high / unit + 0.3)


def _raised(exponent):
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"))


def error_axes(axes, counts=COUNTS):
    """Make axes for errors against numbers of neurons, both logarithmic."""
    axes.set(xscale="log", yscale="log", xlim=(0.8, 1.3 * counts[-1]), ylim=(SMALLEST, LARGEST), xlabel="hidden neurons")
    axes.set_xticks(counts, [f"{n:,}" for n in counts])
    powers = range(-5, 2)
    axes.set_yticks([10.0**p for p in powers], ["1" if p == 0 else "10" if p == 1 else _raised(p) for p in powers])
    axes.minorticks_off()


def small(value):
    """A positive number in few digits: 0.21, 0.0021, 2.1 times a power of ten."""
    if value == 0 or value >= 1e-3:
        return f"{value:.2g}" if value < 100 else f"{value:.0f}"
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa} \u00b7 {_raised(int(exponent))}"


def draw_any_function(figure):
    """A function and the network built for it, and the error beside what is guaranteed; moved by an `AnyFunction`."""
    figure.set_layout_engine("none")  # there is room for any numbers on the axis
    left, right = figure.subplots(1, 2, width_ratios=(1.25, 1),
                                  gridspec_kw=dict(left=0.09, right=0.965, bottom=0.15, top=0.89, wspace=0.22))
    wanted, = left.plot([], [], color=GREY, lw=4, alpha=0.5)
    network, = left.plot([], [], color=BLUE, lw=1.6)
    left.legend([wanted, network], ["wanted", "network"], loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.2,
                ncols=2)  # on the left a power of ten may stand over the axis
    left.set(xlim=(0, 1), xlabel="input x")
    bound, = right.plot([], [], "--", color=ORANGE, lw=1.6, label="guaranteed")
    errors, = right.plot([], [], "-", color=BLUE, lw=1.4, label="largest error")
    dot, = right.plot([], [], "o", color=RED)
    error_axes(right)
    right.legend(loc="lower left")
    title = right.set_title("error", size=11, loc="right")

    def update(result):
        limits = _nice_limits(result.wanted)
        if not np.allclose(left.get_ylim(), limits):
            left.set_ylim(limits)
        wanted.set_data(result.x, result.wanted)
        network.set_data(result.x, result.found)
        errors.set_data(result.counts, np.clip(result.errors, SMALLEST, LARGEST))
        bound.set_data(result.counts, np.clip(result.bounds, SMALLEST, LARGEST))
        dot.set_data([result.neurons], [np.clip(result.error, SMALLEST, LARGEST)])
        title.set_text(f"{result.neurons:,} neuron{'s' * (result.neurons > 1)}: at most {small(result.error)} off")

    return update


def draw_curve(figure):
    """A path in the plane, and the network that draws it with two outputs; moved by a `PlaneCurve`."""
    plane, outputs = figure.subplots(1, 2, width_ratios=(1, 1.2))
    wanted, = plane.plot([], [], color=GREY, lw=5, alpha=0.5)
    found, = plane.plot([], [], color=BLUE, lw=1.6)
    plane.set(xlim=(-1.25, 1.25), ylim=(-1.25, 1.25), aspect="equal", xlabel="output 1", ylabel="output 2")
    lines = [outputs.plot([], [], color=colour, lw=1.6, label=f"output {j + 1}", ls=style)[0]
             for j, (colour, style) in enumerate(((BLUE, "-"), (ORANGE, "--")))]
    outputs.set(xlim=(0, 1), ylim=(-1.25, 1.75), xlabel="input t", yticks=(-1, 0, 1))
    outputs.legend(loc="upper left", ncols=2)
    title = plane.set_title("curve", size=11)

    def update(result):
        wanted.set_data(*result.wanted.T)
        found.set_data(*result.found.T)
        for line, values in zip(lines, result.found.T):
            line.set_data(result.t, values)
        title.set_text(f"{result.neurons} neuron{'s' * (result.neurons > 1)}")

    return update


def draw_tower(figure):
    """A neuron over the plane, from above and from the side; moved by a `Tower`."""
    plane, surface = figure.subplots(1, 2, width_ratios=(1, 1.35))
    image = plane.imshow(np.zeros((2, 2)), vmin=0, vmax=1, cmap=SEQUENTIAL, origin="lower", interpolation="none",
                         extent=(0, 1, 0, 1))
    plane.grid(False)
    plane.set(xlabel="input x1", ylabel="input x2", xticks=(0, 0.5, 1), yticks=(0, 0.5, 1))
    plane.set_title("from above", size=11)
    surface.set(xlim=(-0.72, 0.72), ylim=(-0.42, 1.04), xticks=(), yticks=(), aspect="equal")
    surface.axis("off")
    patches = surface.add_collection(PolyCollection([], edgecolors=GREY, linewidths=0.3))
    title = surface.set_title("values", size=11)

    def update(result):
        image.set_data(result.values)
        corners, heights = _seen_from(result.values, result.turn)
        patches.set_verts(corners)
        patches.set_facecolors(SEQUENTIAL(heights))
        title.set_text(f"tower {number(result.inside, 4)}, arms {number(result.arm, 4)}, "
                       f"ground {number(result.outside, 4)}")

    return update


def _seen_from(values, turn):
    """The patches of a surface over the unit square as one sees them, the furthest first, and the height of each.

    values: (side, side), row by row of x2; turn: of the square about its middle, in degrees.
    """
    side = len(values)
    x1, x2 = np.meshgrid(*[np.linspace(-0.5, 0.5, side)] * 2)
    angle = np.radians(turn)
    across, away = x1 * np.cos(angle) - x2 * np.sin(angle), x1 * np.sin(angle) + x2 * np.cos(angle)
    points = np.stack([across, away * np.sin(UP) + TALL * values], axis=-1)
    around = [points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]]
    depth = (away[:-1, :-1] + away[1:, 1:]).ravel()
    heights = (values[:-1, :-1] + values[1:, 1:] + values[:-1, 1:] + values[1:, :-1]).ravel() / 4
    order = np.argsort(-depth)
    return np.stack(around, axis=2).reshape(-1, 4, 2)[order], heights[order]


def draw_picture(figure):
    """A picture, what a network of towers makes of it, and what is missing; moved by a `TowerPicture`."""
    shown = figure.subplots(1, 3)
    images = [axes.imshow(np.zeros((2, 2)), vmin=0, vmax=1, cmap="gray_r", interpolation="none", extent=(0, 1, 0, 1))
              for axes in shown]
    images[2].set_cmap("Oranges")
    for axes in shown:
        axes.set(xticks=(), yticks=())
        axes.grid(False)
        axes.spines[:].set(visible=True, color=FAINT)
    title_wanted = shown[0].set_title("wanted", size=11, color=INK)
    titles = [axes.set_title("0", size=11) for axes in shown[1:]]

    def update(result):
        for image, values in zip(images, (result.wanted, result.found, np.abs(result.wanted - result.found))):
            image.set_data(values)
        for image in images[::2]:
            image.set_visible(result.shown)
        title_wanted.set_text("wanted" if result.shown else "wanted: what is it?")
        titles[0].set_text(f"{result.side} \u00d7 {result.side} towers: {result.neurons:,} neurons")
        titles[1].set_text(f"missing: {number(result.error, 3)} a point")

    return update
