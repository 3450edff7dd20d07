"""Explorers of lesson 01 show what plain loops find, and what the lesson says of them is so."""
from itertools import product

import jax
import numpy as np
import oracles
import pytest

from dlnotes.experiments.waves.equal_size import KEPT, PARAMETERS, learn_spirals
from dlnotes.experiments.networks.three_neurons import EVERY, NETWORK, STEPS, xor_path
from dlnotes.explorers import waves as explore
from dlnotes.explorers.waves.cell import function_name
from dlnotes.explorers.waves.together import SIDE
from dlnotes.explorers.waves.winding import DEEPEST
from dlnotes.live.numbers import duration

ROWS = ((0, 0), (0, 1), (1, 0), (1, 1))


KINDS = ("excites", "inhibits")


@pytest.mark.parametrize("first, second, threshold", list(product(KINDS, KINDS, range(4))))
def test_a_cell_fires_as_its_inputs_let_it(first, second, threshold):
    explorer = explore.cell()
    explorer.set(first=first, second=second, threshold=threshold)
    for fires, row in zip(explorer.result.fires, ROWS):
        exciting = sum(x for x, kind in zip(row, (first, second)) if kind == "excites")
        veto = any(x for x, kind in zip(row, (first, second)) if kind == "inhibits")
        assert fires == (exciting >= threshold and not veto)
    assert explorer.description.endswith(f"It computes: {function_name(explorer.result.fires)}.")
    assert tuple(explorer.result.fires) not in ((0, 1, 1, 0), (1, 0, 0, 1))  # never XOR


@pytest.mark.parametrize("start", [1, 4])
def test_three_neurons_go_where_a_loop_takes_them(start):
    explorer, functions = explore.together(), [oracles.sigmoid] * 2
    layers = [[np.array(part, float) for part in layer]
              for layer in NETWORK.init(key=jax.random.key(start), scheme="normal")]
    parts = [part for layer in layers for part in layer]

    def cost(numbers):
        ends = np.cumsum([0, *(part.size for part in parts)])
        shaped = [np.reshape(numbers[a:b], part.shape) for a, b, part in zip(ends, ends[1:], parts)]
        said = [oracles.forward([shaped[:2], shaped[2:]], functions, x)[1][-1] for x in ROWS]
        return np.mean([oracles.cross_entropy(a, [float(x[0] != x[1])]) for a, x in zip(said, ROWS)])

    numbers = np.concatenate([part.ravel() for part in parts])
    explorer.set(start=start, step=0)
    assert explorer.result.costs[0] == pytest.approx(cost(numbers), abs=1e-5)
    for _ in range(20):
        numbers = numbers - np.array(oracles.gradient(cost, numbers))
    assert explorer.result.costs[1] == pytest.approx(cost(numbers), abs=1e-3)


def test_the_lines_are_where_hidden_neurons_are_at_one_half():
    explorer = explore.together()
    explorer.set(start=4, step=1500)
    path = xor_path(4)
    W, b = (np.asarray(part[1500 // EVERY]) for part in path.points[0])
    for weights, bias, edge in zip(W, b, explorer.result.edges):
        np.testing.assert_allclose(weights @ edge + bias, 0, atol=1e-3 * np.abs(weights).max())
    at = np.searchsorted(np.asarray(SIDE), [0, 1])
    np.testing.assert_allclose(explorer.result.outputs[np.ix_(at, at)].T.ravel(), explorer.result.answers, atol=0.1)


def test_starts_end_as_the_lesson_says():
    explorer, right = explore.together(), []
    for start in range(1, 9):
        explorer.set(start=start, step=STEPS)
        right.append(tuple(explorer.result.answers > 0.5) == (False, True, True, False))
    assert right[3] and not right[1] and not right[2] and sum(right) >= 5


def test_the_words_on_machines_are_the_same_on_every_machine():
    with_own, without = explore.machines(2e9), explore.machines()
    assert with_own.description == without.description
    assert 5 * 86400 < without.result.seconds[[*without.result.names].index("VAX-11/780")] < 9 * 86400


@pytest.mark.parametrize("seconds, words", [
    (2e-6, "2 millionths of a second"), (2e-4, "200 millionths of a second"), (0.0023, "0.0023 seconds"),
    (1, "1 second"), (90, "1.5 minutes"), (7200, "2 hours"), (604_000, "7 days"), (12.9e6, "150 days"),
    (3.2e7, "1 year"), (1.3e13, "410,000 years")])
def test_times_in_words(seconds, words):
    assert duration(seconds) == words


def test_networks_of_equal_size_are_those_of_the_picture():
    explorer = explore.winding()
    assert explorer.controls["epoch"].values == KEPT
    for hidden, epoch in ((1, 600), (3, 20)):
        explorer.set(hidden=hidden, epoch=epoch)
        result, (network, runs) = explorer.result, learn_spirals(hidden)
        assert network.sizes == (2, *[result.width] * hidden, 2) and 400 < result.parameters <= PARAMETERS
        params = [[np.asarray(part[0], float) for part in layer] for layer in runs.at(epoch).params]
        functions = [oracles.ACTIVATIONS[f.name] for f in network.activations]
        said = [np.argmax(oracles.forward(params, functions, x)[1][-1]) for x in result.points]
        assert np.mean(said == result.labels) == pytest.approx(result.now, abs=0.011)
        assert result.now == pytest.approx(float(runs.history.accuracy[0, epoch - 1]), abs=1e-6)
        assert np.isfinite(result.right[:hidden]).all() and np.isnan(result.right[hidden:]).all()


def test_depth_does_what_the_lesson_says():
    explorer = explore.winding()
    explorer.set(hidden=DEEPEST)
    one, two, three, four = explorer.result.right
    assert one[-1] < 0.86 < two[-1] and min(three[-1], four[-1]) > 0.9 and three[-1] > one[-1] + 0.1
    assert min(three[50:70].mean(), four[50:70].mean()) > one[50:70].mean() + 0.05
    assert np.mean(three[180:260]) > 0.85 and one[-100:].mean() > one[200:300].mean()  # where one still rises
