"""Gradients of mini-batches are means, and the 1 / sqrt(m) that lesson 05 shows is there."""
import math

import jax
import jax.numpy as jnp
import numpy as np
import oracles
import pytest

from dlnotes.data.datasets import digits
from dlnotes.experiments.descent.mini_batches import (
    BATCH_NETWORK,
    batch_gradients,
    example_gradients,
    example_spread,
)


def test_gradients_of_examples_are_those_of_central_differences():
    data, network = digits(), BATCH_NETWORK
    params = jax.tree.map(np.asarray, network.init(key=jax.random.key(0)))
    found, numbers = example_gradients()[5], [p.astype(float) for layer in params for p in layer]
    y = np.eye(10)[int(data.y_train[5])]

    def cost():
        a = np.asarray(data.x_train[5], float)
        for W, b in (numbers[:2], numbers[2:]):
            a = 1 / (1 + np.exp(-(W @ a + b)))
        return oracles.cross_entropy(a, y)

    flat = 0
    for array in numbers:
        for i in range(0, array.size, 97):
            kept = array.flat[i]
            ends = []
            for h in (1e-5, -1e-5):
                array.flat[i] = kept + h
                ends.append(cost())
            array.flat[i] = kept
            assert found[flat + i] == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=1e-5)
        flat += array.size
    assert flat == found.shape[0] == 2260


@pytest.mark.parametrize("m", [1, 7, 1000])
def test_batches_are_means_over_what_was_drawn(m, key):
    found, gradients = batch_gradients(m, 5, key=key), np.asarray(example_gradients(), float)
    drawn = np.asarray(jax.random.randint(key, (5, 1000), 0, len(gradients)))
    means = [sum(gradients[i] for i in row[:m]) / m for row in drawn]
    full = sum(gradients) / len(gradients)
    np.testing.assert_allclose(found.full, full, atol=1e-5)
    np.testing.assert_allclose(found.batches, means, atol=1e-5)
    assert found.spread == pytest.approx(math.sqrt(np.mean([sum((mean - full)**2) for mean in means])), rel=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_the_spread_falls_as_one_by_the_root_of_m(seed):
    scaled = [math.sqrt(m) * batch_gradients(m, 200, key=jax.random.key(seed)).spread
              for m in (1, 10, 100, 1000)]
    np.testing.assert_allclose(scaled, example_spread(), rtol=0.1)


def test_batches_are_right_on_average(key):
    found = batch_gradients(10, 200, key=key)
    assert jnp.linalg.norm(found.batches.mean(0) - found.full) < 2 * found.spread / math.sqrt(200)


@pytest.mark.parametrize("m,batches,message", [(0, 5, "m must be from 1 to 1,000; got 0"),
                                               (1001, 5, "m must be from 1 to 1,000; got 1001"),
                                               (5, 0, "batches must be at least 1; got 0")])
def test_batches_of_no_use(m, batches, message, key):
    with pytest.raises(ValueError, match=message):
        batch_gradients(m, batches, key=key)
