"""Descent: every optimiser against its formula in plain loops, the exact edge, Newton's step, and the Hessian."""
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlnotes.learning.descent import along_line, descend, hessian, newton
from dlnotes.learning.optimizers import OPTIMIZERS, find_optimizer

MATRIX = np.array([[3.0, 1.0, 0.0], [1.0, 2.0, 0.5], [0.0, 0.5, 4.0]])
START = [1.0, -2.0, 0.5]


def bowl(w):
    return w @ jnp.asarray(MATRIX, w.dtype) @ w / 2


def by_formula(name, eta, steps):
    """The path of each method on the bowl, as its source writes it down."""
    w, v, s = np.array(START), np.zeros(3), np.zeros(3)
    path = [w.copy()]
    for t in range(1, steps + 1):
        g = MATRIX @ w
        if name == "sgd":
            w = w - eta * g
        elif name in ("momentum", "nesterov"):
            v = 0.9 * v + g
            w = w - eta * (v if name == "momentum" else g + 0.9 * v)
        elif name == "rmsprop":
            s = 0.9 * s + 0.1 * g**2
            w = w - eta * g / np.sqrt(s + 1e-8)
        else:
            v, s = 0.9 * v + 0.1 * g, 0.999 * s + 0.001 * g**2
            w = w - eta * (v / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
        path.append(w.copy())
    return np.array(path)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_each_optimiser_is_its_formula(name):
    path = descend(bowl, jnp.array(START), learning_rate=0.05, steps=40, optimizer=name)
    wanted = by_formula(name, 0.05, 40)
    np.testing.assert_allclose(path.points, wanted, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(path.values, [w @ MATRIX @ w / 2 for w in wanted], rtol=2e-3, atol=1e-4)


@pytest.mark.parametrize("theirs", [optax.adamw, optax.chain(optax.clip(0.5), optax.sgd(0.1))])
def test_any_optimiser_of_optax_will_do(theirs):
    ready = theirs(0.1) if callable(theirs) else theirs
    w, state = jnp.array(START), ready.init(jnp.array(START))
    for _ in range(10):
        change, state = ready.update(jax.grad(bowl)(w), state, w)
        w = w + change
    path = descend(bowl, jnp.array(START), learning_rate=0.1, steps=10, optimizer=theirs)
    np.testing.assert_allclose(path.points[-1], w, rtol=1e-5)
    assert hash(find_optimizer(theirs)) == hash(find_optimizer(theirs)) and find_optimizer(theirs) == find_optimizer(theirs)


@settings(max_examples=20)
@given(st.sampled_from([0.25, 0.5, 1.0, 2.0, 4.0]))
def test_the_edge_is_two_over_the_curvature(curvature):
    def end(rate):
        return abs(float(descend(lambda w: curvature * w**2 / 2, 1.0, learning_rate=rate, steps=300).points[-1]))
    assert end(2 / curvature) == 1.0
    assert end(0.98 * 2 / curvature) < 0.01 and end(1.02 * 2 / curvature) > 100
    assert end(1 / curvature) == 0.0


def test_the_steepest_direction_decides():
    rates = 2 / np.linalg.eigvalsh(MATRIX)[-1] * jnp.array([0.97, 1.03])
    ends = jax.vmap(lambda rate: descend(bowl, jnp.array(START), learning_rate=rate, steps=400).values[-1])(rates)
    assert ends[0] < 1e-6 and ends[1] > 1e3


def test_parameters_may_be_any_pytree():
    start = {"a": jnp.array([1.0, 2.0]), "b": jnp.array(3.0)}
    path = descend(lambda p: jnp.sum(p["a"]**2) + p["b"]**2, start, learning_rate=0.25, steps=3)
    np.testing.assert_allclose(path.points["a"], [[1, 2], [0.5, 1], [0.25, 0.5], [0.125, 0.25]])
    np.testing.assert_allclose(path.points["b"], [3, 1.5, 0.75, 0.375])
    np.testing.assert_allclose(path.values, [14, 3.5, 0.875, 0.21875])


def test_newton_jumps_to_the_bottom_of_a_bowl_and_onto_a_saddle():
    np.testing.assert_allclose(newton(bowl, jnp.array(START), steps=1).points[-1], 0, atol=1e-5)
    saddle = newton(lambda w: w[0]**2 - w[1]**2 + w[1]**4 / 2, jnp.array([0.7, 0.2]), steps=8)
    np.testing.assert_allclose(saddle.points[-1], 0, atol=1e-6)
    assert saddle.points.shape == (9, 2) and saddle.values[-1] == pytest.approx(0, abs=1e-6)
    root = newton(lambda p: p["x"]**4 / 4 - 2 * p["x"], {"x": jnp.array(1.0)}, steps=10).points["x"]
    steps = [1.0]
    for _ in range(10):
        steps.append(steps[-1] - (steps[-1]**3 - 2) / (3 * steps[-1]**2))
    np.testing.assert_allclose(root, steps, rtol=1e-5)


def test_the_hessian_is_that_of_differences():
    def f(p):
        return jnp.sin(p["a"][0]) * p["a"][1]**2 + jnp.exp(p["b"]) * p["a"][0]

    with jax.enable_x64(True):
        point, h = np.array([0.3, -1.2, 0.5]), 1e-4
        found = hessian(f, {"a": jnp.array(point[:2]), "b": jnp.array(point[2])})

        def at(q):
            return float(f({"a": jnp.array(q[:2]), "b": jnp.array(q[2])}))
        e = np.eye(3) * h
        wanted = [[(at(point + e[i] + e[j]) - at(point + e[i] - e[j]) - at(point - e[i] + e[j])
                    + at(point - e[i] - e[j])) / (4 * h * h) for j in range(3)] for i in range(3)]
        np.testing.assert_allclose(found, wanted, atol=1e-5)
        np.testing.assert_allclose(found, found.T)


def test_along_a_line():
    one, other = {"w": jnp.array([1.0, 0.0])}, {"w": jnp.array([0.0, 2.0])}
    values = along_line(lambda p: p["w"][0] + 10 * p["w"][1], one, other, jnp.array([-0.5, 0.0, 0.25, 1.0, 2.0]))
    np.testing.assert_allclose(values, [1.5 - 10, 1, 0.75 + 5, 20, -1 + 40])


@pytest.mark.parametrize("arguments,message", [
    ({"steps": 0}, "steps must be at least 1; got 0"),
    ({"learning_rate": "fast"}, "learning_rate must be a positive number; got 'fast'"),
    ({"learning_rate": 0.0}, "learning_rate must be a positive number; got 0.0"),
    ({"learning_rate": -0.1}, "learning_rate must be a positive number; got -0.1"),
    ({"learning_rate": float("nan")}, "learning_rate must be a positive number; got nan"),
    ({"learning_rate": float("inf")}, "learning_rate must be a positive number; got inf"),
    ({"learning_rate": jnp.array([0.1, 0.2])}, "learning_rate must be a positive number; got Array"),
    ({"optimizer": "gradient"}, "an optimizer must be one of sgd, momentum, nesterov, rmsprop, adam, or one of Optax; got"),
    ({"optimizer": None}, "an optimizer must be one of"),
])
def test_bad_arguments_are_named(arguments, message, unchecked):
    with pytest.raises(ValueError, match=message):
        descend(bowl, jnp.array(START), **{"learning_rate": 0.1, "steps": 3} | arguments)
