"""Cost functions: how far a network's output is from the truth. C = sum over examples of C_x.

Source: the post, "The solver".
"""
from collections.abc import Callable
from dataclasses import dataclass

import jax.numpy as jnp
from jaxtyping import Array, Float


@dataclass(frozen=True)
class Cost:
    """The cost C_x of one example. Attributes: `name`; `function(z, a, y)`; `formula`, in LaTeX."""
    name: str
    function: Callable[..., Array]
    formula: str

    def __call__(self, z: Float[Array, "outputs"], a: Float[Array, "outputs"],
                 y: Float[Array, "outputs"]) -> Float[Array, ""]:
        """C_x, a number, from the output layer's weighted inputs z and activations a, and the truth y."""
        return self.function(z, a, y)

    def __repr__(self) -> str:
        return self.name


quadratic = Cost("quadratic", lambda z, a, y: jnp.sum((a - y)**2) / 2, r"\frac12 \sum_j (a_j - y_j)^2")

# For a = sigmoid(z), -[y ln a + (1 - y) ln(1 - a)] is ln(1 + e^z) - y z, which never takes the logarithm of 0.
cross_entropy = Cost("cross_entropy", lambda z, a, y: jnp.sum(jnp.logaddexp(z, 0) - y * z),
                     r"-\sum_j [y_j \ln a_j + (1 - y_j) \ln(1 - a_j)]")
