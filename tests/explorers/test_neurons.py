"""Explorers of lesson 02 show what plain loops find, and what the lesson says of them is so."""
import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.optimize import linprog

from dlnotes.data.datasets import digits
from dlnotes.exercises import neurons as ex
from dlnotes.experiments.neurons.smooth_steps import largest_gap
from dlnotes.explorers import neurons as explore
from dlnotes.explorers.neurons.two_inputs import SHOWN
from dlnotes.live.numbers import about, plain
from dlnotes.networks.activations import ACTIVATIONS, gelu
from dlnotes.networks.neurons import GATE_INPUTS, Neuron, TRUTH, neuron
from dlnotes.networks.perceptron import count_wrong, novikoff, one_against_rest, perceptron_rule

CORNERS, XOR = jnp.array(GATE_INPUTS), jnp.array(TRUTH["XOR"])


def test_a_step_can_be_dropped_anywhere_in_the_picture():
    explorer = explore.one_input()
    for w, x in itertools.product((-4.0, -1.5, 0.5, 2.0, 4.0), (-6.0, -3.3, 0.0, 5.0, 6.0)):
        explorer.set(w=w)
        explorer.drag("step", x, 0.0)
        assert abs(explorer.result.step_point - x) <= 0.1 / abs(w) + 1e-5  # half a step of the slider of b


def test_without_a_weight_nothing_can_be_dropped_and_random_steps_are_in_the_picture():
    explorer = explore.one_input()
    explorer.set(w=0.0, b=2.0)
    explorer.drag("step", 3.0, 0.0)
    assert explorer.values["b"] == 2.0 and "no step" in explorer.description
    for _ in range(300):
        explorer.press("random")
        assert abs(explorer.result.step_point) <= 6.01


def test_what_stands_still_is_not_drawn_again():
    explorer = explore.one_input()
    explorer.set(w=2.0)
    explorer.frame()
    explorer.set(w=3.0)
    assert len(explorer.frame().changes) == 4  # curve, slope, dot and words: no axis, and no step that stays at 0


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slopes_of_any_weight_are_in_the_picture(name):
    explorer = explore.one_input()
    for w in (-4.0, 4.0):
        explorer.set(w=w, activation=name)
        low, high = explorer.result.shown
        assert explorer.picture.figure.axes[0].get_ylim() == (pytest.approx(low), pytest.approx(high))
        assert low < explorer.result.slope.min() and explorer.result.slope.max() < high + 0.1


@pytest.mark.parametrize("name", [name for name in SHOWN if name != "step"])
def test_white_is_the_output_on_the_line(name):
    assert sum(SHOWN[name]) / 2 == pytest.approx(float(ACTIVATIONS[name](0.0)))


@pytest.mark.parametrize("z", [-4.0, 4.0])
def test_no_dot_of_the_gallery_vanishes(z):
    explorer = explore.gallery()
    explorer.set(z=z)
    for axes in explorer.picture.figure.axes:
        (x,), (y,) = axes.lines[2].get_data()
        assert x == z and axes.get_ylim()[0] <= y <= axes.get_ylim()[1]


def test_the_smoothed_step_shows_what_one_has_come_to():
    explorer = explore.smooth_step()
    assert explorer.values["w"] == 1 and {10.0, 100.0} <= set(explorer.controls["w"].values)
    for w in (1.0, 10.0, 100.0, 1000.0):
        explorer.set(w=w, epsilon=0.1)
        assert explorer.result.weights.max() == pytest.approx(w) == explorer.result.weight
        bound, gap, dot = explorer.picture.figure.axes[1].lines
        assert dot.get_ydata()[0] >= explorer.picture.figure.axes[1].get_ylim()[0]
    near = [w for w in explorer.controls["w"].values if 45 < w < 47]  # exercise 6: 45.95
    gaps = [float(largest_gap(w, 0.1)) for w in near]
    assert len(near) >= 2 and max(gaps) > 0.01 > min(gaps)


@pytest.mark.parametrize("value, text", [(0.26894, "≈0.269"), (0.0102, "≈0.0102"), (0.0000453979, "≈0.0000454"),
                                         (0.5, "≈0.500"), (3e-7, "below 0.000001"), (0.0, "below 0.000001")])
def test_small_numbers(value, text):
    assert about(value) == text


@pytest.mark.parametrize("value, text", [(0.5, "0.5"), (-8.0, "−8"), (1000.0, "1000"), (0.0, "0")])
def test_plain_numbers(value, text):
    assert plain(value) == text


def test_errors_are_drawn_up_to_the_step_and_not_beyond():
    explorer = explore.perceptron()
    for gate, at in itertools.product(("AND", "XOR"), (0, 7, 40)):
        explorer.set(gate=gate, step=at)
        x, y = explorer.picture.figure.axes[1].lines[0].get_data()
        assert x.tolist() == list(range(at + 1)) and y.tolist() == explorer.result.wrong[:at + 1].tolist()


def test_and_goes_up_and_down_and_rests_after_step_18_and_xor_goes_round():
    run = perceptron_rule(CORNERS, jnp.array(TRUTH["AND"]), steps=100)
    assert np.flatnonzero(run.moved).max() + 1 == 18 and run.wrong[18] == 0 and np.diff(run.wrong[:18]).max() > 0
    run = perceptron_rule(CORNERS, XOR, steps=400)
    states = np.column_stack([run.weights, run.biases])
    np.testing.assert_array_equal(states[5:-4], states[9:])
    assert np.any(states[4] != states[8]) and run.wrong.min() == 2


def test_three_corners_of_xor_and_all_four_by_what_does_not_only_rise():
    assert count_wrong(Neuron(jnp.array([-1.0, -1.0]), 1.5), CORNERS, XOR) == 1
    outputs = [float(neuron(jnp.array([-0.75, -0.75]), 0.0, x, gelu)) for x in CORNERS]
    assert [a < -0.13 for a in outputs] == [bool(y) for y in TRUTH["XOR"]]


def test_the_moves_of_the_rule_in_ten_clouds():
    explorer, moves = explore.by_hand(), []
    for seed in range(10):
        explorer.set(seed=seed, rule_steps=300)
        assert explorer.result.rule_wrong == 0
        moves.append(int(explorer.result.moves))
    assert moves == [3, 2, 4, 11, 4, 8, 3, 3, 4, 2]
    explorer.set(seed=0, rule_steps=300)
    assert explorer.description.endswith("the rule's 0 after 3 moves in 300 looks.")
    explorer.set(rule_steps=1)
    assert explorer.description.endswith("after 1 move in 1 look.")


def test_the_bound_counts_the_bias_as_an_input():
    """Two points far from 0: the rule moves more often than (R / half-width)^2, and less than the theorem allows."""
    x, y = jnp.array([[6.6, 0.0], [10.0, 0.0]]), jnp.array([0.0, 1.0])
    R, gamma = novikoff(x, y)
    run = perceptron_rule(x, y, steps=2000)
    assert R**2 == pytest.approx(101, rel=1e-5) and run.wrong[-1] == 0
    assert (R / 1.7)**2 < 40 < int(run.moved.sum()) <= (R / gamma)**2
    assert novikoff(CORNERS, XOR)[1] == pytest.approx(0, abs=1e-6)


def test_a_bias_that_moves_alone_is_a_move():
    run = perceptron_rule(jnp.zeros((1, 2)), jnp.ones(1), steps=3)
    assert run.moved.tolist() == [True, False, False]


class TestDigits:
    """Ten neurons that look at all pixels."""

    data = property(lambda self: digits())

    def test_each_is_what_the_rule_makes_alone(self):
        ten = one_against_rest(self.data.x_train, self.data.y_train, steps=3000)
        for digit in (0, 8):
            alone = perceptron_rule(self.data.x_train, (self.data.y_train == digit) * 1.0, steps=3000).neuron
            np.testing.assert_array_equal(ten.weights[digit], alone.weights)
            assert ten.bias[digit] == alone.bias

    def test_zero_has_a_hole_and_the_picture_starts_with_another_digit(self):
        explorer = explore.digit_neuron()
        assert explorer.values["wanted"] != 0
        explorer.set(wanted=0)
        weights = explorer.result.weights
        assert weights.min() == -1 and np.unravel_index(weights.argmin(), (8, 8)) == (3, 4)
        assert weights[3:5, 3:5].max() < 0

    def test_eight_neurons_rest_and_the_one_for_eight_never_can(self):
        ten = one_against_rest(self.data.x_train, self.data.y_train, steps=2_000_000)
        asked = np.asarray(self.data.y_train)[:, None] == np.arange(10)
        wrong = np.sum((np.asarray(self.data.x_train @ ten.weights.T) + np.asarray(ten.bias) > 0) != asked, axis=0)
        assert [digit for digit in range(10) if wrong[digit]] == [8, 9] and wrong[9] < 20
        x = np.column_stack([self.data.x_train, np.ones(len(asked))]).astype(float)
        for digit, status in ((8, 2), (9, 0)):  # no weights part the eights; for nines there are some
            signs = 2.0 * np.asarray(asked[:, digit]) - 1
            found = linprog(np.zeros(65), A_ub=-x * signs[:, None], b_ub=-np.ones(len(x)), bounds=(None, None))
            assert found.status == status


@pytest.mark.parametrize("answer, came", [((1, -1), "2"), (3, "1"), ((1, -1, -0.5, 0), "4")])
def test_three_numbers_are_asked_for(answer, came):
    outcome = ex.but_not.check(answer)
    assert f"three numbers (w1, w2, b) are expected; got {came}" in repr(outcome)


def test_three_numbers_are_asked_for_where_there_is_a_pair():
    outcome = ex.but_not.check(((1, -1), -0.5))
    assert "a tuple of 2 came, where a tuple of 3 numbers was expected" in repr(outcome)


def test_a_vector_is_not_shown_where_it_looks_like_a_number():
    outcome = ex.one_neuron.check(lambda w, b, x: jax.nn.sigmoid(w * x + b))
    assert "the shape is (2,), where a single number was expected" in outcome.text
    assert "sum the products" in outcome.hint
