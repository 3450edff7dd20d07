"""What the explorers and exercises of lesson 06 compute, against loops over plain numbers and against sympy."""
import re

import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest

from dlnotes.networks.activations import sigmoid
from dlnotes.learning.operations import multiplications
from dlnotes.experiments.backprop.broken_backprop import PATIENTS, QUIET
from dlnotes.experiments.backprop.chain_rule import LAYERS, SIZES
from dlnotes.networks.costs import quadratic
from dlnotes.exercises import backprop as ex
from dlnotes.explorers import backprop as explore
from dlnotes.explorers.backprop.microscope import chain_in_words
from dlnotes.explorers.parts.tiny_network import PARTS, PLACES, middle
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

COSTS = {"quadratic": oracles.quadratic, "cross_entropy": oracles.cross_entropy}


def gradient_by_loops(layers, activations, cost, x, y):
    """Central differences of a network's cost, every parameter by itself, with the shapes of the layers."""
    flat = [float(p) for layer in layers for part in layer for p in np.ravel(part)]

    def rebuilt(numbers):
        numbers = iter(numbers)
        return [tuple(np.array([next(numbers) for _ in range(np.size(part))]).reshape(np.shape(part)) for part in layer)
                for layer in layers]

    return rebuilt(oracles.gradient(lambda p: cost(oracles.forward(rebuilt(p), activations, x)[1][-1], y), flat))


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("cost", ["quadratic", "cross_entropy"])
def test_every_number_of_the_microscope(activation, cost):
    explorer = explore.microscope()
    explorer.set(activation=activation, cost=cost, x1=0.7, x2=-0.2, y=0.3, scale=1.3, seed=5)
    r = explorer.result
    f = [oracles.ACTIVATIONS[activation]] * 2 + [oracles.sigmoid]
    z, a = oracles.forward(r.params, f, [0.7, -0.2])
    for came, expected in zip((*r.back.trace.z, *r.back.trace.a), (*z, *a), strict=True):
        np.testing.assert_allclose(came, expected, atol=1e-12)
    assert r.cost == pytest.approx(COSTS[cost](a[-1], [0.3]))
    for l, (dW, db) in enumerate(gradient_by_loops(r.params, f, COSTS[cost], [0.7, -0.2], [0.3])):
        for found in (r.back.gradient[l], r.differences[l]):
            np.testing.assert_allclose(found.weights, dW, atol=1e-8)
            np.testing.assert_allclose(found.biases, db, atol=1e-8)
        np.testing.assert_allclose(r.back.deltas[l], db, atol=1e-8)
        slopes = [(f[l](v + 1e-6) - f[l](v - 1e-6)) / 2e-6 for v in z[l]]
        np.testing.assert_allclose(r.slopes[l], slopes, atol=1e-8)


@pytest.mark.parametrize("part", list(PARTS))
def test_a_click_selects_and_the_factors_multiply_to_the_slope(part):
    explorer = explore.microscope()
    l, j, *before = PARTS[part]
    explorer.drag("choose", *(middle(l, j, *before) if before else PLACES[l][j]))
    assert explorer.values["selected"] == part
    r = explorer.result
    delta = r.back.deltas[l - 1][j]
    error, ways, product, both = chain_in_words(r, part, 6)
    if l < LAYERS:
        terms = [np.prod([number(f) for f in way.split("·")]) for way in ways.split(": ")[1].split("  +  ")]
        assert sum(terms) == pytest.approx(delta, abs=2e-3) and len(terms) == np.prod(SIZES[l + 1:])
    slope = r.back.gradient[l - 1].weights[j, before[0]] if before else delta
    found, tried = (number(n) for n in re.findall("(?:propagation|difference) (\\S+?)[, ]", both))
    assert found == tried == pytest.approx(slope, abs=1e-7) and both.endswith("✓")


def number(text):
    """A number as a picture shows it."""
    return float(text.strip("() ").replace("\u2212", "-"))


def test_the_microscope_shows_nothing_before_the_pass_is_there():
    explorer = explore.microscope()
    for step, waiting in ((0, True), (3, True), (5, True), (6, False)):
        explorer.set(step=step, selected="w¹₁₁")
        assert ("not come back" in explorer.description) == waiting


def test_multiplications_are_counted_right():
    forward = backward = 0
    for l, (n_in, n_out) in enumerate(((4, 3), (3, 5), (5, 2))):
        for _ in range(n_out):
            for _ in range(n_in):
                forward += 1  # W_jk a_k
                backward += 1 if l == 0 else 2  # delta_j a_k, and W_jk delta_j but in the first layer
    price = multiplications(Network((4, 3, 5, 2)))
    assert (price.forward, price.backward) == (forward, forward + backward)
    assert price.differences == forward * 2 * price.parameters == forward * 2 * (15 + 20 + 12)


PATTERNS = {"no bug": ([], []), "BP1": ([3, 2, 1], [3, 2, 1]), "BP2": ([2, 1], [2, 1]), "BP3": ([], [3, 2, 1]),
            "BP4": ([3, 2, 1], [])}  # the layers whose weights, and whose biases, are wrong


@pytest.mark.parametrize("patient", PATIENTS)
def test_a_table_tells_the_patient(patient):
    explorer = explore.detective()
    verdicts = []
    for verdict in explorer.controls["verdict"].options:
        explorer.set(patient=patient, verdict=verdict)
        verdicts += [verdict] if explorer.result.right else []
    assert verdicts == [PATIENTS[patient][1]]
    wrong = explorer.result.shares > 1e-5
    assert tuple([l for l in (3, 2, 1) if wrong[l - 1, part]] for part in (0, 1)) == PATTERNS[verdicts[0]]


@pytest.mark.parametrize("name", QUIET)
def test_only_the_sound_one_is_right_by_loops(name):
    rng, network = np.random.default_rng(1), Network((3, 4, 2))
    layers = [(rng.normal(size=(m, n)), rng.normal(size=m)) for n, m in ((3, 4), (4, 2))]
    x, y = [0.4, -0.9, 0.7], [1.0, 0.0]
    params = tuple(Layer(*(jnp.array(part, jnp.float32) for part in layer)) for layer in layers)
    came = QUIET[name](network, params, jnp.array(x), jnp.array(y), quadratic)
    expected = gradient_by_loops(layers, [oracles.sigmoid] * 2, oracles.quadratic, x, y)
    right = all(np.allclose(c, e, atol=1e-5) for one, other in zip(came, expected) for c, e in zip(one, other))
    assert right == (name == "as it should be")


def test_every_structure_agrees():
    explorer = explore.structures()
    for end in explorer.controls["end"].options:
        explorer.set(end=end, layers=4)
        assert max(explorer.result.autodiff) < 1e-12 and 0 < max(explorer.result.differences) < 1e-6


class TestOwnBackpropagation:
    """The last section: the reader's own answers at work, or the course's."""

    def test_right_answers_are_used_others_are_not(self):
        mine = lambda params, x, y: ex.backward_pass.reference(params, x, y)  # noqa: E731
        assert ex.backward_pass.own_or_given(mine) == (mine, "yours")
        for bad in (lambda params, x, y: None, lambda params, x, y: params, lambda: 1 / 0, ..., 3):
            assert ex.backward_pass.own_or_given(bad) == (ex.backward_pass.reference, "the course's")

    def test_numpy_and_lists_will_do(self):
        def by_numpy(params, x, y):
            (W1, b1), (W2, b2) = [[np.asarray(p) for p in layer] for layer in params]
            a1 = 1 / (1 + np.exp(-(W1 @ x + b1)))
            a2 = 1 / (1 + np.exp(-(W2 @ a1 + b2)))
            delta2 = (a2 - y) * a2 * (1 - a2)
            delta1 = W2.T @ delta2 * a1 * (1 - a1)
            return [[np.outer(delta1, x), delta1], [np.outer(delta2, a1), delta2]]

        assert ex.backward_pass.own_or_given(by_numpy)[1] == "yours"
        params, x, y = ex.backward_pass.cases[2]
        for answer in (by_numpy, ex.backward_pass.reference):
            backward, whose = ex.backward_pass.own_or_given(answer, params, x, y)
            found = backward(params, x, y)
            assert whose == "yours"
            assert jax.tree.structure(found) == jax.tree.structure(params)
            jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, atol=1e-6), found,
                         ex.backward_pass.reference(params, x, y))

    def test_the_reference_pass_is_right_by_loops(self):
        for params, x, y in ex.backward_pass.cases:
            expected = gradient_by_loops(params, [oracles.sigmoid] * 2, oracles.quadratic, x, y)
            jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, atol=1e-5),
                         ex.backward_pass.reference(params, jnp.array(x), y), expected)

    def test_output_error_and_error_before_by_loops(self):
        for z, a, y in ex.output_error.cases:
            slopes = oracles.gradient(lambda z: oracles.quadratic(map(oracles.sigmoid, z), y), list(z))
            np.testing.assert_allclose(ex.output_error.reference(z, a, y), slopes, atol=1e-6)
        for W, delta, z in ex.error_before.cases:
            slopes = [sum(W[j, k] * delta[j] for j in range(len(delta))) * oracles.sigmoid(v) * (1 - oracles.sigmoid(v))
                      for k, v in enumerate(z)]
            np.testing.assert_allclose(ex.error_before.reference(W, delta, z), slopes, atol=1e-6)
            assert sigmoid.derivative(z).shape == z.shape
