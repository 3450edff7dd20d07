"""Pictures of computation graphs, node by node, and of what a derivative looks like when it is written out."""
from textwrap import wrap

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from dlnotes.explorers.parts.canvas import box, canvas
from dlnotes.live.numbers import factor, number
from dlnotes.live.style import BLUE, GREEN, GREY, INK, ORANGE, PAPER, RED
from dlnotes.networks.graphs import GRAPHS

# Where the nodes of each graph are drawn.
PLACES = {
    "a neuron and its cost": ((60, 70), (60, 155), (60, 240), (420, 240), (180, 110), (300, 155), (420, 155),
                              (540, 155), (655, 155)),
    "one weight, used twice": ((60, 90), (60, 220), (540, 220), (180, 90), (300, 90), (300, 220), (420, 155), (540, 90),
                               (655, 155)),
    "cross-entropy": ((48, 116), (48, 206), (462, 161), (152, 161), (256, 161), (358, 256), (566, 161), (462, 66),
                      (462, 256), (566, 66), (566, 256), (672, 161)),
}
WIDTH, HEIGHT = 88, 62  # of a node's box
MOST = max(map(len, GRAPHS.values()))


def draw_graph(figure):
    """Boxes with values (blue, from left to right) and gradients (red, from right to left); moved by a `Pass`."""
    axes = canvas(figure, 720, 370)
    edges = axes.add_collection(LineCollection([], colors=GREY, linewidths=1.2))
    hot = axes.add_collection(LineCollection([], colors=ORANGE, linewidths=3.6))
    heads = axes.add_collection(PolyCollection([], facecolors=GREY, edgecolors="none", zorder=3))
    boxes = axes.add_collection(PolyCollection([], edgecolors=GREY, facecolors=PAPER, linewidths=1.2, zorder=3))
    names, values, slopes = ([axes.text(0, 0, "", ha="center", va="center", color=colour, size=size, zorder=4)
                              for _ in range(MOST)] for colour, size in ((INK, 10.5), (BLUE, 10), (RED, 10)))
    axes.text(14, 20, "value, forwards", color=BLUE, va="center", weight="bold")
    axes.text(180, 20, "∂C/∂(this node), backwards", color=RED, va="center", weight="bold")
    said = [axes.text(14, y, "", color=INK, va="center", size=12) for y in (312, 342)]

    def update(result):
        name_of_graph = list(GRAPHS)[int(result.graph)]
        nodes, places, now = GRAPHS[name_of_graph], PLACES[name_of_graph], int(result.now)
        boxes.set_verts([box(x - WIDTH / 2, y, WIDTH, HEIGHT) for x, y in places])
        lines = {i: [(places[k], places[i]) for k in node.of] for i, node in enumerate(nodes)}
        heads.set_verts([_head(*line) for all_of_one in lines.values() for line in all_of_one])
        edges.set_segments([line for all_of_one in lines.values() for line in all_of_one])
        hot.set_segments(lines.get(now, []))
        boxes.set_linewidth([3.2 if i == now else 1.2 for i in range(len(nodes))])
        boxes.set_edgecolor([ORANGE if i == now else GREY for i in range(len(nodes))])
        for i, (name, value, slope) in enumerate(zip(names, values, slopes)):
            if i >= len(nodes):
                for text in (name, value, slope):
                    text.set_text("")
                continue
            x, y = places[i]
            name.set(x=x, y=y - 19, text=f"{nodes[i].name} = {nodes[i].rule}" if nodes[i].rule else nodes[i].name)
            value.set(x=x, y=y + 1, text=number(result.value[i], 3) if result.known[i] else "")
            slope.set(x=x, y=y + 20, text=number(result.gradient[i], 3) if result.reached[i] else "")
        for text, line in zip(said, _step_in_words(nodes, now, result)):
            text.set_text(line)

    return update


def _head(start, end):
    """The three corners of an arrow head where a line from one node comes to the box of another."""
    start, end = np.array(start, float), np.array(end, float)
    along = end - start
    at_box = end - along * min(WIDTH / 2 / max(abs(along[0]), 1e-9), HEIGHT / 2 / max(abs(along[1]), 1e-9))
    along /= np.hypot(*along)
    across = 4.5 * np.array([-along[1], along[0]])
    return np.array([at_box, at_box - 9 * along + across, at_box - 9 * along - across])


def _step_in_words(nodes, now, result):
    """What happens at this step, in two lines at most."""
    if now < 0:
        return "The numbers that are given. Step on.", ""
    node = nodes[now]
    if not result.backwards:
        return f"forwards: {node.name} = {node.rule} = {number(result.value[now], 3)}", ""
    if now == len(nodes) - 1 and not any(result.reached[:-1]):
        return "backwards: ∂C/∂C = 1", ""
    return tuple(f"∂C/∂{nodes[k].name} gets {factor(result.slope[now][i], 3)} · {factor(result.gradient[now], 3)}   "
                 f"(∂{node.name}/∂{nodes[k].name} · ∂C/∂{node.name})" for i, k in enumerate(node.of)) + ("",)


LINES, COLUMNS = 11, 78


def draw_expression(figure):
    """A derivative, written out, and how long it is for each depth; moved by an `Expression`."""
    figure.set_layout_engine("none")
    page, axes = figure.add_axes([0.02, 0.03, 0.96, 0.93]), figure.add_axes([0.3, 0.69, 0.66, 0.2])
    page.axis("off")
    page.set(xlim=(0, 1), ylim=(0, 1))
    title = page.text(0, 1, "", color=INK, va="center", size=12, weight="bold")
    rows = [page.text(0, 0.5 - 0.046 * i, "", color=INK, va="center", size=10, family="DejaVu Sans Mono")
            for i in range(LINES)]
    kinds = ("as sympy writes it", "repeated parts named")
    bars = axes.barh((1, 0), (1, 1), color=(RED, GREEN), height=0.7)
    axes.set(xscale="log", xlim=(5, 20_000), ylim=(-0.6, 1.6), xlabel="operations for this one derivative",
             yticks=(1, 0), yticklabels=kinds)
    axes.grid(False, axis="y")
    counts = [axes.text(1, y, "", color=INK, va="center") for y in (1, 0)]

    def update(result):
        text = "".join(chr(c) for c in result.text[:int(result.length)])
        lines = wrap(text, COLUMNS, break_on_hyphens=False)
        hidden = len(text) - sum(map(len, lines[:LINES - 1]))
        if len(lines) > LINES or int(result.characters) > len(text):
            more = int(result.characters) - len(text) + hidden
            lines = [*lines[:LINES - 1], f"... and {more:,} characters more"]
        for row, line in zip(rows, lines + [""] * LINES):
            row.set_text(line)
        title.set_text(f"∂C/∂w for one weight of the first of {int(result.depth)} layers of neurons")
        for bar, count, n in zip(bars, counts, (result.operations, result.shared)):
            bar.set_width(int(n))
            count.set(x=int(n) * 1.12, text=f"{int(n):,}")

    return update
