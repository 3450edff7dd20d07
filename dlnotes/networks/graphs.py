"""Computation graphs, node by node, and networks as formulas: what backpropagation is, and what it spares.

Source: the post, "The solver"; Linnainmaa (1970).
"""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.networks.activations import sigmoid


class Node(NamedTuple):
    """A node of a graph: its `name`; and how it is made, `rule`, from the nodes `of`, by number ("" and (): given)."""
    name: str
    rule: str
    of: tuple[int, ...]


class Walk(NamedTuple):
    """A graph of n nodes, walked through both ways: the `values`; the `slopes` of each node with respect to what it is
    made of; and the `gradients` dC/d(node) as they are before the walk back and after each of its steps."""
    values: Float[Array, "n"]
    slopes: tuple[tuple[Array | float, ...], ...]
    gradients: Float[Array, "steps n"]


# The nodes that are given come first, and C is the last one.
GRAPHS = {
    "a neuron and its cost": (
        Node("w", "", ()), Node("x", "", ()), Node("b", "", ()), Node("y", "", ()), Node("p", "w · x", (0, 1)),
        Node("z", "p + b", (4, 2)), Node("a", "σ(z)", (5,)), Node("d", "a − y", (6, 3)), Node("C", "½ d²", (7,))),
    "one weight, used twice": (
        Node("x", "", ()), Node("w", "", ()), Node("y", "", ()), Node("p", "w · x", (1, 0)), Node("h", "σ(p)", (3,)),
        Node("q", "w · h", (1, 4)), Node("a", "σ(q)", (5,)), Node("d", "a − y", (6, 2)), Node("C", "½ d²", (7,))),
    "cross-entropy": (
        Node("w", "", ()), Node("x", "", ()), Node("y", "", ()), Node("z", "w · x", (0, 1)), Node("a", "σ(z)", (3,)),
        Node("r", "1 − a", (4,)), Node("s", "1 − y", (2,)), Node("k", "ln a", (4,)), Node("l", "ln r", (5,)),
        Node("m", "y · k", (2, 7)), Node("n", "s · l", (6, 8)), Node("C", "−m−n", (9, 10))),
}

# How each kind of node is computed, and its slopes with respect to what it is made of.
TIMES, PLUS = (lambda u, v: u * v, lambda u, v: (v, u)), (lambda u, v: u + v, lambda u, v: (1.0, 1.0))
SIGMOID, LOGARITHM = (sigmoid, lambda u: (sigmoid.derivative(u),)), (jnp.log, lambda u: (1 / u,))
LESS, REST = (lambda u, v: u - v, lambda u, v: (1.0, -1.0)), (lambda u: 1 - u, lambda u: (-1.0,))
RULES = {"w · x": TIMES, "w · h": TIMES, "y · k": TIMES, "s · l": TIMES, "p + b": PLUS, "σ(z)": SIGMOID,
         "σ(p)": SIGMOID, "σ(q)": SIGMOID, "ln a": LOGARITHM, "ln r": LOGARITHM, "a − y": LESS, "1 − a": REST,
         "1 − y": REST, "½ d²": (lambda u: u**2 / 2, lambda u: (u,)),
         "−m−n": (lambda u, v: -u - v, lambda u, v: (-1.0, -1.0))}


def count_given(graph: str) -> int:
    """How many nodes of a graph, one of `GRAPHS`, are given, not made."""
    return sum(not node.of for node in GRAPHS[graph])


@partial(jax.jit, static_argnames="graph")
def walk(graph: str, **given: Array | float) -> Walk:
    """Forwards the value of each node, then back, one node a step, what it hands on: its slopes times dC/d(node).

    graph: one of `GRAPHS`; given: a number for each node that is not made of others, by its name.
    """
    nodes, values, slopes = GRAPHS[graph], [], []
    for node in nodes:
        made_of = [values[k] for k in node.of]
        values.append(RULES[node.rule][0](*made_of) if node.of else given[node.name])
        slopes.append(RULES[node.rule][1](*made_of) if node.of else ())
    gradient, history = [0.0] * (len(nodes) - 1) + [1.0], []
    history.append(gradient)
    for i in reversed(range(count_given(graph), len(nodes))):
        gradient = list(gradient)
        for k, slope in zip(nodes[i].of, slopes[i]):
            gradient[k] += slope * gradient[i]
        history.append(gradient)
    return Walk(jnp.stack(values).astype(float), tuple(slopes), jnp.array(history))


def symbolic_network(depth: int, width: int) -> tuple:
    """The quadratic cost of a sigmoid network as one sympy expression, and the symbols of its parameters.

    depth: layers of neurons, the last of them one neuron; width: inputs, and neurons in each other layer.
    """
    import sympy
    a, parameters = sympy.symbols(f"x1:{width + 1}"), []
    for l in range(1, depth + 1):
        z = []
        for j in range(1, (1 if l == depth else width) + 1):
            w, b = [sympy.Symbol(f"w{l}_{j}{k}") for k in range(1, len(a) + 1)], sympy.Symbol(f"b{l}_{j}")
            z.append(sum(wk * ak for wk, ak in zip(w, a)) + b)
            parameters += [*w, b]
        a = [1 / (1 + sympy.exp(-zj)) for zj in z]
    return (a[0] - sympy.Symbol("y"))**2 / 2, parameters
