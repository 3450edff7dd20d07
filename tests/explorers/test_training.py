"""Explorers of training show what plain loops find: starts, lines between parameters, drawings."""
import numpy as np
import oracles
import pytest

from dlnotes.data.datasets import digits
from dlnotes.experiments.descent.handwriting import DIGIT_NETWORK, recognise, train_on_digits
from dlnotes.experiments.descent.random_starts import EVERY
from dlnotes.experiments.descent.straight_lines import digit_cloud
from dlnotes.explorers import training as explore


def test_every_start_is_in_a_bar():
    explorer = explore.many_starts()
    for step in (0, 400, 4000):
        explorer.set(step=step)
        shown = explorer.result
        now = np.asarray(shown.costs)[:, step // EVERY]
        edges = [i / 25 for i in range(25)]
        by_hand = [sum(low <= cost < low + 1 / 25 or low == edges[-1] and cost >= 1 for cost in now) for low in edges]
        assert sum(by_hand) == 200 and shown.counts.tolist() == by_hand
        np.testing.assert_allclose(shown.edges, edges, atol=1e-6)


@pytest.mark.parametrize("between", ["start and end", "two ends"])
def test_the_cost_on_a_straight_line(between):
    data, (starts, runs), run = digits(), digit_cloud(), 4
    many, which = (starts, run - 1) if between == "start and end" else (runs.params, run - 2)
    first, last = ([(W[i], b[i]) for W, b in layers] for layers, i in ((many, which), (runs.params, run - 1)))
    explorer = explore.straight_line()
    for place in (0.0, 0.5, 1.0):
        explorer.set(between=between, run=run, place=place)
        a = np.asarray(data.x_train, float)
        for (W0, b0), (W1, b1) in zip(first, last):
            W, b = (np.asarray(p, float) + place * (np.asarray(q, float) - np.asarray(p, float))
                    for p, q in ((W0, W1), (b0, b1)))
            a = 1 / (1 + np.exp(-(a @ W.T + b)))
        y = np.eye(10)[np.asarray(data.y_train)]
        cost = -np.mean(np.sum(y * np.log(a) + (1 - y) * np.log(1 - a), axis=1))
        assert explorer.result.cost == pytest.approx(cost, rel=1e-3)


def test_a_line_is_lifted_by_as_much_as_it_is_dragged():
    explorer = explore.fit_a_line()
    explorer.set(w=0.5, b=2.0)
    explorer.drag("lift", 6.0, 7.0, began=(5.0, 4.0))
    assert explorer.values == {"w": 0.5, "b": 5.0}


def test_what_a_network_says_of_a_drawing_is_its_largest_output():
    network = DIGIT_NETWORK
    params, drawing = train_on_digits().params, np.zeros((56, 56), np.float32)
    drawing[8:48, 26:30] = 1
    said = recognise(network, params, drawing)
    layers = [[np.asarray(part, float) for part in layer] for layer in params]
    outputs = oracles.forward(layers, [oracles.ACTIVATIONS[f.name] for f in network.activations],
                              np.asarray(said.seen, float).ravel())[1][-1]
    np.testing.assert_allclose(said.outputs, outputs, atol=1e-4)
    explorer = explore.recognise_drawing(network, params)
    explorer.set(drawing=drawing)
    assert said.answer == np.argmax(outputs) == 1 and "takes the drawing for a 1" in explorer.description


def test_where_no_output_reaches_one_half_it_is_none_of_the_ten():
    network = DIGIT_NETWORK
    hidden, output = train_on_digits().params
    unsure = output._replace(weights=0 * output.weights, biases=0 * output.biases - 2)
    explorer = explore.recognise_drawing(network, (hidden, unsure))
    explorer.set(drawing=np.ones((56, 56), np.float32))
    assert explorer.description == "None of the ten: the drawing is most like a 0, and its output is \u22480.12."
    bars = explorer.picture.figure.axes[2]
    assert bars.get_title() == "None of the ten; most like a 0"
    assert len({bar.get_facecolor() for bar in bars.patches}) == 1  # none stands out


@pytest.mark.parametrize("size", [1.0, 0.5, 0.25])
def test_the_pen_is_thin_enough_for_small_digits(size):
    """Rings of any size are read as 0: their hole stays open."""
    network, params = DIGIT_NETWORK, train_on_digits().params
    control = explore.recognise_drawing(network, params).controls["drawing"]
    x, y = np.meshgrid(*[(np.arange(control.columns) + 0.5 - control.columns / 2) / (0.45 * size * control.columns)] * 2)
    away = np.abs(np.hypot(x / 0.7, y) - 1) * 0.4 * size * control.columns
    ring = np.clip(control.pen / 2 + 0.7 - away, 0, 1).astype(np.float32)
    said = recognise(network, params, ring)
    assert said.answer == 0 and said.outputs[0] > 0.5
