"""Six backward passes, most of them wrong: read the check, and say which equation is to blame."""
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from dlnotes.experiments.backprop.broken_backprop import PATIENTS, VERDICTS
from dlnotes.experiments.backprop.gradient_checks import TOLERANCE, check_patient
from dlnotes.explorers.parts.canvas import canvas
from dlnotes.live.controls import Choice
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import number
from dlnotes.live.style import GREEN, GREY, INK, RED

LAYERS = (3, 2, 1)  # in the order of the backward pass


class Case(NamedTuple):
    """A gradient check of a patient, and the reader's verdict.

    patient, verdict: numbers in `PATIENTS` and `VERDICTS` (0: not yet).
    shares: for layers 1 to 3, how far weights and biases are off.
    right: whether the verdict is.
    """
    patient: int
    shares: Float[np.ndarray, "3 2"]
    verdict: int
    right: bool


def compute(patient: str, verdict: str) -> Case:
    """Check a patient's gradient, and judge the verdict."""
    shares = np.array(check_patient(patient).against_autodiff)
    right = PATIENTS[patient][1] == verdict
    return Case(list(PATIENTS).index(patient), shares, VERDICTS.index(verdict), right)


def draw(figure):
    """Draw the table of a gradient check, and say what to make of the verdict."""
    axes = canvas(figure, 720, 300)
    for x, word in ((70, "layer"), (200, "∂C/∂W"), (330, "∂C/∂b")):
        axes.text(x, 40, word, ha="center", va="center", color=INK, size=13, weight="bold")
    heights = [90 + 56 * row for row in range(len(LAYERS))]
    for y, l in zip(heights, LAYERS):
        axes.text(70, y, f"{l}", ha="center", va="center", color=INK, size=13)
    cells = [[axes.text(x, y, "", ha="center", va="center", size=12) for x in (200, 330)]
             for y in heights]
    axes.text(40, 258, "how far from jax.grad, as a share of the largest entry "
              "(✗: central differences say so too)", color=GREY, va="center", size=10)
    heading = axes.text(424, 40, "", color=INK, size=14, weight="bold", va="center")
    verdict = [axes.text(424, y, "", color=INK, size=12, va="center") for y in (90, 120, 150, 180)]

    def update(result):
        heading.set_text(f"Patient {list(PATIENTS)[int(result.patient)]}")
        for row, l in zip(cells, LAYERS):
            for cell, share in zip(row, result.shares[l - 1]):
                right = share <= TOLERANCE
                cell.set(text="✓ agrees" if right else f"✗ {number(100 * share, 1)} %",
                         color=GREEN if right else RED)
        lines = _verdict_in_words(result)
        for text, line in zip(verdict, (*lines, "", "", "", "")):
            text.set_text(line)
        verdict[0].set_color(INK if result.verdict == 0 else GREEN if result.right else RED)

    return update


def _verdict_in_words(result):
    """Say what to make of a verdict, in lines."""
    if int(result.verdict) == 0:
        return "Which line is wrong?", "Choose a verdict."
    if result.right:
        return "✓ Right.", "Now try the next patient."
    return ("✗ That would look different.", "Which entries does that line",
            "reach, directly or through", "other layers?")


def describe(result):
    """Say which gradients agree, and whether the verdict is right."""
    agree = np.where(result.shares <= TOLERANCE, "agree", "differ")
    layers = ", ".join(f"layer {l} weights {agree[l - 1, 0]}, biases {agree[l - 1, 1]}"
                       for l in LAYERS)
    end = ". Your verdict is right." if result.right else "."
    return f"Patient {list(PATIENTS)[result.patient]}: {layers}{end}"


def detective() -> Explorer:
    """Read the check of six backward passes, and say which of the four equations is wrong."""
    controls = {
        "patient": Choice(tuple(PATIENTS)),
        "verdict": Choice(VERDICTS, label="your verdict"),
    }
    return Explorer(compute, draw, controls, describe,
                    title="Which line is wrong?", size=(7.2, 3.0))
