"""The constants and functions that a formula may name."""
import math
from collections.abc import Callable

import jax.numpy as jnp

from dlnotes.networks.activations import relu, sigmoid, step

CONSTANTS = {"pi": math.pi, "π": math.pi, "e": math.e}
FUNCTIONS: dict[str, Callable] = {
    "sin": jnp.sin, "cos": jnp.cos, "tan": jnp.tan,
    "arcsin": jnp.arcsin, "arccos": jnp.arccos, "arctan": jnp.arctan,
    "asin": jnp.arcsin, "acos": jnp.arccos, "atan": jnp.arctan,
    "sinh": jnp.sinh, "cosh": jnp.cosh, "tanh": jnp.tanh,
    "exp": jnp.exp, "ln": jnp.log, "log": jnp.log, "log10": jnp.log10, "log2": jnp.log2,
    "sqrt": jnp.sqrt, "abs": jnp.abs, "sign": jnp.sign, "step": step, "sigmoid": sigmoid,
    "relu": relu,
}
