"""Arguments as people type them: whole numbers, lists and tuples become arrays of floats.

What is no number is refused in words that name the argument.
"""
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float


def as_floats(name: str, value: Any) -> Float[Array, "..."]:
    """Return a number, a list of numbers or an array as an array of floats.

    name: of the argument, for messages. Floats keep their precision, where JAX has it.
    Raises ValueError for anything else, such as text, None or rows of unequal lengths.
    """
    try:
        array = value if isinstance(value, jax.Array) else _array(value)
    except Exception as error:  # rows of unequal lengths, or what refuses to become an array
        raise ValueError(_refusal(name, value)) from error
    if jnp.issubdtype(array.dtype, jnp.floating):
        return jnp.asarray(array)
    if array.dtype != bool and not jnp.issubdtype(array.dtype, jnp.integer):
        raise ValueError(_refusal(name, value))
    return jnp.asarray(array, float)


def float_leaves(name: str, tree: Any) -> Any:
    """Return a pytree of numbers with floats in place of whole numbers.

    A list of plain numbers is a vector, so [1, 2] is jnp.array([1.0, 2.0]); everything else keeps
    its form, so (1, 2) is a pair of numbers.
    name: of the argument, for messages.
    Raises ValueError where a leaf is no number, and where there are no leaves.
    """
    if isinstance(tree, list) and all(isinstance(one, int | float | list) for one in tree):
        tree = as_floats(name, tree)
    floats = jax.tree.map(lambda leaf: as_floats(name, leaf), tree)
    if not any(leaf.size for leaf in jax.tree.leaves(floats)):
        raise ValueError(f"{name} must hold at least one number; got {tree!r}")
    return floats


def _array(value):
    """Return a value as NumPy's array, or as JAX's where it holds numbers of JAX."""
    leaves = jax.tree.leaves(value)
    if any(isinstance(leaf, jax.Array) for leaf in leaves):
        return jnp.asarray(value)
    return np.asarray(value)


def _refusal(name, value):
    text = repr(value)
    shown = text if len(text) <= 60 else f"{text[:60]}..."
    return f"{name} must be numbers, as in 3.0, [1, 2] or an array of floats; got {shown}"
