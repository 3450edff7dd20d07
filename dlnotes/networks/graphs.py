"""Computation graphs, node by node, and networks as formulas: backpropagation, and what it spares.

Source: the post, "The solver"; Linnainmaa (1970).
"""
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.networks.activations import sigmoid


class Kind(NamedTuple):
    """How a kind of node is computed: two functions of the values of its parts.

    value: gives the value of the node.
    slopes: gives the derivative of that value with respect to each part.
    """
    value: Callable[..., Array]
    slopes: Callable[..., tuple]


TIMES = Kind(lambda u, v: u * v, lambda u, v: (v, u))
PLUS = Kind(lambda u, v: u + v, lambda u, v: (1.0, 1.0))
MINUS = Kind(lambda u, v: u - v, lambda u, v: (1.0, -1.0))
NEGATIVE_SUM = Kind(lambda u, v: -u - v, lambda u, v: (-1.0, -1.0))
ONE_MINUS = Kind(lambda u: 1 - u, lambda u: (-1.0,))
HALF_SQUARE = Kind(lambda u: u**2 / 2, lambda u: (u,))
LOGARITHM = Kind(jnp.log, lambda u: (1 / u,))
SIGMOID = Kind(sigmoid, lambda u: (sigmoid.derivative(u),))


class Node(NamedTuple):
    """A node of a graph, made from earlier nodes, or given as a number.

    name: a letter.
    kind: how it is computed; None where it is given.
    of: the parts that it is made of, by their numbers in the graph; () where it is given.
    rule: how a picture writes the computation; "" where it is given.
    """
    name: str
    kind: Kind | None = None
    of: tuple[int, ...] = ()
    rule: str = ""


class Walk(NamedTuple):
    """A graph of n nodes after a walk through it, forwards and then back.

    values: the value of each node.
    slopes: for each node, its derivatives with respect to its parts; () where it is given.
    gradients: dC/d(node) before the walk back, and after each of its steps.
    """
    values: Float[Array, "n"]
    slopes: tuple[tuple[Array | float, ...], ...]
    gradients: Float[Array, "steps n"]


# Given nodes stand first, the cost C stands last.
GRAPHS = {
    "a neuron and its cost": (
        Node("w"), Node("x"), Node("b"), Node("y"),
        Node("p", TIMES, (0, 1), "w · x"),
        Node("z", PLUS, (4, 2), "p + b"),
        Node("a", SIGMOID, (5,), "σ(z)"),
        Node("d", MINUS, (6, 3), "a − y"),
        Node("C", HALF_SQUARE, (7,), "½ d²"),
    ),
    "one weight, used twice": (
        Node("x"), Node("w"), Node("y"),
        Node("p", TIMES, (1, 0), "w · x"),
        Node("h", SIGMOID, (3,), "σ(p)"),
        Node("q", TIMES, (1, 4), "w · h"),
        Node("a", SIGMOID, (5,), "σ(q)"),
        Node("d", MINUS, (6, 2), "a − y"),
        Node("C", HALF_SQUARE, (7,), "½ d²"),
    ),
    "cross-entropy": (
        Node("w"), Node("x"), Node("y"),
        Node("z", TIMES, (0, 1), "w · x"),
        Node("a", SIGMOID, (3,), "σ(z)"),
        Node("r", ONE_MINUS, (4,), "1 − a"),
        Node("s", ONE_MINUS, (2,), "1 − y"),
        Node("k", LOGARITHM, (4,), "ln a"),
        Node("l", LOGARITHM, (5,), "ln r"),
        Node("m", TIMES, (2, 7), "y · k"),
        Node("n", TIMES, (6, 8), "s · l"),
        Node("C", NEGATIVE_SUM, (9, 10), "−m−n"),
    ),
}


def count_given(graph: str) -> int:
    """Count the nodes of a graph that are given as numbers. graph: one of `GRAPHS`."""
    return sum(node.kind is None for node in GRAPHS[graph])


@partial(jax.jit, static_argnames="graph")
def walk(graph: str, **given: Array | float) -> Walk:
    """Compute the values of a graph forwards, then its gradients backwards, one node per step.

    On the way back each node adds (its slope) * dC/d(node) to the gradient of each of its parts.
    graph: one of `GRAPHS`.
    given: a number for each node that is given, by its name.
    """
    nodes = GRAPHS[graph]
    values = []
    slopes = []
    for node in nodes:
        parts = [values[k] for k in node.of]
        values.append(node.kind.value(*parts) if node.kind else given[node.name])
        slopes.append(node.kind.slopes(*parts) if node.kind else ())

    gradients = [[0.0] * (len(nodes) - 1) + [1.0]]  # dC/dC = 1
    for i in reversed(range(count_given(graph), len(nodes))):
        after = list(gradients[-1])
        for k, slope in zip(nodes[i].of, slopes[i]):
            after[k] += slope * after[i]
        gradients.append(after)
    return Walk(jnp.stack(values).astype(float), tuple(slopes), jnp.array(gradients))


def symbolic_network(depth: int, width: int) -> tuple:
    """Write the quadratic cost of a sigmoid network as one formula; return it and its parameters.

    depth: layers of neurons; the last of them is one neuron.
    width: the number of inputs, and of neurons in each other layer.
    The formula is a sympy expression, and the parameters are a list of its symbols.
    """
    import sympy
    a = sympy.symbols(f"x1:{width + 1}")
    parameters = []
    for layer in range(1, depth + 1):
        z = []
        for j in range(1, (1 if layer == depth else width) + 1):
            w = [sympy.Symbol(f"w{layer}_{j}{k}") for k in range(1, len(a) + 1)]
            b = sympy.Symbol(f"b{layer}_{j}")
            z.append(sum(wk * ak for wk, ak in zip(w, a)) + b)
            parameters += [*w, b]
        a = [1 / (1 + sympy.exp(-zj)) for zj in z]
    return (a[0] - sympy.Symbol("y"))**2 / 2, parameters
