"""Exercises of lesson 08: the factors of a slope, starts that keep it, shortcuts, clipping, the edge of chaos."""
import math

import jax.numpy as jnp
import numpy as np

from dlnotes.networks.activations import sigmoid
from dlnotes.answers.engine import Exercise, Mistake, exercise
from dlnotes.experiments.remedies import DEPTHS, Setting, accuracy_by_depth, best_of
from dlnotes.experiments.vanishing import mean_field


@exercise(cases=[(1.0,), (4.0,), (-6.0,), (100.0,)],
          mistakes=[Mistake(lambda w: w / 4, "The size is asked for: a negative weight does not make it negative."),
                    Mistake(lambda w: abs(w), "The slope of the sigmoid is at most 1/4, not 1."),
                    Mistake(lambda w: abs(w) / 2, "1/2 is the sigmoid at 0; its slope there is 1/2 times 1/2."),
                    Mistake(lambda w: 0.25, "The weight is a part of the factor, too.")],
          hints=["Where is the sigmoid steepest, and how steep is it there?",
                 "The slope is a(1 - a), at most 1/4, at z = 0."])
def largest_factor(w):
    "Write `largest_factor(w)`: the largest size that w sigma'(z) can have, for any z."
    return abs(w) / 4


@exercise(cases=lambda: [(jnp.array([3.0, 2.0]), jnp.array([0.0, 0.0])),
                         (jnp.array([5.0, -1.0, 4.0]), jnp.array([0.0, 1.0, -1.0])),
                         (jnp.array([1.0, 1.0, 1.0, 1.0]), jnp.array([0.5, 0.6, 0.7, 0.8])),
                         (jnp.array([7.0]), jnp.array([2.0]))],
          mistakes=[Mistake(lambda w, z: jnp.prod(w * sigmoid.derivative(z)),
                            "w[0] leads into the first neuron: it is before z[0], and takes no part."),
                    Mistake(lambda w, z: jnp.prod(w[1:] * sigmoid.derivative(z[1:])),
                            "The first neuron's own sigma'(z[0]) is missing."),
                    Mistake(lambda w, z: jnp.prod(sigmoid.derivative(z)), "The weights on the way are missing."),
                    Mistake(lambda w, z: sigmoid.derivative(z[0]) * jnp.prod(w[1:] * sigmoid(z[1:])),
                            "The slope sigma'(z) belongs there, not the output sigma(z)."),
                    Mistake(lambda w, z: sigmoid.derivative(z[0]) * jnp.prod(w[:-1] * sigmoid.derivative(z[1:])),
                            "w[k] leads into neuron k: it goes with z[k]."),
                    Mistake(lambda w, z: jnp.abs(first_slope.reference(w, z)),
                            "A slope may be negative: leave its sign as it is."),
                    Mistake(lambda w, z: sigmoid.derivative(z[0]) + jnp.sum(w[1:] * sigmoid.derivative(z[1:])),
                            "Along one path the factors are multiplied; sums are for several paths.")],
          hints=["`sigmoid.derivative(z)` gives all slopes at once, `jnp.prod` multiplies.",
                 "sigma'(z[0]), and for each later neuron w[k] sigma'(z[k])."])
def first_slope(w, z):
    """Write `first_slope(w, z)`: how much a nudge of z[0] changes the last output in a chain of sigmoid neurons, where
    w[k] is the weight into neuron k, and z[k] its weighted input."""
    return sigmoid.derivative(z[0]) * jnp.prod(w[1:] * sigmoid.derivative(z[1:]))


@exercise(cases=[(0.2, 0.01), (0.25, 1e-6), (0.5, 0.3), (0.9, 0.5), (0.5, 0.25), (0.2, 0.03)],
          mistakes=[Mistake(lambda factor, share: math.floor(math.log(share) / math.log(factor)),
                            "After that many layers it is not below yet: one more."),
                    Mistake(lambda factor, share: math.ceil(math.log(share) / math.log(factor)),
                            "Less than `share`: where n comes out even, exactly `share` is left, so one more."),
                    Mistake(lambda factor, share: round(math.log(share) / math.log(factor)),
                            "Rounding may stop too early: the next whole number above is asked for."),
                    Mistake(lambda factor, share: math.ceil(math.log(factor) / math.log(share)),
                            "Upside down: share = factor to the power of n, so n = ln share / ln factor."),
                    Mistake(lambda factor, share: math.log(share) / math.log(factor),
                            "Layers are whole numbers: take the next one up."),
                    Mistake(lambda factor, share: math.ceil(factor / share),
                            "It is multiplied each time: think of powers.")],
          hints=["After n layers factor**n is left.",
                 "factor**n < share: take logarithms, and mind their signs. `math.floor` rounds down."])
def layers_until(factor, share):
    """Write `layers_until(factor, share)`: after how many layers less than `share` of a slope is left, if each layer
    multiplies it by `factor`, both between 0 and 1."""
    return math.floor(math.log(share) / math.log(factor)) + 1


@exercise(cases=[(2,), (8,), (50,), (784,)],
          mistakes=[Mistake(lambda n: 2 / n, "That is the variance, the square of the spread."),
                    Mistake(lambda n: n**-0.5, "Half of the ReLUs are off and let nothing through: make up for it."),
                    Mistake(lambda n: (n / 2)**0.5, "More inputs need smaller weights."),
                    Mistake(lambda n: 2 * n**-0.5, "Twice the mean square, not twice the spread."),
                    Mistake(lambda n: 1 / n, "Squares add up: n weights of variance s^2 give n s^2.")],
          hints=["A sum over n weights multiplies the mean square of an error by n s^2, and ReLU by 1/2.",
                 "n s^2 / 2 = 1. Solve for s."])
def relu_spread(n):
    """Write `relu_spread(n)`: the spread (standard deviation) of random weights with which layers of n ReLUs keep the
    mean square of the errors, if half of the neurons are off."""
    return (2 / n)**0.5


@exercise(cases=[(1.0, 0.0), (-2.0, 0.0), (4.0, 1.0), (0.0, 3.0)],
          mistakes=[Mistake(lambda w, z: w * sigmoid.derivative(z), "What the shortcut lets through is missing."),
                    Mistake(lambda w, z: w * (1 + sigmoid.derivative(z)), "The shortcut has no weight: its slope is 1."),
                    Mistake(lambda w, z: 1 + sigmoid.derivative(z), "The way through the neuron has its weight w."),
                    Mistake(lambda w, z: 1 - w * sigmoid.derivative(z), "a' is a sum: its slopes are added."),
                    Mistake(lambda w, z: sigmoid(z) + w * sigmoid.derivative(z),
                            "The shortcut is a itself, not sigma(z): what is its slope by a?"),
                    Mistake(lambda w, z: 1 + w * sigmoid(z), "The slope sigma'(z) belongs there, not sigma(z).")],
          hints=["a' = a + sigma(wa + b) is a sum of two paths: add their slopes.",
                 "The slope of a by a is 1, that of sigma(wa + b) is w sigma'(z)."])
def with_shortcut(w, z):
    """Write `with_shortcut(w, z)`: the slope of a' = a + sigma(wa + b) by a, where z = wa + b."""
    return 1 + w * sigmoid.derivative(z)


@exercise(cases=lambda: [(jnp.array([3.0, 4.0]), 1.0), (jnp.array([0.3, 0.4]), 1.0),
                         (jnp.array([0.0, -20.0, 0.0]), 2.0), (jnp.array([1.0, -2.0, 2.0]), 3.5)],
          mistakes=[Mistake(lambda g, largest: jnp.clip(g, -largest, largest),
                            "Each number by itself turns the direction: shorten the vector as a whole."),
                    Mistake(lambda g, largest: largest * g / jnp.linalg.norm(g),
                            "A gradient that is short enough stays as it is."),
                    Mistake(lambda g, largest: g * jnp.minimum(1.0, largest / jnp.sum(g**2)),
                            "The length is the root of the sum of squares."),
                    Mistake(lambda g, largest: g * jnp.maximum(1.0, largest / jnp.linalg.norm(g)),
                            "That makes short ones longer, and leaves long ones alone."),
                    Mistake(lambda g, largest: jnp.where(jnp.linalg.norm(g) > largest, 0 * g, g),
                            "It is shortened, not thrown away.")],
          hints=["`jnp.linalg.norm(g)` is its length.", "Multiply by largest / length, but by 1 at most."])
def shortened(g, largest):
    "Write `shortened(g, largest)`: the gradient g in its own direction, no longer than `largest`."
    return g * jnp.minimum(1.0, largest / jnp.linalg.norm(g))


def _in_depth(sigma_w):
    """What layers of tanh with this start and sigma_b = 0.5 do to errors, in words."""
    if np.ndim(sigma_w) or np.asarray(sigma_w).dtype.kind not in "if" or not 0 < sigma_w <= 4:
        raise ValueError(f"sigma_w must be a number between 0 and 4, as in the picture; got {sigma_w!r}")
    factor = float(mean_field("tanh", float(sigma_w), 0.5).chi)**0.5
    for limit, words in ((0.5, "they are gone within a few layers"), (0.9, "they vanish"), (0.99, "they vanish slowly"),
                         (1.01, "they neither vanish nor explode"), (1.1, "they explode slowly")):
        if factor < limit:
            return words
    return "they explode"


at_edge = Exercise(
    "at_edge", "Find sigma_w at which the errors neither vanish nor explode in layers of tanh with sigma_b = 0.5: they "
    "are to change by less than 1 % a layer.", 1.55,
    mistakes=[Mistake(1.0, "Left of the edge. (It is at 1 without biases; with them tanh is less steep, and needs more.)"),
              Mistake(0.5, "Far left of the edge: larger weights let more through."),
              Mistake(1.5, "Close: a little more."),
              Mistake(1.7, "A little less."),
              Mistake(3.0, "Too much: on which side of the line is the dot?")],
    hints=["Set \u03c3_b to 0.5 in the picture, and drag the dot to the line.",
           "Between 1.5 and 1.6."],
    use=_in_depth, solution="at_edge = 1.55")


def _at_thirty(setting):
    """How many digits are recognised with thirty hidden layers, in words that rounding does not change."""
    if not isinstance(setting, Setting):
        raise TypeError(f"mine must be a Setting, such as Setting(clip=True); got {setting!r}")
    changed = sum(ours != plain for ours, plain in zip(setting, Setting()))
    if changed > 2:
        return f"it changes {changed} switches"
    share = float(best_of(accuracy_by_depth(setting))[DEPTHS.index(30)])
    return "more than 80 %" if share > 0.8 else f"about {10 * round(10 * share)} %"


mine = Exercise(
    "mine", "Choose a Setting with at most two switches that differ from Setting(), with which thirty hidden layers "
    "recognise more than 80 % of the unseen digits.", Setting(normalisation="batch"),
    mistakes=[Mistake(Setting("relu", "he", "batch", True), "That works, but two switches must do."),
              Mistake(Setting("relu", "he"), "That is guessing, or little more: a good start is soon used up. What holds "
                                             "the weighted inputs in their range while the weights move?"),
              Mistake(Setting(residual=True), "Much better than nothing. What holds the weighted inputs in their range "
                                              "while the weights move?")],
    hints=["Try the buttons and the switches of the picture above.",
           "One switch is enough: it keeps every z at mean 0 and variance 1, also while the weights move."],
    use=_at_thirty)
