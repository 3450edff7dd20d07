"""What the parameters of layers look like: their shapes, and what a message calls them."""
from functools import lru_cache

import jax
import jax.numpy as jnp

from dlnotes.networks.layers.passes import Layers, init_all


@lru_cache(maxsize=256)
def shaped_params(layers: Layers) -> tuple:
    """Return the shapes of the parameters of layers, in their places, without computing any."""
    return jax.eval_shape(lambda: init_all(layers, jax.random.key(0)))


def part_names(params: object) -> list[str]:
    """Return what a message calls each array of a layer's parameters: "recurrent weights", ..."""
    return [_name(path) for path, _ in jax.tree_util.tree_flatten_with_path(params)[0]]


def check_params(layers: Layers, params: tuple) -> None:
    """Raise ValueError if the parameters do not fit the layers, and name the layer."""
    wanted = shaped_params(layers)
    for number, (got, expected) in enumerate(zip(params, wanted), start=1):
        shapes = _shapes(expected)
        if _shapes(got) != shapes:
            parts = " and ".join(f"{name} {shape}" for name, shape in
                                 zip(part_names(expected), shapes))
            came = " and ".join(map(str, _shapes(got)))
            raise ValueError(f"layer {number} must have {parts or 'no parameters'}; "
                             f"got {came or 'none'}")
    if len(params) != len(wanted):
        raise ValueError(f"params must hold {len(wanted)} layers, one for each layer of the "
                         f"network; got {len(params)}")


def _shapes(params):
    return [jnp.shape(leaf) for leaf in jax.tree.leaves(params)]


def _name(path):
    """Return the name of one array: of a layer inside a residual layer, its number too."""
    *inside, last = path
    name = last.name.replace("_", " ")
    numbers = [str(step.idx + 1) for step in inside]
    return " ".join([*(f"layer {number} inside," for number in numbers), name])
