"""See a cell of McCulloch and Pitts: choose what each input does to it, and when it fires."""
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool
from matplotlib.patches import Circle

from dlnotes.live.controls import Choice, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.style import BLUE, FAINT, GREY, INK, ORANGE, OVER_IMAGES, PAPER, RED
from dlnotes.networks.neurons import GATE_INPUTS, mcculloch_pitts

KINDS = ("excites", "inhibits")
# Names of functions of two inputs, by their values for 00, 01, 10 and 11.
FUNCTIONS = {"0000": "never", "0001": "x1 and x2", "0010": "x1 but not x2",
             "0100": "x2 but not x1", "0111": "x1 or x2", "1000": "neither", "1010": "not x2",
             "1100": "not x1", "1111": "always"}


class Cell(NamedTuple):
    """A cell of 1943 with two inputs.

    excites: whether each input excites it, or inhibits it; threshold: how many exciting inputs it
    takes; fires: whether it does, for 00, 01, 10 and 11; name: of that function.
    """
    excites: tuple[bool, bool]
    threshold: int
    fires: Bool[Array, "4"]
    name: str


def compute(first, second, threshold):
    """Return for which inputs the cell fires. first, second: one of `KINDS`."""
    excites = (first == "excites", second == "excites")
    fires = _fires(*excites, float(threshold))
    return Cell(excites, threshold, fires, function_name(fires))


@partial(jax.jit, static_argnames=("first", "second"))
def _fires(first, second, threshold):
    excites = jnp.array([first, second], float)

    def fires(x):
        return mcculloch_pitts(x * excites, x * (1 - excites), threshold) > 0

    return jax.vmap(fires)(jnp.array(GATE_INPUTS))


def function_name(fires: Bool[Array, "4"]) -> str:
    """Return the name of a function of two inputs. fires: its values for 00, 01, 10 and 11."""
    return FUNCTIONS["".join(str(int(one)) for one in fires)]


def draw(figure):
    """Draw the cell with its two inputs, and for which of the four cases it fires."""
    wiring, table = figure.subplots(1, 2, width_ratios=(1.5, 1))
    move_wiring = _draw_wiring(wiring)
    move_table = _draw_table(table)

    def update(result):
        move_wiring(result)
        move_table(result)

    return update


def _draw_wiring(axes):
    axes.set(xlim=(-0.5, 4), ylim=(-1.3, 1.3), aspect="equal")
    axes.axis("off")
    axes.add_patch(Circle((2.4, 0), 0.55, facecolor=FAINT, edgecolor=INK, lw=1.8))
    threshold = axes.text(2.4, 0, "0", size=18, ha="center", va="center")
    axes.text(2.4, -0.85, "threshold", size=10, ha="center", color=GREY)
    axes.plot([2.95, 3.75], [0, 0], color=INK)
    wires = [_draw_input(axes, "x1", 0.75, -108), _draw_input(axes, "x2", -0.75, -72)]

    def move(result):
        threshold.set_text(str(result.threshold))
        for move_input, excites in zip(wires, result.excites):
            move_input(excites)

    return move


def _draw_input(axes, name, y, angle):
    """Draw an input at height y; angle: of an arrowhead along its wire, in degrees."""
    above = y > 0
    axes.text(-0.1, y, name, size=14, ha="right", va="center")
    axes.plot([0, 1.75], [y, y * 0.25], color=INK)
    end, = axes.plot([1.82], [y * 0.24], "o", ms=10, color=BLUE, mew=2)
    word = axes.text(0.75, y + (0.13 if above else -0.13), "", size=10, ha="center",
                     va="bottom" if above else "top")

    def move(excites):
        if excites:
            end.set(marker=(3, 0, angle), color=BLUE, mfc=BLUE)
        else:
            end.set(marker="o", color=RED, mfc=PAPER)
        word.set_text(KINDS[not excites])

    return move


def _draw_table(axes):
    axes.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), xticks=(0, 1), yticks=(0, 1), xlabel="x1",
             ylabel="x2", aspect="equal")
    axes.grid(False)
    title = axes.set_title("", size=12)
    dots = [axes.plot([x1], [x2], "o", ms=26, mew=2, mec=INK, color=PAPER)[0]
            for x1, x2 in GATE_INPUTS]
    words = [axes.text(x1, x2, "", size=10, ha="center", va="center", color=OVER_IMAGES)
             for x1, x2 in GATE_INPUTS]

    def move(result):
        for dot, word, fires in zip(dots, words, result.fires):
            dot.set_mfc(ORANGE if fires else PAPER)
            word.set_text("fires" if fires else "")
        title.set_text(result.name)

    return move


def describe(result):
    """Say what the inputs do, and which function the cell computes."""
    inputs = " and ".join(f"x{k} {KINDS[not one]}" for k, one in enumerate(result.excites, 1))
    return f"{inputs} a cell with threshold {result.threshold}. It computes: {result.name}."


def cell() -> Explorer:
    """Show a cell of McCulloch and Pitts: choose what each input does to it, and its threshold."""
    controls = {
        "first": Choice(KINDS, label="x1"),
        "second": Choice(KINDS, label="x2"),
        "threshold": Slider(0, 3, 3, 1),
    }
    return Explorer(compute, draw, controls, describe, title="A cell of 1943", size=(7.2, 3.0))
