"""Explorers of depth: the same neurons in many layers and in one."""
from functools import cache
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Float

from dlnotes.experiments.depth import count_pieces, sawtooth, shallow_part
from dlnotes.live.controls import Play, Slider, Toggle
from dlnotes.live.engine import Explorer
from dlnotes.figures import depth as figures
from dlnotes.experiments.universality import outputs


class Teeth(NamedTuple):
    """Networks of 2 `layers` ReLUs, at x (n,): in layers of two, `deep` (n,), and in one layer, `shallow` (n,); and the
    number of straight pieces of each. They are shown from 0 to `until`."""
    layers: int
    x: Float[np.ndarray, "n"]
    deep: Float[np.ndarray, "n"]
    shallow: Float[np.ndarray, "n"]
    deep_pieces: int
    shallow_pieces: int
    until: float


@cache
def _teeth(layers, closer):
    x = np.arange(2049, dtype=np.float32) / 2048
    one, two = sawtooth(layers), shallow_part(2 * layers, 2**(layers - 1))
    deep, shallow = (np.asarray(outputs(*net, jnp.asarray(x[:, None])))[:, 0] for net in (one, two))
    return Teeth(layers, x, deep, shallow, count_pieces(*one), count_pieces(*two), 1 / 16 if closer else 1.0)


def teeth() -> Explorer:
    """Fold the line once more with each layer of two neurons; one layer of as many is left behind."""
    return Explorer(
        _teeth, figures.draw_teeth,
        {"layers": Slider(1, 10, 1, 1, label="hidden layers"), "play": Play("layers", 5.0),
         "closer": Toggle(label="16 times closer")},
        lambda r: f"{2 * r.layers} neurons make {r.deep_pieces:,} straight pieces in layers of two, and "
                  f"{r.shallow_pieces} in one layer.",
        title="Teeth, deep and shallow", size=(7.2, 3.6))
