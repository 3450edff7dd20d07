"""Cost functions: how far a network's output is from the truth, and the error that backpropagation starts from.

The cost of a data set is C = sum over examples of C_x in the post, and the mean of the C_x in `fit` and in most books.
Both are least at the same parameters, and point downhill in the same direction; the mean's gradient is n times shorter,
so that a learning rate for the mean does not depend on the number n of examples.
Source: the post, "The solver"; Nielsen, chapters 1 to 3.
"""
from collections.abc import Callable
from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.networks.activations import Activation, sigmoid, softmax


@dataclass(frozen=True)
class Cost:
    """The cost C_x of one example, and its output error.

    Attributes: `name`; `function(z, a, y)`, C_x; `error(z, a, y, f)`, dC_x/dz; `formula`, C_x in LaTeX; `output`, the
    activation that its output layer must have (None: any that treats each z by itself).
    """
    name: str
    function: Callable[..., Array]
    error: Callable[..., Array]
    formula: str
    output: Activation | None = None

    def __call__(self, z: Float[Array, "outputs"], a: Float[Array, "outputs"],
                 y: Float[Array, "outputs"]) -> Float[Array, ""]:
        """C_x, a number, from the output layer's weighted inputs z and activations a, and the truth y."""
        return self.function(z, a, y)

    def output_error(self, z: Float[Array, "outputs"], a: Float[Array, "outputs"], y: Float[Array, "outputs"],
                     f: Activation) -> Float[Array, "outputs"]:
        """The output error delta^L = dC_x/dz, from z, a = f(z) and the truth y."""
        return self.error(z, a, y, f)

    def check_output(self, f: Activation) -> None:
        """Raises ValueError where the cost is of no use with outputs a = f(z)."""
        if self.output not in (None, f) or self.output is None and f is softmax:
            wanted = self.output or "an activation that treats each z by itself, such as sigmoid"
            raise ValueError(f"the cost {self.name} needs {wanted} as the network's output; got {f}")

    def __repr__(self) -> str:
        return self.name


quadratic = Cost("quadratic", lambda z, a, y: jnp.sum((a - y)**2) / 2, lambda z, a, y, f: (a - y) * f.derivative(z),
                 r"\frac12 \sum_j (a_j - y_j)^2")


def _cross_entropy(z, a, y):
    """For a = sigmoid(z), -ln a = max(-z, 0) + ln(1 + e^-|z|) and -ln(1 - a) = max(z, 0) + ln(1 + e^-|z|): no logarithm
    of 0, nothing cancels, and one logarithm does for both."""
    above, below = jnp.maximum(z, 0), jnp.maximum(-z, 0)
    return jnp.sum(y * below + (1 - y) * above + jnp.log1p(jnp.exp(-above - below)))


cross_entropy = Cost("cross_entropy", _cross_entropy, lambda z, a, y, f: a - y,
                     r"-\sum_j [y_j \ln a_j + (1 - y_j) \ln(1 - a_j)]", sigmoid)

# For a = softmax(z), and y that add up to 1.
log_likelihood = Cost("log_likelihood", lambda z, a, y: -jnp.sum(y * jax.nn.log_softmax(z)),
                      lambda z, a, y, f: a - y, r"-\sum_j y_j \ln a_j", softmax)

COSTS = {cost.name: cost for cost in (quadratic, cross_entropy, log_likelihood)}


def find_cost(name: str | Cost) -> Cost:
    """Find a cost by its name.

    name: one of `COSTS`, or a `Cost`, which is given back as it is.
    Raises ValueError for an unknown name.
    """
    if isinstance(name, Cost):
        return name
    if not isinstance(name, str) or name not in COSTS:
        raise ValueError(f"a cost must be one of {', '.join(COSTS)}; got {name!r}")
    return COSTS[name]
