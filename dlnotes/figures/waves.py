"""Pictures of what deep learning is, and of its three waves."""
import numpy as np
from matplotlib.patches import Circle

from dlnotes.live.style import (BLUE, DIVERGING, FAINT, GREEN, GREY, INK, ORANGE, OVER_IMAGES, PAPER, PURPLE, RED,
                                   SEQUENTIAL)
from dlnotes.experiments.machines import MACHINES

RAISED = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
SPANS = ((1, "second"), (60, "minute"), (3600, "hour"), (86400, "day"), (365.25 * 86400, "year"))


def duration(seconds):
    """A span of time in words: 7 days, 2 hours, 0.1 seconds, 40 millionths of a second."""
    if seconds < 1e-3:
        return f"{float(f'{1e6 * seconds:.2g}'):g} millionths of a second"
    unit, name = max((span for span in SPANS if span[0] <= seconds), default=SPANS[0])
    value = float(f"{seconds / unit:.2g}")
    return f"{value:,.{0 if value >= 10 else 4}{'f' if value >= 10 else 'g'}} {name}{'s' * (value != 1)}"


def power_of_ten(value):
    """A large number as one writes it: 1.5 times a power of ten."""
    digits, power = f"{value:.1e}".split("e")
    return f"{digits} \u00b7 10{str(int(power)).translate(RAISED)}"


def draw_by_heart(figure):
    """Ten digits with the labels that a network is told, and how many it gets right, of these and of unseen ones;
    moved by a `ByHeart`."""
    digits, right = figure.subfigures(1, 2, width_ratios=(1, 2.6))
    grid = digits.subplots(5, 2).flat
    pictures = [one.imshow(np.zeros((8, 8)), vmin=0, vmax=1, cmap=SEQUENTIAL) for one in grid]
    labels = [one.axes.set_title("0", size=11) for one in pictures]
    for one in pictures:
        one.axes.set(xticks=[], yticks=[])
        one.axes.grid(False)
        one.axes.spines[:].set_visible(False)
    axes = right.subplots()
    learnt, = axes.plot([], [], "o-", ms=4, color=ORANGE, label="digits it learns from")
    unseen, = axes.plot([], [], "s--", ms=4, lw=1.4, color=PURPLE, label="unseen digits")
    axes.axhline(0.1, color=GREY, lw=1.2, ls=":")
    axes.text(60, 0.085, "guessing", size=10, color=GREY, ha="right", va="top")
    axes.set(xlim=(-1, 61), ylim=(0, 1.03), xlabel="epoch", ylabel="share right")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2, ncols=2)

    def update(result):
        for picture, label, image, digit, true in zip(pictures, labels, result.images, result.labels, result.true):
            picture.set_data(image)
            label.set_text(f"{digit}" if true else f"{digit} \u2717")
            label.set_color(INK if true else RED)
        until = result.epochs <= result.epoch
        learnt.set_data(result.epochs[until], result.learnt[until])
        unseen.set_data(result.epochs[until], result.unseen[until])

    return update


def draw_cell(figure):
    """A cell with its two inputs, and for which of the four cases it fires; moved by a `Cell`."""
    wiring, table = figure.subplots(1, 2, width_ratios=(1.5, 1))
    wiring.set(xlim=(-0.5, 4), ylim=(-1.3, 1.3), aspect="equal")
    wiring.axis("off")
    wiring.add_patch(Circle((2.4, 0), 0.55, facecolor=FAINT, edgecolor=INK, lw=1.8))
    threshold = wiring.text(2.4, 0, "0", size=18, ha="center", va="center")
    wiring.text(2.4, -0.85, "threshold", size=10, ha="center", color=GREY)
    wiring.plot([2.95, 3.75], [0, 0], color=INK)
    ends, triangles = [], []
    for name, y, turned in (("x1", 0.75, -108), ("x2", -0.75, -72)):
        wiring.text(-0.1, y, name, size=14, ha="right", va="center")
        wiring.plot([0, 1.75], [y, y * 0.25], color=INK)
        end, = wiring.plot([1.82], [y * 0.24], "o", ms=10, color=BLUE, mew=2)
        triangles.append((3, 0, turned))  # an arrowhead along the wire
        ends.append((end, wiring.text(0.75, y + (0.13 if y > 0 else -0.13), "", size=10,
                                      ha="center", va="bottom" if y > 0 else "top")))
    table.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), xticks=(0, 1), yticks=(0, 1), xlabel="x1", ylabel="x2", aspect="equal")
    table.grid(False)
    title = table.set_title("", size=12)
    dots = [table.plot([x1], [x2], "o", ms=26, mew=2, mec=INK, color=PAPER)[0] for x1 in (0, 1) for x2 in (0, 1)]
    words = [table.text(x1, x2, "", size=10, ha="center", va="center", color=OVER_IMAGES) for x1 in (0, 1) for x2 in (0, 1)]

    def update(result):
        threshold.set_text(str(result.threshold))
        for (end, word), triangle, excites in zip(ends, triangles, result.excites):
            end.set(marker=triangle if excites else "o", color=BLUE if excites else RED, mfc=BLUE if excites else PAPER)
            word.set_text("excites" if excites else "inhibits")
        for dot, word, fires in zip(dots, words, result.fires):
            dot.set_mfc(ORANGE if fires else PAPER)
            word.set_text("fires" if fires else "")
        title.set_text(result.name)

    return update


def draw_together(figure):
    """What three neurons say over the plane while they learn XOR, and their cost; moved by a `Together`."""
    plane, axes = figure.subplots(1, 2, width_ratios=(1, 1.15))
    plane.set(xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), xticks=(0, 1), yticks=(0, 1), xlabel="x1", ylabel="x2", aspect="equal")
    plane.grid(False)
    heat = plane.imshow(np.zeros((2, 2)), vmin=0, vmax=1, cmap=DIVERGING, origin="lower", extent=(-0.4, 1.4, -0.4, 1.4))
    edges = [plane.plot([], [], style, color=OVER_IMAGES, lw=1.6)[0] for style in ("-", "--")]
    for x1, x2 in ((0, 0), (0, 1), (1, 0), (1, 1)):
        plane.plot([x1], [x2], "o", ms=15, color=ORANGE if x1 != x2 else BLUE, mec=OVER_IMAGES, mew=1.5)
        plane.text(x1, x2, str(int(x1 != x2)), ha="center", va="center", size=10, color=OVER_IMAGES)
    title = plane.set_title("", size=11)
    costs, = axes.plot([], [], color=ORANGE)
    dot, = axes.plot([], [], "o", color=RED)
    axes.set(xlim=(-20, 2020), ylim=(0, 2), xlabel="steps of gradient descent", xticks=(0, 500, 1000, 1500, 2000))
    axes.set_title("cost", size=11)

    def update(result):
        heat.set_data(result.outputs)
        for line, edge in zip(edges, result.edges):
            line.set_data(*edge)
        title.set_text(f"{int(np.sum((result.answers > 0.5) == [0, 1, 1, 0]))} of 4 right")
        until = result.steps <= result.step
        costs.set_data(result.steps[until], result.costs[until])
        dot.set_data(result.steps[until][-1:], result.costs[until][-1:])

    return update


WAVES = ((1943, 1969, "cybernetics"), (1980, 1999, "connectionism"), (2006, 2040, "deep learning"))
LINES = ((1e-3, "1/1000 second"), (1, "a second"), (60, "a minute"), (3600, "an hour"), (86400, "a day"),
         (3.156e7, "a year"), (80 * 3.156e7, "a lifetime"), (5000 * 3.156e7, "since the pyramids"))


def draw_machines(figure):
    """The time that machines need to train a network, by the year they came out, over the three waves; moved by a
    `Costs`."""
    axes = figure.subplots()
    for start, end, name in WAVES:
        axes.axvspan(start, end, color=FAINT, alpha=0.55, lw=0)
        axes.text((start + end) / 2, 1.02, name, transform=axes.get_xaxis_transform(), ha="center", size=11)
    axes.set(xlim=(1943, 2040), yscale="log", ylim=(1e-3, 1e14), xlabel="year in which the machine came out")
    axes.set_yticks([seconds for seconds, _ in LINES], [name for _, name in LINES])
    axes.minorticks_off()
    best, = axes.plot([], [], "o", color=BLUE, ms=8, mfc="none", mew=2, label="at best")
    measured, = axes.plot([], [], "o", color=BLUE, ms=9, label="measured")
    own, = axes.plot([], [], "D", color=RED, ms=9)
    axes.legend(loc="lower left")
    names = [axes.text(0, 1, "", size=10, va="center") for _ in range(len(MACHINES) + 1)]
    note = axes.text(0.985, 0.97, "", transform=axes.transAxes, ha="right", va="top", size=12)

    def update(result):
        here = np.array([name == "this machine" for name in result.names])
        years, known = np.array(result.years), np.array(result.measured)
        for line, which in ((best, ~known), (measured, known & ~here), (own, here)):
            line.set_data(years[which], result.seconds[which])
        for text, name, year, seconds in zip(names, result.names, result.years, result.seconds):
            left = year > 2000
            text.set_text(f"{name}  " if left else f"  {name}")
            text.set(x=year, y=seconds, ha="right" if left else "left")
        note.set_text(f"{power_of_ten(result.operations)} operations")

    return update


LINES_BY_DEPTH = ((BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (PURPLE, ":"))


def draw_winding(figure):
    """What a network says over the plane of two spirals, and how those with as many parameters in one to four hidden layers
    have come along; moved by a `Winding`."""
    plane, axes = figure.subplots(1, 2, width_ratios=(1, 1.1))
    plane.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), xticks=(-1, 0, 1), yticks=(-1, 0, 1), aspect="equal")
    plane.grid(False)
    heat = plane.imshow(np.zeros((2, 2)), vmin=0, vmax=1, cmap=DIVERGING, origin="lower", extent=(-1.1, 1.1, -1.1, 1.1))
    arms = [plane.plot([], [], marker, ms=4, color=colour, mec=OVER_IMAGES, mew=0.8)[0]
            for marker, colour in (("o", BLUE), ("s", ORANGE))]
    title = plane.set_title("", size=11)
    axes.axhline(0.5, color=GREY, lw=1.2, ls=":")
    axes.text(560, 0.49, "guessing", size=10, color=GREY, ha="right", va="top")
    curves = [axes.plot([], [], style, color=colour, label=f"{depth} hidden")[0]
              for depth, (colour, style) in enumerate(LINES_BY_DEPTH, 1)]
    now = axes.axvline(10, color=RED, lw=1.2)
    axes.set(xscale="log", xlim=(5, 660), ylim=(0.44, 1.02), xlabel="epochs", xticks=(10, 30, 100, 300, 600))
    axes.xaxis.set_major_formatter("{x:g}")
    axes.minorticks_off()
    axes.set_title("share right of unseen points, mean of 8 starts", size=11)
    axes.legend(loc="upper left")

    def update(result):
        heat.set_data(result.outputs)
        for label, arm in enumerate(arms):
            arm.set_data(*result.points[result.labels == label].T)
        title.set_text(f"{result.hidden} hidden layer{'s' * (result.hidden > 1)} of {result.width}: "
                       f"{result.parameters} parameters")
        now.set_xdata([result.epoch] * 2)
        epochs = np.arange(1, result.right.shape[1] + 1)
        for depth, curve in enumerate(curves, 1):
            until = (epochs <= result.epoch) & (depth <= result.hidden)
            curve.set_data(epochs[until], result.right[depth - 1][until])

    return update
