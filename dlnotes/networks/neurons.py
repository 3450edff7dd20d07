"""One neuron: a = f(w.x + b), the logic it can do by hand, and the first rule by which it learnt.

Source: the post, "The building block"; McCulloch and Pitts (1943); Rosenblatt (1958).
"""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float

from dlnotes.networks.activations import Activation, sigmoid, step

Number = Float[Array, ""] | float


class Neuron(NamedTuple):
    """What a neuron has learnt: `weights`, one for each input, and `bias`, a number."""
    weights: Float[Array, "inputs"]
    bias: Number


def weighted_input(weights: Float[Array, "inputs"], bias: Number,
                   x: Float[Array, "inputs"]) -> Float[Array, ""]:
    """z = w.x + b, before the activation.

    weights, x: (inputs,); bias: a number. Raises ValueError where weights and x differ in shape.
    """
    weights, x = jnp.asarray(weights), jnp.asarray(x)
    if weights.shape != x.shape or weights.ndim != 1:
        raise ValueError("a neuron needs one weight for each input, as two vectors of one length; "
                         f"got weights of shape {weights.shape} and x of shape {x.shape}")
    return weights @ x + bias


def neuron(weights: Float[Array, "inputs"], bias: Number, x: Float[Array, "inputs"],
           activation: Activation = sigmoid) -> Float[Array, ""]:
    """The output of one neuron on one example: a = f(w.x + b).

    weights, x: (inputs,); bias: a number; activation: f. The result is a number, in f's range.
    Raises ValueError where weights and x differ in shape.
    """
    return activation(weighted_input(weights, bias, x))


def step_point(weight: Number, bias: Number) -> Float[Array, ""]:
    """Where a neuron with one input steps: s = -b / w, the x at which z = wx + b is 0.

    For weight 0 there is no step: the result is infinite, or NaN where the bias is 0 too.
    Source: Nielsen, chapter 4.
    """
    return -jnp.asarray(bias, float) / weight


def smooth_step_bound(weight: Number, distance: Number) -> Float[Array, ""]:
    """How far the sigmoid of wx can be from the step of x at abs(x) >= distance: at most exp(-w distance).

    weight, distance: positive. From 1 - sigmoid(z) = sigmoid(-z) = 1 / (1 + exp(z)) <= exp(-z).
    """
    return jnp.exp(-jnp.asarray(weight, float) * distance)


# The four inputs of a gate, and the neurons that McCulloch and Pitts would have wired by hand. XOR is missing: no
# single neuron with a step computes it.
GATE_INPUTS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
GATES = {"AND": Neuron((1.0, 1.0), -1.5), "OR": Neuron((1.0, 1.0), -0.5),
         "NAND": Neuron((-1.0, -1.0), 1.5), "NOR": Neuron((-1.0, -1.0), 0.5)}
TRUTH = {"AND": (0.0, 0.0, 0.0, 1.0), "OR": (0.0, 1.0, 1.0, 1.0), "NAND": (1.0, 1.0, 1.0, 0.0),
         "NOR": (1.0, 0.0, 0.0, 0.0), "XOR": (0.0, 1.0, 1.0, 0.0)}


def gate(name: str, x: Float[Array, "2"]) -> Float[Array, ""]:
    """A logic gate as one neuron with a step: 1 where w.x + b > 0, else 0.

    name: AND, OR, NAND or NOR; x: two truth values, 0 or 1. Raises ValueError for any other name.
    """
    if name not in GATES:
        why = "; no single neuron with a step computes XOR" if name == "XOR" else ""
        raise ValueError(f"name must be one of {', '.join(GATES)}; got {name!r}{why}")
    weights, bias = GATES[name]
    return neuron(jnp.array(weights), bias, x, step)


def mcculloch_pitts(excitatory: Float[Array, "n"], inhibitory: Float[Array, "m"],
                    threshold: Number) -> Float[Array, ""]:
    """The neuron of 1943: it fires if no inhibitory input does, and at least `threshold` excitatory ones do.

    excitatory, inhibitory: (n,) and (m,), each 0 or 1; the result is 1 or 0.
    """
    vetoed = jnp.sum(jnp.asarray(inhibitory)) > 0
    return jnp.where(vetoed | (jnp.sum(jnp.asarray(excitatory)) < threshold), 0.0, 1.0)


def perceptron_update(neuron_now: Neuron, x: Float[Array, "inputs"], y: Number,
                      learning_rate: Number = 1.0) -> Neuron:
    """One step of the perceptron rule: w + eta (y - a) x and b + eta (y - a); no change where a is right.

    neuron_now: the weights (inputs,) and bias; x: (inputs,); y: the right answer, 0 or 1; learning_rate: eta > 0.
    """
    error = y - neuron(*neuron_now, x, step)
    return Neuron(neuron_now.weights + learning_rate * error * x, neuron_now.bias + learning_rate * error)


class PerceptronRun(NamedTuple):
    """What happened: after each of n steps (entry 0 is the start) the weights (n + 1, inputs), the biases (n + 1,)
    and the number of examples that are answered wrongly (n + 1,)."""
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
        return jnp.any(jnp.diff(self.weights, axis=0) != 0, axis=1) | (jnp.diff(self.biases) != 0)


def count_wrong(neuron_now: Neuron, x: Float[Array, "n inputs"], y: Float[Array, "n"]) -> Float[Array, ""]:
    """How many of the n examples a step neuron answers wrongly."""
    answers = jax.vmap(lambda one: neuron(*neuron_now, one, step))(x)
    return jnp.sum(answers != y).astype(float)


@partial(jax.jit, static_argnames="steps")
def perceptron_rule(x: Float[Array, "n inputs"], y: Float[Array, "n"], *, steps: int, start: Neuron | None = None,
                    learning_rate: Number = 1.0) -> PerceptronRun:
    """Learn by the perceptron rule: go through the examples in turn, `steps` times one example.

    x: (n, inputs); y: (n,), each 0 or 1; start: all zeros unless given. If a line can separate the two classes, the
    number of changes is finite (Novikoff 1962); if none can, the rule never comes to rest.
    """
    start = Neuron(jnp.zeros(x.shape[1]), 0.0) if start is None else start
    start = Neuron(*(jnp.asarray(part, float) for part in start))  # GATES hold plain numbers

    def one(now: Neuron, t: Array):
        after = perceptron_update(now, x[t % len(x)], y[t % len(x)], learning_rate)
        return after, (*after, count_wrong(after, x, y))

    first = (*start, count_wrong(start, x, y))
    _, later = jax.lax.scan(one, start, jnp.arange(steps))
    return PerceptronRun(*(jnp.concatenate([jnp.asarray(a)[None], b]) for a, b in zip(first, later)))


@partial(jax.jit, static_argnames="steps")
def one_against_rest(x: Float[Array, "n inputs"], labels: Array, *, steps: int) -> Neuron:
    """Ten neurons, each trained by the perceptron rule to say whether a digit is the one that it is asked about.

    x: (n, inputs); labels: (n,), 0 to 9. The result has weights (10, inputs) and biases (10,).
    """
    def learn(digit):
        y = (labels == digit) * 1.0
        return jax.lax.fori_loop(0, steps, lambda t, now: perceptron_update(now, x[t % len(x)], y[t % len(x)]),
                                 Neuron(jnp.zeros(x.shape[1]), jnp.zeros(())))

    return jax.vmap(learn)(jnp.arange(10))


def novikoff(x: Float[Array, "n inputs"], y: Float[Array, "n"]) -> tuple[float, float]:
    """(R, gamma) of Novikoff's theorem: from weights and bias 0 the perceptron rule moves at most (R / gamma)^2 times.

    R is the largest length of (x, 1); gamma the largest number for which some (w, b) of length 1 has w.x + b >= gamma
    wherever y is 1, and <= -gamma wherever it is 0; it is 0 where no line parts the two.
    x: (n, inputs); y: (n,), each 0 or 1. Source: Novikoff (1962).
    """
    from scipy.optimize import nnls  # slow to import, and rarely needed
    signed = np.column_stack([x, np.ones(len(x))]) * (2 * np.asarray(y, float) - 1)[:, None]
    R = np.linalg.norm(signed, axis=1).max()
    # gamma / R is how near mixtures of these points over R, v >= 0 with sum 1, come to 0. Free to shrink them by t, least
    # squares finds the smallest (t gamma / R)^2 + (1 - t)^2: with g = gamma / R it is g^2 / (1 + g^2).
    _, distance = nnls(np.vstack([signed.T / R, np.ones(len(signed))]), np.append(np.zeros(signed.shape[1]), 1))
    g = distance / np.sqrt(1 - distance**2)
    return float(R), float(R * g) if g > 1e-9 else 0.0
