"""A check of any gradient of a network's cost against two others, layer by layer."""
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree
from jaxtyping import Array, Float

from dlnotes.networks.arguments import float_leaves
from dlnotes.networks.backprop import Backward, backward, example_cost
from dlnotes.networks.costs import Cost, cross_entropy
from dlnotes.networks.network import Layer, Network


def central_differences(function: Callable[[Any], Array], params: Any, step: float | None = None,
                        together: int = 256) -> Any:
    """Return the gradient of any function of parameters, by trying each number p by itself:

        (C(p + h) - C(p - h)) / 2h

    function: gives a number; params: a pytree of numbers; together: how many numbers are tried at
    once, which takes that many copies of the parameters.
    step: h > 0. None: about 1e-5 in double precision, 1e-2 in single and 1e-1 in half, and so much
    of each number above 1: with a smaller step the rounding of C would count.
    The result is shaped as params.
    Raises ValueError for parameters that are no numbers, and a step that is not positive.
    """
    numbers, shaped = ravel_pytree(float_leaves("params", params))
    if step is not None and not (isinstance(step, jax.core.Tracer) or step > 0):
        raise ValueError(f"step must be a positive number, or None; got {step!r}")
    steps = _usual_steps(numbers) if step is None else jnp.full_like(numbers, step)

    def slope(i):
        up = function(shaped(numbers.at[i].add(steps[i])))
        down = function(shaped(numbers.at[i].add(-steps[i])))
        return (up - down) / (2 * steps[i])

    return shaped(jax.lax.map(slope, jnp.arange(numbers.size), batch_size=together))


def _usual_steps(numbers):
    """Return a power of two for each number, about 1e-5, 1e-2 or 1e-1 of it, for its precision."""
    bits = jnp.finfo(numbers.dtype).nmant
    usual = 2.0**-(17 if bits > 50 else 7 if bits > 20 else 3)
    return usual * jnp.exp2(jnp.ceil(jnp.log2(jnp.maximum(jnp.abs(numbers), 1))))


class GradientCheck(NamedTuple):
    """How far a gradient is from two others, for each layer of neurons, the first one first.

    against_autodiff, against_differences: the largest distance from automatic differentiation, and
    from central differences. Each distance is divided by the largest entry of that other gradient.
    There is a pair (weights, biases) for each layer.
    tolerance: the share above which two gradients disagree.
    """
    against_autodiff: tuple[tuple[float, float], ...]
    against_differences: tuple[tuple[float, float], ...]
    tolerance: float

    @property
    def disagreeing(self) -> tuple[int, ...]:
        """The layers, counted from 1, where the gradient disagrees, the last one first.

        The backward pass goes through them in this order: the first of them is where to look.
        """
        shares = [(*one, *other) for one, other in
                  zip(self.against_autodiff, self.against_differences)]
        layers = range(len(shares), 0, -1)
        return tuple(l for l in layers if not all(map(self._agree, shares[l - 1])))

    def _agree(self, share):
        return share <= self.tolerance  # which NaN is not

    def __repr__(self) -> str:
        rows = ["layer   part      against autodiff   against differences"]
        pairs = list(enumerate(zip(self.against_autodiff, self.against_differences), start=1))
        for l, both in reversed(pairs):
            for part, autodiff, differences in zip(("weights", "biases"), *both):
                sign = "\u2713" if self._agree(autodiff) and self._agree(differences) else "\u2717"
                rows.append(f"{l:>5}   {part:<8}  \u2248{autodiff:<16.0e}   "
                            f"\u2248{differences:<16.0e}  {sign}")
        wrong = self.disagreeing
        verdict = (f"layer {wrong[0]} is the first, on the way back, to disagree" if wrong
                   else "all layers agree")
        return "\n".join([*rows, verdict])


def check_gradient(network: Network, params: tuple[Layer, ...], x: Float[Array, "inputs"],
                   y: Float[Array, "outputs"], cost: Cost = cross_entropy, *,
                   backward: Callable = backward, tolerance: float = 1e-5) -> GradientCheck:
    """Compare a gradient with those of `jax.grad` and of central differences, in double precision.

    network, params, x, y, cost: as for `backward`.
    backward: the one to check, called with these five; gives a `Backward` or the gradient alone.
    tolerance: the share of the largest entry by which gradients may differ.
    Raises ValueError where the result is no gradient, or is not shaped as the parameters are.
    Where an activation has a kink at a z that occurs, differences see both sides of it, and
    disagree.
    """
    with jax.enable_x64(True):
        params, x, y = jax.tree.map(lambda leaf: jnp.asarray(leaf, jnp.float64), (params, x, y))
        result = backward(network, params, x, y, cost)
        gradient = _layers(result.gradient if isinstance(result, Backward) else result, params)
        automatic, differences = _two_gradients(network, params, x, y, cost)
        return GradientCheck(_distances(gradient, automatic), _distances(gradient, differences),
                             tolerance)


@partial(jax.jit, static_argnames=("network", "cost"))
def _two_gradients(network, params, x, y, cost):
    def function(params):
        return example_cost(network, params, x, y, cost)
    return jax.grad(function)(params), central_differences(function, params)


def _layers(gradient, params):
    """Return a gradient as layers. Raises ValueError where its shapes are not the parameters'."""
    wanted = [tuple(map(jnp.shape, layer)) for layer in params]
    try:
        found = [tuple(map(jnp.shape, layer)) for layer in gradient]
    except (TypeError, ValueError):  # nothing to go through, or no array in it
        missing = "None; perhaps a `return` is missing"
        found = missing if gradient is None else "a result of another kind"
    if found != wanted:
        raise ValueError("backward must give a Backward, or the gradient alone: (weights, biases) "
                         "for each layer, shaped as the parameters are, "
                         f"{wanted}; got {found}")
    return tuple(Layer(*map(jnp.asarray, layer)) for layer in gradient)


def _distances(gradient, wanted):
    return tuple((_distance(one.weights, other.weights), _distance(one.biases, other.biases))
                 for one, other in zip(gradient, wanted))


def _distance(one, other):
    largest = float(jnp.max(jnp.abs(other)))
    return float(jnp.max(jnp.abs(one - other))) / (largest or 1.0)
