"""Data sets: the digits, the form that all data sets share, and labels."""
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

from dlnotes.data.datasets import digits, mnist, one_hot, shuffled_labels
from dlnotes.data.examples import Dataset
from dlnotes.data.points import moons, samples, xor

def everything(data):
    """Return all examples and labels of a data set."""
    return np.concatenate([data.x_train, data.x_test]), np.concatenate([data.y_train, data.y_test])


class TestDigits:
    def test_digits_from_0_to_1_with_the_same_share_of_each_for_testing(self):
        data = digits()
        assert (data.inputs, data.outputs, data.shape) == (64, 10, (8, 8))
        assert (len(data.y_train), len(data.y_test)) == (1438, 359)
        assert (float(data.x_train.min()), float(data.x_train.max())) == (0, 1)
        np.testing.assert_allclose(
            np.bincount(data.y_test) / 359, np.bincount(data.y_train) / 1438, atol=0.003)

    def test_the_split_is_by_the_key_and_nothing_is_lost(self, key):
        one, two, other = digits(), digits(key=key), digits(key=jax.random.key(1))
        np.testing.assert_array_equal(one.x_test, two.x_test)
        assert not np.array_equal(one.x_test, other.x_test)
        rows = [np.sort(everything(data)[0] @ np.arange(64.0)) for data in (one, other)]
        np.testing.assert_array_equal(*rows)


class TestMnist:
    @pytest.mark.skipif("DLNOTES_DATA" not in os.environ,
                        reason="DLNOTES_DATA, the folder of mnist.npz, is not set")
    def test_the_real_one(self):
        data = mnist(whole=True)
        assert (data.x_train.shape, data.x_validation.shape, data.x_test.shape) == (
            (50_000, 784), (10_000, 784), (10_000, 784))
        assert data.y_train[:5].tolist() == [5, 0, 4, 1, 9]
        assert (data.inputs, data.outputs) == (784, 10)
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
    @settings(deadline=None, max_examples=10,
              suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_holding_out_moves_the_last_ones(self, n, key):
        data = moons(key=key)
        held = data.hold_out(7).hold_out(n)
        x = np.concatenate([held.x_train, held.x_validation])
        y = np.concatenate([held.y_train, held.y_validation])
        np.testing.assert_array_equal(x, data.x_train)
        np.testing.assert_array_equal(y, data.y_train)
        assert len(held.y_validation) == n and held.x_test is data.x_test

    @pytest.mark.parametrize("n", [-1, 4])
    def test_held_out_must_leave_some(self, n):
        with pytest.raises(ValueError, match=f"from 0 to 3; got {n}"):
            xor().hold_out(n)

    def test_parts_that_do_not_fit(self):
        x = jnp.zeros((4, 2))
        y = jnp.zeros(4, jnp.int32)
        message = "x_train must have a row of 9 inputs for each of its 4 labels; got shape"
        with pytest.raises(ValueError, match=message):
            Dataset(x, y, x, y, "wrong", ("0",), (3, 3), "here", "none")

    def test_its_import_is_light(self):
        code = ("import sys, dlnotes.data.points; print(*{'matplotlib', 'ipywidgets', 'sklearn', "
                "'pooch', 'tqdm', 'requests', 'psutil'} & set(sys.modules))")
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                             check=True)
        assert run.stdout.strip() == ""


class TestOneHot:
    @given(st.lists(st.integers(0, 6), max_size=9))
    @settings(deadline=None, max_examples=20)
    def test_one_at_the_label_and_nowhere_else(self, labels):
        vectors = np.asarray(one_hot(np.array(labels, np.int32), 7))
        np.testing.assert_array_equal(vectors, np.eye(7, dtype=np.float32)[labels].reshape(-1, 7))

    @pytest.mark.parametrize("label", [-1, 3])
    def test_a_label_out_of_range(self, label):
        message = f"labels must be from 0 to 2, since there are 3 classes; got {label}"
        with pytest.raises(ValueError, match=message):
            one_hot(jnp.array([0, label]), 3)

    def test_within_jit(self):
        assert jax.jit(one_hot, static_argnums=1)(jnp.array(2), 3).tolist() == [0, 0, 1]


def test_labels_and_numbers_are_not_mixed():
    data = samples(jnp.sin, 4)
    with pytest.raises(ValueError, match="y_train must be labels; got shape"):
        replace(data, classes=("0", "1"), x_validation=None, y_validation=None)
    message = "y_train must be rows of numbers, since there are no classes"
    with pytest.raises(ValueError, match=message):
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
        assert told.x_train is data.x_train and told.y_test is data.y_test
        assert f"{share:.0%}" in told.name

    def test_another_key_exchanges_others(self, key):
        one, two = (shuffled_labels(digits(), key=k).y_train for k in jax.random.split(key))
        assert not np.array_equal(one, two)

    def test_what_is_of_no_use_is_refused(self, key):
        with pytest.raises(ValueError, match="share must be from 0 to 1; got 1.5"):
            shuffled_labels(digits(), 1.5, key=key)
        message = "data must have labels to shuffle; Values of a function"
        with pytest.raises(ValueError, match=message):
            shuffled_labels(samples(jnp.sin, 10), key=key)
