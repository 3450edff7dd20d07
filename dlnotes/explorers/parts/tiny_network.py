"""A network of sizes 2, 3, 2, 1 with all numbers of its forward and its backward pass on it."""
import numpy as np
from matplotlib.collections import LineCollection

from dlnotes.experiments.backprop.chain_rule import LAYERS, NEURONS, SIZES, WEIGHTS
from dlnotes.explorers.parts.canvas import TINT
from dlnotes.explorers.parts.weight_lines import paint_weights
from dlnotes.live.numbers import SUBSCRIPTS, SUPERSCRIPTS, number
from dlnotes.live.style import BLUE, INK, PAPER, RED

APART = (150, 96, 96, 96)  # neurons of a layer, in pixels
PLACES = [[(52 + 180 * l, 160 + APART[l] * (j - (n - 1) / 2)) for j in range(n)]
          for l, n in enumerate(SIZES)]
ALONG = {1: 0.32, 2: 0.35, 3: 0.4}  # where on its line the number of a weight stands, by layer


def above(l: int) -> str:
    """Write the number of a layer as it stands above a letter: "²"."""
    return str(l).translate(SUPERSCRIPTS)


def symbol(letter: str, l: int, *places: int) -> str:
    """Write a symbol: "w²₁₃", with its layer above and its neurons below.

    places: neurons, counted from 0; the symbol counts them from 1.
    """
    return letter + above(l) + "".join(str(p + 1).translate(SUBSCRIPTS) for p in places)


# All that can be selected, by its symbol: weights (l, j, k) and errors (l, j).
PARTS = {symbol("w", *w): w for w in WEIGHTS} | {symbol("δ", *n): n for n in NEURONS}


def is_back(step: int, l: int) -> bool:
    """Tell whether the backward pass has come back to layer l.

    Steps 1 to LAYERS go forwards, one layer each; the next LAYERS steps go back.
    """
    return step > 2 * LAYERS - l


def middle(l: int, j: int, k: int) -> tuple[float, float]:
    """Return where the number of a weight stands."""
    x0, y0 = PLACES[l - 1][k]
    x1, y1 = PLACES[l][j]
    return x0 + ALONG[l] * (x1 - x0), y0 + ALONG[l] * (y1 - y0)


def path(l: int, j: int, *before: int) -> list:
    """Return the lines from a weight (l, j, k) or a neuron (l, j) to the output."""
    lines = [(PLACES[l - 1][k], PLACES[l][j]) for k in before]
    reached = [j]
    for m in range(l + 1, LAYERS + 1):
        lines += [(PLACES[m - 1][k], PLACES[m][i]) for i in range(SIZES[m]) for k in reached]
        reached = range(SIZES[m])
    return lines


def draw_weights(axes):
    """Draw a line with a number for each weight; return `update(result, step, selected)`.

    The numbers are the weights and, once the pass has come back to them, their gradient.
    result: has the fields of `Examined`; selected: (l, j, k) or (l, j), of `PARTS`.
    """
    places = [(PLACES[l - 1][k], PLACES[l][j]) for l, j, k in WEIGHTS]
    lines = axes.add_collection(LineCollection(places))
    numbers = [axes.text(*middle(*w), "", ha="center", va="center", size=10, zorder=4,
                         bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6})
               for w in WEIGHTS]
    heads = [axes.text((PLACES[l - 1][0][0] + PLACES[l][0][0]) / 2, 14, "", ha="center",
                       va="center", size=11, weight="bold") for l in range(1, LAYERS + 1)]

    def update(result, step, selected):
        for (l, j, k), text in zip(WEIGHTS, numbers):
            layers = result.back.gradient if is_back(step, l) else result.params
            text.set(text=number(layers[l - 1].weights[j, k], 3 if is_back(step, l) else 2),
                     color=RED if is_back(step, l) else INK,
                     weight="bold" if selected == (l, j, k) else "normal")
        for l, head in enumerate(heads, start=1):
            head.set(text=f"∂C/∂W{above(l)}" if is_back(step, l) else f"W{above(l)}",
                     color=RED if is_back(step, l) else INK)
        weights = np.array([result.params[l - 1].weights[j, k] for l, j, k in WEIGHTS])
        paint_weights(lines, weights, np.full(len(weights), 0.7), 0.6 + np.minimum(abs(weights), 3))

    return update


def draw_neurons(axes):
    """Draw a circle for each input and neuron; return `update(result, step)`.

    It shows the numbers that the pass has reached: a inside, z above, delta below.
    """
    spots = [spot for layer in PLACES for spot in layer]
    for colour in (PAPER, "none"):  # paper under the circles, which let it shine through
        circles = axes.scatter(*zip(*spots), s=1250, linewidths=1.3, edgecolors=INK,
                               facecolors=colour, zorder=3)
    a, z, deltas = ([axes.text(x, y + down, "", ha="center", va="center", color=colour, size=10,
                               zorder=5) for x, y in spots]
                    for down, colour in ((0, INK), (-39, BLUE), (39, RED)))
    everything = [(l, j) for l, size in enumerate(SIZES) for j in range(size)]

    def update(result, step):
        trace = result.back.trace
        shown = [float(trace.a[l][j]) if l <= step else 0.0 for l, j in everything]
        circles.set_facecolor(TINT(np.clip(shown, 0, 1)))
        for n, (l, j) in enumerate(everything):
            a[n].set_text(number(trace.a[l][j], 2) if l <= step else "")
            if l > 0:
                z[n].set_text(f"z {number(trace.z[l - 1][j], 2)}" if l <= step else "")
                delta = number(result.back.deltas[l - 1][j], 3)
                deltas[n].set_text(f"δ {delta}" if is_back(step, l) else "")

    return update
