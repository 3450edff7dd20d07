"""A reader's own data: every form is brought to order, with a word, or refused with its remedy."""
import numpy as np
import pytest
from PIL import Image

from dlnotes.data.examples import Dataset

rng = np.random.default_rng(0)
X = rng.random((40, 16)).astype(np.float32)
Y = np.arange(40) % 4
NAMES = np.array(["ant", "bee", "cat", "dog"])


class Frame:
    """What a frame of pandas or polars looks like from outside."""

    def __init__(self, values):
        self.values = values

    def to_numpy(self):
        return np.asarray(self.values)


def same(one, other):
    """Return whether two data sets hold the same numbers and labels."""
    return all(np.array_equal(getattr(one, part), getattr(other, part))
               for part in ("x_train", "y_train", "x_test", "y_test"))


PLAIN = Dataset.from_arrays(X, Y)

LABELS = {
    "words": (NAMES[Y], "the classes ant, bee, cat, dog got the numbers 0 to 3"),
    "words in a list": (NAMES[Y].tolist(), "got the numbers 0 to 3"),
    "a frame": (Frame(Y), ""),
    "a column": (Y[:, None], "y of shape (40, 1) became 40 values"),
    "from 1": (Y + 1, "the classes 1, 2, 3, 4 got the numbers 0 to 3"),
    "one-hot": (np.eye(4)[Y], "one-hot rows became labels"),
    "whole numbers with a point": (Y.astype(float), ""),
    "bytes": (Y.astype(np.int8), ""),
    "words that are numbers": (Y.astype(object), ""),
    "a list": (Y.tolist(), ""),
}
INPUTS = {
    "lists": (X.tolist(), ""),
    "a frame": (Frame(X), ""),
    "objects": (X.astype(object), ""),
    "double precision": (X.astype(float), ""),
    "a list of arrays": (list(X), ""),
}


class TestForms:
    @pytest.mark.parametrize("form", LABELS)
    def test_labels_in_any_form_give_the_plain_ones(self, form, capsys):
        y, said = LABELS[form]
        assert same(Dataset.from_arrays(X, y), PLAIN)
        out = capsys.readouterr().out
        assert said in out and bool(said) == bool(out) and out.count("\n") <= 1

    @pytest.mark.parametrize("form", INPUTS)
    def test_inputs_in_any_form_give_the_plain_ones(self, form, capsys):
        x, said = INPUTS[form]
        assert same(Dataset.from_arrays(x, Y), PLAIN)
        assert said in capsys.readouterr().out

    def test_truth_values_are_two_classes(self, capsys):
        data = Dataset.from_arrays(X, Y > 1, classes=("low", "high"))
        assert data.classes == ("low", "high") and "False became low" in capsys.readouterr().out
        assert Dataset.from_arrays(X, Y > 1).classes == ("False", "True")

    def test_named_classes_keep_their_order(self):
        named = Dataset.from_arrays(X, NAMES[Y], classes=("dog", "cat", "bee", "ant"))
        np.testing.assert_array_equal(named.y_train, 3 - np.asarray(PLAIN.y_train))
        shifted = Dataset.from_arrays(X, Y + 1, classes=NAMES)
        np.testing.assert_array_equal(shifted.y_train, PLAIN.y_train)

    def test_numbers_to_predict(self):
        data = Dataset.from_arrays(X, X.sum(axis=1), classes=())
        assert data.classes == () and data.y_train.shape == (32, 1)
        np.testing.assert_allclose(data.y_train[:, 0], data.x_train.sum(axis=1), rtol=1e-6)

    def test_every_class_has_its_share_for_testing(self):
        order = np.argsort(Y, kind="stable")
        data = Dataset.from_arrays(X[order], Y[order])
        assert np.bincount(data.y_test).tolist() == [2] * 4


def pictures():
    """Return 40 light pictures on dark ground, from 0 to 1, whole steps of 1/255."""
    x = np.zeros((40, 10, 10))
    x[:, 3:7, 3:7] = rng.integers(100, 256, (40, 4, 4)) / 255
    return x


PICTURES = pictures()
PICTURE_FORMS = {
    "bytes": (np.round(255 * PICTURES).astype(np.uint8), "bytes from 0 to 255"),
    "floats to 255": (255 * PICTURES, "bytes from 0 to 255"),
    "dark on light": (1 - PICTURES, "dark on light became light on dark"),
    "colours": (np.stack([PICTURES] * 3, axis=-1), "colours became grey"),
    "one colour": (PICTURES[..., None], ""),
    "pictures of Pillow": ([Image.fromarray(np.round(255 * one).astype(np.uint8))
                            for one in PICTURES], "bytes from 0 to 255"),
}


class TestPictures:
    @pytest.mark.parametrize("form", PICTURE_FORMS)
    def test_pictures_in_any_form_give_the_plain_ones(self, form, capsys):
        plain = Dataset.from_arrays(PICTURES, Y)
        x, said = PICTURE_FORMS[form]
        data = Dataset.from_arrays(x, Y)
        assert data.shape == (10, 10) and said in capsys.readouterr().out
        np.testing.assert_allclose(data.x_train, plain.x_train, atol=1e-6)

    def test_rows_of_bytes_are_divided(self, capsys):
        x = rng.integers(0, 256, (40, 20))
        x[0, :2] = 0, 255
        assert Dataset.from_arrays(x, Y).x_train.max() <= 1
        assert "bytes from 0 to 255" in capsys.readouterr().out


broken = X.copy()
broken[7, 3] = np.nan
REFUSED = {
    "NaN": ((broken, Y), "x must be finite numbers; row 7 has NaN"),
    "words": (([["a", "1"]] * 40, Y), "x must be numbers; got 'a'. Leave that column out"),
    "rows of different lengths": (([[1, 2], [3]], [0, 1]), "x must have rows of one length"),
    "complex numbers": ((X + 1j, Y), "x must be real numbers"),
    "text": (("abc", Y), "x must be an array, a list or a frame; got 'abc'"),
    "nothing": ((None, Y), "x must be an array, a list or a frame; got None"),
    "no rows": (([], Y), "x must have one row for each example"),
    "a pair as data": (({"x": X}, Y), "x must be an array"),
    "another number of labels": ((X, Y[:30]), "x and y must have a row for each example; got 40"),
    "fractions": ((X, Y + 0.5), "y must be whole numbers, .*row 0 has 0.5.*give classes="),
    "NaN in y": ((X, np.where(Y == 2, np.nan, Y)), "y must be whole numbers, .*row 2 has nan"),
    "two ones in a row": ((X, np.eye(4)[Y] + np.eye(4)[0]), "y of shape .* must be one-hot rows"),
    "scores": ((X, rng.random((40, 4))), "y of shape .* must be one-hot rows"),
    "many axes": ((X, np.zeros((40, 2, 2))), "y must be a label for each example"),
    "strange pictures": ((PICTURES - 2, Y), "x must be pictures from 0 to 1"),
    "films": ((np.zeros((40, 5, 5, 5, 3)), Y), "x must be rows of numbers, or pictures"),
    "as many classes as examples": ((np.ones((300, 2)), np.arange(300)),
                                    "y has 300 different values .* give classes="),
    "a class with one example": ((X, np.where(np.arange(40) == 3, 9, Y)), "test_fraction must"),
}


class TestRefused:
    @pytest.mark.parametrize("form", REFUSED)
    def test_what_cannot_be_understood_is_named(self, form):
        (x, y), message = REFUSED[form]
        with pytest.raises(ValueError, match=message):
            Dataset.from_arrays(x, y)

    @pytest.mark.parametrize("y, message", [
        (Y + 3, "y must be from 0 to 3, since there are 4 classes; got 3 to 6"),
        (["ant", "cow"] * 20, "y must be among the classes ant, bee, cat, dog; got 'cow'"),
    ])
    def test_labels_outside_the_named_classes(self, y, message):
        with pytest.raises(ValueError, match=message):
            Dataset.from_arrays(X, y, classes=NAMES)

    def test_numbers_to_predict_must_be_numbers(self):
        with pytest.raises(ValueError, match="y must be numbers, since classes="):
            Dataset.from_arrays(X, NAMES[Y], classes=())
        with pytest.raises(ValueError, match="y must be finite numbers; row 0"):
            Dataset.from_arrays(X, np.full(40, np.inf), classes=())
