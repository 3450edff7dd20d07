"""Learning by heart: shares before learning are those of a loop, and later ones are as lesson 01 says."""
import jax
import numpy as np
import pytest

from dlnotes.data.datasets import digits, shuffled_labels
from dlnotes.experiments.waves.memorising import WIDE, learnt_and_unseen


def test_before_learning_the_shares_are_those_of_the_start():
    result, network = learnt_and_unseen(1.0), WIDE
    layers = [[np.asarray(part, float) for part in layer]
              for layer in network.init(key=jax.random.key(0), scheme="he")]
    data = digits()
    assert result.epochs[0] == 0 and len(result.learnt) == len(result.unseen) == len(result.epochs)
    told = shuffled_labels(data, 1.0, key=jax.random.key(0))
    for x, y, share in ((told.x_train, told.y_train, result.learnt[0]), (told.x_test, told.y_test, result.unseen[0])):
        a = np.asarray(x, float)
        for (W, b), f in zip(layers, (lambda z: np.maximum(z, 0), lambda z: np.maximum(z, 0), lambda z: z)):
            a = f(a @ W.T + b)
        assert np.mean(a.argmax(axis=1) == np.asarray(y)) == pytest.approx(float(share), abs=0.01)
    first = [int(np.argmax(data.y_train == digit)) for digit in range(10)]
    np.testing.assert_array_equal(result.labels, told.y_train[np.array(first)])
    np.testing.assert_array_equal(result.true, result.labels == np.arange(10))


def test_labels_are_learnt_by_heart_as_the_lesson_says():
    true, half, none = (learnt_and_unseen(share) for share in (0.0, 0.5, 1.0))
    assert min(true.learnt[-1], half.learnt[-1], none.learnt[-1]) > 0.95
    assert true.unseen[-1] > 0.9 and none.unseen[-1] < 0.2 and half.unseen[-1] < 0.8
    assert half.unseen.max() > 0.85
    assert 2 <= half.epochs[half.unseen.argmax()] <= 8  # exercise 2: the top of the curve
    assert half.unseen[half.epochs >= 20].max() < half.unseen.max() - 0.05
