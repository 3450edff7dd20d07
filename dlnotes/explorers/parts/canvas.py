"""Draw freely: a canvas in pixels, boxes on it, and colours that let the page shine through."""
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from dlnotes.live.style import ORANGE, SKY

# From blue, for negative values, over transparent to orange, for positive ones.
SIGNED = LinearSegmentedColormap.from_list(
    "signed", [(0, SKY + "ff"), (0.5, SKY + "00"), (0.5, ORANGE + "00"), (1, ORANGE + "ff")])
# From transparent to orange, for activations; from transparent to blue.
ACTIVE = LinearSegmentedColormap.from_list("active", [ORANGE + "00", ORANGE + "f0"])
TINT = LinearSegmentedColormap.from_list("tint", [SKY + "00", SKY + "f0"])


def canvas(figure: Figure, width: float, height: float) -> Axes:
    """Make axes that cover the figure, in pixels from its top left corner, with nothing on them."""
    figure.set_layout_engine("none")
    axes = figure.add_axes([0, 0, 1, 1])
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    return axes


def box(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    """Return the corners of a rectangle; (x, y) is the middle of its left side."""
    top = y - height / 2
    bottom = y + height / 2
    return [(x, top), (x + width, top), (x + width, bottom), (x, bottom)]
