"""Pictures of deep networks in training: does depth help, how fast does each layer learn, what do remedies do?"""
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from dlnotes.live.style import BLUE, CYCLE, GREY, INK, SKY

LOOKS = tuple(zip(CYCLE, ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 2)))))


def draw_deeper(figure):
    """The cost while networks of several depths learn, and how many unseen digits each recognises in the end; moved by a
    `Deeper`."""
    left, right = figure.subplots(1, 2)
    curves = [left.plot([], [], color=colour, ls=style, lw=2, label=f"{k} hidden")[0]
              for k, (colour, style) in enumerate(LOOKS, 1)]
    left.set(xlim=(0.7, 10.3), ylim=(0, 3.7), xlabel="epoch", title="cost of the examples it learns from")
    left.title.set_size(11)
    right.axhline(0.1, color=GREY, lw=1.2, ls=":")
    right.text(0.55, 0.12, "guessing", size=10, color=GREY)
    clouds = [right.plot([], [], "o", color=colour, ms=7, alpha=0.65, mew=0)[0] for colour, _ in LOOKS]
    middles, = right.plot([], [], "_", color=INK, ms=22, mew=2)
    right.set(xlim=(0.5, 6.5), ylim=(0, 1.02), xticks=range(1, 7), xlabel="hidden layers")
    right.set_title("share right of unseen digits, 5 starts", size=11)

    def update(result):
        middle = np.median(result.right[:, :, -1], axis=1)
        for k, (curve, cloud) in enumerate(zip(curves, clouds), 1):
            shown = k <= result.depth
            epochs = np.arange(1, result.cost.shape[2] + 1)
            curve.set_data(epochs if shown else [], np.median(result.cost[k - 1], axis=0) if shown else [])
            places = k + np.linspace(-0.2, 0.2, result.right.shape[1])
            cloud.set_data(places if shown else [], result.right[k - 1, :, -1] if shown else [])
        middles.set_data(np.arange(1, result.depth + 1), middle[:result.depth])

    return update


def draw_speeds(figure):
    """The length of the gradient in each hidden layer over the epochs, for several starts; moved by a `Speeds`."""
    axes = figure.subplots()
    clouds = [axes.add_collection(LineCollection([], colors=to_rgba(colour, 0.35), linewidths=0.9)) for colour in CYCLE[:4]]
    middles = [axes.plot([], [], color=colour, ls=style, lw=2.4)[0] for colour, (_, style) in zip(CYCLE, LOOKS[:4])]
    ends = [axes.plot([], [], "o", color=colour, ms=6)[0] for colour in CYCLE[:4]]
    names = [axes.text(0, 1, "", color=colour, va="center", size=11) for colour in CYCLE[:4]]
    axes.set(xlim=(-8, 585), yscale="log", ylim=(3e-7, 1), xlabel="epoch")
    axes.set_title("speed of learning: length of \u2202C/\u2202b in each hidden layer", size=11)

    def update(result):
        until = int(result.epoch) + 1
        epochs, heights = np.arange(until), []
        for layer, (cloud, middle, end, name) in enumerate(zip(clouds, middles, ends, names)):
            there = layer < result.norms.shape[2]
            rows = result.norms[:, :until, layer] if there else np.zeros((0, until))
            cloud.set_segments([np.stack([epochs, row], -1) for row in rows])
            at = np.median(rows, axis=0) if there else []
            middle.set_data(epochs if there else [], at)
            end.set_data(epochs[-1:] if there else [], at[-1:])
            name.set_text(f"layer {layer + 1}" if there else "")
            name.set_x(until + 10)
            if there:
                heights.append(at[-1])
        for name, height in zip(names, _apart(heights)):
            name.set_y(height)

    return update


def _apart(heights):
    """The same heights on a logarithmic axis, from the last down, with room for a line of text between them."""
    placed = []
    for height in reversed(heights):
        placed.append(min(height, placed[-1] / 2.2) if placed else height)
    return placed[::-1]


def draw_cliff(figure):
    """Accuracy against depth for three learning rates, the best one, and without remedies; moved by a `Cliff`."""
    axes = figure.subplots()
    axes.axhline(0.1, color=GREY, lw=1.2, ls=":")
    axes.text(0.95, 0.115, "guessing", size=10, color=GREY)
    rates = [axes.plot([], [], color=SKY, lw=1.4, ls=style)[0] for style in (":", "--", "-")]
    plain, = axes.plot([], [], "s--", color=GREY, lw=1.8, ms=6)
    best, = axes.plot([], [], "o-", color=BLUE, lw=2.8, ms=8)
    axes.set(xscale="log", xlim=(0.93, 35), ylim=(0, 1.02), xlabel="hidden layers", xticks=(1, 3, 8, 16, 30),
             xticklabels=(1, 3, 8, 16, 30))
    axes.minorticks_off()
    axes.set_title("share right of unseen digits after ten epochs", size=11)
    axes.legend([*rates, best, plain], ["\u03b7 = 0.05", "0.3", "2", "the best of them", "sigmoids, no remedy"],
                loc="upper center", bbox_to_anchor=(0.5, -0.17), ncols=5)

    def update(result):
        for line, values in zip(rates, result.rates.T):
            line.set_data(result.depths, values)
        plain.set_data(result.depths, result.plain)
        best.set_data(result.depths, result.best)

    return update
