"""The band of inputs for which one neuron lets a gradient through undiminished, for any weight."""
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from dlnotes.experiments.vanishing.mean_field import gradient_factor, surviving_band
from dlnotes.live.controls import Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, GREEN, INK, RED

WEIGHT = Slider(1.0, 100.0, 2.0, 120, log=True, label="w, weight")
TOPS = ((5, 1.3), (12, 3.2), (30, 8), (1000, 26))  # below this weight, the axis ends there


class Band(NamedTuple):
    """One neuron with weight `w` and bias b = -w/2, and the width of its band.

    a: inputs; factors: w sigma'(wa + b) for them; width: of the band where the factor is at least
    1; weights: those of the slider; widths: of their bands, NaN for weights above w.
    """
    w: Float[Array, ""]
    a: Float[Array, "401"]
    factors: Float[Array, "401"]
    width: Float[Array, ""]
    weights: Float[Array, "121"]
    widths: Float[Array, "121"]


def compute(w) -> Band:
    """Return the factors of a neuron with weight w, and its band."""
    return _band(float(w))


@jax.jit
def _band(w):
    a = jnp.linspace(0.0, 1.0, 401)
    weights = jnp.array(WEIGHT.values)
    seen = weights <= w * 1.0001
    widths = jnp.where(seen, surviving_band(weights), jnp.nan)
    return Band(w, a, gradient_factor(w, a, -w / 2), surviving_band(w), weights, widths)


def draw(figure):
    """Draw the factor over the input, and the width of the band over the weight."""
    left, right = figure.subplots(1, 2)
    left.axhline(1, color=INK, lw=1, ls=":")
    shade = left.axvspan(0.5, 0.5, color=GREEN, alpha=0.25, lw=0)
    curve, = left.plot([], [], color=BLUE)
    left.set(xlim=(0, 1), xlabel="input a")
    title = left.set_title("0", size=11)
    path, = right.plot([], [], color=GREEN)
    dot, = right.plot([], [], "o", color=RED, ms=9)
    right.set(xscale="log", xlim=(0.9, 110), ylim=(-0.02, 0.6), xlabel="weight w",
              xticks=(1, 4, 10, 100), xticklabels=("1", "4", "10", "100"))
    right.minorticks_off()
    heading = right.set_title("0", size=11)

    def update(result):
        curve.set_data(result.a, result.factors)
        left.set_ylim(0, next(top for weight, top in TOPS if result.w < weight))
        shade.set_x(0.5 - result.width / 2)
        shade.set_width(result.width)
        title.set_text(f"w\u03c3\u2032(wa + b), at most w/4 = {number(result.w / 4, 2)}")
        path.set_data(result.weights, result.widths)
        dot.set_data([result.w], [result.width])
        heading.set_text(f"width of the band: {number(result.width, 3)}")

    return update


def describe(result):
    """Say how large the factor can be, and how wide the band is."""
    return (f"With w = {number(result.w, 2)} the factor is at most {number(result.w / 4, 2)}; it "
            f"is at least 1 for inputs in a band {number(result.width, 3)} wide.")


def band() -> Explorer:
    """Show for which inputs a neuron lets a gradient through undiminished."""
    controls = {"w": WEIGHT, "play": Play("w", 6.0)}
    return Explorer(compute, draw, controls, describe,
                    title="Where gradients survive", size=(7.2, 3.3))
