"""Explorers of universality show what plain loops compute."""
import jax.numpy as jnp
import numpy as np
import oracles
import pytest

from dlnotes.data.formulas import Formula
from dlnotes.data.tokens import FormulaError
from dlnotes.experiments.universality.approximation import approximate_1d
from dlnotes.experiments.universality.function_values import steepest_place
from dlnotes.experiments.universality.nielsens_task import task
from dlnotes.explorers import universality
from dlnotes.explorers.universality.any_function import NIELSEN
from dlnotes.explorers.universality.tower import TALL, surface_patches


def test_a_bump_is_two_neurons():
    explorer = universality.bump()
    explorer.set(w=1000.0, s1=0.6, s2=0.2, height=0.5)
    found = explorer.result
    by_hand = [0.5 * oracles.sigmoid(1000 * (x - 0.6)) - 0.5 * oracles.sigmoid(1000 * (x - 0.2))
               for x in found.x]
    np.testing.assert_allclose(found.sum, by_hand, atol=1e-3)
    assert found.sum[len(found.x) * 2 // 5] == pytest.approx(-0.5)  # exchanged: it hangs down


@pytest.mark.parametrize("x,y,moved", [
    (0.31, 0.1, {"s1": 0.31}), (0.72, -1.0, {"s2": 0.72}), (0.5, -1.0, {"height": -1.0})])
def test_dragging_a_bump(x, y, moved):
    explorer = universality.bump()
    before = dict(explorer.values)
    explorer.drag("pull", x, y)
    assert explorer.values == before | moved


def test_a_bump_dragged_by_its_top_does_not_let_go():
    explorer = universality.bump()
    before = dict(explorer.values)
    explorer.drag("pull", 0.3, 1.2, began=(0.5, 0.8))  # across the first step
    assert explorer.values == before | {"height": 1.2}


@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh", "step"])
@pytest.mark.parametrize("neurons", [1, 100, 10_000])
def test_the_network_shown_is_the_one_built(activation, neurons):
    explorer = universality.any_function()
    explorer.set(neurons=neurons, activation=activation)
    shown = explorer.result
    made = approximate_1d(task, neurons, activation=activation)
    np.testing.assert_allclose(shown.found, made(jnp.array(shown.x[:, None]))[:, 0], atol=2e-5)
    np.testing.assert_allclose(shown.wanted, task(jnp.array(shown.x)), atol=1e-5)
    assert shown.error == pytest.approx(np.abs(shown.found - shown.wanted).max(), rel=1e-6)
    known = ~np.isnan(shown.errors)
    assert shown.counts[known].max() == shown.neurons == neurons
    assert shown.errors[known][-1] == shown.error
    assert np.all(shown.errors[known] <= shown.bounds[known] + 2e-5)


def test_a_jump_stays_an_error_for_ever_and_is_not_overlooked():
    explorer = universality.any_function()
    explorer.set(formula="step(x - 0.5)", neurons=10_000)
    assert np.all(explorer.result.errors > 0.45)
    assert set(steepest_place(Formula("step(x - 0.5)"))) < set(explorer.result.x)


def test_what_is_no_function_is_said_and_the_picture_stays():
    explorer = universality.any_function()
    for text in ("sin(", "x +", "1/(x - 0.5)"):
        with pytest.raises((FormulaError, ValueError)):
            explorer.set(formula=text)
    assert explorer.values["formula"] == NIELSEN


def test_a_drawing_becomes_a_function():
    explorer = universality.drawn_function()
    shown = explorer.result
    np.testing.assert_allclose(shown.wanted, task(jnp.array(shown.x)), atol=1e-5)
    drawing = np.zeros((32, 32), np.float32)
    drawing[8, 3] = drawing[24, 28] = 1
    explorer.set(drawing=drawing, neurons=1000, activation="relu")
    shown = explorer.result
    assert shown.wanted[0] == pytest.approx(1 - 8.5 / 32)
    assert shown.wanted[-1] == pytest.approx(1 - 24.5 / 32)
    np.testing.assert_allclose(shown.found, shown.wanted, atol=2e-3)


@pytest.mark.parametrize("curve", ["heart", "spiral"])
def test_curves_are_drawn(curve):
    explorer = universality.curves()
    explorer.set(curve=curve, neurons=200, activation="relu")
    np.testing.assert_allclose(explorer.result.found, explorer.result.wanted, atol=0.01)
    assert np.abs(explorer.result.wanted).max() <= 1.2


def test_towers_are_as_the_book_says():
    explorer = universality.tower()
    explorer.set(b=-15.0)
    found = explorer.result
    said = [f"{v:.4f}" for v in (found.inside, found.arm, found.outside)]
    assert said == ["0.9933", "0.0067", "0.0000"]
    x = (np.arange(40) + 0.5) / 40
    on = (x > 0.35) & (x < 0.65)
    by_hand = [[oracles.sigmoid(10 * (float(a) + float(b)) - 15) for a in on] for b in on]
    # Columns next to an edge are not quite 0 or 1.
    np.testing.assert_allclose(found.values, by_hand, atol=0.05)
    explorer.drag("drag", 0.25, 0.0, began=(0.0, 0.0))
    assert explorer.values["turn"] == 25 + 60
    explorer.drag("drag", 0.9, 0.4)
    assert explorer.values["turn"] == 85  # a press alone turns nothing


def test_a_tower_is_seen_from_the_front():
    values = np.zeros((5, 5))
    values[2, 2] = 1.0
    patches, heights = surface_patches(values, 0.0)
    assert patches.shape == (16, 4, 2) and heights.max() == 0.25
    far = patches[0]
    near = patches[-1]
    assert far[:, 1].mean() > near[:, 1].mean()  # the far ones first, and higher up on the screen
    assert patches[..., 1].max() == pytest.approx(TALL)


@pytest.mark.parametrize("picture", ["digit", "rings"])
def test_more_towers_make_a_better_picture(picture):
    explorer = universality.picture()
    errors = []
    for side in (1, 6, 48):
        explorer.set(picture=picture, side=side)
        shown = explorer.result
        errors.append(shown.error)
        assert shown.neurons == 2 * side + side**2
        assert shown.error == pytest.approx(np.abs(shown.wanted - shown.found).mean(), rel=1e-5)
    assert errors[0] > errors[1] > 4 * errors[2]


def test_your_own_picture_is_upright():
    explorer = universality.picture()
    drawing = np.zeros((16, 16), np.float32)
    drawing[:4, :4] = 1  # the upper left corner
    explorer.set(drawing=drawing, side=48)
    for image in (explorer.result.wanted, explorer.result.found):
        assert image[2, 2] == pytest.approx(1, abs=0.01)
        assert image[-3, 2] == pytest.approx(0, abs=0.01)
        assert image[2, -3] == pytest.approx(0, abs=0.01)


def test_the_picture_that_is_wanted_is_hidden_until_it_is_asked_for():
    explorer = universality.picture()
    wanted, found, missing = (axes.images[0] for axes in explorer.picture.figure.axes)
    assert found.get_visible() and not wanted.get_visible() and not missing.get_visible()
    explorer.set(show=True)
    assert all(image.get_visible() for image in (wanted, found, missing))
