"""Computed data: points that keep the laws of their formulas, and samples of functions."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlnotes.data.points import circles, moons, samples, spirals, xor

POINTS = {"moons": moons, "circles": circles, "spirals": spirals}


def everything(data):
    """Return all points and labels of a data set."""
    return np.concatenate([data.x_train, data.x_test]), np.concatenate([data.y_train, data.y_test])


@settings(deadline=None, max_examples=20)
@given(n=st.integers(20, 300), seed=st.integers(0, 2**32 - 1), name=st.sampled_from(sorted(POINTS)))
def test_balanced_split_bounded_and_the_same_for_the_same_key(n, seed, name):
    data, again = (POINTS[name](n, noise=0.0, key=jax.random.key(seed)) for _ in range(2))
    x, y = everything(data)
    assert x.shape == (n, 2) and np.ptp(np.bincount(y)) <= 1 and np.abs(x).max() <= 1 + 1e-6
    assert np.ptp(np.bincount(data.y_test)) <= 1 and abs(len(data.y_test) - n / 5) <= 1
    np.testing.assert_array_equal(x, everything(again)[0])


@pytest.mark.parametrize("name", POINTS)
def test_another_key_other_points_and_noise_of_its_size(name, key):
    x, _ = everything(POINTS[name](noise=0.0, key=key))
    others, _ = everything(POINTS[name](noise=0.0, key=jax.random.key(1)))
    assert not np.array_equal(x, others)
    noisy, _ = everything(POINTS[name](2000, noise=0.3, key=key))
    clean, _ = everything(POINTS[name](2000, noise=0.0, key=key))
    assert np.std(noisy - clean) == pytest.approx(0.3, rel=0.1)


def test_circles_are_circles(key):
    x, y = everything(circles(noise=0.0, factor=0.3, key=key))
    np.testing.assert_allclose(np.hypot(*x.T), np.where(y == 0, 1, 0.3), rtol=1e-6)


def test_moons_are_half_circles_that_reach_into_each_other(key):
    x, y = everything(moons(noise=0.0, key=key))
    a, b = 1.5 * x.T + [[0.5], [0.25]]
    a = np.where(y == 0, a, 1 - a)
    b = np.where(y == 0, b, 0.5 - b)
    np.testing.assert_allclose(np.hypot(a, b), 1, rtol=1e-5)
    assert b.min() >= -1e-5 and np.ptp(a) > 1.9


def test_spirals_turn_with_their_radius(key):
    data = spirals(noise=0.0, arms=3, turns=2.0, key=key)
    x, y = everything(data)
    r = np.hypot(*x.T)
    t = 2 * np.pi * (2 * r + y / 3)
    np.testing.assert_allclose(x, np.array([r * np.cos(t), r * np.sin(t)]).T, atol=1e-5)
    assert data.classes == ("arm 0", "arm 1", "arm 2")


def test_xor_is_its_table():
    data = xor()
    assert [(*map(int, x), int(y)) for x, y in zip(data.x_train, data.y_train)] == [
        (0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]


@pytest.mark.parametrize("wrong, message", [
    ({"n": -3}, "n must be a whole number of points, at least 4, .*; got -3"),
    ({"noise": -0.1}, "noise must be a standard deviation, 0 or more; got -0.1"),
    ({"noise": float("nan")}, "noise must be .*; got nan"),
    ({"test_fraction": 1.5}, "test_fraction must be between 0 and 1, .*; got 1.5"),
    ({"test_fraction": float("nan")}, "test_fraction must be .*; got nan"),
    ({"test_fraction": 0.001},
     "test_fraction must .* leave examples of each class on both sides; got 0.001"),
])
@pytest.mark.parametrize("name", ["moons", "circles"])
def test_bad_arguments(key, name, wrong, message):
    with pytest.raises(ValueError, match=message):
        POINTS[name](**wrong, key=key)


def test_bad_arguments_of_their_own(key):
    message = "factor must be the radius of the inner circle.*; got 1.0"
    with pytest.raises(ValueError, match=message):
        circles(factor=1.0, key=key)
    with pytest.raises(ValueError, match="arms must be at least 2, one for each class; got 1"):
        spirals(arms=1, key=key)


@pytest.mark.parametrize("name", POINTS)
def test_there_is_no_randomness_without_a_key(name):
    with pytest.raises(TypeError, match="key"):
        POINTS[name]()


def test_samples_of_a_function():
    data = samples(lambda x: jnp.sin(x), 5, (0.0, 2.0))
    np.testing.assert_allclose(data.x_train[:, 0], [0, 0.5, 1, 1.5, 2])
    np.testing.assert_allclose(data.x_test[:, 0], [0.25, 0.75, 1.25, 1.75])
    np.testing.assert_allclose(data.y_test, np.sin(np.asarray(data.x_test)), rtol=1e-6)
    assert (data.inputs, data.outputs) == (1, 1) and "wanted      1 number" in repr(data)
    pair = samples(lambda x: jnp.stack([x, x**2], axis=1), 4).hold_out(1)
    assert pair.outputs == 2 and pair.y_validation.shape == (1, 2) and "2 numbers" in repr(pair)


@pytest.mark.parametrize("f,n,interval,message", [
    (jnp.sin, 1, (0.0, 1.0), "n must be at least 2"),
    (jnp.sin, 4, (1.0, 1.0), "interval low < high"),
    (lambda x: jnp.ones(3), 4, (0.0, 1.0), "for each of 4 points; got shape .3,."),
])
def test_samples_that_are_none(f, n, interval, message):
    with pytest.raises(ValueError, match=message):
        samples(f, n, interval)
