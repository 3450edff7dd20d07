"""Type a function of x: a network is built for it, with as many neurons as you like."""
from functools import lru_cache

import jax

from dlnotes.data.formulas import Formula
from dlnotes.explorers.parts.function_and_network import (
    ACTIVATIONS,
    NEURONS,
    FunctionAndNetwork,
    describe,
    draw,
    networks_for,
    one_of,
)
from dlnotes.live.controls import Play, Text
from dlnotes.live.engine import Explorer

NIELSEN = "0.2 + 0.4x^2 + 0.3x sin(15x) + 0.05cos(50x)"
EXAMPLES = ("sin(20x)", "|x - 0.4|", "sqrt(x)", "step(x - 0.5)")


@lru_cache(maxsize=8)
def _networks_for_formula(formula, activation):
    return networks_for(jax.jit(Formula(formula)), activation)


def compute(formula: str, neurons: int, activation: str) -> FunctionAndNetwork:
    """Return the network for a formula. Raises ValueError for a text that is no function."""
    return one_of(_networks_for_formula(formula, activation), neurons)


def any_function() -> Explorer:
    """Show the network that is built for a function that the reader types."""
    controls = {
        "formula": Text(NIELSEN, label="f(x) =", examples=EXAMPLES),
        "neurons": NEURONS,
        "activation": ACTIVATIONS,
        "play": Play("neurons", 5.0),
    }
    return Explorer(compute, draw, controls, describe, title="A network for any function",
                    size=(7.2, 3.4))
