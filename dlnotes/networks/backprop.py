"""Backpropagation: the gradient of the cost by four equations, and a check of any gradient against two others.

No automatic differentiation inside `backward`: the four equations are four functions of one line.
Source: the post, "The solver"; Nielsen, chapter 2.
"""
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree
from jaxtyping import Array, Float

from dlnotes.networks.activations import Activation
from dlnotes.networks.costs import Cost, cross_entropy
from dlnotes.networks.network import Layer, Network, Trace

Deltas = tuple[Float[Array, "_"], ...]


class Backward(NamedTuple):
    """Everything that a backward pass computes: the `trace` of the forward pass before it; the errors `deltas`,
    dC_x/dz for each layer of neurons; and the `gradient` of C_x, shaped as the parameters are."""
    trace: Trace
    deltas: Deltas
    gradient: tuple[Layer, ...]


def output_error(z: Float[Array, "outputs"], a: Float[Array, "outputs"],
                 y: Float[Array, "outputs"], f: Activation, cost: Cost) -> Float[Array, "outputs"]:
    """Return delta^L, the error of the output layer: BP1.

    z, a, f: the weighted inputs of that layer, its activations and its activation function.
    y: the truth; cost: C_x.
    """
    return cost.output_error(z, a, y, f)


def error_before(W: Float[Array, "after here"], delta: Float[Array, "after"],
                 z: Float[Array, "here"], a: Float[Array, "here"],
                 f: Activation) -> Float[Array, "here"]:
    """Return delta^l, the error of a layer, from the error of the layer after it: BP2.

    W, delta: the weights and the error of the layer after it.
    z, a, f: the layer's own weighted inputs, activations and activation function.
    """
    return W.T @ delta * f.derivative(z)


def bias_gradient(delta: Float[Array, "here"],
                  before: Float[Array, "before"]) -> Float[Array, "here"]:
    """Return dC_x/db^l of a layer: BP3.

    delta: the layer's error; before: the activations of the layer before it.
    """
    return delta


def weight_gradient(delta: Float[Array, "here"],
                    before: Float[Array, "before"]) -> Float[Array, "here before"]:
    """Return dC_x/dW^l of a layer: BP4.

    delta: the layer's error; before: the activations of the layer before it.
    """
    return jnp.outer(delta, before)


def backward(network: Network, params: tuple[Layer, ...], x: Float[Array, "inputs"],
             y: Float[Array, "outputs"], cost: Cost = cross_entropy, *,
             bp1: Callable = output_error, bp2: Callable = error_before,
             bp3: Callable = bias_gradient, bp4: Callable = weight_gradient) -> Backward:
    """Compute the gradient of the cost C_x of one example, by backpropagation.

        BP1   delta^L = dC_x/dz^L                            the output error, from the cost
        BP2   delta^l = (W^(l+1)^T delta^(l+1)) * f'(z^l)     from a layer's error to the one before
        BP3   dC_x/db^l = delta^l
        BP4   dC_x/dW^l = delta^l a^(l-1)^T

    network, params: the model; x: (sizes[0],); y: the truth, (sizes[-1],); cost: C_x.
    bp1, bp2, bp3, bp4: the four equations; lesson 06 puts wrong ones in their places.
    Raises ValueError where a shape or the network's output does not fit.
    For many examples see `mean_gradient`.
    """
    _check(network, y, cost)
    z, a = trace = network.forward(params, x)
    f = network.activations
    deltas = [bp1(z[-1], a[-1], y, f[-1], cost)]
    for l in reversed(range(len(z) - 1)):
        deltas.insert(0, bp2(params[l + 1].weights, deltas[0], z[l], a[l + 1], f[l]))
    gradient = tuple(Layer(biases=bp3(delta, before), weights=bp4(delta, before))
                     for delta, before in zip(deltas, a))
    return Backward(trace, tuple(deltas), gradient)


def example_cost(network: Network, params: tuple[Layer, ...], x: Float[Array, "inputs"], y: Float[Array, "outputs"],
                 cost: Cost = cross_entropy) -> Float[Array, ""]:
    """The cost C_x of one example: what `backward` is the gradient of. Arguments as there."""
    _check(network, y, cost)
    trace = network.forward(params, x)
    return cost(trace.z[-1], trace.a[-1], y)


def mean_cost(network: Network, params: tuple[Layer, ...], x: Float[Array, "m inputs"], y: Float[Array, "m outputs"],
              cost: Cost = cross_entropy) -> Float[Array, ""]:
    """The mean cost of m examples: what `mean_gradient` is the gradient of. Arguments as there."""
    return jnp.mean(jax.vmap(lambda x, y: example_cost(network, params, x, y, cost))(x, y))


@partial(jax.jit, static_argnames=("network", "cost"))  # which leaves the gradients of single examples out
def mean_gradient(network: Network, params: tuple[Layer, ...], x: Float[Array, "m inputs"],
                  y: Float[Array, "m outputs"], cost: Cost = cross_entropy
                  ) -> tuple[Float[Array, ""], tuple[Layer, ...]]:
    """The mean cost of m examples and its gradient, shaped as the parameters are, by backpropagation.

    BP4 for many examples is one product of matrices: the rows of delta are examples, and delta^T a adds them up.
    network, params: the model; x: (m, sizes[0]); y: (m, sizes[-1]); cost: C_x. Raises ValueError as `backward` does.
    """
    trace, deltas, _ = jax.vmap(lambda x, y: backward(network, params, x, y, cost))(x, y)
    costs = jax.vmap(cost)(trace.z[-1], trace.a[-1], y)
    gradient = tuple(Layer(delta.T @ a / len(x), delta.mean(0)) for delta, a in zip(deltas, trace.a))
    return costs.mean(), gradient


def central_differences(function: Callable[[Any], Array], params: Any, step: float = 1e-5, together: int = 256) -> Any:
    """The gradient of any function of parameters, by trying: (C(p + h) - C(p - h)) / 2h for each number p by itself.

    function: gives a number; params: a pytree of float arrays; step: h > 0 (in float32 take 1e-2 or so); together: how
    many numbers are tried at once, which takes that many copies of the parameters. The result is shaped as params.
    """
    numbers, shaped = ravel_pytree(params)

    def slope(i):
        up, down = (function(shaped(numbers.at[i].add(h))) for h in (step, -step))
        return (up - down) / (2 * step)

    return shaped(jax.lax.map(slope, jnp.arange(numbers.size), batch_size=together))


class Price(NamedTuple):
    """Multiplications in one `forward` pass, in one `backward` pass with its forward pass, and in central `differences`
    for each of the `parameters`."""
    parameters: int
    forward: int
    backward: int
    differences: int


def multiplications(network: Network) -> Price:
    """How many multiplications a gradient of the cost of one example takes, two ways.

    Products of matrices and vectors are counted: W a forwards; W^T delta (not for the first layer) and delta a^T
    backwards; two forward passes for each parameter in central differences.
    """
    count = network.count()
    forward, first = sum(count.weights), count.weights[0]
    return Price(count.total, forward, 3 * forward - first, 2 * count.total * forward)


class GradientCheck(NamedTuple):
    """For each layer of neurons, the first one first: how far the gradient is from automatic differentiation,
    `against_autodiff`, and from central differences, `against_differences`, as shares of their largest entries; each
    is a pair for the weights and the biases. `tolerance`: a share above which two gradients disagree."""
    against_autodiff: tuple[tuple[float, float], ...]
    against_differences: tuple[tuple[float, float], ...]
    tolerance: float

    @property
    def disagreeing(self) -> tuple[int, ...]:
        """The layers of neurons, counted from 1, where the gradient disagrees, in the order of the backward pass: the
        first of them is where to look."""
        shares = [(*one, *other) for one, other in zip(self.against_autodiff, self.against_differences)]
        return tuple(l for l in range(len(shares), 0, -1) if not all(map(self._agree, shares[l - 1])))

    def _agree(self, share):
        return share <= self.tolerance  # which NaN is not

    def __repr__(self) -> str:
        rows = ["layer   part      against autodiff   against differences"]
        for l, both in reversed([*enumerate(zip(self.against_autodiff, self.against_differences), start=1)]):
            for part, autodiff, differences in zip(("weights", "biases"), *both):
                sign = "\u2713" if self._agree(autodiff) and self._agree(differences) else "\u2717"
                rows.append(f"{l:>5}   {part:<8}  \u2248{autodiff:<16.0e}   \u2248{differences:<16.0e}  {sign}")
        wrong = self.disagreeing
        return "\n".join([*rows, f"layer {wrong[0]} is the first, on the way back, to disagree" if wrong else
                          "all layers agree"])


def check_gradient(network: Network, params: tuple[Layer, ...], x: Float[Array, "inputs"],
                   y: Float[Array, "outputs"], cost: Cost = cross_entropy, *, backward: Callable = backward,
                   tolerance: float = 1e-5) -> GradientCheck:
    """Compare a gradient with those of `jax.grad` and of central differences, layer by layer, in double precision.

    network, params, x, y, cost: as for `backward`; backward: the one to check, called with these five, which gives a
    `Backward` or the gradient alone; tolerance: the share of the largest entry by which gradients may differ.
    Raises ValueError where what it gives is no gradient, or is not shaped as the parameters are. Where an activation has
    a kink at a z that occurs, differences see both sides of it and disagree.
    """
    with jax.enable_x64(True):
        params, x, y = jax.tree.map(lambda leaf: jnp.asarray(leaf, jnp.float64), (params, x, y))
        result = backward(network, params, x, y, cost)
        gradient = _layers(result.gradient if isinstance(result, Backward) else result, params)
        automatic, differences = _two_gradients(network, params, x, y, cost)
        return GradientCheck(*(tuple((_distance(one.weights, other.weights), _distance(one.biases, other.biases))
                                     for one, other in zip(gradient, wanted)) for wanted in (automatic, differences)),
                             tolerance)


@partial(jax.jit, static_argnames=("network", "cost"))
def _two_gradients(network, params, x, y, cost):
    def function(params):
        return example_cost(network, params, x, y, cost)
    return jax.grad(function)(params), central_differences(function, params)


def _layers(gradient, params):
    wanted = [tuple(map(jnp.shape, layer)) for layer in params]
    try:
        found = [tuple(map(jnp.shape, layer)) for layer in gradient]
    except (TypeError, ValueError):  # nothing to go through, or no array in it
        found = "a result of another kind" if gradient is not None else "None; perhaps a `return` is missing"
    if found != wanted:
        raise ValueError("backward must give a Backward, or the gradient alone: (weights, biases) for each layer, "
                         f"shaped as the parameters are, {wanted}; got {found}")
    return tuple(Layer(*map(jnp.asarray, layer)) for layer in gradient)


def _distance(one, other):
    largest = float(jnp.max(jnp.abs(other)))
    return float(jnp.max(jnp.abs(one - other))) / (largest or 1.0)


def _check(network, y, cost):
    if jnp.shape(y) != network.sizes[-1:]:
        raise ValueError(f"y must be the truth for one example, of shape ({network.sizes[-1]},); got {jnp.shape(y)}")
    cost.check_output(network.output)
