"""Data sets: the laws of the computed ones, what is known of the real ones, and the form that all of them share."""
import os
import subprocess
import sys
from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlnotes.data.datasets import Dataset, digits, mnist, one_hot, shuffled_labels
from dlnotes.data.points import circles, moons, samples, spirals, xor

POINTS = {"moons": moons, "circles": circles, "spirals": spirals}


def everything(data):
    """All points and labels of a data set."""
    return np.concatenate([data.x_train, data.x_test]), np.concatenate([data.y_train, data.y_test])


class TestPoints:
    @settings(deadline=None, max_examples=20)
    @given(n=st.integers(20, 300), seed=st.integers(0, 2**32 - 1), name=st.sampled_from(sorted(POINTS)))
    def test_balanced_split_bounded_and_the_same_for_the_same_key(self, n, seed, name):
        data, again = (POINTS[name](n, noise=0.0, key=jax.random.key(seed)) for _ in range(2))
        x, y = everything(data)
        assert x.shape == (n, 2) and np.ptp(np.bincount(y)) <= 1 and np.abs(x).max() <= 1 + 1e-6
        assert np.ptp(np.bincount(data.y_test)) <= 1 and abs(len(data.y_test) - n / 5) <= 1
        np.testing.assert_array_equal(x, everything(again)[0])

    @pytest.mark.parametrize("name", POINTS)
    def test_another_key_other_points_and_noise_of_its_size(self, name, key):
        x, _ = everything(POINTS[name](noise=0.0, key=key))
        assert not np.array_equal(x, everything(POINTS[name](noise=0.0, key=jax.random.key(1)))[0])
        noisy, _ = everything(POINTS[name](2000, noise=0.3, key=key))
        clean, _ = everything(POINTS[name](2000, noise=0.0, key=key))
        assert np.std(noisy - clean) == pytest.approx(0.3, rel=0.1)

    def test_circles_are_circles(self, key):
        x, y = everything(circles(noise=0.0, factor=0.3, key=key))
        np.testing.assert_allclose(np.hypot(*x.T), np.where(y == 0, 1, 0.3), rtol=1e-6)

    def test_moons_are_half_circles_that_reach_into_each_other(self, key):
        x, y = everything(moons(noise=0.0, key=key))
        a, b = 1.5 * x.T + [[0.5], [0.25]]
        a, b = np.where(y == 0, a, 1 - a), np.where(y == 0, b, 0.5 - b)
        np.testing.assert_allclose(np.hypot(a, b), 1, rtol=1e-5)
        assert b.min() >= -1e-5 and np.ptp(a) > 1.9

    def test_spirals_turn_with_their_radius(self, key):
        data = spirals(noise=0.0, arms=3, turns=2.0, key=key)
        x, y = everything(data)
        r = np.hypot(*x.T)
        t = 2 * np.pi * (2 * r + y / 3)
        np.testing.assert_allclose(x, np.array([r * np.cos(t), r * np.sin(t)]).T, atol=1e-5)
        assert data.classes == ("arm 0", "arm 1", "arm 2")

    def test_xor_is_its_table(self):
        data = xor()
        assert [(*map(int, x), int(y)) for x, y in zip(data.x_train, data.y_train)] == [
            (0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]

    @pytest.mark.parametrize("wrong, message", [
        ({"n": -3}, "n must be a whole number of points, at least 4, .*; got -3"),
        ({"noise": -0.1}, "noise must be a standard deviation, 0 or more; got -0.1"),
        ({"noise": float("nan")}, "noise must be .*; got nan"),
        ({"test_fraction": 1.5}, "test_fraction must be between 0 and 1, .*; got 1.5"),
        ({"test_fraction": float("nan")}, "test_fraction must be .*; got nan"),
        ({"test_fraction": 0.001}, "test_fraction must .* leave examples of each class on both sides; got 0.001")])
    @pytest.mark.parametrize("name", ["moons", "circles"])
    def test_bad_arguments(self, key, name, wrong, message):
        with pytest.raises(ValueError, match=message):
            POINTS[name](**wrong, key=key)

    def test_bad_arguments_of_their_own(self, key):
        with pytest.raises(ValueError, match="factor must be the radius of the inner circle.*; got 1.0"):
            circles(factor=1.0, key=key)
        with pytest.raises(ValueError, match="arms must be at least 2, one for each class; got 1"):
            spirals(arms=1, key=key)

    @pytest.mark.parametrize("name", POINTS)
    def test_there_is_no_randomness_without_a_key(self, name):
        with pytest.raises(TypeError, match="key"):
            POINTS[name]()


class TestDigits:
    def test_real_digits_in_unit_range_the_same_share_of_each_for_testing(self):
        data = digits()
        assert (data.inputs, data.outputs, data.shape) == (64, 10, (8, 8))
        assert (len(data.y_train), len(data.y_test)) == (1438, 359)
        assert (float(data.x_train.min()), float(data.x_train.max())) == (0, 1)
        np.testing.assert_allclose(np.bincount(data.y_test) / 359, np.bincount(data.y_train) / 1438, atol=0.003)

    def test_the_split_is_by_the_key_and_nothing_is_lost(self, key):
        one, two, other = digits(), digits(key=key), digits(key=jax.random.key(1))
        np.testing.assert_array_equal(one.x_test, two.x_test)
        assert not np.array_equal(one.x_test, other.x_test)
        rows = [np.sort(everything(data)[0] @ np.arange(64.0)) for data in (one, other)]
        np.testing.assert_array_equal(*rows)


class TestMnist:
    @pytest.mark.skipif("DLNOTES_DATA" not in os.environ, reason="DLNOTES_DATA, the folder of mnist.npz, is not set")
    def test_the_real_one(self):
        data = mnist()
        assert (data.x_train.shape, data.x_validation.shape, data.x_test.shape) == (
            (50_000, 784), (10_000, 784), (10_000, 784))
        assert data.y_train[:5].tolist() == [5, 0, 4, 1, 9] and (data.inputs, data.outputs) == (784, 10)
        assert (float(data.x_train.min()), float(data.x_train.max())) == (0, 1)


class TestDataset:
    def test_its_summary(self, key):
        assert repr(digits().hold_out(200)) == """\
Handwritten digits
  training    1,238 examples
  validation  200 examples
  test        359 examples
  example     8 x 8 = 64 numbers
  classes     10: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
  source      E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI (1998)
  licence     CC BY 4.0"""
        assert "validation" not in repr(xor()) and "example     2 numbers" in repr(xor())

    @given(n=st.integers(0, 399))
    @settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_holding_out_moves_the_last_ones(self, n, key):
        data = moons(key=key)
        held = data.hold_out(7).hold_out(n)
        np.testing.assert_array_equal(np.concatenate([held.x_train, held.x_validation]), data.x_train)
        np.testing.assert_array_equal(np.concatenate([held.y_train, held.y_validation]), data.y_train)
        assert len(held.y_validation) == n and held.x_test is data.x_test

    @pytest.mark.parametrize("n", [-1, 4])
    def test_held_out_must_leave_some(self, n):
        with pytest.raises(ValueError, match=f"from 0 to 3; got {n}"):
            xor().hold_out(n)

    def test_parts_that_do_not_fit(self):
        x, y = jnp.zeros((4, 2)), jnp.zeros(4, jnp.int32)
        with pytest.raises(ValueError, match="x_train must have a row of 9 inputs for each of its 4 labels; got shape"):
            Dataset(x, y, x, y, "wrong", ("0",), (3, 3), "here", "none")

    def test_its_import_is_light(self):
        code = ("import sys, dlnotes.data.datasets; print(*{'matplotlib', 'ipywidgets', 'sklearn', 'pooch', 'tqdm', "
                "'requests', 'psutil'} & set(sys.modules))")
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == ""


class TestOneHot:
    @given(st.lists(st.integers(0, 6), max_size=9))
    @settings(deadline=None, max_examples=20)
    def test_one_at_the_label_and_nowhere_else(self, labels):
        vectors = np.asarray(one_hot(np.array(labels, np.int32), 7))
        np.testing.assert_array_equal(vectors, np.eye(7, dtype=np.float32)[labels].reshape(-1, 7))

    @pytest.mark.parametrize("label", [-1, 3])
    def test_a_label_out_of_range(self, label):
        with pytest.raises(ValueError, match=f"labels must be from 0 to 2, since there are 3 classes; got {label}"):
            one_hot(jnp.array([0, label]), 3)

    def test_within_jit(self):
        assert jax.jit(one_hot, static_argnums=1)(jnp.array(2), 3).tolist() == [0, 0, 1]


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


def test_labels_and_numbers_are_not_mixed():
    data = samples(jnp.sin, 4)
    with pytest.raises(ValueError, match="y_train must be labels; got shape"):
        replace(data, classes=("0", "1"), x_validation=None, y_validation=None)
    with pytest.raises(ValueError, match="y_train must be rows of numbers, since there are no classes"):
        replace(xor(), classes=(), x_validation=None, y_validation=None)


class TestShuffledLabels:
    """Labels that change places: all are still there, and what is held out is as it was."""

    @pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
    def test_a_share_of_them_is_exchanged(self, share, key):
        data = digits()
        told = shuffled_labels(data, share, key=key)
        moved = np.asarray(told.y_train != data.y_train).mean()
        assert abs(moved - 0.9 * share) < 0.03  # one in ten finds a label like its own
        assert sorted(told.y_train.tolist()) == sorted(data.y_train.tolist())
        assert told.x_train is data.x_train and told.y_test is data.y_test and f"{share:.0%}" in told.name

    def test_another_key_exchanges_others(self, key):
        one, two = (shuffled_labels(digits(), key=k).y_train for k in jax.random.split(key))
        assert not np.array_equal(one, two)

    def test_what_is_of_no_use_is_refused(self, key):
        with pytest.raises(ValueError, match="share must be from 0 to 1; got 1.5"):
            shuffled_labels(digits(), 1.5, key=key)
        with pytest.raises(ValueError, match="data must have labels to shuffle; Values of a function"):
            shuffled_labels(samples(jnp.sin, 10), key=key)
