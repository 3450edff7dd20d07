"""Exercises of lesson 05: costs, and the way down."""
from dataclasses import dataclass, field

import jax.numpy as jnp
from jax.random import key

from dlnotes.networks.backprop import mean_cost
from dlnotes.networks.costs import cross_entropy
from dlnotes.data.datasets import digits, one_hot
from dlnotes.answers.engine import Exercise, Mistake, exercise
from dlnotes.networks.network import Network
from dlnotes.learning.training import Diverged, fit


def _outputs():
    """Outputs and what they should be: one neuron, right and wrong, then several."""
    return [(jnp.array([0.5]), jnp.array([1.0])), (jnp.array([0.25, 0.5]), jnp.array([1.0, 0.0])),
            (jnp.array([0.9, 0.2, 0.6]), jnp.array([0.0, 1.0, 1.0])), (jnp.array([0.1, 0.7]), jnp.array([0.0, 1.0]))]


def _rows():
    """Outputs and what they should be, a row for each example: one of each, then more."""
    return [(jnp.array([[0.5]]), jnp.array([[1.0]])), (jnp.array([[0.25, 0.5]]), jnp.array([[1.0, 0.0]])),
            (jnp.array([[1.0], [0.5], [0.0]]), jnp.array([[1.0], [1.0], [1.0]])),
            (jnp.array([[0.9, 0.2, 0.6], [0.1, 0.7, 0.4]]), jnp.array([[0.0, 1.0, 1.0], [0.0, 1.0, 0.0]]))]


@exercise(cases=_rows,
          mistakes=[Mistake(lambda a, y: jnp.sum((a - y)**2) / 2, "That is the sum over all examples: take the mean."),
                    Mistake(lambda a, y: jnp.mean((a - y)**2) / 2,
                            "Within an example the squares are added up; only the examples are averaged."),
                    Mistake(lambda a, y: jnp.mean((a - y)**2),
                            "Within an example it is half the sum of the squares; only the examples are averaged."),
                    Mistake(lambda a, y: jnp.sum((a - y)**2) / len(a), "There is a 1/2 in front, for each example."),
                    Mistake(lambda a, y: jnp.sum((a - y)**2, axis=1) / 2,
                            "These are the costs of the examples, right so far: now one number, their mean."),
                    Mistake(lambda a, y: jnp.sum((a - y)**2, axis=0) / 2,
                            "`axis=0` adds over the examples; the outputs of one example lie along `axis=1`."),
                    Mistake(lambda a, y: jnp.mean(jnp.sum((a - y)**2, axis=0)) / 2,
                            "Add along `axis=1`, the outputs of an example, and average over the examples."),
                    Mistake(lambda a, y: jnp.mean(jnp.sum(jnp.abs(a - y), axis=1)) / 2, "Each difference is squared.")],
          hints=["`jnp.sum((a - y)**2, axis=1)` adds along each row.", "Half of it, then `jnp.mean`."])
def mean_half_squares(a, y):
    """Write `mean_half_squares(a, y)`: the mean of the quadratic costs of many examples. Each has a row of outputs in a,
    and in y a row of what was wanted."""
    return jnp.mean(jnp.sum((a - y)**2, axis=1)) / 2


@exercise(cases=_outputs,
          mistakes=[Mistake(lambda a, y: jnp.sum(y * jnp.log(a) + (1 - y) * jnp.log(1 - a)),
                            "The logarithm of a number below 1 is negative: a cost needs a minus in front."),
                    Mistake(lambda a, y: -jnp.sum(y * jnp.log(a)),
                            "Where y is 0, nothing is said yet about an output near 1: the second half is missing."),
                    Mistake(lambda a, y: jnp.sum(-y * jnp.log(a) + (1 - y) * jnp.log(1 - a)),
                            "The minus is for both halves: put brackets around their sum."),
                    Mistake(lambda a, y: -jnp.sum((1 - y) * jnp.log(a) + y * jnp.log(1 - a)),
                            "y and 1 - y have changed places: this rewards wrong answers."),
                    Mistake(lambda a, y: -jnp.mean(y * jnp.log(a) + (1 - y) * jnp.log(1 - a)),
                            "The outputs are added up, not averaged."),
                    Mistake(lambda a, y: -jnp.sum(y * jnp.log2(a) + (1 - y) * jnp.log2(1 - a)),
                            "The natural logarithm, `jnp.log`, not that of base 2.")],
          hints=["One output costs -ln a if y = 1, and -ln(1 - a) if y = 0.",
                 "y and 1 - y switch the two terms on and off: y ln a + (1 - y) ln(1 - a)."])
def surprise(a, y):
    "Write `surprise(a, y)`: the cross-entropy of one example with outputs a between 0 and 1, where y was wanted."
    return -jnp.sum(y * jnp.log(a) + (1 - y) * jnp.log(1 - a))


@exercise(cases=lambda: [(jnp.array([1.0]), jnp.array([2.0]), 0.5),
                         (jnp.array([3.0, -1.0]), jnp.array([1.0, 4.0]), 0.1),
                         (jnp.array([0.0, 2.0, 5.0]), jnp.array([0.0, -3.0, 0.5]), 2.0)],
          mistakes=[Mistake(lambda w, gradient, eta: w + eta * gradient, "That is one step uphill."),
                    Mistake(lambda w, gradient, eta: w - gradient, "The learning rate is missing."),
                    Mistake(lambda w, gradient, eta: w - eta * gradient / jnp.sqrt(jnp.sum(gradient**2)),
                            "The gradient is taken with its length: where it is flat, steps are short."),
                    Mistake(lambda w, gradient, eta: -eta * gradient, "That is the change; add it to where you are."),
                    Mistake(lambda w, gradient, eta: w - eta * jnp.sign(gradient),
                            "The size of the gradient counts, not only its sign.")],
          hints=["The gradient points to where the cost rises fastest.", "Take eta times the gradient away from w."])
def step_down(w, gradient, eta):
    "Write `step_down(w, gradient, eta)`: where one step of gradient descent leads from the parameters w."
    return w - eta * gradient


@exercise(cases=lambda: [(jnp.array([2.0]),), (jnp.array([1.0, 10.0]),), (jnp.array([0.5, 4.0, 3.0]),),
                         (jnp.array([8.0, 0.25]),)],
          mistakes=[Mistake(lambda curvatures: 2 / jnp.min(curvatures), "That diverges in the steepest direction."),
                    Mistake(lambda curvatures: 1 / jnp.max(curvatures),
                            "That jumps to the bottom in the steepest direction; the edge is further out."),
                    Mistake(lambda curvatures: 2 / curvatures,
                            "One number for all directions: with which eta does none of them diverge?"),
                    Mistake(lambda curvatures: 2 / jnp.sum(curvatures),
                            "Each direction goes its own way: they do not add up."),
                    Mistake(lambda curvatures: 2 / jnp.mean(curvatures), "The steepest direction decides, no mean."),
                    Mistake(lambda curvatures: jnp.max(curvatures) / 2, "Upside down: steeper means shorter steps.")],
          hints=["In a direction of curvature c each step multiplies by 1 - eta c.",
                 "All of these must stay between -1 and 1; the largest c is the first to leave."])
def edge(curvatures):
    """Write `edge(curvatures)`: the learning rate above which gradient descent on C = (c1 w1^2 + c2 w2^2 + ...) / 2
    diverges, for curvatures c1, c2, ..."""
    return 2 / jnp.max(curvatures)


@exercise(cases=[(10, 2), (1, 10), (32, 3), (100, 1)],
          mistakes=[Mistake(lambda m, times: m * times, "Twice the examples make it only 1.4 times more accurate."),
                    Mistake(lambda m, times: m * times**0.5, "The root is in the spread, not in the number."),
                    Mistake(lambda m, times: m * times ^ 2, "In Python a power is written `**`; `^` is something else."),
                    Mistake(lambda m, times: m / times**2, "More examples are needed, not fewer."),
                    Mistake(lambda m, times: m + times**2, "Think in factors: the spread is c / sqrt(m).")],
          hints=["The spread is c / sqrt(m) for some c.", "Solve c / sqrt(m') = c / sqrt(m) / times for m'."])
def examples_needed(m, times):
    """Write `examples_needed(m, times)`: the size of a mini-batch whose gradient has a spread `times` smaller than that
    of one with m examples."""
    return m * times**2


@exercise(cases=[(1.0, 0.0, 2.0, 0.5), (1.0, 2.0, 0.0, 0.5), (3.0, -1.0, 4.0, 0.1), (0.0, 5.0, -2.0, 0.2)],
          mistakes=[Mistake(lambda w, v, gradient, eta: (w - eta * v, 0.9 * v + gradient),
                            "The step is taken with the new velocity: change v first."),
                    Mistake(lambda w, v, gradient, eta: (w - eta * (v + gradient), v + gradient),
                            "Without friction it never comes to rest: the old velocity counts 0.9."),
                    Mistake(lambda w, v, gradient, eta: (w + eta * (0.9 * v + gradient), 0.9 * v + gradient),
                            "That rolls uphill."),
                    Mistake(lambda w, v, gradient, eta: (w - (0.9 * v + gradient), 0.9 * v + gradient),
                            "The learning rate is missing."),
                    Mistake(lambda w, v, gradient, eta: w - eta * (0.9 * v + gradient),
                            "Give back both: the new position and the new velocity."),
                    Mistake(lambda w, v, gradient, eta: (w - eta * (0.9 * v + gradient), v),
                            "The position is right; give back the new velocity with it."),
                    Mistake(lambda w, v, gradient, eta: (w + 0.9 * v - eta * gradient, 0.9 * v - eta * gradient),
                            "That is momentum, too, as others write it. Here eta multiplies the whole velocity."),
                    Mistake(lambda w, v, gradient, eta: (w - eta * (0.9 * v + 0.1 * gradient), 0.9 * v + 0.1 * gradient),
                            "That is momentum, too, as a mean of gradients. Here the gradient counts in full."),
                    Mistake(lambda w, v, gradient, eta: (0.9 * v + gradient, w - eta * (0.9 * v + gradient)),
                            "The position comes first, then the velocity.")],
          hints=["First the velocity: 0.9 times the old one, plus the gradient.", "Then a step of eta times it, down."])
def roll(w, v, gradient, eta):
    """Write `roll(w, v, gradient, eta)`: one step of momentum from position w with velocity v; the pair of the new
    position and the new velocity."""
    v = 0.9 * v + gradient
    return w - eta * v, v


@dataclass(frozen=True)
class _Run:
    """What became of a run, in words, by which it is compared; its mean costs and the share right are told as well."""
    verdict: str
    costs: tuple = field(default=(), compare=False)
    right: float = field(default=0.0, compare=False)

    def __repr__(self):
        course = f"; mean costs {', '.join(f'{cost:.2f}' for cost in self.costs)}; right: {100 * self.right:.0f} %"
        return self.verdict + (course if self.costs else "")


def _after_three_epochs(rate):
    """What three epochs at a learning rate make of the network of the lesson."""
    network, data = Network((64, 30, 10)), digits()
    start = network.init(key=key(5))
    before = mean_cost(network, start, data.x_train, one_hot(data.y_train, 10), cross_entropy)
    try:
        history = fit(network, start, data, key=key(5), epochs=3, learning_rate=rate).history
    except Diverged:
        return _Run("the cost is no number any more")
    if history.accuracy[-1] > 0.9:
        verdict = "more than 90 % are right"
    elif history.cost[-1] > before:
        verdict = "the cost is larger than at the start"
    elif history.cost[-1] > 2:
        verdict = f"the cost {'falls slowly' if rate < 1 else 'jumps about'}"
    else:
        verdict = "the cost falls well, but not far enough"
    return _Run(verdict, tuple(map(float, history.cost)), float(history.accuracy[-1]))


good_rate = Exercise(
    "good_rate", "Find a learning rate with which the network (64, 30, 10) recognises more than 90 % of the unseen "
    "digits after three epochs.", 1.0,
    mistakes=[Mistake(0.01, "The steps are too short: three epochs are over long before it arrives."),
              Mistake(0.3, "Close. Try a few rates around this one, longer and shorter by a factor of 2."),
              Mistake(8.0, "The steps are a little too long: now and then one leads far up again."),
              Mistake(30.0, "The steps are far too long: it jumps over every valley.")],
    hints=["Try 0.01, 0.1, 1 and 10 first: learning rates are found by factors.",
           "The best ones lie between the one that is too slow and the one that jumps about."],
    use=_after_three_epochs, solution="good_rate = 1.0")
