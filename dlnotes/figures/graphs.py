"""Pictures of computation graphs, node by node, and of what a derivative looks like when it is written out."""
from textwrap import wrap
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from dlnotes.figures.networks import box, canvas
from dlnotes.figures.style import BLUE, GREEN, GREY, INK, ORANGE, PAPER, RED, number


class Node(NamedTuple):
    """A node of a graph: its `name`; how it is made, `rule`, from the nodes `of` (by number); and where it is drawn."""
    name: str
    rule: str
    of: tuple[int, ...]
    at: tuple[int, int]


GRAPHS = {
    "a neuron and its cost": (
        Node("w", "", (), (60, 70)), Node("x", "", (), (60, 155)), Node("b", "", (), (60, 240)),
        Node("y", "", (), (420, 240)), Node("p", "w · x", (0, 1), (180, 110)), Node("z", "p + b", (4, 2), (300, 155)),
        Node("a", "σ(z)", (5,), (420, 155)), Node("d", "a − y", (6, 3), (540, 155)),
        Node("C", "½ d²", (7,), (655, 155))),
    "one weight, used twice": (
        Node("x", "", (), (60, 90)), Node("w", "", (), (60, 220)), Node("y", "", (), (540, 220)),
        Node("p", "w · x", (1, 0), (180, 90)), Node("h", "σ(p)", (3,), (300, 90)),
        Node("q", "w · h", (1, 4), (300, 220)), Node("a", "σ(q)", (5,), (420, 155)),
        Node("d", "a − y", (6, 2), (540, 90)), Node("C", "½ d²", (7,), (655, 155))),
    "cross-entropy": (
        Node("w", "", (), (46, 60)), Node("x", "", (), (46, 145)), Node("y", "", (), (496, 145)),
        Node("z", "w · x", (0, 1), (136, 105)), Node("a", "σ(z)", (3,), (226, 105)),
        Node("r", "1 − a", (4,), (316, 150)), Node("s", "1 − y", (2,), (380, 256)),
        Node("k", "ln a", (4,), (406, 60)), Node("l", "ln r", (5,), (406, 150)),
        Node("m", "y · k", (2, 7), (496, 60)), Node("n", "s · l", (6, 8), (496, 236)),
        Node("t", "m + n", (9, 10), (586, 145)), Node("C", "− t", (11,), (674, 145))),
}
MOST = max(map(len, GRAPHS.values()))


def draw_graph(figure):
    """Boxes with values (blue, from left to right) and gradients (red, from right to left); moved by a `Pass`."""
    axes = canvas(figure, 720, 370)
    edges = axes.add_collection(LineCollection([], colors=GREY, linewidths=1.2))
    hot = axes.add_collection(LineCollection([], colors=ORANGE, linewidths=3.6))
    boxes = axes.add_collection(PolyCollection([], edgecolors=GREY, facecolors=PAPER, linewidths=1.2, zorder=3))
    names, values, slopes = ([axes.text(0, 0, "", ha="center", va="center", color=colour, size=size, zorder=4)
                              for _ in range(MOST)] for colour, size in ((INK, 11), (BLUE, 10), (RED, 10)))
    axes.text(14, 20, "value, forwards", color=BLUE, va="center", weight="bold")
    axes.text(180, 20, "∂C/∂(this node), backwards", color=RED, va="center", weight="bold")
    said = [axes.text(14, y, "", color=INK, va="center", size=12) for y in (312, 342)]

    def update(result):
        nodes = GRAPHS[list(GRAPHS)[int(result.graph)]]
        corners = [box(x - 40, y, 80, 62) for x, y in (node.at for node in nodes)]
        boxes.set_verts(corners)
        now = int(result.now)
        lines = {i: [(nodes[k].at, node.at) for k in node.of] for i, node in enumerate(nodes)}
        edges.set_segments([line for all_of_one in lines.values() for line in all_of_one])
        hot.set_segments(lines.get(now, []))
        boxes.set_linewidth([3.2 if i == now else 1.2 for i in range(len(nodes))])
        boxes.set_edgecolor([ORANGE if i == now else GREY for i in range(len(nodes))])
        for i, (name, value, slope) in enumerate(zip(names, values, slopes)):
            if i >= len(nodes):
                for text in (name, value, slope):
                    text.set_text("")
                continue
            x, y = nodes[i].at
            name.set(x=x, y=y - 19, text=f"{nodes[i].name} = {nodes[i].rule}" if nodes[i].rule else nodes[i].name)
            value.set(x=x, y=y + 1, text=number(result.value[i], 3) if result.known[i] else "")
            slope.set(x=x, y=y + 20, text=number(result.gradient[i], 3) if result.reached[i] else "")
        for text, line in zip(said, _step_in_words(nodes, now, result)):
            text.set_text(line)

    return update


def _step_in_words(nodes, now, result):
    """What happens at this step, in two lines at most."""
    if now < 0:
        return "The numbers that are given. Step on.", ""
    node = nodes[now]
    if not result.backwards:
        return f"forwards: {node.name} = {node.rule} = {number(result.value[now], 3)}", ""
    if now == len(nodes) - 1 and not any(result.reached[:-1]):
        return "backwards: ∂C/∂C = 1", ""
    return tuple(f"∂C/∂{nodes[k].name} gets {number(result.slope[now][i], 3)} · {number(result.gradient[now], 3)}   "
                 f"(∂{node.name}/∂{nodes[k].name} · ∂C/∂{node.name})" for i, k in enumerate(node.of)) + ("",)


LINES, COLUMNS = 11, 78


def draw_expression(figure):
    """A derivative, written out, and how long it is for each depth; moved by an `Expression`."""
    figure.set_layout_engine("none")
    page, axes = figure.add_axes([0.02, 0.46, 0.96, 0.5]), figure.add_axes([0.3, 0.135, 0.66, 0.21])
    page.axis("off")
    page.set(xlim=(0, 1), ylim=(0, 1))
    title = page.text(0, 1, "", color=INK, va="center", size=12, weight="bold")
    rows = [page.text(0, 0.9 - 0.082 * i, "", color=INK, va="center", size=10, family="DejaVu Sans Mono")
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
        title.set_text(f"∂C/∂w for one weight of the first layer, layers of neurons: {int(result.depth)}")
        for bar, count, n in zip(bars, counts, (result.operations, result.shared)):
            bar.set_width(int(n))
            count.set(x=int(n) * 1.12, text=f"{int(n):,}")

    return update
