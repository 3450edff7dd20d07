"""Pictures of costs: a neuron that learns, where gradients vanish, and mini-batches."""
import numpy as np
from matplotlib.patches import FancyArrowPatch

from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED


NAMES = {"quadratic": "quadratic cost", "cross_entropy": "cross-entropy"}


def draw_one_neuron(figure):
    """The output and the gradient of a neuron over 300 epochs, with the present one; moved by a `OneNeuron`."""
    left, right = figure.subplots(1, 2)
    looks = ((left, BLUE, "output a, wanted: 0"), (right, ORANGE, "size of the gradient |\u2202C/\u2202w|"))
    for axes, _, title in looks:
        axes.set(xlim=(-6, 306), xlabel="epoch")
        axes.set_title(title, size=11)
    left.set(ylim=(-0.02, 1.02))
    right.set(yscale="log", ylim=(1e-4, 2))
    paths = [axes.plot([], [], color=colour, lw=1.2)[0] for axes, colour, _ in looks]
    gone = [axes.plot([], [], color=colour, lw=3.4)[0] for axes, colour, _ in looks]
    dots = [axes.plot([], [], "o", color=RED, ms=9)[0] for axes, _, _ in looks]
    note = figure.suptitle("0", x=0.02, ha="left", size=11)

    def update(result):
        path, now = result.path, int(result.epoch)
        for line, done, dot, series in zip(paths, gone, dots, (path.a, path.slope)):
            epochs, shown = np.arange(len(series)), np.abs(series)
            line.set_data(epochs, shown)
            done.set_data(epochs[:now + 1], shown[:now + 1])
            dot.set_data([now], [shown[now]])
        note.set_text(f"{NAMES[result.cost]}, epoch {now}:   w = {number(path.w[now], 2)},   "
                      f"b = {number(path.b[now], 2)},   a = {number(path.a[now], 3)},   "
                      f"C = {number(path.cost[now], 4)}")

    return update


FLAT = 2.887  # beyond it, the slope of the sigmoid is below 0.05


def _sure(left, right):
    """Bands where the sigmoid is flat: on the left, for wrong and for right outputs, with their words; they move."""
    sides = [left.axvspan(0, 10 - FLAT, color=colour, alpha=0.15, lw=0) for colour in (RED, GREY)]
    words = [left.text(0, 1.22, text, ha="center", va="center", color=colour, size=10)
             for text, colour in (("wrong and sure", RED), ("right and sure", GREY))]
    for low, high in ((-10, -FLAT), (FLAT, 10)):
        right.axvspan(low, high, color=GREY, alpha=0.15, lw=0)
    right.text(-6.4, 1.22, "\u03c3\u2032 < 0.05", ha="center", va="center", color=GREY, size=10)
    return sides, words


def draw_slopes(figure):
    """Output errors under two costs, and slopes of two activations, over z; moved by a `Slopes`."""
    left, right = figure.subplots(1, 2, width_ratios=(1.18, 1))
    sides, words = _sure(left, right)
    looks = ((left, PURPLE, "--"), (left, BLUE, "-"), (right, ORANGE, "-"), (right, GREEN, "--"))
    curves = [axes.plot([], [], dashes, color=colour, lw=2.6)[0] for axes, colour, dashes in looks]
    dots = [axes.plot([], [], "o", color=colour, ms=9)[0] for axes, colour, _ in looks]
    marks = [axes.axvline(0, color=INK, lw=1, ls=":") for axes in (left, right)]
    for axes in (left, right):
        axes.axhline(0, color=GREY, lw=0.8)
        axes.set(xlim=(-10, 10), xlabel="weighted input z")
    left.set(ylim=(-1.12, 1.38), yticks=(-1, -0.5, 0, 0.5, 1))
    right.set(ylim=(-0.08, 1.38), yticks=(0, 0.25, 0.5, 0.75, 1))
    for axes, pair, names in ((left, curves[:2], ("quadratic", "cross-entropy")),
                              (right, curves[2:], ("sigmoid", "ReLU"))):
        axes.legend(pair, names, loc="upper center", bbox_to_anchor=(0.5, -0.22), borderaxespad=0, ncols=2)
    headings = [axes.set_title("0\n0", size=11, loc="left") for axes in (left, right)]

    def update(result):
        wrong = 1 if result.y == 0 else -1
        for side, word, sign in zip(sides, words, (wrong, -wrong)):
            side.set_x(FLAT if sign > 0 else -10)
            word.set_x(6.4 * sign)
        rows = (*result.deltas, *result.slopes)
        for curve, dot, row, value in zip(curves, dots, rows, (*result.deltas_at, *result.slopes_at)):
            curve.set_data(result.z, row)
            dot.set_data([result.at], [value])
        for mark in marks:
            mark.set_xdata([result.at] * 2)
        (squared, entropy), (sigmoid, relu) = result.deltas_at, result.slopes_at
        headings[0].set_text(f"\u2202C/\u2202z, where a = {number(result.a, 3)}, y = {result.y:.0f}\n"
                             f"quadratic {number(squared, 4)}, cross-entropy {number(entropy, 4)}")
        headings[1].set_text(f"slope f\u2032(z) at z = {number(result.at)}\n"
                             f"sigmoid {number(sigmoid, 4)}, ReLU {number(relu, 0)}")

    return update


def draw_mini_batches(figure):
    """Gradients of mini-batches around the full one, and their spread against m; moved by a `MiniBatches`."""
    plane, spread = figure.subplots(1, 2, width_ratios=(1, 1.1))
    batches, = plane.plot([], [], "o", color=BLUE, ms=4, alpha=0.6, mew=0, zorder=3, label="mini-batches")
    full, = plane.plot([], [], "+", color=RED, ms=15, mew=2, zorder=4, label="all examples")
    arrow = plane.add_patch(FancyArrowPatch((0, 0), (1, 0), arrowstyle="-|>", mutation_scale=16, color=RED, lw=1.6,
                                            shrinkA=0, shrinkB=0))
    plane.set(xlim=(2.1, 5.5), ylim=(-2.1, 2.1), aspect="equal", xlabel="along the full gradient", ylabel="across it")
    plane.legend(loc="upper left", borderaxespad=0.1, handletextpad=0.4)
    title = plane.set_title("0", size=11)
    law, = spread.plot([], [], color=GREY, lw=1.6, label="c / \u221am")
    measured, = spread.plot([], [], "s", color=ORANGE, ms=7, label="measured")
    dot, = spread.plot([], [], "o", color=RED, ms=10, label="these 200")
    spread.set(xscale="log", yscale="log", xlim=(0.8, 1250), ylim=(0.05, 5), xlabel="examples in a batch, m")
    spread.set(yticks=(0.1, 1), yticklabels=("0.1", "1"), xticks=(1, 10, 100, 1000), xticklabels=(1, 10, 100, 1000))
    spread.set_title("distance from the full gradient", size=11)
    legend = spread.legend(loc="lower left")

    def update(result):
        batches.set_data(*result.batches.T)
        full.set_data([result.full[0]], [result.full[1]])
        arrow.set_positions((0, 0), tuple(result.full))
        title.set_text(f"200 gradients, m = {result.m}")
        law.set_data(result.sizes, result.one / np.sqrt(result.sizes))
        measured.set_data(result.sizes, result.measured)
        for artist in (law, measured, legend):
            artist.set_visible(result.others)
        dot.set_data([result.m], [result.spread])

    return update
