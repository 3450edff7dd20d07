"""Exercises of lesson 05: how large a learning rate and a mini-batch should be."""
from dataclasses import dataclass, field

import jax.numpy as jnp
from jax.random import key

from dlnotes.answers.engine import Exercise, Mistake, exercise
from dlnotes.data.datasets import digits, one_hot
from dlnotes.learning.training import Diverged, fit
from dlnotes.networks.backprop import mean_cost
from dlnotes.networks.costs import cross_entropy
from dlnotes.networks.network import Network


def _valleys():
    return [(jnp.array(curvatures),)
            for curvatures in ([2.0], [1.0, 10.0], [0.5, 4.0, 3.0], [8.0, 0.25])]


@exercise(
    cases=_valleys,
    mistakes=[
        Mistake(lambda curvatures: 2 / jnp.min(curvatures),
                "With this learning rate the steepest direction diverges."),
        Mistake(lambda curvatures: 1 / jnp.max(curvatures),
                "With this learning rate one step reaches the bottom in the steepest direction. "
                "The edge is at a larger one."),
        Mistake(lambda curvatures: 2 / curvatures,
                "You have one number for each direction. Return one number for all of them: the "
                "eta up to which none of them diverges."),
        Mistake(lambda curvatures: 2 / jnp.sum(curvatures),
                "Each direction behaves as if the others were not there, so the "
                "curvatures are not added."),
        Mistake(lambda curvatures: 2 / jnp.mean(curvatures),
                "The steepest direction alone decides, because it diverges first. "
                "A mean hides it."),
        Mistake(lambda curvatures: jnp.max(curvatures) / 2,
                "The fraction is upside down: a steeper valley needs a smaller learning rate."),
    ],
    hints=[
        "In a direction of curvature c each step multiplies the distance by 1 - eta c.",
        "All of these factors must stay between -1 and 1. The largest c is the first "
        "to leave this range.",
    ])
def edge(curvatures):
    """Write `edge(curvatures)`: the learning rate above which gradient descent on
    C = (c1 w1^2 + c2 w2^2 + ...) / 2 diverges, for curvatures c1, c2, ..."""
    return 2 / jnp.max(curvatures)


@exercise(
    cases=[(10, 2), (1, 10), (32, 3), (100, 1)],
    mistakes=[
        Mistake(lambda m, times: m * times,
                "Twice as many examples make the gradient only 1.4 times more accurate, because "
                "the spread falls with the square root."),
        Mistake(lambda m, times: m * times**0.5,
                "The spread falls with the root of the number of examples. So the number of "
                "examples grows with a power of `times`, not with its root."),
        Mistake(lambda m, times: m * times ^ 2,
                "In Python a power is written `**`. The sign `^` means something else."),
        Mistake(lambda m, times: m / times**2,
                "A smaller spread takes more examples, not fewer."),
        Mistake(lambda m, times: m + times**2,
                "Multiply instead of adding, because the spread is c / sqrt(m)."),
    ],
    hints=[
        "The spread is c / sqrt(m) for some number c.",
        "Solve c / sqrt(m') = c / sqrt(m) / times for m'.",
    ])
def examples_needed(m, times):
    """Write `examples_needed(m, times)`: the size of a mini-batch whose gradient has a spread
    `times` smaller than that of one with m examples."""
    return m * times**2


@dataclass(frozen=True)
class _Run:
    """A training run in words. Runs are compared by their verdict; the numbers are only shown."""
    verdict: str
    costs: tuple = field(default=(), compare=False)
    right: float = field(default=0.0, compare=False)

    def __repr__(self):
        if not self.costs:
            return self.verdict
        costs = ", ".join(f"{cost:.2f}" for cost in self.costs)
        return f"{self.verdict}; mean costs {costs}; right: {100 * self.right:.0f} %"


def _verdict(rate, before, cost, right):
    """Say in words how the cost went on from `before`, and whether enough digits are right."""
    if right > 0.85:
        return "more than 85 % are right"
    if cost > before:
        return "the cost is larger than at the start"
    if cost > 2:
        return "the cost falls slowly" if rate < 1 else "the cost jumps about"
    return "the cost falls well, but not far enough"


def _after_three_epochs(rate):
    """Train the network of the lesson for three epochs at a learning rate."""
    network = Network((64, 30, 10))
    data = digits()
    start = network.init(key=key(5))
    before = mean_cost(network, start, data.x_train, one_hot(data.y_train, 10), cross_entropy)
    try:
        history = fit(network, start, data, key=key(5), epochs=3, learning_rate=rate).history
    except Diverged:
        return _Run("the cost is not a number any more")
    right = float(history.accuracy[-1])
    verdict = _verdict(rate, before, history.cost[-1], right)
    return _Run(verdict, tuple(map(float, history.cost)), right)


good_rate = Exercise(
    "good_rate",
    "Find a learning rate with which the network (64, 30, 10) recognises more than 85 % of the "
    "unseen digits after three epochs.",
    1.0, use=_after_three_epochs,
    mistakes=[
        Mistake(0.01,
                "This learning rate is too small: three epochs are over long before the network "
                "has learnt the digits."),
        Mistake(0.15,
                "You are close. Try a few rates around this one, larger and smaller by "
                "a factor of 2."),
        Mistake(8.0,
                "This learning rate is a little too large: now and then a step "
                "leads far up again."),
        Mistake(30.0,
                "This learning rate is far too large: every step jumps across the valley, to a "
                "higher place on the other side."),
    ],
    hints=[
        "Try 0.01, 0.1, 1 and 10 first, because a learning rate is found by factors.",
        "The best rates lie between one that learns too slowly and one whose cost jumps about.",
    ],
    solution="good_rate = 1.0")
