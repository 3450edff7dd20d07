"""Networks: layers of neurons, a' = f(Wa + b), each fed by the one before.

A `Network` says what the model is: its sizes and activations. What it has learnt is kept apart
from it, as a tuple of `Layer`s.
Source: the post, "The network".
"""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, SupportsIndex

import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.activations import Activation, find_activation, sigmoid, softmax
from dlnotes.networks.initialisation import SCHEMES, draw


class Layer(NamedTuple):
    """The parameters of a layer: `weights` (neurons, inputs) and `biases` (neurons,).

    Row j of the weights belongs to neuron j.
    """
    weights: Float[Array, "neurons inputs"]
    biases: Float[Array, "neurons"]


class Trace(NamedTuple):
    """Everything that a forward pass computes.

    z: the weighted inputs, a vector for each layer of neurons.
    a: the activations; a[0] is the example itself, a[-1] the output.
    """
    z: tuple[Float[Array, "_"], ...]
    a: tuple[Float[Array, "_"], ...]


class Count(NamedTuple):
    """Numbers of parameters: `weights` and `biases` for each layer of neurons, and `total`."""
    weights: tuple[int, ...]
    biases: tuple[int, ...]
    total: int


def layer_output(layer: Layer, a: Float[Array, "inputs"],
                 f: Activation = sigmoid) -> Float[Array, "neurons"]:
    """Return the activations of one layer, a' = f(Wa + b).

    a: the activations of the layer before.
    """
    return f(layer.weights @ a + layer.biases)


@dataclass(frozen=True, repr=False)
class Network:
    """A feedforward network: its sizes, such as (784, 30, 10), and the activations of its layers.

    sizes: at least two positive numbers, the inputs first.
    hidden: the activation (or its name) of every layer but the last, or one for each of them.
    output: the activation of the last layer.
    Frozen and hashable, so that `jax.jit` takes it as static.
    Raises ValueError for sizes or activations that make no network.
    """
    sizes: Sequence[SupportsIndex]
    hidden: Activation | str | Sequence[Activation | str] = sigmoid
    output: Activation | str = sigmoid

    def __post_init__(self):
        object.__setattr__(self, "sizes", _valid_sizes(self.sizes))
        object.__setattr__(self, "hidden", _valid_hidden(self.hidden, len(self.sizes) - 2))
        object.__setattr__(self, "output", find_activation(self.output))

    @property
    def activations(self) -> tuple[Activation, ...]:
        """The activation of each layer of neurons, the output layer last."""
        return (*self.hidden, self.output)

    def init(self, *, key: PRNGKeyArray, scheme: str = "scaled") -> tuple[Layer, ...]:
        """Draw random parameters to start from, a `Layer` for each layer of neurons.

        key: a `jax.random.key`.
        scheme: how the numbers are distributed.
            "normal": all N(0, 1), Nielsen's first choice.
            "scaled": weights N(0, 1 / n_in), biases N(0, 1).
            "glorot": weights N(0, 2 / (n_in + n_out)), biases 0.
            "he": weights N(0, 2 / n_in), biases 0.
            "zeros": all 0.
        Raises ValueError for an unknown scheme.
        """
        return tuple(Layer(*drawn) for drawn in draw(self.sizes, SCHEMES.find(scheme), key))

    def forward(self, params: tuple[Layer, ...], x: Float[Array, "inputs"]) -> Trace:
        """Compute all weighted inputs and activations for one example, layer by layer.

            z = W a + b        a' = f(z)

        params: a `Layer` for each layer of neurons; x: (sizes[0],).
        Raises ValueError where a shape does not fit.
        """
        if jnp.shape(x) != self.sizes[:1]:
            raise ValueError(
                f"x must be one example of shape ({self.sizes[0]},); got shape {jnp.shape(x)}. "
                "For many examples use jax.vmap(network.apply, (None, 0))(params, x)")
        self.check(params)
        z = []
        a = [jnp.asarray(x)]
        for (W, b), f in zip(params, self.activations):
            z.append(W @ a[-1] + b)
            a.append(f(z[-1]))
        return Trace(tuple(z), tuple(a))

    def apply(self, params: tuple[Layer, ...], x: Float[Array, "inputs"]
              ) -> Float[Array, "outputs"]:
        """Return the output for one example, a[-1] of `forward`.

        For many examples use `jax.vmap(network.apply, (None, 0))(params, x)`.
        """
        return self.forward(params, x).a[-1]

    def count(self) -> Count:
        """Count the parameters: n_in * n_out weights and n_out biases in each layer of neurons."""
        weights = tuple(n_in * n_out for n_in, n_out in zip(self.sizes, self.sizes[1:]))
        biases = self.sizes[1:]
        return Count(weights, biases, sum(weights) + sum(biases))

    def check(self, params: tuple[Layer, ...]) -> None:
        """Raise ValueError if the parameters do not fit the sizes, and name the layer."""
        found = [(jnp.shape(W), jnp.shape(b)) for W, b in params]
        fits = [((n_out, n_in), (n_out,)) for n_in, n_out in zip(self.sizes, self.sizes[1:])]
        for number, (got, expected) in enumerate(zip(found, fits), start=1):
            if got != expected:
                raise ValueError(f"layer {number} must have weights {expected[0]} and biases "
                                 f"{expected[1]}; got {got[0]} and {got[1]}")
        if len(found) != len(fits):
            raise ValueError(f"params must hold {len(fits)} layers, one for each layer of "
                             f"neurons; got {len(found)}")

    def __repr__(self) -> str:
        count = self.count()
        lines = [f"Network {' -> '.join(map(str, self.sizes))}: {count.total:,} parameters"]
        for i, f in enumerate(self.activations):
            n_in = self.sizes[i]
            n_out = self.sizes[i + 1]
            name = "output" if i == len(self.hidden) else f"hidden {i + 1}"
            lines.append(f"  {name:<9} {n_out:>6,} {f.name} neurons   "
                         f"weights {n_out} x {n_in}, biases {n_out}: "
                         f"{count.weights[i] + count.biases[i]:,}")
        return "\n".join(lines)


def _valid_sizes(sizes) -> tuple[int, ...]:
    wanted = "sizes must be at least two positive whole numbers, such as [784, 30, 10]"
    try:
        sizes = tuple(sizes)
    except TypeError:
        raise ValueError(f"{wanted}; got {sizes!r}") from None
    if len(sizes) < 2 or not all(map(_is_positive_whole, sizes)):
        raise ValueError(f"{wanted}; got {list(sizes)!r}")
    return tuple(int(n) for n in sizes)


def _is_positive_whole(n) -> bool:
    return hasattr(n, "__index__") and not isinstance(n, bool) and bool(n > 0)


def _valid_hidden(hidden, layers) -> tuple[Activation, ...]:
    many = hidden if isinstance(hidden, tuple | list) else (hidden,) * layers
    if len(many) != layers:
        raise ValueError(f"hidden must be one activation, or one for each of the {layers} hidden "
                         f"layers; got {len(many)}")
    found = tuple(find_activation(f) for f in many)
    if softmax in found:
        raise ValueError("hidden must be activations that treat each z by itself: softmax is for "
                         "the output only")
    return found
