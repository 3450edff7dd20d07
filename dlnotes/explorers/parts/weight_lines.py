"""Lines that stand for weights: orange where positive, blue and dashed where negative."""
from collections.abc import Sequence

from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from dlnotes.live.style import BLUE, ORANGE

DASHED = (0, (2, 0.7))


def paint_weights(lines: LineCollection, weights: Sequence[float], opacity: Sequence[float],
                  widths: Sequence[float]) -> None:
    """Give each line the colour and the dashes of its weight's sign.

    lines: one line for each of n weights.
    opacity: n numbers from 0 to 1; widths: n widths, in points.
    """
    colours = [ORANGE if weight > 0 else BLUE for weight in weights]
    lines.set_color([to_rgba(colour, alpha) for colour, alpha in zip(colours, opacity)])
    lines.set_linewidth(widths)
    lines.set_linestyle(["-" if weight > 0 else DASHED for weight in weights])
