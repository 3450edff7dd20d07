"""Where a network's parameters start: schemes of random numbers, and how they are drawn."""
from collections.abc import Callable
from functools import partial

import jax
from jaxtyping import Array, PRNGKeyArray

from dlnotes.networks.registry import Registry

Scheme = Callable[[int, int], tuple[float, float]]

# Each gives two standard deviations, of the weights and of the biases of a layer with n_in inputs
# and n_out neurons; draws from N(0, 1) are multiplied by them.
SCHEMES: dict[str, Scheme] = Registry("scheme", {
    "normal": lambda n_in, n_out: (1.0, 1.0),                        # Nielsen's first choice
    "scaled": lambda n_in, n_out: (n_in**-0.5, 1.0),                 # his better one
    "glorot": lambda n_in, n_out: ((2 / (n_in + n_out))**0.5, 0.0),  # Glorot and Bengio (2010)
    "he": lambda n_in, n_out: ((2 / n_in)**0.5, 0.0),                # He and others (2015)
    "zeros": lambda n_in, n_out: (0.0, 0.0),                         # all neurons stay alike
})


@partial(jax.jit, static_argnames=("sizes", "scheme"))
def draw(sizes: tuple[int, ...], scheme: Scheme, key: PRNGKeyArray) -> list[tuple[Array, Array]]:
    """Draw weights (n_out, n_in) and biases (n_out,) for each layer of a network.

    sizes: the numbers of neurons, the input first.
    scheme: one of the values of `SCHEMES`.
    All are cut from one draw: a draw for each shape would take ten times as long to compile.
    """
    shapes = list(zip(sizes, sizes[1:]))
    numbers = jax.random.normal(key, (sum((n_in + 1) * n_out for n_in, n_out in shapes),))
    layers = []
    start = 0
    for n_in, n_out in shapes:
        middle = start + n_in * n_out
        end = middle + n_out
        weights_by, biases_by = scheme(n_in, n_out)
        weights = weights_by * numbers[start:middle].reshape(n_out, n_in)
        layers.append((weights, biases_by * numbers[middle:end]))
        start = end
    return layers
