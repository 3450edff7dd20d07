"""Draw a curve, from left to right: a network is built for it. Until then it is Nielsen's."""
from functools import lru_cache

import jax
import numpy as np
from jaxtyping import Float

from dlnotes.experiments.universality.drawn_functions import drawn_curve
from dlnotes.experiments.universality.nielsens_task import task
from dlnotes.explorers.parts.function_and_network import (
    ACTIVATIONS,
    NEURONS,
    FunctionAndNetwork,
    describe,
    draw,
    networks_for,
    one_of,
)
from dlnotes.live.controls import Pad
from dlnotes.live.engine import Explorer


@lru_cache(maxsize=8)
def _networks_for_drawing(ink, shape, activation):
    drawing = np.frombuffer(ink, np.float32).reshape(shape)
    f = drawn_curve(drawing) if drawing.any() else jax.jit(task)
    return networks_for(f, activation)


def compute(drawing: Float[np.ndarray, "rows columns"], neurons: int,
            activation: str) -> FunctionAndNetwork:
    """Return the network for a drawn curve, or for Nielsen's function while there is no ink."""
    networks = _networks_for_drawing(drawing.tobytes(), drawing.shape, activation)
    return one_of(networks, neurons)


def drawn_function() -> Explorer:
    """Show the network that is built for a curve that the reader draws."""
    controls = {
        "drawing": Pad(32, 32, label="draw a curve"),
        "neurons": NEURONS,
        "activation": ACTIVATIONS,
    }
    return Explorer(compute, draw, controls, describe, title="A network for your curve",
                    size=(7.2, 3.4))
