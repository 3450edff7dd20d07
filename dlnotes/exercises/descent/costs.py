"""Exercises of lesson 05: the quadratic cost of many examples, and the cross-entropy of one."""
import jax.numpy as jnp

from dlnotes.answers.engine import Mistake, exercise


def _rows():
    """Return outputs and what they should be, a row for each example: one example, then more."""
    return [
        (jnp.array([[0.5]]), jnp.array([[1.0]])),
        (jnp.array([[0.25, 0.5]]), jnp.array([[1.0, 0.0]])),
        (jnp.array([[1.0], [0.5], [0.0]]), jnp.array([[1.0], [1.0], [1.0]])),
        (jnp.array([[0.9, 0.2, 0.6], [0.1, 0.7, 0.4]]),
         jnp.array([[0.0, 1.0, 1.0], [0.0, 1.0, 0.0]])),
    ]


@exercise(
    cases=_rows,
    mistakes=[
        Mistake(lambda a, y: jnp.sum((a - y)**2) / 2,
                "This is the sum over all examples. Take the mean over the examples instead."),
        Mistake(lambda a, y: jnp.mean((a - y)**2) / 2,
                "You have averaged the squares within an example. Add them up there; average only "
                "over the examples."),
        Mistake(lambda a, y: jnp.mean((a - y)**2),
                "The cost of an example is half the sum of its squares. Average "
                "only over the examples."),
        Mistake(lambda a, y: jnp.sum((a - y)**2) / len(a),
                "The cost of each example has a factor of 1/2 in front, which is missing here."),
        Mistake(lambda a, y: jnp.sum((a - y)**2, axis=1) / 2,
                "These are the costs of the single examples, and they are right. Now return one "
                "number, their mean."),
        Mistake(lambda a, y: jnp.sum((a - y)**2, axis=0) / 2,
                "`axis=0` adds over the examples. The outputs of one example lie along `axis=1`."),
        Mistake(lambda a, y: jnp.mean(jnp.sum((a - y)**2, axis=0)) / 2,
                "Add along `axis=1`, because the outputs of an example lie there. Then average "
                "over the examples."),
        Mistake(lambda a, y: jnp.mean(jnp.sum(jnp.abs(a - y), axis=1)) / 2,
                "You have added the distances. The quadratic cost adds their squares."),
    ],
    hints=[
        "`jnp.sum((a - y)**2, axis=1)` adds along each row.",
        "Take half of these sums; `jnp.mean` then averages over the examples.",
    ])
def mean_half_squares(a, y):
    """Write `mean_half_squares(a, y)`: the mean of the quadratic costs of many examples. Each
    example has a row of outputs in a, and in y a row of what was wanted."""
    return jnp.mean(jnp.sum((a - y)**2, axis=1)) / 2


def _outputs():
    """Return outputs and what they should be: one neuron, then several."""
    return [
        (jnp.array([0.5]), jnp.array([1.0])),
        (jnp.array([0.25, 0.5]), jnp.array([1.0, 0.0])),
        (jnp.array([0.9, 0.2, 0.6]), jnp.array([0.0, 1.0, 1.0])),
        (jnp.array([0.1, 0.7]), jnp.array([0.0, 1.0])),
    ]


def _minus_on_one_half(a, y):
    return jnp.sum(-y * jnp.log(a) + (1 - y) * jnp.log(1 - a))


def _base_2(a, y):
    return -jnp.sum(y * jnp.log2(a) + (1 - y) * jnp.log2(1 - a))


@exercise(
    cases=_outputs,
    mistakes=[
        Mistake(lambda a, y: jnp.sum(y * jnp.log(a) + (1 - y) * jnp.log(1 - a)),
                "Your cost is negative, because the logarithm of a number below 1 is negative. Put "
                "a minus in front."),
        Mistake(lambda a, y: -jnp.sum(y * jnp.log(a)),
                "The second term is missing: where y is 0, an output near 1 costs nothing so far."),
        Mistake(_minus_on_one_half,
                "The minus belongs to both terms: put brackets around their sum."),
        Mistake(lambda a, y: -jnp.sum((1 - y) * jnp.log(a) + y * jnp.log(1 - a)),
                "You have exchanged y and 1 - y, so wrong answers cost least."),
        Mistake(lambda a, y: -jnp.mean(y * jnp.log(a) + (1 - y) * jnp.log(1 - a)),
                "Add the costs of the outputs up; do not average them."),
        Mistake(_base_2,
                "Use the natural logarithm, `jnp.log`, instead of the logarithm of base 2."),
    ],
    hints=[
        "One output costs -ln a if y = 1, and -ln(1 - a) if y = 0.",
        "The factors y and 1 - y switch the two terms on and off: y ln a + (1 - y) ln(1 - a).",
    ])
def surprise(a, y):
    """Write `surprise(a, y)`: the cross-entropy of one example with outputs a between 0 and 1,
    where y was wanted."""
    return -jnp.sum(y * jnp.log(a) + (1 - y) * jnp.log(1 - a))
