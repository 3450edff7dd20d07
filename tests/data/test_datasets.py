"""Data sets: the digits, the form that all data sets share, and labels."""
import gzip
import os
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from difflib import SequenceMatcher
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlnotes.data.datasets import digits, mnist, one_hot, shuffled_labels
from dlnotes.data.digit_forms import read_forms
from dlnotes.data.examples import Dataset
from dlnotes.data.points import moons, samples, xor

def everything(data):
    """Return all examples and labels of a data set."""
    return np.concatenate([data.x_train, data.x_test]), np.concatenate([data.y_train, data.y_test])


class TestDigits:
    def test_digits_from_0_to_1_of_three_hands_for_testing(self):
        data = digits()
        assert (data.inputs, data.outputs, data.shape) == (64, 10, (8, 8))
        assert (len(data.y_train), len(data.y_test)) == (1409, 388)
        assert (float(data.x_train.min()), float(data.x_train.max())) == (0, 1)
        for labels in (data.y_train, data.y_test):  # each form has 13 of each digit
            np.testing.assert_allclose(np.bincount(labels) / len(labels), 0.1, atol=0.01)

    @pytest.mark.parametrize("seed", range(5))
    def test_no_hand_is_in_both_parts_and_nothing_is_lost(self, seed):
        forms = read_forms()
        whose = defaultdict(list)  # a few digits are the same, pixel by pixel, in two forms
        for pixels, hand in zip(forms.pixels / 16, forms.hands):
            whose[pixels.astype(np.float32).tobytes()].append(int(hand))
        data = digits(key=jax.random.key(seed))
        parts = [Counter(), Counter()]
        for part, x in zip(parts, (data.x_train, data.x_test)):
            for row in np.asarray(x):
                part.update(whose[row.tobytes()] if len(whose[row.tobytes()]) == 1 else [])
        assert not parts[0].keys() & parts[1].keys()
        assert (len(parts[0]), len(parts[1])) == (11, 3)
        assert len(data.y_train) + len(data.y_test) == 1797

    def test_the_key_chooses_the_hands(self, key):
        one, two, other = digits(), digits(key=key), digits(key=jax.random.key(1))
        np.testing.assert_array_equal(one.x_test, two.x_test)
        assert not np.array_equal(one.x_test, other.x_test)
        half = digits(test_fraction=0.5)
        assert abs(len(half.y_test) - 1797 / 2) < 30

    @pytest.mark.parametrize("fraction", [0.0, 0.01, 0.99, 1.0, -0.2])
    def test_some_hands_are_on_both_sides(self, fraction):
        message = f"test_fraction must .* 14 groups on both sides; got {fraction}"
        with pytest.raises(ValueError, match=message):
            digits(test_fraction=fraction)


class TestForms:
    """Fourteen forms of the same 130 digits, found by what their rows say."""

    def test_each_form_is_the_full_row_with_a_few_digits_left_out(self):
        forms = read_forms()
        full = forms.labels[forms.hands == 0].tolist()
        assert len(full) == 130 and full[:30] == [*range(10)] * 3
        for hand in range(14):
            labels = forms.labels[forms.hands == hand].tolist()
            same = SequenceMatcher(None, full, labels, autojunk=False).get_matching_blocks()
            copied = sum(block.size for block in same)
            assert 122 <= len(labels) <= 130 and copied >= len(labels) - 1, hand

    def test_digits_are_most_like_those_of_their_own_form(self):
        forms = read_forms()
        x = forms.pixels.astype(float)
        squares = (x**2).sum(1)
        distances = np.maximum(squares[:, None] + squares - 2 * x @ x.T, 0)**0.5
        distances[forms.labels[:, None] != forms.labels] = np.inf
        np.fill_diagonal(distances, np.inf)
        nearest = np.array([[distances[np.ix_(forms.hands == one, forms.hands == other)]
                             .min(axis=1).mean() for other in range(14)] for one in range(14)])
        assert (nearest.argmin(axis=1) == np.arange(14)).all()
        others = np.where(np.eye(14, dtype=bool), np.inf, nearest).min(axis=1)
        assert (np.diagonal(nearest) < 0.9 * others).all()

    def test_they_are_those_of_scikit_learn_which_is_not_imported(self):
        from sklearn.datasets import load_digits
        x, y = load_digits(return_X_y=True)
        np.testing.assert_array_equal(read_forms().pixels, x)
        np.testing.assert_array_equal(read_forms().labels, y)
        code = ("import sys; from dlnotes.data.datasets import digits; digits();"
                "print('sklearn' in sys.modules)")
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                             check=True)
        assert run.stdout.strip() == "False"

    def test_without_scikit_learn_it_says_what_to_do(self, monkeypatch):
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
        with pytest.raises(FileNotFoundError, match="python -m pip install scikit-learn"):
            read_forms()

    @pytest.mark.parametrize("content", [b"", b"0,1\n", b"words\n"])
    def test_another_file_is_refused(self, monkeypatch, tmp_path, content):
        folder = tmp_path / "datasets" / "data"
        folder.mkdir(parents=True)
        (folder / "digits.csv.gz").write_bytes(gzip.compress(content))
        found = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
        monkeypatch.setattr("importlib.util.find_spec", lambda name: found)
        with pytest.raises(ValueError, match="install scikit-learn again"):
            read_forms()


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
  training    1,209 examples
  validation  200 examples
  test        388 examples
  example     8 x 8 = 64 numbers
  classes     10: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
  source      E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI (1998)
  licence     CC BY 4.0"""
        assert "validation" not in repr(xor()) and "example     2 numbers" in repr(xor())

    @given(n=st.integers(2, 398))
    @settings(deadline=None, max_examples=10,
              suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_holding_out_keeps_a_share_of_each_class_and_loses_nothing(self, n, key):
        data = moons(key=key)
        held = data.hold_out(n)
        x = np.concatenate([held.x_train, held.x_validation])
        np.testing.assert_array_equal(np.sort(x, axis=0), np.sort(data.x_train, axis=0))
        assert len(held.y_validation) == n and held.x_test is data.x_test
        counts = np.bincount(held.y_validation, minlength=2)
        assert abs(counts[0] - counts[1]) <= 1
        again = held.hold_out(7)
        assert (len(again.y_train), len(again.y_validation)) == (393, 7)

    def test_sorted_data_lose_no_class(self):
        x = jnp.arange(120.0)[:, None]
        y = jnp.repeat(jnp.arange(3), 40)
        data = Dataset(x, y, x, y, "iris, say", ("a", "b", "c"), (1,), "here", "none")
        held = data.hold_out(40)
        assert sorted(np.bincount(held.y_validation).tolist()) == [13, 13, 14]
        with pytest.raises(ValueError, match="2 held out, no example of class c would be held out"):
            data.hold_out(2)
        with pytest.raises(ValueError, match="no example of class . would be left to learn from"):
            data.hold_out(119)

    def test_numbers_are_held_out_evenly(self):
        held = samples(jnp.sin, 11, (0.0, 10.0)).hold_out(3)
        assert held.x_validation.ravel().tolist() == [1, 5, 9]

    @pytest.mark.parametrize("n", [-1, 4, 1.0, "1", True])
    def test_held_out_must_leave_some(self, n, unchecked):
        with pytest.raises(ValueError, match=f"from 0 to 3; got {n!r}"):
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

    @pytest.mark.parametrize("labels, message", [
        (np.array([0, 1.5]), "labels must be whole numbers; row 1 has 1.5"),
        (np.array([0, np.nan]), "labels must be whole numbers; row 1 has nan"),
        (2.5, "labels must be whole numbers; got 2.5"),
        (np.array(["0", "1"]), "labels must be whole numbers; got '0'. Dataset.from_arrays"),
        ([[1], [1, 2]], "labels must be whole numbers; got"),
        (None, "labels must be whole numbers; got 'None'"),
    ])
    def test_what_is_no_label(self, labels, message, unchecked):
        with pytest.raises(ValueError, match=message):
            one_hot(labels, 3)

    @pytest.mark.parametrize("labels", [[0, 2], np.array([0.0, 2.0]), np.array([0, 2], np.uint8)])
    def test_whole_numbers_of_any_type(self, labels, unchecked):
        assert one_hot(labels, 3).tolist() == [[1, 0, 0], [0, 0, 1]]

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
