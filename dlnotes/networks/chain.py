"""Chains: layers of any kind, one after the other, with one backward pass for them all.

A `Chain` says what the model is: the shape of an example, and its layers. What it has learnt is
kept apart from it, as a tuple with the parameters of each layer.
"""
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.activations import Activation
from dlnotes.networks.costs import Cost, cross_entropy
from dlnotes.networks.layers.batch_normalisation import BATCH
from dlnotes.networks.layers.parameters import check_params, shaped_params
from dlnotes.networks.layers.passes import (
    deltas_through, first_statistics, forward_through, gradients_of, init_all, next_statistics,
    shapes_through)
from dlnotes.networks.layers.protocol import AT_TEST, Given, Shape


class ChainBackward(NamedTuple):
    """Everything that a backward pass computes, an entry for each layer.

    trace: what happened in the forward pass; deltas: the errors inside each layer; gradient: of
    C_x, shaped as the parameters are.
    """
    trace: tuple
    deltas: tuple
    gradient: tuple


class BatchGradient(NamedTuple):
    """The mean cost of a batch, its gradient, and the running statistics after this batch.

    statistics: an entry for each layer; () where none were given.
    """
    cost: Float[Array, ""]
    gradient: tuple
    statistics: tuple


@dataclass(frozen=True, repr=False)
class Chain:
    """A network of any layers, such as Chain((28, 28, 1), [Convolution(1, 8), MaxPool(), ...]).

    inputs: the shape of an example; None for a length that varies, as that of a sequence.
    layers: at least one; the last is dense, because its z and its activation are what a cost needs.
    Frozen and hashable, so that `jax.jit` takes it as static.
    Raises ValueError where the shapes of two layers do not fit, and names them.
    """
    inputs: Shape
    layers: Sequence[Any]

    def __post_init__(self):
        object.__setattr__(self, "inputs", tuple(self.inputs))
        object.__setattr__(self, "layers", tuple(self.layers))
        if not self.layers or not hasattr(self.layers[-1], "f"):
            last = type(self.layers[-1]).__name__ if self.layers else "no layer"
            raise ValueError(f"the last layer must be dense, with an activation; got {last}")
        shapes_through(self.layers, self.inputs)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shape of an example, and of the output of each layer."""
        return shapes_through(self.layers, self.inputs)

    @property
    def output(self) -> Activation:
        """The activation of the last layer."""
        return self.layers[-1].f

    def init(self, *, key: PRNGKeyArray) -> tuple:
        """Return random parameters to start from, each layer's drawn with a key of its own."""
        return init_all(self.layers, key)

    def first_statistics(self) -> tuple:
        """Return the running statistics before training, an entry for each layer; most have ()."""
        return first_statistics(self.layers)

    def forward(self, params: tuple, x: Array, given: Given = AT_TEST) -> tuple:
        """Return the trace of each layer, for one example.

        params: those of each layer; x: of the shape `inputs`.
        given: whether it is training, a key, a mask, running statistics.
        Raises ValueError where the shape of the example or of the mask does not fit.
        """
        self._check(params, jnp.shape(x), given)
        return forward_through(self.layers, params, jnp.asarray(x), given)

    def apply(self, params: tuple, x: Array, given: Given = AT_TEST) -> Array:
        """Return the output for one example; for many use `jax.vmap`."""
        return self.forward(params, x, given)[-1].a

    def cost(self, params: tuple, x: Array, y: Array, cost: Cost = cross_entropy,
             given: Given = AT_TEST) -> Float[Array, ""]:
        """Return the cost C_x of one example, of which `backward` gives the gradient."""
        cost.check_output(self.output)
        last = self.forward(params, x, given)[-1]
        self._check_truth(y, last.a)
        return cost(last.z, last.a, y)

    def backward(self, params: tuple, x: Array, y: Array, cost: Cost = cross_entropy,
                 given: Given = AT_TEST) -> ChainBackward:
        """Compute the gradient of the cost C_x of one example, by backpropagation.

            BP1   delta^L = dC_x/dz^L                             the output error, from the cost
            BP2   delta^l from delta^(l+1)                        from each layer to the one before
            BP3   dC_x/db^l = delta^l                             summed over all that share b
            BP4   dC_x/dW^l = delta^l a^(l-1)^T                   summed over all that share W

        params, x, given: as for `forward`; y: the truth, shaped as the output; cost: C_x.
        """
        cost.check_output(self.output)
        trace = self.forward(params, x, given)
        self._check_truth(y, trace[-1].a)
        last = cost.output_error(trace[-1].z, trace[-1].a, y, self.output)  # BP1
        deltas = deltas_through(self.layers, params, trace, last)           # BP2
        gradient = gradients_of(self.layers, params, trace, deltas)         # BP3, BP4
        return ChainBackward(trace, deltas, gradient)

    def count(self) -> tuple[int, ...]:
        """Count the parameters of each layer."""
        shaped = shaped_params(self.layers)
        return tuple(sum(leaf.size for leaf in jax.tree.leaves(layer)) for layer in shaped)

    def check(self, params: tuple) -> None:
        """Raise ValueError if the parameters do not fit the layers, and name the layer."""
        check_params(self.layers, params)

    def __repr__(self) -> str:
        counts = self.count()
        shapes = self.shapes
        lines = [f"Chain {_by(shapes[0])} -> {_by(shapes[-1])}: {sum(counts):,} parameters"]
        for number, (layer, shape, count) in enumerate(zip(self.layers, shapes[1:], counts), 1):
            lines.append(f"  layer {number:<3} {type(layer).__name__:<12} "
                         f"{_by(shape):>14} {count:>9,}")
        return "\n".join(lines)

    def _check(self, params, shape, given):
        fits = len(shape) == len(self.inputs) and all(
            want in (None, got) for want, got in zip(self.inputs, shape))
        if not fits:
            raise ValueError(
                f"x must be one example of shape {_words(self.inputs)}; got shape {shape}. "
                "For many examples use jax.vmap(network.apply, (None, 0))(params, x)")
        if given.mask is not None and jnp.shape(given.mask) != shape[:1]:
            raise ValueError(f"mask must have an entry for each of the {shape[0]} moments; got "
                             f"shape {jnp.shape(given.mask)}")
        self.check(params)

    def _check_truth(self, y, a):
        if jnp.shape(y) != a.shape:
            raise ValueError(f"y must be the truth for one example, of shape {a.shape}; "
                             f"got {jnp.shape(y)}")


# Compiled, so that the gradients of single examples, which nobody reads, are never computed.
@partial(jax.jit, static_argnames=("chain", "cost", "training"))
def batch_gradient(chain: Chain, params: tuple, x: Array, y: Array, cost: Cost = cross_entropy, *,
                   training: bool = False, key: PRNGKeyArray | None = None,
                   mask: Array | None = None, statistics: tuple | None = None) -> BatchGradient:
    """Return the mean cost of m examples and its gradient, by backpropagation.

    x: (m, *inputs); y: (m, *outputs); cost: C_x; mask: (m, time), True where a moment is real.
    training, key: as in `Given`; each example gets a key of its own.
    statistics: the running ones so far, of batch normalisation, see `Chain.first_statistics`.
    """
    keys = None if key is None else jax.random.split(key, len(x))

    def one(x, y, key, mask):
        given = Given(training, key, mask, None if training else statistics)
        back = chain.backward(params, x, y, cost, given)
        return back, cost(back.trace[-1].z, back.trace[-1].a, y)

    (trace, deltas, _), costs = jax.vmap(one, axis_name=BATCH)(x, y, keys, mask)
    sums = gradients_of(chain.layers, params, trace, deltas)
    after = next_statistics(chain.layers, statistics, trace) if training and statistics else ()
    return BatchGradient(costs.mean(), jax.tree.map(lambda total: total / len(x), sums), after)


def _by(shape):
    return " x ".join("any" if length is None else str(length) for length in shape)


def _words(shape):
    lengths = ["any" if length is None else str(length) for length in shape]
    return f"({', '.join(lengths)}{',' if len(lengths) == 1 else ''})"
