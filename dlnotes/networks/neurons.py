"""One neuron: a = f(w.x + b), and the logic gates that one neuron can be.

Source: the post, "The building block"; McCulloch and Pitts (1943).
"""
from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.networks.activations import Activation, sigmoid, step

Number = Float[Array, ""] | float


class Neuron(NamedTuple):
    """The parameters of a neuron: `weights`, one for each input, and `bias`, a number."""
    weights: Float[Array, "inputs"]
    bias: Number


def weighted_input(weights: Float[Array, "inputs"], bias: Number,
                   x: Float[Array, "inputs"]) -> Float[Array, ""]:
    """Return the weighted input z = w.x + b, before the activation.

    weights, x: (inputs,); bias: a number.
    Raises ValueError where weights and x differ in shape.
    """
    weights = jnp.asarray(weights)
    x = jnp.asarray(x)
    if weights.shape != x.shape or weights.ndim != 1:
        raise ValueError("a neuron needs one weight for each input, as two vectors of one length; "
                         f"got weights of shape {weights.shape} and x of shape {x.shape}")
    return weights @ x + bias


def neuron(weights: Float[Array, "inputs"], bias: Number, x: Float[Array, "inputs"],
           activation: Activation = sigmoid) -> Float[Array, ""]:
    """Return the output of one neuron for one example: a = f(w.x + b).

    weights, x: (inputs,); bias: a number; activation: f.
    The result is a number in the range of f.
    Raises ValueError where weights and x differ in shape.
    """
    return activation(weighted_input(weights, bias, x))


def step_point(weight: Number, bias: Number) -> Float[Array, ""]:
    """Return where a neuron with one input steps: s = -b / w, the x at which z = wx + b is 0.

    For weight 0 there is no step: the result is infinite, or NaN if the bias is 0 too.
    Source: Nielsen, chapter 4.
    """
    return -jnp.asarray(bias, float) / weight


def smooth_step_bound(weight: Number, distance: Number) -> Float[Array, ""]:
    """Return a bound on abs(sigmoid(wx) - step(x)) for abs(x) >= distance: exp(-w distance).

    It follows from 1 - sigmoid(z) = sigmoid(-z) = 1 / (1 + exp(z)) <= exp(-z).
    weight, distance: positive.
    """
    return jnp.exp(-jnp.asarray(weight, float) * distance)


# The four inputs of a gate, and what each gate answers to them.
GATE_INPUTS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
TRUTH = {
    "AND": (0.0, 0.0, 0.0, 1.0),
    "OR": (0.0, 1.0, 1.0, 1.0),
    "NAND": (1.0, 1.0, 1.0, 0.0),
    "NOR": (1.0, 0.0, 0.0, 0.0),
    "XOR": (0.0, 1.0, 1.0, 0.0),
}

# Neurons as McCulloch and Pitts would have wired them by hand. XOR is missing, because no single
# neuron with a step computes it.
GATES = {
    "AND": Neuron((1.0, 1.0), -1.5),
    "OR": Neuron((1.0, 1.0), -0.5),
    "NAND": Neuron((-1.0, -1.0), 1.5),
    "NOR": Neuron((-1.0, -1.0), 0.5),
}


def gate(name: str, x: Float[Array, "2"]) -> Float[Array, ""]:
    """Compute a logic gate by one neuron with a step: 1 where w.x + b > 0, else 0.

    name: AND, OR, NAND or NOR; x: two truth values, 0 or 1.
    Raises ValueError for any other name.
    """
    if name not in GATES:
        why = "; no single neuron with a step computes XOR" if name == "XOR" else ""
        raise ValueError(f"name must be one of {', '.join(GATES)}; got {name!r}{why}")
    weights, bias = GATES[name]
    return neuron(jnp.array(weights), bias, x, step)


def mcculloch_pitts(excitatory: Float[Array, "n"], inhibitory: Float[Array, "m"],
                    threshold: Number) -> Float[Array, ""]:
    """Compute the neuron of 1943.

    It fires if no inhibitory input does, and at least `threshold` of the excitatory ones do.
    excitatory, inhibitory: (n,) and (m,), each 0 or 1; the result is 1 or 0.
    """
    vetoed = jnp.sum(jnp.asarray(inhibitory)) > 0
    too_few = jnp.sum(jnp.asarray(excitatory)) < threshold
    return jnp.where(vetoed | too_few, 0.0, 1.0)
