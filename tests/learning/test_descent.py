"""Descent: the exact edge, Newton's step, the Hessian, and arguments of no use."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlnotes.learning.descent import along_line, descend, hessian, newton

MATRIX = np.array([[3.0, 1.0, 0.0], [1.0, 2.0, 0.5], [0.0, 0.5, 4.0]])
START = [1.0, -2.0, 0.5]


def bowl(w):
    return w @ jnp.asarray(MATRIX, w.dtype) @ w / 2


@settings(max_examples=20)
@given(st.sampled_from([0.25, 0.5, 1.0, 2.0, 4.0]))
def test_the_edge_is_two_over_the_curvature(curvature):
    def end(rate):
        path = descend(lambda w: curvature * w**2 / 2, 1.0, learning_rate=rate, steps=300)
        return abs(float(path.points[-1]))

    assert end(2 / curvature) == 1.0
    assert end(0.98 * 2 / curvature) < 0.01 and end(1.02 * 2 / curvature) > 100
    assert end(1 / curvature) == 0.0


def test_the_steepest_direction_decides():
    def end(rate):
        return descend(bowl, jnp.array(START), learning_rate=rate, steps=400).values[-1]

    rates = 2 / np.linalg.eigvalsh(MATRIX)[-1] * jnp.array([0.97, 1.03])
    ends = jax.vmap(end)(rates)
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
        point = np.array([0.3, -1.2, 0.5])
        h = 1e-4
        found = hessian(f, {"a": jnp.array(point[:2]), "b": jnp.array(point[2])})

        def at(q):
            return float(f({"a": jnp.array(q[:2]), "b": jnp.array(q[2])}))

        def mixed(i, j):
            p = point
            return (at(p + i + j) - at(p + i - j) - at(p - i + j) + at(p - i - j)) / (4 * h * h)

        steps = np.eye(3) * h
        wanted = [[mixed(i, j) for j in steps] for i in steps]
        np.testing.assert_allclose(found, wanted, atol=1e-5)
        np.testing.assert_allclose(found, found.T)


def test_along_a_line():
    one = {"w": jnp.array([1.0, 0.0])}
    other = {"w": jnp.array([0.0, 2.0])}
    places = jnp.array([-0.5, 0.0, 0.25, 1.0, 2.0])
    values = along_line(lambda p: p["w"][0] + 10 * p["w"][1], one, other, places)
    np.testing.assert_allclose(values, [1.5 - 10, 1, 0.75 + 5, 20, -1 + 40])


@pytest.mark.parametrize("arguments,message", [
    ({"steps": 0}, "steps must be a whole number, at least 1; got 0"),
    ({"steps": 3.0}, "steps must be a whole number"), ({"steps": "3"}, "steps must be"),
    ({"start": "3"}, r"start must be numbers, as in 3.0, \[1, 2\] or an array of floats; got '3'"),
    ({"start": [[1, 2], [3]]}, r"start must be numbers"), ({"start": 1j}, "start must be numbers"),
    ({"start": [1, "2"]}, "start must be numbers"), ({"start": jax.random.key(0)}, "start must be"),
    ({"start": None}, "at least one number; got None"), ({"start": []}, "at least one number"),
    ({"start": (1, 2, 3)}, "write a list or jnp.array"),
    ({"learning_rate": "fast"}, "learning_rate must be a positive number; got 'fast'"),
    ({"learning_rate": 0.0}, "learning_rate must be a positive number; got 0.0"),
    ({"learning_rate": -0.1}, "learning_rate must be a positive number; got -0.1"),
    ({"learning_rate": float("nan")}, "learning_rate must be a positive number; got nan"),
    ({"learning_rate": float("inf")}, "learning_rate must be a positive number; got inf"),
    ({"learning_rate": jnp.array([0.1, 0.2])},
     "learning_rate must be a positive number; got Array"),
    ({"optimizer": "gradient"},
     "an optimizer must be one of sgd, momentum, nesterov, rmsprop, adam, or one of Optax; got"),
    ({"optimizer": None}, "an optimizer must be one of"),
])
def test_bad_arguments_are_named(arguments, message, unchecked):
    with pytest.raises(ValueError, match=message):
        descend(bowl, **{"start": jnp.array(START), "learning_rate": 0.1, "steps": 3} | arguments)


@pytest.mark.parametrize("start", [
    3, 3.5, True, np.float64(2), np.int8(4), [1, 2], [[1, 2], [3, 4]], (1, 2), {"a": 1, "b": [2, 3]},
    np.array([1, 2]), jnp.array([5, 6]), [jnp.array(1.0), 2], np.float32([7, 8])])
def test_whole_numbers_lists_and_tuples_are_points_as_well(start, unchecked):
    def far(p):
        return sum(jnp.sum((leaf - 3.0)**2) for leaf in jax.tree.leaves(p))

    assert descend(far, start, learning_rate=0.5, steps=2).values[-1] == 0
    assert newton(far, start, steps=1).values[-1] == pytest.approx(0, abs=1e-10)
    n = sum(np.size(leaf) for leaf in jax.tree.leaves(start))
    np.testing.assert_array_equal(hessian(far, start), 2 * np.eye(n))
    assert along_line(far, start, start, [0, 1]).shape == (2,)


def test_a_list_is_a_vector_and_a_tuple_stays_one(unchecked):
    vector = descend(lambda p: p @ p, [1, 2], learning_rate=0.5, steps=1).points
    pair = descend(lambda p: p[0]**2 + p[1]**2, (1, 2), learning_rate=0.5, steps=1).points
    assert vector.tolist() == [[1, 2], [0, 0]]
    assert isinstance(pair, tuple) and [one.tolist() for one in pair] == [[1, 0], [2, 0]]


def test_a_function_must_give_one_number(unchecked):
    for use in (lambda f: descend(f, [1, 2], learning_rate=0.1, steps=3), lambda f: hessian(f, [1, 2]),
                lambda f: newton(f, [1, 2], steps=3), lambda f: along_line(f, [1, 2], [3, 4], [0])):
        with pytest.raises(ValueError, match=r"function must give a single number; got shape \(2,\)"):
            use(lambda p: p**2)
        with pytest.raises(ValueError, match="function must give a single number; got None"):
            use(lambda p: None)
    with pytest.raises(ValueError, match="one form; got shape"):
        along_line(lambda p: jnp.sum(p), [1, 2], [1, 2, 3], [0])
