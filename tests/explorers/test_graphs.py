"""The graphs of lesson 06 show what sympy finds, node by node, and so does the formula that is written out."""
import numpy as np
import pytest
import sympy

from dlnotes.explorers import graphs
from dlnotes.explorers.graphs.expression import compute as compute_expression
from dlnotes.networks.graphs import GRAPHS, symbolic_network

GRAPH_EXPLORERS = {"a neuron and its cost": graphs.neuron_graph, "one weight, used twice": graphs.shared_weight_graph,
                   "cross-entropy": graphs.cross_entropy_graph}


@pytest.mark.parametrize("name", GRAPHS)
def test_graphs_against_sympy(name):
    explorer, nodes = GRAPH_EXPLORERS[name](), GRAPHS[name]
    explorer.set(y=0.3)
    symbols = {node.name: sympy.Symbol(node.name) for node in nodes}
    rules = {"σ": "1/(1+exp(-{}))", "l": "log({})", "½": "{}**2/2"}

    def made(node):
        if node.rule[0] in rules:
            return sympy.sympify(rules[node.rule[0]].format(nodes[node.of[0]].name), locals=symbols)
        return sympy.sympify(node.rule.replace("·", "*").replace("−", "-"), locals=symbols)

    result, cost = explorer.result, symbols["C"]
    slopes = {}
    for node in reversed(nodes):  # what the cost is made of, opened node by node
        slopes[node.name] = sympy.diff(cost, symbols[node.name])
        if node.of:
            cost = cost.subs(symbols[node.name], made(node))
    values = {symbols[node.name]: float(v) for node, v in zip(nodes, result.value)}
    for i, node in enumerate(nodes):
        assert result.gradient[i] == pytest.approx(float(slopes[node.name].subs(values)), abs=1e-5), node.name
        if node.of:
            assert result.value[i] == pytest.approx(float(made(node).subs(values)), abs=1e-5)
    assert result.known.all() and result.reached[[not node.of for node in nodes]].all()


def test_a_graph_step_by_step():
    explorer = graphs.shared_weight_graph()
    last = explorer.controls["step"].high
    at_w, seen = [n.name for n in GRAPHS["one weight, used twice"]].index("w"), []
    for step in range(last + 1):
        explorer.set(step=step)
        r = explorer.result
        assert r.known.sum() == min(3 + step, 9) and r.backwards == (step > 6)
        seen.append(float(r.gradient[at_w]) if r.reached[at_w] else 0.0)
    assert len(set(np.round(seen, 6))) == 3 and seen[0] == 0  # nothing, one way, both ways


def test_the_formula_that_is_shown_is_the_derivative():
    C, parameters = symbolic_network(3, 2)
    slope, result = sympy.diff(C, parameters[0]), compute_expression(3, 2)
    assert "".join(map(chr, result.text[:result.length])) == str(slope)[:1000] and result.characters == len(str(slope))
    assert result.shared < result.operations == slope.count_ops()
