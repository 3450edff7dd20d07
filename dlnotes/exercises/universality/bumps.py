"""Exercises of lesson 04: place a step, build a bump, choose its height, build a tower."""
import jax.numpy as jnp

from dlnotes.answers.engine import Mistake, exercise
from dlnotes.networks.activations import sigmoid


@exercise(
    cases=[(100.0, 0.5), (1000.0, 0.2), (-40.0, 0.25), (8.0, -1.0), (20.0, 0.0)],
    mistakes=[
        Mistake(lambda w, s: w * s,
                "Your answer has the wrong sign: at x = s the weighted input wx + b is 0."),
        Mistake(lambda w, s: -s,
                "Your answer does not depend on w. But a steeper neuron needs a larger bias to "
                "step at the same place."),
        Mistake(lambda w, s: -s / w,
                "You know that s = -b/w. Which of the two is multiplied by w to give b?"),
        Mistake(lambda w, s: -w / s if s else -w,
                "Solve ws + b = 0 for b."),
    ],
    hints=[
        "At the step, wx + b is 0.",
        "Put x = s into this equation and solve it for b.",
    ])
def step_bias(w, s):
    """Write `step_bias(w, s)`: the bias with which a neuron of weight w steps at x = s."""
    return -w * s


def _up(x, s, w=1000):
    """Return a step from 0 to 1 at s."""
    return sigmoid(w * (x - s))


def _lower_by_1(x, left, right, height):
    return height * _up(x, left) - _up(x, right)


def _soft(x, left, right, height):
    return height * (_up(x, left, 100) - _up(x, right, 100))


def _wrong_bias(x, left, right, height):
    return height * (sigmoid(1000 * x - left) - sigmoid(1000 * x - right))


@exercise(
    cases=[(0.5, 0.2, 0.6, 1.0), (0.1, 0.2, 0.6, 1.0), (0.9, 0.2, 0.6, 1.0),
           (0.3, 0.25, 0.75, -2.0), (0.8, 0.25, 0.75, -2.0), (0.2, 0.2, 0.6, 3.0),
           (0.201, 0.2, 0.6, 1.0), (0.7495, 0.25, 0.75, 2.0)],
    mistakes=[
        Mistake(lambda x, left, right, height: height * (_up(x, left) + _up(x, right)),
                "Both steps go up. The second one must go down: multiply it by -height."),
        Mistake(lambda x, left, right, height: height * _up(x, left),
                "The second step is missing, so the function stays up after the right edge."),
        Mistake(_lower_by_1,
                "The function rises by the height, so it must also fall by the height. Multiply "
                "both steps by it."),
        Mistake(_soft,
                "Near an edge your bump is too soft: the weight should be 1000."),
        Mistake(lambda x, left, right, height: _up(x, left) - _up(x, right),
                "The height is missing. It is the weight of both neurons in the next layer."),
        Mistake(lambda x, left, right, height: height * (_up(x, right) - _up(x, left)),
                "The two steps are exchanged: the bump should rise at the left edge and fall at "
                "the right one."),
        Mistake(_wrong_bias,
                "The bias is -1000 s, not -s: the weight multiplies the whole difference, "
                "1000 (x - s)."),
    ],
    hints=[
        "`sigmoid(1000 * (x - s))` is a step up at s.",
        "Add a step up at `left` and a step down at `right`.",
    ])
def one_bump(x, left, right, height):
    """Write `one_bump(x, left, right, height)`: height between left and right and 0 elsewhere, by
    two sigmoids with w = 1000."""
    return height * sigmoid(1000 * (x - left)) - height * sigmoid(1000 * (x - right))


def _wishes():
    return [(jnp.array(wanted),)
            for wanted in ([1.0, 2.0, 9.0], [-3.0, 0.0, 0.5, 0.6, 10.0], [4.0], [0.3, -1.2, 0.1])]


@exercise(
    cases=_wishes,
    mistakes=[
        Mistake(lambda wanted: jnp.mean(wanted),
                "The mean makes the sum of the squares smallest. Here the distances themselves "
                "count, not their squares."),
        Mistake(lambda wanted: (jnp.max(wanted) + jnp.min(wanted)) / 2,
                "This number makes the largest distance smallest. The question asks for the "
                "smallest mean distance."),
        Mistake(lambda wanted: jnp.max(wanted),
                "This number is the largest of all, so it is too high for all the others."),
        Mistake(lambda wanted: wanted[len(wanted) // 2],
                "This is the number in the middle of the list. Sort the list first, to get the one "
                "that is in the middle by size."),
    ],
    hints=[
        "Move the height up a little. How many distances grow, and how many shrink?",
        "They balance where as many numbers are above as below. This is the median: `jnp.median`.",
    ])
def best_height(wanted):
    """Write `best_height(wanted)`: the number h for which the mean of abs(wanted - h) is
    smallest."""
    return jnp.median(wanted)


@exercise(
    cases=[(2, 10.0), (1, 10.0), (3, 10.0), (10, 4.0)],
    mistakes=[
        Mistake(lambda m, h: -m * h,
                "With this bias the tower is only 1/2 high, because the step is at the sum of m "
                "bumps. It should be halfway between m and m - 1 bumps."),
        Mistake(lambda m, h: -1.5 * h,
                "This is right for two inputs. With m of them, m bumps must add up."),
        Mistake(lambda m, h: -(m - 0.5),
                "This is right for bumps of height 1. For height h the bias is h times as large."),
        Mistake(lambda m, h: -15.0,
                "This is right for two bumps of height 10. What is it for m bumps of height h?"),
        Mistake(lambda m, h: -h / 2,
                "With this bias a single bump is enough to switch the neuron on."),
        Mistake(lambda m, h: (m - 0.5) * h,
                "Your answer has the wrong sign: the bias must keep the neuron off."),
        Mistake(lambda m, h: -(m - 1) * h,
                "With this bias the neuron gives 1/2 for m - 1 bumps already. It must "
                "be a little lower."),
    ],
    hints=[
        "Inside the tower the sum of the bumps is m h. Next to it, the sum is at most (m - 1) h.",
        "The step of the neuron belongs halfway between these two.",
    ])
def tower_bias(m, h):
    """Write `tower_bias(m, h)`: the bias of a neuron that adds m bumps of height h and should be on
    only where all of them are. Choose it halfway between what m and what m - 1 bumps need."""
    return -(m - 0.5) * h
