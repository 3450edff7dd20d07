"""Exercises of lesson 01: a cell of McCulloch and Pitts, and XOR made of such cells."""
import jax.numpy as jnp

from dlnotes.answers.engine import Mistake, exercise
from dlnotes.networks.neurons import GATE_INPUTS, mcculloch_pitts


def _above(excitatory, inhibitory, threshold):
    return int(sum(excitatory) > threshold and not any(inhibitory))


def _exactly(excitatory, inhibitory, threshold):
    return int(sum(excitatory) == threshold and not any(inhibitory))


def _subtracted(excitatory, inhibitory, threshold):
    return int(sum(excitatory) - sum(inhibitory) >= threshold)


def _all_forbid(excitatory, inhibitory, threshold):
    return int(sum(excitatory) >= threshold and not all(inhibitory))


@exercise(
    cases=[([1], [], 1), ([1, 1], [], 2), ([1, 0], [], 2), ([1, 1], [], 1), ([1, 1], [1], 1),
           ([0, 0], [0], 0), ([1, 1], [1, 0], 1), ([1, 0], [1], 1)],
    mistakes=[
        Mistake(lambda excitatory, inhibitory, threshold: int(sum(excitatory) >= threshold),
                "An inhibitory input that is on forbids the cell to fire, however "
                "many others excite it."),
        Mistake(_above,
                "The cell needs at least as many as the threshold says, not one more."),
        Mistake(_exactly,
                "More exciting inputs than the threshold says are enough as well: it needs at "
                "least so many, not exactly so many."),
        Mistake(_subtracted,
                "In 1943 an inhibitory input is not a negative weight: a single one is a veto."),
        Mistake(_all_forbid,
                "One inhibitory input is enough to forbid it. (`all` of no inputs is True, so your "
                "cell never fires when there are no inhibitory inputs.)"),
    ],
    hints=[
        "There are two conditions, and both must hold.",
        "`any(inhibitory)` is True if one of them is on.",
        "`sum(excitatory)` counts those that are on. Compare it with the threshold.",
    ])
def fires(excitatory, inhibitory, threshold):
    """Write `fires(excitatory, inhibitory, threshold)`: 1 if a cell of 1943 fires, else 0. Both
    inputs are lists of 0 and 1, and may be empty."""
    return int(sum(excitatory) >= threshold and not any(inhibitory))


def cell_1943(excitatory: list, inhibitory: list, threshold: int | float) -> int:
    """Return the output of a cell of McCulloch and Pitts, 1 or 0.

    excitatory, inhibitory: lists of 0 and 1, either of which may be empty.
    threshold: the number of excitatory inputs that must be on.
    """
    inputs = (jnp.array(one, float) for one in (excitatory, inhibitory))
    return int(mcculloch_pitts(*inputs, float(threshold)))


def _both_halves(x1, x2):
    return cell_1943([cell_1943([x1], [x2], 1), cell_1943([x2], [x1], 1)], [], 2)


@exercise(
    cases=[tuple(map(int, case)) for case in GATE_INPUTS],
    mistakes=[
        Mistake(lambda x1, x2: cell_1943([x1, x2], [], 1),
                "This is OR, which is 1 for the inputs 1 and 1 as well."),
        Mistake(lambda x1, x2: cell_1943([x1, x2], [], 2),
                "This is AND."),
        Mistake(lambda x1, x2: cell_1943([x1], [x2], 1),
                "This is one half of the answer, x1 but not x2. A second cell "
                "does the other half."),
        Mistake(_both_halves,
                "The two halves are never on together, so the last cell must fire for "
                "one of them alone."),
    ],
    hints=[
        "Take one cell for x1 but not x2, one for x2 but not x1, and a third that listens to both.",
        "`cell_1943([x1], [x2], 1)` is x1 but not x2.",
        "The third cell is OR, so its threshold is 1.",
    ])
def xor_of_cells(x1, x2):
    """Write `xor_of_cells(x1, x2)`: 1 if exactly one of the two is 1, else 0, made of cells alone.
    `cell_1943` is there."""
    return cell_1943([cell_1943([x1], [x2], 1), cell_1943([x2], [x1], 1)], [], 1)
