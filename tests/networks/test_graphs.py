"""Computation graphs against nudges of every node by plain Python, and networks as formulas against plain loops."""
import math
import re

import numpy as np
import oracles
import pytest
import sympy

from dlnotes.exercises import backprop as ex
from dlnotes.networks.graphs import GRAPHS, count_given, symbolic_network, walk

graphs = pytest.mark.parametrize("graph", GRAPHS)
seeds = pytest.mark.parametrize("seed", range(3))


def drawn(graph, seed):
    """Numbers for the nodes that are given; the truth lies between 0 and 1."""
    rng = np.random.default_rng(seed)
    return {node.name: rng.uniform(0.1, 0.9) if node.name == "y" else rng.normal()
            for node in GRAPHS[graph] if not node.of}


def by_hand(graph, given, nudged="", by=0.0):
    """The value of each node, as its rule is written, in double precision; to one node something is added."""
    known = {}
    for node in GRAPHS[graph]:
        rule = re.sub(r"ln (\w)", r"log(\1)", node.rule).replace("½ d²", "d**2 / 2")
        rule = rule.replace("σ", "sigmoid").replace("·", "*").replace("−", "-")
        value = eval(rule, {"sigmoid": oracles.sigmoid, "log": math.log}, known) if rule else given[node.name]
        known[node.name] = value + by * (node.name == nudged)
    return known


def nudge(graph, given, node, of, step=1e-5):
    """The slope of a node with respect to an earlier one, by nudging that one."""
    up, down = (by_hand(graph, given, of, by)[node] for by in (step, -step))
    return (up - down) / (2 * step)


@graphs
@seeds
def test_values_are_those_of_the_rules_and_gradients_what_a_nudge_does(graph, seed):
    given = drawn(graph, seed)
    found, values = walk(graph, **given), by_hand(graph, given)
    np.testing.assert_allclose(found.values, list(values.values()), rtol=1e-4, atol=1e-6)
    slopes = [nudge(graph, given, "C", node.name) for node in GRAPHS[graph]]
    np.testing.assert_allclose(found.gradients[-1], slopes, rtol=1e-3, atol=1e-5)


@graphs
def test_the_slopes_of_a_node_are_those_of_its_own_rule(graph):
    given, nodes = drawn(graph, 0), GRAPHS[graph]
    values = by_hand(graph, given)
    for node, slopes in zip(nodes, walk(graph, **given).slopes, strict=True):
        for k, slope in zip(node.of, slopes, strict=True):
            changed = dict(values)
            changed[nodes[k].name] += 1e-4
            before, after = (
                float(node.kind.value(*(v[nodes[i].name] for i in node.of)))
                for v in (values, changed))
            assert slope == pytest.approx((after - before) / 1e-4, abs=2e-2)


@graphs
def test_back_goes_one_node_a_step_and_adds(graph):
    nodes, (_, slopes, history) = GRAPHS[graph], walk(graph, **drawn(graph, 1))
    assert len(history) == len(nodes) - count_given(graph) + 1
    np.testing.assert_array_equal(history[0], [0.0] * (len(nodes) - 1) + [1.0])
    for i, before, after in zip(reversed(range(len(nodes))), history, history[1:]):
        step = np.zeros(len(nodes))
        for k, slope in zip(nodes[i].of, slopes[i]):
            step[k] += slope * before[i]
        np.testing.assert_allclose(after - before, step, atol=1e-5)


@graphs
def test_the_walk_of_the_exercise_goes_the_same_way(graph):
    found = walk(graph, **drawn(graph, 2))
    tape = [list(zip(node.of, map(float, slopes))) for node, slopes in zip(GRAPHS[graph], found.slopes)]
    np.testing.assert_allclose(ex.walk_back.reference(tape), found.gradients[-1], rtol=1e-5, atol=1e-6)


@graphs
def test_given_nodes_come_first_the_cost_comes_last_and_is_used_by_none(graph):
    nodes = GRAPHS[graph]
    assert [not node.of for node in nodes] == [i < count_given(graph) for i in range(len(nodes))]
    assert all((node.kind is None) == (node.rule == "") == (not node.of) for node in nodes)
    assert all(k < i for i, node in enumerate(nodes) for k in node.of) and nodes[-1].name == "C"
    assert {k for node in nodes for k in node.of} == set(range(len(nodes) - 1))


def test_one_weight_hears_from_both_its_uses():
    found = walk("one weight, used twice", w=1.5, x=0.8, y=0.0)
    at_w = found.gradients[:, [node.name for node in GRAPHS["one weight, used twice"]].index("w")]
    assert len(set(np.round(np.array(at_w), 6))) == 3 and at_w[0] == 0


@pytest.mark.parametrize("depth,width,count", [(1, 1, 2), (1, 3, 4), (2, 2, 9), (3, 2, 15), (4, 1, 8)])
def test_the_formula_is_the_network_and_its_slopes_are_those_of_the_network(depth, width, count):
    C, parameters = symbolic_network(depth, width)
    rng, sizes = np.random.default_rng(0), [width] * depth + [1]
    x, y = rng.normal(size=width), 0.7
    assert len(parameters) == len(set(parameters)) == count
    numbers = rng.normal(size=count)

    def cost(numbers):
        rest, layers = iter(numbers), []
        for n_in, n_out in zip(sizes, sizes[1:]):
            rows = [[next(rest) for _ in range(n_in + 1)] for _ in range(n_out)]
            layers.append(([row[:-1] for row in rows], [row[-1] for row in rows]))
        return oracles.quadratic(oracles.forward(layers, [oracles.sigmoid] * depth, x)[1][-1], [y])

    values = dict(zip(parameters, numbers)) | {sympy.Symbol(f"x{k}"): v for k, v in enumerate(x, 1)}
    values[sympy.Symbol("y")] = y
    assert float(C.subs(values)) == pytest.approx(cost(numbers))
    slopes = [float(sympy.diff(C, p).subs(values)) for p in parameters]
    np.testing.assert_allclose(slopes, oracles.gradient(cost, numbers), atol=1e-8)
