"""The one look of all pictures: colours for colour-blind readers too, fonts for a lecture hall.

Colours are for light pages. `DARK` has, for each of them, the colour that the browser paints on
dark ones.
"""
from cycler import cycler
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

OVER_IMAGES = "#1c2025"  # ink that stays dark on dark pages, since images stay as they are
INK = "#1b1f24"
PAPER = "#ffffff"
FAINT = "#d5dae0"
GREY = "#6b7480"
BLUE = "#0072b2"
ORANGE = "#d98200"
GREEN = "#00865f"
RED = "#c8452a"
PURPLE = "#a8558a"
SKY = "#3f9fd8"
CYCLE = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY)

# For numbers of both signs, and for numbers from nothing to much.
DIVERGING = LinearSegmentedColormap.from_list("diverging", [BLUE, "#f4f6f8", ORANGE])
SEQUENTIAL = LinearSegmentedColormap.from_list("sequential", ["#f4f6f8", SKY, BLUE])
DARK = {INK: "#e6e9ed", PAPER: "#111417", FAINT: "#343b43", GREY: "#9aa4af", BLUE: "#58b0e8",
        ORANGE: "#f5ab3d", GREEN: "#3cc79a", RED: "#f2806b", PURPLE: "#dd93c2", SKY: "#8fd0f7"}

STYLE = {
    "axes.prop_cycle": cycler(color=CYCLE),
    "figure.facecolor": PAPER, "axes.facecolor": PAPER, "savefig.facecolor": PAPER,
    "text.color": INK, "axes.labelcolor": INK, "axes.titlecolor": INK, "axes.edgecolor": GREY,
    "xtick.color": GREY, "ytick.color": GREY, "xtick.labelcolor": INK, "ytick.labelcolor": INK,
    "grid.color": FAINT, "grid.linewidth": 0.8, "axes.grid": True, "axes.axisbelow": True,
    "axes.spines.top": False, "axes.spines.right": False,
    "font.size": 11, "axes.titlesize": 12, "axes.labelsize": 11, "legend.fontsize": 10,
    "xtick.labelsize": 10, "ytick.labelsize": 10,
    "lines.linewidth": 2.2, "lines.markersize": 7, "legend.frameon": False,
    "image.interpolation": "none", "image.cmap": "gray_r", "figure.dpi": 100,
    "text.hinting": "none",  # text is then as wide as its outlines, in stills and in the browser
}


def new_figure(width: float = 7.2, height: float = 3.6) -> Figure:
    """Make an empty figure in the layout of the house style.

    width, height: in inches of 100 screen pixels. Draw on it inside `dlnotes.live.apart.apart`.
    """
    figure = Figure(figsize=(width, height), dpi=100, layout="constrained", facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure
