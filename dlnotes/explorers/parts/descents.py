"""Draw the ways of several methods of descent: each has its own colour, marker and dashes."""
from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from dlnotes.live.style import BLUE, GREEN, ORANGE, RED

LOOKS = ((BLUE, "o", "-"), (ORANGE, "s", "--"), (GREEN, "^", "-."), (RED, "D", ":"))
FAR = 99.0  # where a way that has left the picture is drawn: numbers beyond, NaN among them


def ways(axes: Axes, names: Iterable[str], width: float, dots: float | None = None
         ) -> list[Line2D]:
    """Make an empty line for each method. width: in points; dots: size of a marker a step."""
    lines = []
    for name, (colour, marker, dashes) in zip(names, LOOKS):
        look = dashes if dots is None else marker + dashes
        line, = axes.plot([], [], look, color=colour, lw=width, ms=dots, label=name)
        lines.append(line)
    return lines


def heads(axes: Axes, names: Sequence[str], size: float) -> list[Line2D]:
    """Make an empty marker for each method, of a size in points: where it is now."""
    looks = LOOKS[:len(names)]
    return [axes.plot([], [], marker, color=colour, ms=size)[0] for colour, marker, _ in looks]


def within_reach(places: np.ndarray) -> np.ndarray:
    """Return places with those that are too far away to draw, or no numbers, moved to `FAR`."""
    return np.clip(np.nan_to_num(places, nan=FAR), -FAR, FAR)
