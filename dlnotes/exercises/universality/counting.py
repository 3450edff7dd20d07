"""Exercises of lesson 04: how many neurons and layers are enough, and when 100 neurons are not."""
import math

import jax
import numpy as np

from dlnotes.answers.engine import Exercise, Mistake, exercise
from dlnotes.data.formulas import Formula
from dlnotes.experiments.universality.approximation import approximate_1d
from dlnotes.experiments.universality.approximation_errors import largest_error
from dlnotes.experiments.universality.function_values import changes_at_steepest


@exercise(
    cases=[(1.0, 0.1), (2.0, 0.03), (5.0, 0.001), (1.0, 0.5), (1.0, 0.3), (3.0, 7.0)],
    mistakes=[
        Mistake(lambda steepest, error: math.ceil(steepest / error),
                "This is the number of pieces. Between n pieces there are n - 1 steps, and at "
                "least one neuron must be there."),
        Mistake(lambda steepest, error: math.ceil(steepest / error) - 1,
                "This is almost right. Where one piece is enough, the answer should be "
                "1 neuron, not 0."),
        Mistake(lambda steepest, error: max(1, round(steepest / error) - 1),
                "Rounding to the nearest number can leave the pieces a little too wide: round up."),
        Mistake(lambda steepest, error: max(1, math.floor(steepest / error) - 1),
                "You have rounded down, so each piece is a little too wide. Round up."),
        Mistake(lambda steepest, error: steepest / error - 1,
                "This is not a whole number, and there are no parts of neurons."),
        Mistake(lambda steepest, error: max(1, math.ceil(1 / error) - 1),
                "Your answer does not depend on `steepest`. But a steeper function changes more on "
                "the same piece."),
        Mistake(lambda steepest, error: max(1, math.ceil(error / steepest) - 1),
                "The fraction is upside down: a smaller error needs more neurons."),
    ],
    hints=[
        "On a piece of width d the function changes by at most steepest * d.",
        "N neurons make pieces of width 1/(N + 1), so steepest / (N + 1) <= error.",
    ])
def neurons_needed(steepest, error):
    """Write `neurons_needed(steepest, error)`: n steps cut [0, 1] into n + 1 equal pieces. Return
    the smallest n >= 1 for which a function no steeper than `steepest` changes by at most `error`
    on each piece."""
    pieces = steepest / error  # for 2.1 and 0.7 a little more than 3: it has been rounded
    return max(1, math.ceil(pieces * (1 - 1e-12)) - 1)


@exercise(
    cases=[(1,), (2,), (3,), (5,), (8,), (17,), (1000,), (1024,)],
    mistakes=[
        Mistake(lambda teeth: math.ceil(math.log2(teeth)),
                "One layer makes one tooth already, so the answer is one larger."),
        Mistake(lambda teeth: teeth,
                "Each further layer doubles the number of teeth. It does not just add one."),
        Mistake(lambda teeth: 1 + math.floor(math.log2(teeth)),
                "You have rounded down. Round up, because there must be at least so many teeth."),
        Mistake(lambda teeth: 1 + round(math.log2(teeth)),
                "You have rounded to the nearest number. Round up: 5 teeth take as "
                "many layers as 8."),
        Mistake(lambda teeth: 1 + math.log2(teeth),
                "This is not a whole number, and there are no parts of layers."),
    ],
    hints=[
        "1 layer makes 1 tooth, 2 layers make 2, and 3 layers make 4.",
        "You need 2**(layers - 1) >= teeth. Try one layer, two layers, and so on, or use "
        "`math.log2` and round up.",
    ])
def layers_for(teeth):
    """Write `layers_for(teeth)`: how many hidden layers of two ReLUs make at least so many
    teeth."""
    layers = 1
    while 2**(layers - 1) < teeth:
        layers += 1
    return layers


def _outside_the_rules(formula):
    """Say which rule of `stubborn` a formula breaks; "" if it keeps them all."""
    with jax.enable_x64(True):
        values = np.asarray(formula(np.linspace(0.0, 1.0, 20_001)))
        if not np.isfinite(values).all():
            return "it is not defined everywhere on [0, 1]"
        if abs(values).max() > 1.001:
            return "it leaves the band from -1 to 1"
    largest, how_many = changes_at_steepest(formula, 0.2)
    if how_many > 5:
        return "it changes faster than a computer's numbers can follow"
    # Nothing lies between neighbouring numbers, so a continuous function changes little there.
    return "it jumps" if largest > 0.2 else ""


def _against_100_neurons(stubborn):
    """Say how well 100 sigmoid neurons, built for the formula, approximate it."""
    if not isinstance(stubborn, str):
        raise TypeError(f'stubborn must be a text, such as "sin(20x)"; got {stubborn!r}')
    formula = Formula(stubborn)
    broken = _outside_the_rules(formula)
    if broken:
        return broken
    missed = largest_error(approximate_1d(formula, 100), formula)
    return "missed by more than 0.9" if missed > 0.9 else f"missed by {missed:.1f} at most"


stubborn = Exercise(
    "stubborn",
    "Write a formula in x, continuous and between -1 and 1 on [0, 1], that a network built of 100 "
    "sigmoids misses by more than 0.9 somewhere.",
    "sin(700x)", use=_against_100_neurons,
    mistakes=[
        Mistake("sin(20x)",
                "This function is too slow: 100 steps follow it well. How many ups and downs are "
                "too many for 100 steps?"),
        Mistake("5sin(700x)",
                "This function is larger than 1 in places. It must stay between -1 and 1."),
        Mistake("sin(1/x)",
                "What is it at x = 0? Find a function that has a value everywhere."),
        Mistake("sign(x - 0.5)",
                "This function jumps, and no continuous function can follow a jump. Find one that "
                "does not jump."),
    ],
    hints=[
        "Try it in the picture: f(x) = sin(20x), sin(100x), ...",
        "A step takes the value of one point of its piece. What happens if there is a whole wave "
        "on each piece?",
    ],
    solution='stubborn = "sin(700x)"')
