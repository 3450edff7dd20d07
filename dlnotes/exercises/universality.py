"""Exercises of lesson 04: steps, bumps, best heights, how many neurons, towers, ReLUs, a stubborn function, teeth."""
import math

import jax
import jax.numpy as jnp
import numpy as np

from dlnotes.networks.activations import sigmoid
from dlnotes.answers.engine import Exercise, Mistake, exercise
from dlnotes.data.formulas import Formula
from dlnotes.experiments.universality import approximate_1d, largest_error, steepest_place


@exercise(cases=[(100.0, 0.5), (1000.0, 0.2), (-40.0, 0.25), (8.0, -1.0), (20.0, 0.0)],
          mistakes=[Mistake(lambda w, s: w * s, "Mind the sign: at x = s the weighted input wx + b is 0."),
                    Mistake(lambda w, s: -s, "A steeper neuron needs a larger bias to step at the same place."),
                    Mistake(lambda w, s: -s / w, "s = -b/w: which of the two is multiplied by w?"),
                    Mistake(lambda w, s: -w / s if s else -w, "Solve ws + b = 0 for b.")],
          hints=["At the step, wx + b is 0.", "Put x = s and solve for b."])
def step_bias(w, s):
    "Write `step_bias(w, s)`: the bias with which a neuron of weight w steps at x = s."
    return -w * s


@exercise(cases=[(0.5, 0.2, 0.6, 1.0), (0.1, 0.2, 0.6, 1.0), (0.9, 0.2, 0.6, 1.0), (0.3, 0.25, 0.75, -2.0),
                 (0.8, 0.25, 0.75, -2.0), (0.2, 0.2, 0.6, 3.0), (0.201, 0.2, 0.6, 1.0), (0.7495, 0.25, 0.75, 2.0)],
          mistakes=[Mistake(lambda x, left, right, height: height * (sigmoid(1000 * (x - left))
                                                                     + sigmoid(1000 * (x - right))),
                            "The second step has to go down: it counts with -height."),
                    Mistake(lambda x, left, right, height: height * sigmoid(1000 * (x - left)),
                            "Nothing takes it down again: the second step is missing."),
                    Mistake(lambda x, left, right, height: (height * sigmoid(1000 * (x - left))
                                                            - sigmoid(1000 * (x - right))),
                            "What goes up by the height must come down by the height: it belongs to both."),
                    Mistake(lambda x, left, right, height: height * (sigmoid(100 * (x - left))
                                                                     - sigmoid(100 * (x - right))),
                            "Near an edge it is too soft: the weight is to be 1000."),
                    Mistake(lambda x, left, right, height: sigmoid(1000 * (x - left)) - sigmoid(1000 * (x - right)),
                            "The height is missing: it is the weight of both neurons in the next layer."),
                    Mistake(lambda x, left, right, height: height * (sigmoid(1000 * (x - right))
                                                                     - sigmoid(1000 * (x - left))),
                            "Up at the left edge, down at the right one: here it is the other way round."),
                    Mistake(lambda x, left, right, height: height * (sigmoid(1000 * x - left)
                                                                     - sigmoid(1000 * x - right)),
                            "The bias is -1000 s, not -s: the weight belongs to both, 1000 (x - s).")],
          hints=["`sigmoid(1000 * (x - s))` steps up at s.", "A step up at `left`, and a step down at `right`."])
def one_bump(x, left, right, height):
    """Write `one_bump(x, left, right, height)`: height between left and right and 0 elsewhere, by two sigmoids with
    w = 1000."""
    return height * sigmoid(1000 * (x - left)) - height * sigmoid(1000 * (x - right))


@exercise(cases=lambda: [(jnp.array([1.0, 2.0, 9.0]),), (jnp.array([-3.0, 0.0, 0.5, 0.6, 10.0]),),
                         (jnp.array([4.0]),), (jnp.array([0.3, -1.2, 0.1]),)],
          mistakes=[Mistake(lambda wanted: jnp.mean(wanted),
                            "The mean makes the sum of squares smallest. Here the distances themselves count."),
                    Mistake(lambda wanted: (jnp.max(wanted) + jnp.min(wanted)) / 2,
                            "That makes the largest distance smallest, not the mean one."),
                    Mistake(lambda wanted: jnp.max(wanted), "Then all others are too low."),
                    Mistake(lambda wanted: wanted[len(wanted) // 2],
                            "The middle one by size, not by place: sort them first.")],
          hints=["Move the height up a little. How many distances grow, and how many shrink?",
                 "They balance where as many numbers are above as below: `jnp.median`."])
def best_height(wanted):
    "Write `best_height(wanted)`: the number h for which the mean of abs(wanted - h) is smallest."
    return jnp.median(wanted)


@exercise(cases=[(1.0, 0.1), (2.0, 0.03), (5.0, 0.001), (1.0, 0.5), (1.0, 0.3), (3.0, 7.0)],
          mistakes=[Mistake(lambda steepest, error: math.ceil(steepest / error),
                            "So many pieces; between n pieces there are n - 1 steps. And at least one neuron is there."),
                    Mistake(lambda steepest, error: math.ceil(steepest / error) - 1,
                            "Almost: where one piece would do, it is to be 1 neuron at least, not 0."),
                    Mistake(lambda steepest, error: max(1, round(steepest / error) - 1),
                            "Rounding may leave the pieces a little too wide: round up."),
                    Mistake(lambda steepest, error: max(1, math.floor(steepest / error) - 1),
                            "Round up: with fewer pieces each is a little too wide."),
                    Mistake(lambda steepest, error: steepest / error - 1, "Neurons come in whole numbers."),
                    Mistake(lambda steepest, error: max(1, math.ceil(1 / error) - 1),
                            "A steeper function changes more on the same piece."),
                    Mistake(lambda steepest, error: max(1, math.ceil(error / steepest) - 1),
                            "Upside down: a smaller error needs more neurons.")],
          hints=["On a piece of width d the function changes by at most steepest * d.",
                 "Pieces of width 1/(N + 1): steepest / (N + 1) <= error."])
def neurons_needed(steepest, error):
    """Write `neurons_needed(steepest, error)`: the fewest step neurons, at least 1, that make pieces of equal width on
    which a function on [0, 1], no steeper than `steepest`, changes by at most `error`."""
    return max(1, math.ceil(steepest / error) - 1)


@exercise(cases=[(2, 10.0), (1, 10.0), (3, 10.0), (10, 4.0)],
          mistakes=[Mistake(lambda m, h: -m * h, "Then the tower is only 1/2 high: halfway between m and m - 1 bumps."),
                    Mistake(lambda m, h: -1.5 * h, "Right for two inputs. With m of them, m bumps must add up."),
                    Mistake(lambda m, h: -(m - 0.5), "The bumps have height h: the bias is as many times larger."),
                    Mistake(lambda m, h: -15.0, "Right for two bumps of height 10. With m of height h?"),
                    Mistake(lambda m, h: -h / 2, "Then a single bump is enough to switch it on."),
                    Mistake(lambda m, h: (m - 0.5) * h, "Mind the sign: the bias holds the neuron down."),
                    Mistake(lambda m, h: -(m - 1) * h, "Then m - 1 bumps give 1/2 already: a little lower.")],
          hints=["Inside, the sum of the bumps is m h; next to it, at most (m - 1) h.",
                 "The step of the neuron belongs halfway between the two."])
def tower_bias(m, h):
    """Write `tower_bias(m, h)`: the bias of a neuron that adds m bumps of height h and is to be on only where all of
    them are: halfway between what m and what m - 1 of them need."""
    return -(m - 0.5) * h


@exercise(cases=lambda: [(jnp.array([2.0, -1.0, 3.0]),), (jnp.array([0.5]),), (jnp.array([0.0, 4.0, 4.0, 0.0]),),
                         (jnp.array([-1.0, -2.0]),)],
          mistakes=[Mistake(lambda slopes: slopes, "A ReLU that is on stays on: the ones before still count."),
                    Mistake(lambda slopes: jnp.diff(slopes), "The first neuron is missing: it makes the first slope."),
                    Mistake(lambda slopes: jnp.concatenate([slopes[:1], slopes[:-1] - slopes[1:]]),
                            "New slope minus old one, not the other way round."),
                    Mistake(lambda slopes: jnp.diff(slopes, prepend=slopes[0]),
                            "Before the first neuron the slope is 0: its weight is the whole first slope."),
                    Mistake(lambda slopes: slopes - jnp.roll(slopes, 1),
                            "roll puts the last slope before the first one; there the slope is 0."),
                    Mistake(lambda slopes: jnp.cumsum(slopes), "The other way: the slopes are the sums of the weights.")],
          hints=["On piece j the neurons 0 to j are on: slope j is the sum of their weights.",
                 "The first slope, and then how much each differs from the one before: `jnp.diff`."])
def relu_weights(slopes):
    """Write `relu_weights(slopes)`: neuron j is relu(x - t_j) with t_0 < t_1 < ...; with which output weights does
    their sum have slope slopes[j] behind t_j?"""
    return jnp.concatenate([slopes[:1], jnp.diff(slopes)])


def _against_100_neurons(stubborn):
    """What 100 sigmoid neurons, built for the formula, do to it, in words."""
    if not isinstance(stubborn, str):
        raise TypeError(f'stubborn must be a text, such as "sin(20x)"; got {stubborn!r}')
    formula = Formula(stubborn)
    with jax.enable_x64(True):
        values = np.asarray(formula(np.linspace(0.0, 1.0, 20_001)))
        if not np.isfinite(values).all():
            return "it is not defined everywhere on [0, 1]"
        if abs(values).max() > 1.001:
            return "it leaves the band from -1 to 1"
        before, after = np.asarray(formula(steepest_place(formula).astype(float)))
    if abs(after - before) > 0.2:  # and nothing is between them
        return "it jumps"
    missed = largest_error(approximate_1d(formula, 100), formula)
    return "missed by more than 0.9" if missed > 0.9 else f"missed by {missed:.1f} at most"


stubborn = Exercise(
    "stubborn", "Write a formula in x, continuous and between -1 and 1 on [0, 1], that a network built of 100 sigmoids "
    "misses by more than 0.9 somewhere.", "sin(700x)",
    mistakes=[Mistake("sin(20x)", "It is too slow for that: 100 steps follow it well. How many ups and downs are too many?"),
              Mistake("5sin(700x)", "Between -1 and 1, please."),
              Mistake("sin(1/x)", "What is it at x = 0? Find one that has a value everywhere."),
              Mistake("sign(x - 0.5)", "It jumps: no continuous function can follow that. Find one that does not jump.")],
    hints=["Try it in the picture: f(x) = sin(20x), sin(100x), ...",
           "A step has the value of one point of its piece. What if there is a whole wave on each piece?"],
    use=_against_100_neurons, solution='stubborn = "sin(700x)"')


@exercise(cases=[(1,), (2,), (3,), (5,), (8,), (17,), (1000,), (1024,)],
          mistakes=[Mistake(lambda teeth: math.ceil(math.log2(teeth)), "One layer makes one tooth already: one more."),
                    Mistake(lambda teeth: teeth, "Each further layer doubles the teeth; it does not add one."),
                    Mistake(lambda teeth: 1 + math.floor(math.log2(teeth)), "Round up: at least so many are asked for."),
                    Mistake(lambda teeth: 1 + round(math.log2(teeth)), "Round up: 5 teeth take as many layers as 8."),
                    Mistake(lambda teeth: 1 + math.log2(teeth), "Layers come in whole numbers.")],
          hints=["1 layer: 1 tooth; 2 layers: 2; 3 layers: 4.", "2**(layers - 1) >= teeth: `math.log2`, and round up."])
def layers_for(teeth):
    "Write `layers_for(teeth)`: how many hidden layers of two ReLUs make at least so many teeth."
    return 1 + math.ceil(math.log2(teeth))
