"""Exercises of lesson 00: a line, and how good a network is at its task."""
import jax.numpy as jnp

from dlnotes.answers.engine import Mistake, exercise


@exercise(
    cases=[(1.0, 0.0, 3.0), (2.0, 1.0, 0.0), (0.5, 1.5, 4.0), (-1.0, 8.0, 2.0)],
    mistakes=[
        Mistake(lambda w, b, x: w * x,
                "The height b is missing. Where should the line be at x = 0?"),
        Mistake(lambda w, b, x: b * x + w,
                "You have exchanged w and b: the slope w belongs to x."),
        Mistake(lambda w, b, x: w + b + x,
                "You have added the slope w to x. Multiply x by it."),
    ],
    hints=[
        "At x = 0 the line is at height b.",
        "Each step of 1 to the right lifts the line by w.",
    ])
def line(w, b, x):
    """Write `line(w, b, x)`: the height at x of the line with slope w that passes through b at
    x = 0."""
    return w * x + b


def _answers():
    """Return digits that a network answers and the true ones: all right, half right, and mixed."""
    truth = jnp.array([0, 1, 2, 2, 1, 0, 2, 2, 0, 1])
    return [
        (jnp.array([3, 1]), jnp.array([3, 1])),
        (jnp.array([3, 1]), jnp.array([3, 7])),
        (jnp.array([0, 1, 1, 2, 1, 0, 2, 0, 0, 2]), truth),
        (jnp.array([1, 1, 2, 2, 1, 2, 0, 2, 0, 1]), truth),
    ]


@exercise(
    cases=_answers,
    mistakes=[
        Mistake(lambda answers, truth: jnp.sum(answers == truth),
                "This is the number of right answers. Divide it by the number of all answers."),
        Mistake(lambda answers, truth: jnp.mean(answers != truth),
                "This is the share of wrong answers. The question asks for the right ones."),
        Mistake(lambda answers, truth: 100 * jnp.mean(answers == truth),
                "This is in per cent. The share goes from 0 to 1."),
        Mistake(lambda answers, truth: jnp.all(answers == truth),
                "This asks whether all answers are right. The share asks how many of them are."),
        Mistake(lambda answers, truth: jnp.mean(jnp.abs(answers - truth)),
                "You have measured how far apart the digits are. But a digit is either right or "
                "wrong: taking a 3 for a 4 is no better than taking it for a 9."),
    ],
    hints=[
        "`answers == truth` is True where the two agree.",
        "The mean of True and False counts True as 1 and False as 0.",
    ])
def share_right(answers, truth):
    """Write `share_right(answers, truth)`: the share of the answers, from 0 to 1, that are the true
    digits."""
    return jnp.mean(answers == truth)


def _digits_missed():
    """Return answers and true digits in which the hardest digit is not the obvious one."""
    truth = jnp.array([0, 1, 2, 2, 1, 0, 2, 2, 0, 1])
    return [
        (jnp.array([0, 1, 1, 2, 1, 0, 2, 0, 0, 1]), truth),
        (jnp.array([1, 1, 2, 2, 1, 2, 2, 2, 0, 1]), truth),
        (jnp.array([0, 0, 0, 0, 0, 0, 1, 0, 0, 2]), jnp.array([0, 0, 0, 0, 0, 0, 0, 0, 1, 2])),
        (jnp.array([1, 1, 3]), jnp.array([1, 2, 3])),
        (jnp.array([2, 2, 1, 1, 1, 2, 2, 0]), jnp.array([2, 2, 2, 1, 1, 1, 2, 0])),
    ]


def _commonest(digits):
    return jnp.argmax(jnp.bincount(digits, length=10))


def _shares(answers, truth):
    """Return the share right of each of the ten digits, NaN for one that does not occur."""
    return jnp.array([jnp.mean(answers[truth == d] == d) for d in range(10)])


@exercise(
    cases=_digits_missed,
    mistakes=[
        Mistake(lambda answers, truth: _commonest(truth[answers != truth]),
                "This is the digit with the most errors. But a frequent digit has more chances to "
                "be missed, so divide by how often each digit occurs."),
        Mistake(lambda answers, truth: _commonest(answers[answers != truth]),
                "This is the wrong answer that is given most often. The question asks which true "
                "digit is missed most."),
        Mistake(lambda answers, truth: jnp.nanargmax(_shares(answers, truth)),
                "This is the digit that the network knows best."),
        Mistake(lambda answers, truth: jnp.argmin(_shares(answers, truth)),
                "A digit that does not occur has no share, because the mean of nothing is NaN. "
                "Look only at the digits in `jnp.unique(truth)`."),
    ],
    hints=[
        "For one digit d, look only where `truth == d`.",
        "The share right of d is the mean of `answers[truth == d] == d`. Find the digit "
        "where it is smallest.",
        "`for d in set(truth.tolist())` goes through the digits that occur, as plain numbers.",
    ])
def hardest_digit(answers, truth):
    """Write `hardest_digit(answers, truth)`: of the digits that occur in truth, the one with the
    smallest share right."""
    shares = {int(d): float(jnp.mean(answers[truth == d] == d)) for d in jnp.unique(truth)}
    return min(shares, key=shares.get)
