"""Many networks that learn XOR at once go where a plain loop takes each of them."""
import jax
import numpy as np
import oracles
import pytest

from dlnotes.data.points import xor
from dlnotes.experiments.descent.random_starts import EVERY, xor_descents
from dlnotes.networks.network import Network

ROWS = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]


def xor_cost(layers):
    """The mean cross-entropy over the four rows, and whether all are right, one row at a time."""
    costs, right = [], []
    for x, wanted in ROWS:
        output, = oracles.forward(layers, [oracles.sigmoid] * 2, x)[1][-1]
        costs.append(oracles.cross_entropy([output], [wanted]))
        right.append((output > 0.5) == (wanted > 0.5))
    return np.mean(costs), all(right)


def test_the_rows_are_those_of_xor():
    data = xor()
    assert [(tuple(map(int, x)), int(y)) for x, y in zip(data.x_train, data.y_train)] == ROWS


@pytest.mark.parametrize("seed", range(3))
def test_each_start_goes_its_own_way(seed):
    keys = jax.random.split(jax.random.key(seed), 2)
    costs, right = xor_descents(2, keys, steps=40)
    for key, found, solved in zip(keys, costs, right):
        start = Network((2, 2, 1)).init(key=key, scheme="normal")
        layers = [[np.array(part, float) for part in layer] for layer in start]
        numbers = np.concatenate([part.ravel() for layer in layers for part in layer])

        def unpacked(numbers):
            parts, at = [], 0
            for layer in layers:
                row = []
                for part in layer:
                    row.append(np.reshape(numbers[at:at + part.size], part.shape))
                    at += part.size
                parts.append(row)
            return parts

        for step in range(41):
            if step % EVERY == 0:
                cost, all_right = xor_cost(unpacked(numbers))
                assert found[step // EVERY] == pytest.approx(cost, rel=1e-4)
                assert bool(solved[step // EVERY]) == all_right
            numbers = numbers - np.array(oracles.gradient(lambda n: xor_cost(unpacked(np.array(n)))[0], numbers))
