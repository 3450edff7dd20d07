"""Exercises of lesson 00: a line, and how good a network is at its task."""
import jax.numpy as jnp

from dlnotes.answers.engine import Mistake, exercise


def _answers():
    """Digits that a network might have said, and those that were written: perfect, half right, and mixed."""
    truth = jnp.array([0, 1, 2, 2, 1, 0, 2, 2, 0, 1])
    return [(jnp.array([3, 1]), jnp.array([3, 1])), (jnp.array([3, 1]), jnp.array([3, 7])),
            (jnp.array([0, 1, 1, 2, 1, 0, 2, 0, 0, 2]), truth), (jnp.array([1, 1, 2, 2, 1, 2, 0, 2, 0, 1]), truth)]


@exercise(cases=[(1.0, 0.0, 3.0), (2.0, 1.0, 0.0), (0.5, 1.5, 4.0), (-1.0, 8.0, 2.0)],
          mistakes=[Mistake(lambda w, b, x: w * x, "The height b is missing: where is the line at x = 0?"),
                    Mistake(lambda w, b, x: b * x + w, "The two knobs have changed places: w goes with x."),
                    Mistake(lambda w, b, x: w + b + x, "The slope w multiplies x; it is not added to it.")],
          hints=["At x = 0 the line is at height b.", "Each step of 1 to the right lifts the line by w."])
def line(w, b, x):
    "Write `line(w, b, x)`: the height at x of the line with slope w that passes through b at x = 0."
    return w * x + b


@exercise(cases=_answers,
          mistakes=[Mistake(lambda answers, truth: jnp.sum(answers == truth),
                            "That is how many are right; divide by how many there are."),
                    Mistake(lambda answers, truth: jnp.mean(answers != truth), "That is the share that is wrong."),
                    Mistake(lambda answers, truth: 100 * jnp.mean(answers == truth),
                            "That is in per cent. The share goes from 0 to 1."),
                    Mistake(lambda answers, truth: jnp.all(answers == truth),
                            "That asks whether all are right. The share asks how many of them."),
                    Mistake(lambda answers, truth: jnp.mean(jnp.abs(answers - truth)),
                            "A digit is right or wrong: taking a 3 for a 4 is no better than taking it for a 9.")],
          hints=["`answers == truth` is True where the two agree.",
                 "The mean of True and False counts True as 1 and False as 0."])
def share_right(answers, truth):
    "Write `share_right(answers, truth)`: the share of the answers, from 0 to 1, that are the true digits."
    return jnp.mean(answers == truth)


@exercise(cases=lambda: [(jnp.array([0, 1, 1, 2, 1, 0, 2, 0, 0, 1]), jnp.array([0, 1, 2, 2, 1, 0, 2, 2, 0, 1])),
                         (jnp.array([1, 1, 2, 2, 1, 2, 2, 2, 0, 1]), jnp.array([0, 1, 2, 2, 1, 0, 2, 2, 0, 1])),
                         (jnp.array([0, 0, 0, 0, 0, 0, 1, 0, 0, 2]), jnp.array([0, 0, 0, 0, 0, 0, 0, 0, 1, 2])),
                         (jnp.array([1, 1, 3]), jnp.array([1, 2, 3])),
                         (jnp.array([2, 2, 1, 1, 1, 2, 2, 0]), jnp.array([2, 2, 2, 1, 1, 1, 2, 0]))],
          mistakes=[Mistake(lambda answers, truth: jnp.argmax(jnp.bincount(truth[answers != truth], length=10)),
                            "That is the digit with the most errors; a frequent digit has more chances to err. "
                            "Divide by how often each digit occurs."),
                    Mistake(lambda answers, truth: jnp.argmax(jnp.bincount(answers[answers != truth], length=10)),
                            "That is the wrong answer given most often; the question is which true digit is missed."),
                    Mistake(lambda answers, truth: max(set(truth.tolist()),
                                                       key=lambda d: jnp.mean(answers[truth == d] == d)),
                            "That is the digit it knows best."),
                    Mistake(lambda answers, truth:
                            jnp.argmin(jnp.array([jnp.mean(answers[truth == d] == d) for d in range(10)])),
                            "A digit that does not occur has no share: the mean of nothing is NaN. Look only at those in "
                            "`jnp.unique(truth)`.")],
          hints=["For one digit d, look only where `truth == d`.",
                 "The share right of d is the mean of `answers[truth == d] == d`; take the digit where it is smallest.",
                 "`for d in set(truth.tolist())` goes through the digits that occur, as plain numbers."])
def hardest_digit(answers, truth):
    "Write `hardest_digit(answers, truth)`: of the digits that occur in truth, the one with the smallest share right."
    shares = {int(d): float(jnp.mean(answers[truth == d] == d)) for d in jnp.unique(truth)}
    return min(shares, key=shares.get)
