"""Pictures of training, and of what a trained network says."""
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.ticker import MaxNLocator

from dlnotes.figures.neurons import article
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, FAINT, GREY, ORANGE, PURPLE, RED, SEQUENTIAL

BINS = 25  # of the histogram of costs from 0 to 1, the last for all above


def draw_history(epochs):
    """How far training has come of `epochs`, and cost and accuracy until there; moved by a `History`."""
    def draw(figure):
        rows = figure.subplot_mosaic([["bar", "bar"], ["cost", "right"]], height_ratios=(0.04, 1))
        bar, left, right = rows["bar"], rows["cost"], rows["right"]
        bar.set(xlim=(0, epochs), ylim=(0, 1), xticks=(), yticks=())
        bar.grid(False)
        bar.spines[:].set_visible(False)
        bar.barh(0.5, epochs, height=1, color=FAINT)
        done, = bar.barh(0.5, 0, height=1, color=BLUE)
        caption = bar.set_title("", size=11, loc="left")
        cost, = left.plot([], [], "o-", ms=3, color=ORANGE, label="examples it learns from")
        unseen, = left.plot([], [], "s--", ms=3, lw=1.4, color=PURPLE, label="unseen examples")
        accuracy, = right.plot([], [], "o-", ms=3, color=BLUE)
        left.set(xlim=(0, epochs + 1), ylim=(0, 1), xlabel="epoch", title="mean cost")
        left.yaxis.set_major_formatter("{x:.2f}")  # one width, whatever the cost: the layout is frozen
        left.legend(loc="upper right")
        right.set(xlim=(0, epochs + 1), ylim=(0, 1.02), xlabel="epoch", title="share right of unseen examples")
        for axes in (left, right):
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        left.yaxis.set_major_formatter("{x:g}")
        note = right.text(0.95, 0.1, "", transform=right.transAxes, ha="right", size=15)

        def update(history):
            seen = np.arange(1, len(history.cost) + 1)
            done.set_width(len(seen))
            caption.set_text(f"epoch {len(seen)} of {epochs}")
            for line, series in ((cost, history.cost), (unseen, history.unseen_cost), (accuracy, history.accuracy)):
                line.set_data(seen, series)
            left.set_ylim(0, 1.15 * max([*history.cost, *history.unseen_cost], default=1))
            note.set_text(f"{history.accuracy[-1]:.1%}" if len(seen) else "")

        return update
    return draw


def draw_recognition(figure):
    """A drawing, the picture that the network gets, and its ten outputs; moved by a `Recognition`."""
    drawn, seen, bars = figure.subplots(1, 3, width_ratios=(1, 1, 1.7))
    ink = drawn.imshow(np.zeros((28, 28)), vmin=0, vmax=1, cmap=SEQUENTIAL)
    small = seen.imshow(np.zeros((8, 8)), vmin=0, vmax=1, cmap=SEQUENTIAL)
    for axes, title in ((drawn, "what you drew"), (seen, "what the network sees")):
        axes.set(xticks=[], yticks=[])
        axes.set_title(title, size=11)
        axes.grid(False)
    columns = bars.bar(range(10), np.zeros(10), color=GREY)
    bars.axhline(0.5, color=GREY, lw=1, ls=":")
    bars.set(ylim=(0, 1), xticks=range(10), xlabel="digit", ylabel="output")
    answer = bars.set_title("draw a digit")

    def update(result):
        ink.set_data(result.drawing)
        small.set_data(result.seen)
        for digit, column in enumerate(columns):
            column.set_height(result.outputs[digit])
            column.set_color(BLUE if result.recognised and digit == result.answer else GREY)
        if not result.drawn:
            answer.set_text("draw a digit")
        elif result.recognised:
            answer.set_text(f"This is {article(result.answer)}")
        else:
            answer.set_text(f"None of the ten; most like {article(result.answer)}")

    return update


def draw_line_fit(figure):
    """Points, a line, and how far it is from them; moved by a `LineFit`."""
    axes = figure.subplots()
    points, = axes.plot([], [], "o", color=ORANGE)
    line, = axes.plot([], [], color=BLUE)
    gaps, = axes.plot([], [], color=GREY, lw=1)
    title = axes.set_title("", size=13, loc="left")
    axes.set(xlim=(-0.4, 10.4), ylim=(-1, 11), xlabel="x", ylabel="y")

    def update(fit):
        points.set_data(fit.x, fit.y)
        line.set_data(fit.x[[0, -1]], fit.line[[0, -1]])
        gaps.set_data(np.repeat(fit.x, 3), np.stack([fit.y, fit.line, np.full_like(fit.y, np.nan)], axis=1).ravel())
        title.set_text(f"error {fit.error:.2f}")

    return update


def draw_digits(figure):
    """Two rows of ten handwritten digits with their labels; moved by a `Page`."""
    grid = figure.subplots(2, 10)
    pictures = [axes.imshow(np.zeros((8, 8)), vmin=0, vmax=1, cmap=SEQUENTIAL) for axes in grid.flat]
    labels = [axes.set_title("0", size=12) for axes in grid.flat]
    for axes in grid.flat:
        axes.set(xticks=[], yticks=[])
        axes.grid(False)
        axes.spines[:].set_visible(False)

    def update(page):
        for picture, label, image, digit in zip(pictures, labels, page.images, page.labels):
            picture.set_data(image)
            label.set_text(str(digit))

    return update


def draw_starts(figure):
    """The cost of many networks against steps, and how many are where now; moved by a `Starts`."""
    left, right = figure.subplots(1, 2, width_ratios=(1.5, 1), sharey=True)
    curves = left.add_collection(LineCollection([], colors=to_rgba(BLUE, 0.25), linewidths=0.8))
    now, = left.plot([], [], color=RED, lw=2)
    bars = right.barh(np.zeros(BINS), np.zeros(BINS), height=1 / BINS, color=BLUE)
    left.set(xlim=(0, 4000), ylim=(0, 1), xlabel="steps of gradient descent", ylabel="cost on XOR",
             yticks=(0, 0.25, 0.5, 0.75, 1), yticklabels=("0", "0.25", "0.5", "0.75", "1 or\nmore"))
    right.set(xlim=(0, 200), xlabel="networks")
    note = right.text(0.95, 0.68, "", transform=right.transAxes, ha="right", va="top", size=12)

    def update(result):
        reached = max(2, np.sum(result.steps <= result.step))
        curves.set_segments(np.stack(np.broadcast_arrays(result.steps, result.costs), axis=-1)[:, :reached])
        now.set_data([result.step] * 2, [0, 1])
        for bar, count, edge in zip(bars, result.counts, result.edges):
            bar.set_width(count)
            bar.set_y(edge)
        note.set_text(f"after {result.step:,.0f} steps:\n{result.solved} of {len(result.costs)} have solved it")

    return update


def draw_line(figure):
    """The cost on straight lines through the space of all parameters; moved by a `Line`."""
    axes = figure.subplots()
    others = axes.add_collection(LineCollection([], colors=to_rgba(GREY, 0.35), linewidths=0.9))
    line, = axes.plot([], [], color=BLUE)
    dot, = axes.plot([], [], "o", color=RED, ms=11)
    axes.axvline(0, color=GREY, lw=1)
    axes.axvline(1, color=GREY, lw=1)
    axes.set(xlim=(-0.25, 1.25), ylim=(0.1, 50), yscale="log", ylabel="mean cost on the digits",
             xlabel="place on the line")
    axes.yaxis.set_major_formatter("{x:g}")
    names = [axes.text(x, 1.02, "", transform=axes.get_xaxis_transform(), ha="center") for x in (0, 1)]
    note = axes.text(0.5, 0.96, "", transform=axes.transAxes, ha="center", va="top", size=12)

    def update(result):
        reached = np.sum(result.places <= result.place + 1e-6)  # the rest is for the reader to predict
        others.set_segments(np.stack(np.broadcast_arrays(result.places, result.costs), axis=-1)[:, :reached])
        line.set_data(result.places[:reached], result.costs[result.shown][:reached])
        dot.set_data([result.place], [result.cost])
        for text, name in zip(names, result.ends):
            text.set_text(name)
        note.set_text(f"cost {number(result.cost, 2)}")

    return update
