"""The perceptron rule: the first rule by which a neuron learnt, and a bound on its changes.

Source: the post, "The building block"; Rosenblatt (1958); Novikoff (1962).
"""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float

from dlnotes.networks.activations import step
from dlnotes.networks.arguments import as_floats
from dlnotes.networks.neurons import Neuron, Number, neuron


def perceptron_update(neuron_now: Neuron, x: Float[Array, "inputs"], y: Number,
                      learning_rate: Number = 1.0) -> Neuron:
    """Make one step of the perceptron rule; a neuron whose answer a is right does not change.

        w <- w + eta (y - a) x
        b <- b + eta (y - a)

    neuron_now: the weights (inputs,) and bias; x: (inputs,); y: the right answer, 0 or 1.
    learning_rate: eta > 0.
    Raises ValueError for a y that is neither 0 nor 1.
    """
    x = as_floats("x", x)
    y = _zero_or_one(y)
    error = y - neuron(*neuron_now, x, step)
    weights = as_floats("weights", neuron_now.weights) + learning_rate * error * x
    return Neuron(weights, neuron_now.bias + learning_rate * error)


class PerceptronRun(NamedTuple):
    """A neuron at the start and after each of n steps; entry 0 is the start.

    weights: (n + 1, inputs).
    biases: (n + 1,).
    wrong: the number of examples that it answers wrongly, (n + 1,).
    """
    weights: Float[Array, "time inputs"]
    biases: Float[Array, "time"]
    wrong: Float[Array, "time"]

    @property
    def neuron(self) -> Neuron:
        """The neuron at the end."""
        return Neuron(self.weights[-1], self.biases[-1])

    @property
    def moved(self) -> Bool[Array, "steps"]:
        """Whether the rule changed the neuron, in each of the n steps."""
        turned = jnp.any(jnp.diff(self.weights, axis=0) != 0, axis=1)
        return turned | (jnp.diff(self.biases) != 0)


def count_wrong(neuron_now: Neuron, x: Float[Array, "n inputs"],
                y: Float[Array, "n"]) -> Float[Array, ""]:
    """Count the examples, of n, that a step neuron answers wrongly.

    x: (n, inputs); y: (n,), each 0 or 1. Raises ValueError for others.
    """
    x, y = _examples(x, y)
    answers = jax.vmap(lambda one: neuron(*neuron_now, one, step))(x)
    return jnp.sum(answers != y).astype(float)


def perceptron_rule(x: Float[Array, "n inputs"], y: Float[Array, "n"], *, steps: int,
                    start: Neuron | None = None, learning_rate: Number = 1.0) -> PerceptronRun:
    """Learn by the perceptron rule: cycle through the examples, one per step.

    x: (n, inputs); y: (n,), each 0 or 1; start: all zeros unless given.
    If a line can separate the two classes, the number of changes is finite (Novikoff 1962); if
    no line can, the rule never stops changing the neuron.
    Raises ValueError for labels that are not 0 and 1, such as -1 and 1, for a start without a
    weight for each input, and for steps that are no whole number.
    """
    x, y = _examples(x, y)
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer) or steps < 0:
        raise ValueError(f"steps must be a whole number, 0 or more; got {steps!r}")
    start = Neuron(jnp.zeros(x.shape[1]), 0.0) if start is None else start
    start = Neuron(*(as_floats("start", part) for part in start))  # GATES hold plain numbers
    if start.weights.shape != x.shape[1:]:
        raise ValueError(f"start must have a weight for each of the {x.shape[1]} inputs; got "
                         f"weights of shape {start.weights.shape}")
    return _learn(x, y, int(steps), start, learning_rate)


@partial(jax.jit, static_argnames="steps")
def _learn(x, y, steps, start, learning_rate):
    def one(now: Neuron, t: Array):
        after = perceptron_update(now, x[t % len(x)], y[t % len(x)], learning_rate)
        return after, (*after, count_wrong(after, x, y))

    first = (*start, count_wrong(start, x, y))
    _, later = jax.lax.scan(one, start, jnp.arange(steps))
    return PerceptronRun(*(
        jnp.concatenate([jnp.asarray(a)[None], b]) for a, b in zip(first, later)))


def one_against_rest(x: Float[Array, "n inputs"], labels: Array, *, steps: int) -> Neuron:
    """Train ten neurons by the perceptron rule, each to tell one digit from the nine others.

    x: (n, inputs); labels: (n,), 0 to 9. Raises ValueError for others.
    The result has weights (10, inputs) and biases (10,).
    """
    x, labels = _one_each(as_floats("x", x), as_floats("labels", labels), "labels")
    _check_values("labels", labels, range(10), "a digit from 0 to 9")
    return _learn_digits(x, labels, steps)


@partial(jax.jit, static_argnames="steps")
def _learn_digits(x, labels, steps):
    def learn(digit):
        y = (labels == digit) * 1.0

        def one(t, now):
            return perceptron_update(now, x[t % len(x)], y[t % len(x)])

        return jax.lax.fori_loop(0, steps, one, Neuron(jnp.zeros(x.shape[1]), jnp.zeros(())))

    return jax.vmap(learn)(jnp.arange(10))


def novikoff(x: Float[Array, "n inputs"], y: Float[Array, "n"]) -> tuple[float, float]:
    """Return (R, gamma) of Novikoff's theorem.

    Started from weights and bias 0, the perceptron rule changes them at most (R / gamma)^2 times.
    R: the largest length of (x, 1).
    gamma: the largest number for which some (w, b) of length 1 has w.x + b >= gamma wherever y
        is 1, and w.x + b <= -gamma wherever y is 0. It is 0 if no line separates the two.
    x: (n, inputs); y: (n,), each 0 or 1. Raises ValueError for others.
    """
    x, y = (np.asarray(part, float) for part in _examples(x, y))
    from scipy.optimize import nnls  # slow to import, and rarely needed
    signed = np.column_stack([x, np.ones(len(x))]) * (2 * y - 1)[:, None]
    R = np.linalg.norm(signed, axis=1).max()
    # gamma / R = g is the distance of the origin from the mixtures of the points signed / R: the
    # sums of v * signed / R with v >= 0 and sum(v) = 1. Where sum(v) = t is free, least squares
    # minimises (t g)^2 + (1 - t)^2. The minimum is distance^2 = g^2 / (1 + g^2).
    ones = np.ones(len(signed))
    origin = np.append(np.zeros(signed.shape[1]), 1)
    _, distance = nnls(np.vstack([signed.T / R, ones]), origin)
    g = distance / np.sqrt(1 - distance**2)
    return float(R), float(R * g) if g > 1e-9 else 0.0


def _examples(x, y):
    """Return x (n, inputs) and y (n,) as floats. Raises ValueError for other shapes and labels."""
    return _one_each(as_floats("x", x), _zero_or_one(y), "y")


def _one_each(x, y, name):
    if x.ndim != 2 or y.shape != x.shape[:1]:
        raise ValueError(f"x must have a row for each example and {name} a label for each; got "
                         f"shapes {x.shape} and {y.shape}")
    return x, y


def _zero_or_one(y):
    y = as_floats("y", y)
    _check_values("y", y, (0, 1), "0 or 1 for each example; for labels -1 and 1 write y > 0")
    return y


def _check_values(name, labels, known, words):
    """Raise ValueError for a label that is not known; inside a transformation none is known yet."""
    if isinstance(labels, jax.core.Tracer):
        return
    strange = np.setdiff1d(np.asarray(labels), known)
    if strange.size:
        raise ValueError(f"{name} must be {words}; got {strange[0]:g}")
