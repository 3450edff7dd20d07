"""What every layer of a chain knows, and the two equations that all of them share.

A layer is a frozen dataclass: it says what the layer is. Its parameters (what it has learnt) and
its trace (what happened in a forward pass) are NamedTuples. Every layer has five functions:

    init(key=key) -> params                 the parameters to start from
    forward(params, a, given) -> trace      for one example; trace.a is the output
    delta(params, trace, error) -> delta    from error = dC/da to the errors inside the layer
    backward(params, trace, delta) -> Pull  the gradient, and the error for the layer before
    shape_after(shape) -> shape             of the output, for an input of this shape

`delta` does what has to be done example by example: slopes, the way back through time, softmax.
`backward` only multiplies and sums, over all leading axes. Called with the traces and deltas of a
whole batch, it gives the gradient of the batch, and never forms those of single examples.
"""
from typing import Any, NamedTuple, Protocol, runtime_checkable

import jax
from jaxtyping import Array, Bool, Float, PRNGKeyArray

Shape = tuple[int | None, ...]  # None: any length, as the number of moments of a sequence


class Given(NamedTuple):
    """What a forward pass is given besides the parameters and the example.

    training: whether this is a step of training; only then dropout drops neurons, and batch
        normalisation takes the statistics of the batch.
    key: for dropout, one for each step and example.
    mask: True for each moment of a sequence that is real, (time,); False where it is padded.
    statistics: of batch normalisation at test time, one entry for each layer of the chain.
    """
    training: bool = False
    key: PRNGKeyArray | None = None
    mask: Bool[Array, "time"] | None = None
    statistics: Any = None


AT_TEST = Given()


class Pull(NamedTuple):
    """What a layer's backward pass gives.

    gradient: dC/d(params), shaped as the parameters are.
    error: dC/da of the layer before; None where it has no slope, as before tokens.
    """
    gradient: Any
    error: Any


@runtime_checkable
class AnyLayer(Protocol):
    """A layer of a chain: see the head of this file."""

    def init(self, *, key: PRNGKeyArray) -> Any:
        """Return the parameters to start from."""

    def forward(self, params: Any, a: Array, given: Given = AT_TEST) -> Any:
        """Return the trace of one example."""

    def delta(self, params: Any, trace: Any, error: Array) -> Any:
        """Return the errors inside the layer, from the error of its output."""

    def backward(self, params: Any, trace: Any, delta: Any) -> Pull:
        """Return the gradient, and the error for the layer before."""

    def shape_after(self, shape: Shape) -> Shape:
        """Return the shape of the output. Raises `Misfit` for an input that does not fit."""


class Misfit(ValueError):
    """An input that does not fit a layer: what it `wants`, and what it is given."""

    def __init__(self, wants: str, gives: object):
        super().__init__(f"the layer wants {wants}; got {gives}")
        self.wants = wants
        self.gives = gives


def bias_gradient(delta: Float[Array, "... here"]) -> Float[Array, "here"]:
    """Return dC/db = delta, summed over all that share b: BP3.

    They are the examples of a batch, the places of a picture, or the moments of a sequence.
    """
    return delta.sum(range(delta.ndim - 1))


def weight_gradient(delta: Float[Array, "... here"],
                    before: Float[Array, "... before"]) -> Float[Array, "here before"]:
    """Return dC/dW = delta a^T, summed over all that share W: BP4.

    With a row for each of them, the sum is one product of matrices.
    """
    rows = delta.reshape(-1, delta.shape[-1])
    return rows.T @ before.reshape(-1, before.shape[-1])


def random_weights(key: PRNGKeyArray, here: int, before: int) -> Float[Array, "here before"]:
    """Draw weights from N(0, 1 / before), so that weighted inputs are as large as inputs are."""
    return jax.random.normal(key, (here, before)) * before**-0.5


def check_whole(**numbers: object) -> None:
    """Raise ValueError if one of these arguments is not a positive whole number, and name it."""
    for name, number in numbers.items():
        if isinstance(number, bool) or not hasattr(number, "__index__") or number < 1:
            raise ValueError(f"{name} must be a positive whole number; got {number!r}")


def check_inputs(shape: Shape, inputs: int) -> None:
    """Raise `Misfit` if the last axis of an input does not have this many numbers."""
    if not shape or shape[-1] != inputs:
        raise Misfit(f"{inputs} inputs", shape[-1] if shape else "a single number")


def check_sequence(shape: Shape, inputs: int) -> None:
    """Raise `Misfit` if an input is not a sequence (time, inputs)."""
    if len(shape) != 2:
        raise Misfit(f"a sequence of shape (time, {inputs})", f"shape {shape}")
    check_inputs(shape, inputs)
