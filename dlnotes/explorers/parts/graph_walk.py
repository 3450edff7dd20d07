"""A computation graph that one walks through: values from left to right, gradients back again."""
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from jaxtyping import Array, Bool, Float
from matplotlib.collections import LineCollection, PolyCollection

from dlnotes.explorers.parts.canvas import box, canvas
from dlnotes.live.controls import Drag, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import factor, number
from dlnotes.live.style import BLUE, GREY, INK, ORANGE, PAPER, RED
from dlnotes.networks.graphs import GRAPHS, count_given, walk

WIDTH = 88  # of a node's box, in pixels
HEIGHT = 62
MOST = max(map(len, GRAPHS.values()))  # nodes; each picture has texts for as many


class Pass(NamedTuple):
    """A graph of n nodes after some steps of a walk through it.

    value: of each node; gradient: dC/d(node) as far as it has come.
    known: which values the walk has reached; reached: which gradients.
    slope: for each node, its derivatives with respect to its parts.
    now: the number of the node that this step deals with; -1 for none.
    backwards: whether the walk is on its way back.
    """
    value: Float[Array, "n"]
    gradient: Float[Array, "n"]
    known: Bool[np.ndarray, "n"]
    reached: Bool[np.ndarray, "n"]
    slope: tuple[tuple[Array | float, ...], ...]
    now: int
    backwards: bool


def graph_explorer(graph: str, places: Sequence[tuple[float, float]], title: str,
                   **given: Slider) -> Explorer:
    """Make the explorer of a graph.

    graph: one of `GRAPHS`; places: the middle of each node on a canvas of 720 x 370 pixels.
    given: a slider for each given node but y, which is the truth in every graph.
    """
    nodes = GRAPHS[graph]
    last = 2 * (len(nodes) - count_given(graph)) + 1
    controls = {
        "step": Slider(0, last, last, 1),
        "play": Play("step", 0.6 * last),
        **given,
        "y": Slider(0.0, 1.0, 0.0),
        "keys": Drag(x="step", move=_stay),
    }
    return Explorer(partial(_compute, graph), partial(_draw, nodes, places), controls,
                    partial(_describe, nodes), title=title, size=(7.2, 3.7))


def _stay(values, x, y):
    """Change nothing: the arrow keys on the picture step, but a click does not."""
    return {}


def _compute(graph, step, **given):
    """Compute the whole walk, and say how much of it is known after `step` steps."""
    nodes = GRAPHS[graph]
    values, slopes, gradients = walk(graph, **given)
    first = count_given(graph)
    count = len(nodes)
    made = count - first
    known = np.arange(count) < first + min(step, made)
    if step <= made:
        now = first + step - 1 if step else -1
        nothing = np.zeros(count, bool)
        return Pass(values, gradients[0], known, nothing, slopes, now, False)
    handed_on = step - made - 1  # how many nodes have handed their gradient on
    reached = {count - 1}
    for node in nodes[count - handed_on:]:
        reached |= set(node.of)
    now = count - max(handed_on, 1)
    return Pass(values, gradients[handed_on], known, np.isin(np.arange(count), list(reached)),
                slopes, now, True)


def _draw(nodes, places, figure):
    """Draw boxes with values (blue) and gradients (red), and lines from parts to nodes."""
    axes = canvas(figure, 720, 370)
    lines = {i: [(places[k], places[i]) for k in node.of] for i, node in enumerate(nodes)}
    every_line = sum(lines.values(), [])
    axes.add_collection(LineCollection(every_line, colors=GREY, linewidths=1.2))
    hot = axes.add_collection(LineCollection([], colors=ORANGE, linewidths=3.6))
    heads = [_arrow_head(*line) for line in every_line]
    axes.add_collection(PolyCollection(heads, facecolors=GREY, edgecolors="none", zorder=3))
    corners = [box(x - WIDTH / 2, y, WIDTH, HEIGHT) for x, y in places]
    boxes = axes.add_collection(
        PolyCollection(corners, edgecolors=GREY, facecolors=PAPER, linewidths=1.2, zorder=3))
    names, values, gradients = (
        [axes.text(0, 0, "", ha="center", va="center", color=colour, size=size, zorder=4)
         for _ in range(MOST)] for colour, size in ((INK, 10.5), (BLUE, 10), (RED, 10)))
    for node, (x, y), name, value, gradient in zip(nodes, places, names, values, gradients):
        name.set(x=x, y=y - 19, text=f"{node.name} = {node.rule}" if node.rule else node.name)
        value.set(x=x, y=y + 1)
        gradient.set(x=x, y=y + 20)
    axes.text(14, 20, "value, forwards", color=BLUE, va="center", weight="bold")
    axes.text(180, 20, "∂C/∂(this node), backwards", color=RED, va="center", weight="bold")
    said = [axes.text(14, y, "", color=INK, va="center", size=12) for y in (312, 342)]

    def update(result):
        now = int(result.now)
        hot.set_segments(lines.get(now, []))
        boxes.set_linewidth([3.2 if i == now else 1.2 for i in range(len(nodes))])
        boxes.set_edgecolor([ORANGE if i == now else GREY for i in range(len(nodes))])
        for i in range(len(nodes)):
            values[i].set_text(number(result.value[i], 3) if result.known[i] else "")
            gradients[i].set_text(number(result.gradient[i], 3) if result.reached[i] else "")
        for text, line in zip(said, _step_in_words(nodes, now, result)):
            text.set_text(line)

    return update


def _arrow_head(start, end):
    """Return the corners of an arrow head where a line from one node meets the box of another."""
    start = np.array(start, float)
    end = np.array(end, float)
    along = end - start
    inside = min(WIDTH / 2 / max(abs(along[0]), 1e-9), HEIGHT / 2 / max(abs(along[1]), 1e-9))
    tip = end - along * inside
    along /= np.hypot(*along)
    across = 4.5 * np.array([-along[1], along[0]])
    return np.array([tip, tip - 9 * along + across, tip - 9 * along - across])


def _step_in_words(nodes, now, result):
    """Say what happens at this step, in two lines."""
    if now < 0:
        return "The numbers that are given. Step on.", ""
    node = nodes[now]
    if not result.backwards:
        return f"forwards: {node.name} = {node.rule} = {number(result.value[now], 3)}", ""
    if now == len(nodes) - 1 and not any(result.reached[:-1]):
        return "backwards: ∂C/∂C = 1", ""
    handed_on = factor(result.gradient[now], 3)
    lines = [f"∂C/∂{nodes[k].name} gets {factor(slope, 3)} · {handed_on}   "
             f"(∂{node.name}/∂{nodes[k].name} · ∂C/∂{node.name})"
             for k, slope in zip(node.of, result.slope[now])]
    return (*lines, "")


def _describe(nodes, result):
    """Say every value and every gradient that the walk has reached."""
    values = [f"{node.name} = {number(value, 3)}"
              for node, value, on in zip(nodes, result.value, result.known) if on]
    gradients = [f"∂C/∂{node.name} = {number(gradient, 3)}"
                 for node, gradient, on in zip(nodes, result.gradient, result.reached) if on]
    back = f"Backwards so far: {', '.join(gradients)}." if gradients else "Nothing backwards yet."
    return f"Forwards: {', '.join(values)}. {back}"
