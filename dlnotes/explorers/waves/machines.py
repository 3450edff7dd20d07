"""See how long it took, and takes, to train a network: machines since 1954, over three waves."""
from functools import partial

import numpy as np

from dlnotes.experiments.waves.machines import MACHINES
from dlnotes.experiments.waves.training_times import how_long
from dlnotes.live.controls import Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import duration, power_of_ten
from dlnotes.live.style import BLUE, FAINT, RED

WAVES = ((1943, 1969, "cybernetics"), (1980, 1999, "connectionism"), (2006, 2040, "deep learning"))
YEAR = 3.156e7  # seconds
TICKS = ((1e-3, "1/1000 second"), (1, "a second"), (60, "a minute"), (3600, "an hour"),
         (86400, "a day"), (YEAR, "a year"), (80 * YEAR, "a lifetime"),
         (5000 * YEAR, "since the pyramids"))


def draw(figure):
    """Draw the time that each machine needs by the year it came out, over the three waves."""
    axes = figure.subplots()
    _draw_waves(axes)
    axes.set(xlim=(1943, 2040), yscale="log", ylim=(1e-3, 1e14),
             xlabel="year in which the machine came out")
    axes.set_yticks([seconds for seconds, _ in TICKS], [name for _, name in TICKS])
    axes.minorticks_off()
    move_dots = _draw_dots(axes)
    move_names = _draw_names(axes)
    note = axes.text(0.985, 0.97, "", transform=axes.transAxes, ha="right", va="top", size=12)

    def update(result):
        move_dots(result)
        move_names(result)
        note.set_text(f"{power_of_ten(result.operations)} operations")

    return update


def _draw_waves(axes):
    for start, end, name in WAVES:
        axes.axvspan(start, end, color=FAINT, alpha=0.55, lw=0)
        axes.text((start + end) / 2, 1.02, name, transform=axes.get_xaxis_transform(),
                  ha="center", size=11)


def _draw_dots(axes):
    best, = axes.plot([], [], "o", color=BLUE, ms=8, mfc="none", mew=2, label="at best")
    measured, = axes.plot([], [], "o", color=BLUE, ms=9, label="measured")
    own, = axes.plot([], [], "D", color=RED, ms=9)
    axes.legend(loc="lower left")

    def move(result):
        here = np.array([name == "this machine" for name in result.names])
        known = np.array(result.measured)
        years = np.array(result.years)
        for line, which in ((best, ~known), (measured, known & ~here), (own, here)):
            line.set_data(years[which], result.seconds[which])

    return move


def _draw_names(axes):
    texts = [axes.text(0, 1, "", size=10, va="center") for _ in range(len(MACHINES) + 1)]

    def move(result):
        for text, name, year, seconds in zip(texts, result.names, result.years, result.seconds):
            is_left = year > 2000  # there is no room on the right
            text.set_text(f"{name}  " if is_left else f"  {name}")
            text.set(x=year, y=seconds, ha="right" if is_left else "left")

    return move


def describe(result):
    """Say how long three of the machines need."""
    times = {name: duration(seconds) for name, seconds in zip(result.names, result.seconds)}
    return (f"{power_of_ten(result.operations)} operations take {times['VAX-11/780']} on a "
            f"VAX-11/780, as measured; at best {times['IBM 704']} on an IBM 704, and "
            f"{times['H100']} on an H100.")


def machines(here: float | None = None) -> Explorer:
    """Show how long it took, and takes, to train a network.

    here: the measured speed of this machine in operations a second, if known.
    """
    controls = {
        "hidden": Slider(30, 30_000, 30, 30, log=True, label="hidden"),
        "examples": Slider(50_000, 50_000_000, 50_000, 30, log=True, label="examples"),
    }
    return Explorer(partial(how_long, here=here), draw, controls, describe,
                    title="How long it takes", size=(7.2, 4.2))
