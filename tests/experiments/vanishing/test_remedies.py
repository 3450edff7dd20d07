"""Remedies: the accuracies are those of single runs, and depth is worse without them."""
import jax
import numpy as np
import pytest

from dlnotes.data.datasets import digits
from dlnotes.experiments.vanishing.deep_training import train
from dlnotes.experiments.vanishing.remedies import (
    NETWORK, Setting, accuracy_by_depth, best_of, learning_by_depth)


def test_accuracies_are_made_of_single_runs():
    runs = accuracy_by_depth(Setting())
    data = digits()
    assert runs.shape == (5, 3, 2)
    key = jax.random.split(jax.random.key(0), 2)[1]
    start = NETWORK.init(30, key=key)
    one = train(NETWORK, start, data, key=key, depth=3, epochs=10, batch_size=20,
                learning_rate=2.0)
    assert float(runs[1, 2, 1]) == pytest.approx(float(one.accuracy[-1]), abs=0.05)
    np.testing.assert_allclose(best_of(runs), np.asarray(runs).mean(2).max(1))
    assert best_of(runs)[0] > 0.85 and best_of(runs)[2:].max() < 0.2


def test_without_remedies_deeper_is_worse():
    costs, right = learning_by_depth()
    assert costs.shape == right.shape == (6, 5, 10)
    middle = np.median(right[:, :, -1], axis=1)
    assert middle[0] > 0.9 > middle[2] > 0.15 > middle[3:].max()
    assert np.all(costs[3:, :, -1] > 3)  # not even the examples are learnt
