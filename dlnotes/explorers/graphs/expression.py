"""The derivative with respect to one weight of the first layer, as one formula."""
from functools import cache
from textwrap import wrap
from typing import NamedTuple

import numpy as np
from jaxtyping import Int

from dlnotes.live.controls import Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.style import GREEN, INK, RED
from dlnotes.networks.graphs import symbolic_network

SHOWN = 1000  # letters of the formula that the result holds
LINES = 11  # lines on the page, and letters on a line
COLUMNS = 78


class Expression(NamedTuple):
    """A derivative as sympy writes it.

    text: the codes of its first letters, of which `length` count; characters: all its letters.
    operations: how many it takes; shared: how many if parts that repeat are computed once.
    """
    depth: int
    width: int
    text: Int[np.ndarray, "1000"]
    length: int
    characters: int
    operations: int
    shared: int


@cache
def compute(depth: int, width: int) -> Expression:
    """Differentiate the cost of a network, written out, with respect to its first weight."""
    import sympy
    cost, parameters = symbolic_network(depth, width)
    slope = sympy.diff(cost, parameters[0])
    named, rest = sympy.cse(slope)
    text = str(slope)
    codes = np.array([ord(letter) for letter in text[:SHOWN].ljust(SHOWN)])
    shared = sum(part.count_ops() for _, part in named) + rest[0].count_ops()
    return Expression(depth, width, codes, min(len(text), SHOWN), len(text),
                      int(slope.count_ops()), int(shared))


def draw(figure):
    """Draw the formula, and how many operations it takes."""
    figure.set_layout_engine("none")
    page = figure.add_axes([0.02, 0.03, 0.96, 0.93])
    axes = figure.add_axes([0.3, 0.69, 0.66, 0.2])
    page.axis("off")
    page.set(xlim=(0, 1), ylim=(0, 1))
    title = page.text(0, 1, "", color=INK, va="center", size=12, weight="bold")
    rows = [page.text(0, 0.5 - 0.046 * i, "", color=INK, va="center", size=10,
                      family="DejaVu Sans Mono") for i in range(LINES)]
    bars = axes.barh((1, 0), (1, 1), color=(RED, GREEN), height=0.7)
    axes.set(xscale="log", xlim=(5, 20_000), xlabel="operations for this one derivative",
             ylim=(-0.6, 1.6), yticks=(1, 0),
             yticklabels=("as sympy writes it", "repeated parts named"))
    axes.grid(False, axis="y")
    counts = [axes.text(1, y, "", color=INK, va="center") for y in (1, 0)]

    def update(result):
        for row, line in zip(rows, _lines(result)):
            row.set_text(line)
        title.set_text(f"∂C/∂w for one weight of the first of {int(result.depth)} "
                       "layers of neurons")
        for bar, count, n in zip(bars, counts, (result.operations, result.shared)):
            bar.set_width(int(n))
            count.set(x=int(n) * 1.12, text=f"{int(n):,}")

    return update


def _lines(result):
    """Break the formula into `LINES` lines; the last one says how much is left out."""
    text = "".join(chr(code) for code in result.text[:int(result.length)])
    lines = wrap(text, COLUMNS, break_on_hyphens=False)
    if len(lines) > LINES or int(result.characters) > len(text):
        lines = lines[:LINES - 1]
        more = int(result.characters) - sum(map(len, lines))
        lines.append(f"... and {more:,} characters more")
    return lines + [""] * (LINES - len(lines))


def describe(result):
    """Say how many operations the derivative takes."""
    return (f"Layers of neurons: {result.depth}, of {result.width} each but the last. One "
            f"derivative takes ≈{result.operations:,} operations, or ≈{result.shared:,} "
            "if parts that repeat are computed once.")


def expression() -> Explorer:
    """Write out the derivative with respect to one weight of the first layer, as one formula."""
    controls = {
        "depth": Slider(1, 4, 2, 1, label="layers of neurons"),
        "width": Slider(1, 3, 2, 1, label="neurons in a layer"),
    }
    return Explorer(compute, draw, controls, describe,
                    title="A derivative, written out", size=(7.2, 3.8))
