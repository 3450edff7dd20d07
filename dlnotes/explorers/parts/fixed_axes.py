"""Axes at fixed places, with room for their tick labels."""
from matplotlib.axes import Axes
from matplotlib.figure import Figure


def fixed_axes(figure: Figure, rows: int, columns: int, *, left: float = 0.09, right: float = 0.98,
               bottom: float = 0.15, top: float = 0.91, wspace: float = 0.2, hspace: float = 0.2,
               **ratios) -> list[Axes]:
    """Make axes at fixed places, which leave room on the left for labels as long as 10^-24.

    left, right, bottom, top: edges of the grid, as shares of the figure; wspace, hspace: gaps, as
    shares of an average axes; ratios: `width_ratios` and `height_ratios`.
    """
    figure.set_layout_engine("none")
    grid = figure.add_gridspec(rows, columns, left=left, right=right, bottom=bottom, top=top,
                               wspace=wspace, hspace=hspace, **ratios)
    return [figure.add_subplot(cell) for cell in grid]
