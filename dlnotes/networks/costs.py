"""Cost functions: how far a network's output is from the truth, and how that changes with z.

The post adds up the costs C_x of the examples: C = sum over examples of C_x. `fit` and most books
take their mean instead. Both are smallest at the same parameters and point downhill in the same
direction. The gradient of the mean is n times smaller for n examples, and therefore a learning
rate for the mean does not depend on n.
Source: the post, "The solver"; Nielsen, chapters 1 to 3.
"""
from collections.abc import Callable
from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.networks.activations import Activation, sigmoid, softmax
from dlnotes.networks.registry import Registry


@dataclass(frozen=True)
class Cost:
    """The cost C_x of one example, and its output error.

    name: the name by which it is found.
    function: gives C_x, called as function(z, a, y).
    error: gives dC_x/dz, called as error(z, a, y, f).
    formula: C_x in LaTeX.
    output: the activation that the output layer must have; None for any that treats each z by
        itself.
    """
    name: str
    function: Callable[..., Array]
    error: Callable[..., Array]
    formula: str
    output: Activation | None = None

    def __call__(self, z: Float[Array, "outputs"], a: Float[Array, "outputs"],
                 y: Float[Array, "outputs"]) -> Float[Array, ""]:
        """Return C_x, a number.

        z, a: the weighted inputs and the activations of the output layer; y: the truth.
        """
        return self.function(z, a, y)

    def output_error(self, z: Float[Array, "outputs"], a: Float[Array, "outputs"],
                     y: Float[Array, "outputs"], f: Activation) -> Float[Array, "outputs"]:
        """Return the output error delta^L = dC_x/dz, from z, a = f(z) and the truth y."""
        return self.error(z, a, y, f)

    def check_output(self, f: Activation) -> None:
        """Raise ValueError if this cost cannot be used with outputs a = f(z)."""
        if self.output not in (None, f) or self.output is None and f is softmax:
            by_itself = "an activation that treats each z by itself, such as sigmoid"
            raise ValueError(f"the cost {self.name} needs {self.output or by_itself} "
                             f"as the network's output; got {f}")

    def __repr__(self) -> str:
        return self.name


quadratic = Cost(
    "quadratic",
    lambda z, a, y: jnp.sum((a - y)**2) / 2,
    lambda z, a, y, f: (a - y) * f.derivative(z),
    r"\frac12 \sum_j (a_j - y_j)^2")


def _cross_entropy(z, a, y):
    """Return the cross-entropy for a = sigmoid(z), computed from z alone.

        -ln a       = max(-z, 0) + ln(1 + e^-|z|)
        -ln(1 - a)  = max( z, 0) + ln(1 + e^-|z|)

    So no logarithm of 0 is taken, nothing cancels, and one logarithm serves both.
    """
    above = jnp.maximum(z, 0)
    below = jnp.maximum(-z, 0)
    return jnp.sum(y * below + (1 - y) * above + jnp.log1p(jnp.exp(-above - below)))


cross_entropy = Cost(
    "cross_entropy",
    _cross_entropy,
    lambda z, a, y, f: a - y,
    r"-\sum_j [y_j \ln a_j + (1 - y_j) \ln(1 - a_j)]",
    sigmoid)

# For a = softmax(z), and a truth y whose entries add up to 1.
log_likelihood = Cost(
    "log_likelihood",
    lambda z, a, y: -jnp.sum(y * jax.nn.log_softmax(z)),
    lambda z, a, y, f: a - y,
    r"-\sum_j y_j \ln a_j",
    softmax)

COSTS = Registry("a cost", {cost.name: cost for cost in (
    quadratic, cross_entropy, log_likelihood)}, kind=Cost)


def find_cost(name: str | Cost) -> Cost:
    """Find a cost by its name.

    name: one of `COSTS`; a `Cost` is returned unchanged.
    Raises ValueError for an unknown name.
    """
    return COSTS.find(name)
