"""Explorers of computation graphs, and of derivatives that are written out."""
from functools import cache, partial
from typing import NamedTuple

import numpy as np
from jaxtyping import Array, Bool, Float, Int

from dlnotes.live.controls import Drag, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.figures import graphs as figures
from dlnotes.live.numbers import number
from dlnotes.networks.graphs import GRAPHS, count_given, symbolic_network, walk


class Pass(NamedTuple):
    """A graph (its number) after some steps of a pass: for each of its n nodes the `value`, if `known`; the `gradient`
    dC/d(node) as far as it has come, if `reached`; its `slope`s with respect to what it is made of; the number of the
    node that is dealt with `now` (-1: none), and whether the pass goes `backwards`."""
    graph: int
    value: Float[Array, "n"]
    gradient: Float[Array, "n"]
    known: Bool[Array, "n"]
    reached: Bool[Array, "n"]
    slope: tuple[tuple[Array | float, ...], ...]
    now: int
    backwards: bool


def _graph(graph, step, **given):
    nodes, (values, slopes, history) = GRAPHS[graph], walk(graph, **given)
    first, count = count_given(graph), len(nodes)
    made = count - first
    back = step - made - 1  # how many nodes have handed their gradient on
    known = np.arange(count) < first + min(step, made)
    reached = {count - 1} if back >= 0 else set()
    for i in range(count - 1, count - 1 - max(back, 0), -1):
        reached |= set(nodes[i].of)
    now = -1 if step == 0 else first + step - 1 if back < 0 else count - max(back, 1)
    return Pass(list(GRAPHS).index(graph), values, history[max(back, 0)], known,
                np.isin(np.arange(count), list(reached)), slopes, now, back >= 0)


def _pass_in_words(result):
    nodes = GRAPHS[list(GRAPHS)[int(result.graph)]]
    values = ", ".join(f"{n.name} = {number(v, 3)}" for n, v, on in zip(nodes, result.value, result.known) if on)
    slopes = ", ".join(f"∂C/∂{n.name} = {number(v, 3)}"
                       for n, v, on in zip(nodes, result.gradient, result.reached) if on)
    return f"Forwards: {values}. " + (f"Backwards so far: {slopes}." if slopes else "Nothing backwards yet.")


def _explorer(name, title, **given):
    nodes = GRAPHS[name]
    last = 2 * (len(nodes) - count_given(name)) + 1
    return Explorer(
        partial(_graph, name), figures.draw_graph,
        {"step": Slider(0, last, last, 1), "play": Play("step", 0.6 * last), **given,
         "y": Slider(0.0, 1.0, 0.0), "keys": Drag(x="step", move=lambda values, x, y: {})},
        _pass_in_words, title=title, size=(7.2, 3.7))


def neuron_graph() -> Explorer:
    """A neuron and its cost, one node a step: values forwards, then gradients backwards."""
    return _explorer("a neuron and its cost", "A neuron as a graph, node by node", w=Slider(-3.0, 3.0, 1.5),
                     x=Slider(-2.0, 2.0, 0.8), b=Slider(-2.0, 2.0, -0.5))


def shared_weight_graph() -> Explorer:
    """Two neurons with one weight in common, one node a step: two ways lead back to it."""
    return _explorer("one weight, used twice", "One weight, used twice", w=Slider(-3.0, 3.0, 1.5),
                     x=Slider(-2.0, 2.0, 0.8))


def cross_entropy_graph() -> Explorer:
    """A neuron and its cross-entropy, one node a step: much cancels on the way back from C to z."""
    return _explorer("cross-entropy", "A neuron and its cross-entropy", w=Slider(-3.0, 3.0, 1.5),
                     x=Slider(-2.0, 2.0, 0.8))


class Expression(NamedTuple):
    """A derivative as sympy writes it: the codes of the first letters of its `text`, of which `length` count; how many
    `characters` there are in all; how many `operations` it takes, and how many if repeated parts are `shared`."""
    depth: int
    width: int
    text: Int[np.ndarray, "1000"]
    length: int
    characters: int
    operations: int
    shared: int


@cache
def _expression(depth, width):
    import sympy
    cost, parameters = symbolic_network(depth, width)
    slope = sympy.diff(cost, parameters[0])
    named, rest = sympy.cse(slope)
    text, length = str(slope), 1000
    codes = np.array([ord(c) for c in text[:length].ljust(length)])
    return Expression(depth, width, codes, min(len(text), length), len(text), int(slope.count_ops()),
                      int(sum(e.count_ops() for _, e in named) + rest[0].count_ops()))


def expression() -> Explorer:
    """The derivative with respect to one weight of the first layer, as one formula."""
    return Explorer(
        _expression, figures.draw_expression,
        {"depth": Slider(1, 4, 2, 1, label="layers of neurons"),
         "width": Slider(1, 3, 2, 1, label="neurons in a layer")},
        lambda r: f"Layers of neurons: {r.depth}, of {r.width} each but the last. One derivative takes "
                  f"\u2248{r.operations:,} operations, or \u2248{r.shared:,} if parts that repeat are computed once.",
        title="A derivative, written out", size=(7.2, 3.8))
