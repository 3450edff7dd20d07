"""How long the machines since 1954 need to train a network.

Source: the post, "A brief history".
"""
from datetime import date
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from dlnotes.experiments.waves.machines import MACHINES, Machine
from dlnotes.learning.operations import training_operations
from dlnotes.networks.network import Network


class TrainingTimes(NamedTuple):
    """The time that each of n machines needs to train one network.

    operations: additions and multiplications that the training takes; names: of the machines;
    years: in which they came out; seconds: that each needs; measured: whether a machine's speed
    was measured in a program; if not, it is the best that the machine can do.
    """
    operations: float
    names: tuple[str, ...]
    years: tuple[int, ...]
    seconds: Float[np.ndarray, "n"]
    measured: tuple[bool, ...]


def how_long(hidden: int, examples: int, epochs: int = 30,
             here: float | None = None) -> TrainingTimes:
    """Return how long the machines since 1954 need to train [784, hidden, 10].

    hidden: neurons in the hidden layer; examples, epochs: at least 1; here: the speed of this
    machine in operations a second, which then is the last of the machines.
    """
    operations = training_operations(Network((784, hidden, 10)), examples, epochs)
    own = ()
    if here:
        own = (Machine("this machine", date.today().year, here, "this training", measured=True),)
    names, years, speeds, _, measured = zip(*MACHINES, *own)
    return TrainingTimes(operations, names, years, operations / np.array(speeds), measured)
