"""Activation functions: how a neuron turns its weighted input z into its output a = f(z).

Each is an `Activation`: called on an array it gives the activations; `.derivative` gives the
slopes; `.formula` is its LaTeX. Values and gradients stay finite for abs(z) up to 1e4 in float32.
`ACTIVATIONS` holds those that treat each z by itself. `softmax` is not among them: its outputs
are shares of one whole, so each of them depends on every z.

How to add one: make the `Activation` below, and write its name into the line of `ACTIVATIONS`.
"""
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jax.lax import logistic
from jax.scipy.special import erfc
from jax.typing import ArrayLike
from jaxtyping import Array, Float

from dlnotes.networks.registry import Registry


@dataclass(frozen=True)
class Activation:
    """A function a = f(z), applied to each weighted input by itself.

    Only softmax is applied to all weighted inputs of a layer together.

    name: the name by which it is found.
    function, slope: f and its derivative f', on float arrays; the results have the same shape.
    formula: f(z) in LaTeX.
    Source: the post, "The building block".
    """
    name: str
    function: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    formula: str

    def __call__(self, z: ArrayLike | Sequence) -> Float[Array, "..."]:
        """Return a = f(z) for weighted inputs z of any shape; the result has the same shape."""
        return self.function(_as_float(z))

    def derivative(self, z: ArrayLike | Sequence) -> Float[Array, "..."]:
        """Return f'(z) for weighted inputs z of any shape; at a kink, the slope on its left."""
        return self.slope(_as_float(z))

    def __repr__(self) -> str:
        return self.name


def _as_float(z: ArrayLike | Sequence) -> Array:
    z = jnp.asarray(z)
    return z.astype(jnp.result_type(z, float))


# logistic(z) is 1 / (1 + exp(-z)), written so that neither exp(-z) nor its gradient overflows.
sigmoid = Activation(
    "sigmoid",
    logistic,
    lambda z: logistic(z) * (1 - logistic(z)),
    r"\frac{1}{1 + e^{-z}}")

tanh = Activation(
    "tanh",
    jnp.tanh,
    lambda z: 1 - jnp.tanh(z)**2,
    r"\tanh z")

relu = Activation(
    "relu",
    lambda z: jnp.where(z > 0, z, 0),
    lambda z: jnp.where(z > 0, 1, jnp.zeros_like(z)),
    r"\max(0, z)")

LEAK = 0.01  # the slope of the leaky ReLU below zero

leaky_relu = Activation(
    "leaky_relu",
    lambda z: jnp.where(z > 0, z, LEAK * z),
    lambda z: jnp.where(z > 0, 1, jnp.full_like(z, LEAK)),
    r"\max(0.01 z, z)")

# The inner where keeps large z away from exp. Without it, the outer where would still hide the
# overflow of exp from the value, but not from the gradient.
elu = Activation(
    "elu",
    lambda z: jnp.where(z > 0, z, jnp.expm1(jnp.where(z > 0, 0, z))),
    lambda z: jnp.where(z > 0, 1, jnp.exp(jnp.where(z > 0, 0, z))),
    r"z \text{ if } z > 0 \text{ else } e^z - 1")


def _normal_cdf(z: Array) -> Array:
    return 0.5 * erfc(-z / jnp.sqrt(2).astype(z.dtype))


def _gelu_slope(z: Array) -> Array:
    root = jnp.sqrt(2 * jnp.pi).astype(z.dtype)
    return _normal_cdf(z) + z * jnp.exp(-z**2 / 2) / root


gelu = Activation(
    "gelu",
    lambda z: z * _normal_cdf(z),
    _gelu_slope,
    r"z\,\Phi(z)")

silu = Activation(
    "silu",
    lambda z: z * logistic(z),
    lambda z: logistic(z) * (1 + z * logistic(-z)),
    r"\frac{z}{1 + e^{-z}}")

softplus = Activation(
    "softplus",
    lambda z: jnp.logaddexp(z, 0),
    logistic,
    r"\ln(1 + e^z)")

step = Activation(
    "step",
    lambda z: jnp.where(z > 0, 1, jnp.zeros_like(z)),
    jnp.zeros_like,
    r"1 \text{ if } z > 0 \text{ else } 0")

linear = Activation(
    "linear",
    lambda z: z,
    jnp.ones_like,
    "z")


def _no_slope(z: Array) -> Array:
    raise ValueError("each output of softmax depends on every z, so that it has no slopes f'(z); "
                     "as an output, with the cost log_likelihood, it needs none")


softmax = Activation(
    "softmax",
    jax.nn.softmax,
    _no_slope,
    r"\frac{e^{z_j}}{\sum_k e^{z_k}}")

ACTIVATIONS = Registry("an activation", {f.name: f for f in (
    sigmoid, tanh, relu, leaky_relu, elu, gelu, silu, softplus, step, linear)}, kind=Activation)


def find_activation(name: str | Activation) -> Activation:
    """Find an activation by its name.

    name: one of `ACTIVATIONS`, or "softmax"; an `Activation` is returned unchanged.
    Raises ValueError for an unknown name.
    """
    return ACTIVATIONS.find(name, softmax=softmax)
