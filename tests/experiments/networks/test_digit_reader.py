"""The reader of digits gets wrong what it says that it gets wrong."""
import jax
import numpy as np

from dlnotes.experiments.networks.digit_reader import READER, trained_reader


def test_the_wrong_ones_are_those_whose_largest_output_is_another():
    params, x, labels, wrong = trained_reader()
    outputs = jax.vmap(READER.apply, (None, 0))(params, x)
    differ = [n for n, (output, label) in enumerate(zip(outputs, labels)) if output.argmax() != label]
    assert wrong == differ == sorted(differ)
    assert 5 < len(wrong) < 0.12 * len(x)


def test_it_is_trained_once():
    assert trained_reader() is trained_reader()


def test_the_pictures_are_pictures():
    _, x, labels, _ = trained_reader()
    assert x.shape == (len(labels), 64) and 0 <= x.min() and x.max() <= 1
    assert set(np.unique(labels)) == set(range(10))
