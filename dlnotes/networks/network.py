"""Networks: layers of neurons, a' = f(Wa + b), each fed by the one before.

A `Network` says what the model is (sizes and activations); what it has learnt is a tuple of `Layer`s, apart from it.
Source: the post, "The network".
"""
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from typing import NamedTuple, SupportsIndex

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.activations import Activation, find_activation, linear, sigmoid, softmax


class Layer(NamedTuple):
    """What a layer has learnt: `weights` (neurons, inputs), row j for neuron j, and `biases` (neurons,)."""
    weights: Float[Array, "neurons inputs"]
    biases: Float[Array, "neurons"]


class Trace(NamedTuple):
    """Everything a forward pass computes: weighted inputs `z`, a vector for each layer of neurons; activations `a`,
    with the example itself as a[0] and the output as a[-1]."""
    z: tuple[Float[Array, "_"], ...]
    a: tuple[Float[Array, "_"], ...]


class Count(NamedTuple):
    """Numbers of parameters: `weights` and `biases` for each layer of neurons, and `total`."""
    weights: tuple[int, ...]
    biases: tuple[int, ...]
    total: int


# By what a layer's numbers, drawn from N(0, 1), are multiplied: its weights and its biases.
SCHEMES: dict[str, Callable[[int, int], tuple[float, float]]] = {
    "normal": lambda n_in, n_out: (1.0, 1.0),                        # Nielsen's first choice
    "scaled": lambda n_in, n_out: (n_in**-0.5, 1.0),                 # his better one
    "glorot": lambda n_in, n_out: ((2 / (n_in + n_out))**0.5, 0.0),  # Glorot and Bengio (2010)
    "he": lambda n_in, n_out: ((2 / n_in)**0.5, 0.0),                # He and others (2015)
    "zeros": lambda n_in, n_out: (0.0, 0.0),                         # every neuron of a layer stays like the others
}


def layer_output(layer: Layer, a: Float[Array, "inputs"], f: Activation = sigmoid) -> Float[Array, "neurons"]:
    """The activations of one layer, a' = f(Wa + b), from those of the layer before, a."""
    return f(layer.weights @ a + layer.biases)


def collapse(layers: Sequence[Layer]) -> Layer:
    """The one linear layer that does what linear layers do one after the other: W = W2 W1 and b = W2 b1 + b2.

    layers: at least one, the first one first, each with as many inputs as the one before has neurons.
    Raises ValueError for no layers. Source: the post, "The building block".
    """
    if not layers:
        raise ValueError("layers must hold at least one layer; got none")
    return reduce(lambda one, two: Layer(two.weights @ one.weights, two.weights @ one.biases + two.biases), layers)


@dataclass(frozen=True, repr=False)
class Network:
    """A feedforward network: sizes such as (784, 30, 10), the input first, and the activations of its layers.

    sizes: at least two positive numbers; hidden: the activation (or its name) of every layer but the last, or one for
    each; output: that of the last. Frozen and hashable, so that `jax.jit` takes it as static.
    Raises ValueError where sizes or activations are of no use.
    """
    sizes: Sequence[SupportsIndex]
    hidden: Activation | str | Sequence[Activation | str] = sigmoid
    output: Activation | str = sigmoid

    def __post_init__(self):
        object.__setattr__(self, "sizes", _valid_sizes(self.sizes))
        many = self.hidden if isinstance(self.hidden, tuple | list) else (self.hidden,) * (len(self.sizes) - 2)
        if len(many) != len(self.sizes) - 2:
            raise ValueError(f"hidden must be one activation, or one for each of the {len(self.sizes) - 2} hidden "
                             f"layers; got {len(many)}")
        object.__setattr__(self, "hidden", tuple(find_activation(f) for f in many))
        if softmax in self.hidden:
            raise ValueError("hidden must be activations that treat each z by itself: softmax is for the output only")
        object.__setattr__(self, "output", find_activation(self.output))

    @property
    def activations(self) -> tuple[Activation, ...]:
        """The activation of each layer of neurons, the output layer last."""
        return (*self.hidden, self.output)

    def init(self, *, key: PRNGKeyArray, scheme: str = "scaled") -> tuple[Layer, ...]:
        """Random parameters to start from, a `Layer` for each layer of neurons.

        key: a `jax.random.key`; scheme: "normal" (N(0, 1), Nielsen's first), "scaled" (weights N(0, 1/n_in), biases
        N(0, 1)), "glorot" (weights N(0, 2/(n_in + n_out)), biases 0), "he" (weights N(0, 2/n_in), biases 0) or "zeros".
        Raises ValueError for an unknown scheme.
        """
        if scheme not in SCHEMES:
            raise ValueError(f"scheme must be one of {', '.join(SCHEMES)}; got {scheme!r}")
        return _drawn(self.sizes, scheme, key)

    def forward(self, params: tuple[Layer, ...], x: Float[Array, "inputs"]) -> Trace:
        """Every weighted input and activation for one example: z = Wa + b and a' = f(z), layer by layer.

        params: a `Layer` for each layer of neurons; x: (sizes[0],). Raises ValueError where a shape does not fit.
        """
        if jnp.shape(x) != self.sizes[:1]:
            raise ValueError(f"x must be one example of shape ({self.sizes[0]},); got shape {jnp.shape(x)}. "
                             "For many examples use jax.vmap(network.apply, (None, 0))(params, x)")
        self.check(params)
        z, a = [], [jnp.asarray(x)]
        for (W, b), f in zip(params, self.activations):
            z.append(W @ a[-1] + b)
            a.append(f(z[-1]))
        return Trace(tuple(z), tuple(a))

    def apply(self, params: tuple[Layer, ...], x: Float[Array, "inputs"]) -> Float[Array, "outputs"]:
        """The output for one example, a[-1] of `forward`; for many, `jax.vmap(network.apply, (None, 0))(params, x)`."""
        return self.forward(params, x).a[-1]

    def count(self) -> Count:
        """How many parameters: n_in * n_out weights and n_out biases for each layer of neurons."""
        weights = tuple(n_in * n_out for n_in, n_out in zip(self.sizes, self.sizes[1:]))
        biases = self.sizes[1:]
        return Count(weights, biases, sum(weights) + sum(biases))

    def check(self, params: tuple[Layer, ...]) -> None:
        """Raises ValueError where parameters do not fit the sizes, naming the layer."""
        found = tuple((jnp.shape(W), jnp.shape(b)) for W, b in params)
        fits = tuple(((n_out, n_in), (n_out,)) for n_in, n_out in zip(self.sizes, self.sizes[1:]))
        for number, (got, expected) in enumerate(zip(found, fits), start=1):
            if got != expected:
                raise ValueError(f"layer {number} must have weights {expected[0]} and biases {expected[1]}; "
                                 f"got {got[0]} and {got[1]}")
        if len(found) != len(fits):
            raise ValueError(f"params must hold {len(fits)} layers, one for each layer of neurons; got {len(found)}")

    def __repr__(self) -> str:
        count = self.count()
        lines = [f"Network {' -> '.join(map(str, self.sizes))}: {count.total:,} parameters"]
        for i, f in enumerate(self.activations):
            n_in, n_out = self.sizes[i], self.sizes[i + 1]
            name = "output" if i == len(self.hidden) else f"hidden {i + 1}"
            lines.append(f"  {name:<9} {n_out:>6,} {f.name} neurons   weights {n_out} x {n_in}, biases {n_out}: "
                         f"{count.weights[i] + count.biases[i]:,}")
        return "\n".join(lines)


@partial(jax.jit, static_argnames=("sizes", "scheme"))
def _drawn(sizes, scheme, key):
    """Layers cut from one draw: a draw for each shape would take ten times as long to compile."""
    numbers, layers, at = jax.random.normal(key, (sum((m + 1) * n for m, n in zip(sizes, sizes[1:])),)), [], 0
    for n_in, n_out in zip(sizes, sizes[1:]):
        weights, biases = numbers[at:at + n_in * n_out], numbers[at + n_in * n_out:at + (n_in + 1) * n_out]
        scale_w, scale_b = SCHEMES[scheme](n_in, n_out)
        layers.append(Layer(scale_w * weights.reshape(n_out, n_in), scale_b * biases))
        at += (n_in + 1) * n_out
    return tuple(layers)


def solve_output(network: Network, params: tuple[Layer, ...], x: Float[Array, "n inputs"],
                 y: Float[Array, "n outputs"]) -> tuple[Layer, ...]:
    """Change the output layer, and as little of it as can be, so that a network comes as near to n points as it can.

    network: its last layer linear; params: where to start; x, y: n inputs and the outputs wanted. The layers before
    stay as they are; least squares: what is missing, y - A v, times the pseudoinverse of A, is added to the output
    layer v, where A holds what feeds it. Raises ValueError for an output that is not linear.
    """
    if network.output != linear:
        raise ValueError(f"the output must be linear to be solved for; got {network.output}")
    feeding = jax.vmap(lambda one: network.forward(params, one).a[-2])(x)
    A, v = jnp.column_stack([feeding, jnp.ones(len(x))]), jnp.vstack([params[-1].weights.T, params[-1].biases])
    with jax.default_matmul_precision("highest"):
        inverse = jnp.linalg.pinv(A)
        for _ in range(2):  # the second time for what rounding left over
            v = v + inverse @ (y - A @ v)
    return *params[:-1], Layer(v[:-1].T, v[-1])


def _valid_sizes(sizes) -> tuple[int, ...]:
    wanted = "sizes must be at least two positive whole numbers, such as [784, 30, 10]"
    try:
        sizes = tuple(sizes)
    except TypeError:
        raise ValueError(f"{wanted}; got {sizes!r}") from None
    if len(sizes) < 2 or not all(hasattr(n, "__index__") and not isinstance(n, bool) and n > 0 for n in sizes):
        raise ValueError(f"{wanted}; got {list(sizes)!r}")
    return tuple(int(n) for n in sizes)
