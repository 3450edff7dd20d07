"""Pictures of fits: bumps set by hand, neurons drawn at random, construction against training."""
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, GREEN, GREY, INK, ORANGE, RED
from dlnotes.figures.universality import LARGEST, SMALLEST, error_axes, small

SOLVED = 0.405  # below this score Nielsen's page counts the task as solved, and the best possible is given away


def draw_by_hand(figure):
    """Bumps before and after the output's sigmoid, beside what is wanted there; moved by a `ByHand`."""
    before, after = figure.subplots(1, 2)
    lines = []
    for axes, word, colour in ((before, "bumps", GREEN), (after, "network's output", BLUE)):
        wanted, = axes.plot([], [], color=GREY, lw=4, alpha=0.5)
        found, = axes.plot([], [], color=colour, lw=1.8)
        axes.set(xlim=(0, 1), xlabel="input x")
        axes.legend([wanted, found], ["wanted", word], loc="upper left", ncols=2)
        lines += [wanted, found]
    before.set_ylim(-3.2, 4.2)
    before.axhline(0, color=GREY, lw=0.8)
    after.set(ylim=(-0.05, 1.25), yticks=(0, 0.5, 1))
    title = before.set_title("score", size=11)
    after.set_title("after the output's \u03c3", size=11)

    def update(result):
        series = (result.wanted, result.heights, result.f, result.output)
        for line, values in zip(lines, series):
            line.set_data(result.x, values)
        title.set_text(f"score {number(result.score, 3)}" + (
            f": solved; the best is {number(result.best, 3)}" if result.score < SOLVED else ""))

    return update


def draw_units(figure):
    """What random hidden neurons of one kind can do, and their error as they become more; moved by a `Units`."""
    left, right = figure.subplots(1, 2, width_ratios=(1.25, 1))
    wanted, = left.plot([], [], color=GREY, lw=4, alpha=0.5)
    found, = left.plot([], [], color=BLUE, lw=1.6)
    left.set(xlim=(0, 1), ylim=(-0.2, 1.3), xlabel="input x")
    left.legend([wanted, found], ["wanted", "best for these neurons"], loc="upper left", ncols=2)
    errors, = right.plot([], [], "-", color=BLUE, lw=1.4)
    dot, = right.plot([], [], "o", color=RED)
    error_axes(right, (1, 10, 100))
    right.set_xlim(0.8, 420)
    title = right.set_title("error", size=11)

    def update(result):
        wanted.set_data(result.x, result.wanted)
        found.set_data(result.x, result.found)
        errors.set_data(result.counts, np.clip(result.errors, SMALLEST, LARGEST))
        dot.set_data([result.neurons], [np.clip(result.error, SMALLEST, LARGEST)])
        title.set_text(f"{result.neurons} neuron{'s' * (result.neurons > 1)}: at most {small(result.error)} off")

    return update


def draw_construct_or_learn(figure):
    """One network as it is built, and 32 as they learn: the best of them, and all their errors; moved by a `Contest`."""
    left, right = figure.subplots(1, 2, width_ratios=(1.25, 1))
    wanted, = left.plot([], [], color=GREY, lw=4, alpha=0.5)
    others = left.add_collection(LineCollection([], colors=to_rgba(BLUE, 0.2), linewidths=0.7))
    built, = left.plot([], [], "--", color=ORANGE, lw=1.6)
    learnt, = left.plot([], [], color=BLUE, lw=1.6)
    left.legend([wanted, built, learnt], ["wanted", "built", "best learnt"], loc="lower left", bbox_to_anchor=(0, 1),
                borderaxespad=0.2, ncols=3)
    left.set(xlim=(0, 1), ylim=(-0.3, 1.3), xlabel="input x")
    right.set(yscale="log", xlim=(0, 400), ylim=(0.01, 4), xlabel="epoch")
    right.set_yticks((0.01, 0.1, 1), ("0.01", "0.1", "1"))
    right.minorticks_off()
    paths = [right.plot([], [], color=BLUE, lw=0.8, alpha=0.45)[0] for _ in range(32)]
    line = right.axhline(1, color=ORANGE, lw=1.6, ls="--")
    ends, = right.plot([], [], "o", color=INK, ms=4, ls="none")
    title = right.set_title("largest error", size=11)

    def update(result):
        wanted.set_data(result.x, result.wanted)
        built.set_data(result.x, result.built)
        others.set_segments(np.stack(np.broadcast_arrays(result.x, result.learnt), axis=-1))
        learnt.set_data(result.x, result.learnt[result.now.argmin()])
        for path, errors in zip(paths, result.errors):
            path.set_data(result.epochs, errors)
        last = np.nanmax(result.epochs)
        ends.set_data([last] * 32, result.now)
        line.set_ydata([result.built_error] * 2)
        title.set_text(f"largest error: best {number(result.now.min(), 3)}, built {number(result.built_error, 3)}")

    return update
