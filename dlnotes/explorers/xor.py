"""Explorer of XOR, computed by three neurons whose weights are chosen by hand."""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.live.controls import Button, Choice, Drag, Slider
from dlnotes.live.engine import Explorer
from dlnotes.figures import xor as figures
from dlnotes.live.numbers import number
from dlnotes.networks.network import Layer, Network
from dlnotes.networks.neurons import GATE_INPUTS, TRUTH


class Xor(NamedTuple):
    """A network of two hidden neurons, W (2, 2) and b (2,), and one output, v (2,) and c: its output on the `plane`,
    and for the four rows x the hidden neurons' and its own, with what is wanted and whether it is right. Of each hidden
    neuron the line z = 0, `edges`, and an arrow across it to where z > 0, `arrows`, both as two points (2, 2, 2)."""
    W: Float[Array, "2 2"]
    b: Float[Array, "2"]
    v: Float[Array, "2"]
    c: Float[Array, ""]
    plane: Float[Array, "rows columns"]
    x: Float[Array, "4 2"]
    hidden: Float[Array, "4 2"]
    a: Float[Array, "4"]
    wanted: Float[Array, "4"]
    right: Float[Array, "4"]
    edges: Float[Array, "2 2 2"]
    arrows: Float[Array, "2 2 2"]


SIDE, MIDDLE = jnp.linspace(-0.6, 1.6, 111), jnp.array([0.5, 0.5])
JOINED = {"h1 and not h2": (1.0, -1.0, -0.5), "h1 and h2": (1.0, 1.0, -1.5), "h1 or h2": (1.0, 1.0, -0.5)}
STEEP = {"step": 1.0, "sigmoid": 10.0}  # sigmoids get weights ten times as large, to be nearly steps


@partial(jax.jit, static_argnames=("output", "activation"))
def _xor(angle1, shift1, angle2, shift2, output, activation):
    angle, shift = jnp.deg2rad(jnp.array([angle1, angle2])), jnp.array([shift1, shift2])
    across, (*v, c) = jnp.column_stack([jnp.cos(angle), jnp.sin(angle)]), JOINED[output]
    wanted, network = jnp.array(TRUTH["XOR"]), Network((2, 2, 1), activation, activation)
    params = jax.tree.map(lambda p: STEEP[activation] * p,
                          (Layer(across, -shift), Layer(jnp.array([v]), jnp.array([c]))))
    plane = jax.vmap(lambda x2: jax.vmap(lambda x1: network.apply(params, jnp.array([x1, x2]))[0])(SIDE))(SIDE)
    x, hidden, a = jax.vmap(network.forward, (None, 0))(params, jnp.array(GATE_INPUTS)).a
    along = jnp.column_stack([-across[:, 1], across[:, 0]])
    foot = MIDDLE[None] + (shift - across @ MIDDLE)[:, None] * across  # each line's point nearest to the middle
    tail = foot + 0.3 * along
    return Xor(*params[0], params[1].weights[0], params[1].biases[0], plane, x, hidden, a[:, 0], wanted,
               (a[:, 0] > 0.5) == (wanted > 0.5), jnp.stack([foot - 9 * along, foot + 9 * along], axis=1),
               jnp.stack([tail, tail + 0.3 * across], axis=1))


def _move_line(values, began, x, y):
    """Let the line that was nearer to where the drag began go through (x, y)."""
    angle = {n: np.deg2rad(values[f"angle{n}"]) for n in (1, 2)}
    across = {n: np.array([np.cos(angle[n]), np.sin(angle[n])]) for n in angle}
    nearest = min(across, key=lambda n: abs(across[n] @ began - values[f"shift{n}"]))
    return {f"shift{nearest}": float(across[nearest] @ (x, y))}


def _turn_round(neuron, values, key):
    """The same line, with the other side of it: z changes its sign everywhere."""
    angle, shift = values[f"angle{neuron}"], values[f"shift{neuron}"]
    return {f"angle{neuron}": angle - 180 if angle > 0 else angle + 180, f"shift{neuron}": 0.0 - shift}


def xor_by_hand() -> Explorer:
    """Drag the lines of two hidden neurons, choose what the output makes of them, until all four rows are right."""
    shift = partial(Slider, -2.0, 2.0, step=0.05)
    return Explorer(
        _xor, figures.draw_xor,
        {"angle1": Slider(-180, 180, 45, 5, label="hidden 1: angle"), "shift1": shift(0.35, label="hidden 1: shift"),
         "round1": Button("hidden 1: other side", partial(_turn_round, 1)),
         "angle2": Slider(-180, 180, 0, 5, label="hidden 2: angle"), "shift2": shift(1.3, label="hidden 2: shift"),
         "round2": Button("hidden 2: other side", partial(_turn_round, 2)),
         "output": Choice(tuple(JOINED)), "activation": Choice(tuple(STEEP)), "lines": Drag(pull=_move_line)},
        lambda r: f"For 00, 01, 10 and 11 the network gives {', '.join(number(a, 2) for a in r.a)}: "
                  f"{int(np.sum(r.right))} of the 4 rows of XOR are right.",
        title="XOR by three neurons", size=(7.2, 3.6))
