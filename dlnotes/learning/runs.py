"""Runs: the result of training, to be looked at, gone back in, continued, saved and loaded."""
import math
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from dlnotes.networks.network import Layer

FORMAT = "dlnotes run 1"
ARRAY_NAME = re.compile(
    r"(?:kept\.([0-9]+)\.)?(params\.[0-9]+\.(?:weights|biases)|state\.[0-9]+)")


class History(NamedTuple):
    """Costs and accuracy after each epoch.

    cost: the mean over the training examples, each taken when its mini-batch is met.
    unseen_cost: the mean over the unseen examples: those for validation if some are held out,
        else those for testing.
    accuracy: on the unseen examples, 0 to 1; where numbers are wanted, not classes, R^2.
    Each has the shape (epochs,), with the axes of `jax.vmap` in front.
    """
    cost: np.ndarray
    unseen_cost: np.ndarray
    accuracy: np.ndarray


@jax.tree_util.register_dataclass
@dataclass(frozen=True, eq=False, repr=False)
class Run:
    """The result of training.

    params: the parameters.
    history: of all epochs that were done.
    epochs: the number of epochs asked for.
    epoch: the number of epochs after which `params` were taken; smaller than the history's length
        if `fit` went back to the best.
    state: the state of the optimiser after that epoch, as a tuple of arrays.
    kept: (params, state) for each epoch that `fit` was told to keep.

    To go on with a run, or to go back in it, give it to `fit` in place of parameters. Training
    then goes on as if it had never stopped.
    A run is a pytree, with the two numbers of epochs as its static part.
    """
    params: tuple[Layer, ...]
    history: History
    epochs: int = field(metadata={"static": True})
    epoch: int = field(metadata={"static": True})
    state: tuple[Any, ...] = ()
    kept: dict[int, tuple[tuple[Layer, ...], tuple[Any, ...]]] = field(default_factory=dict)

    def at(self, epoch: int) -> "Run":
        """Return the run as it was after an epoch, to look at it or to train on from there.

        epoch: one that was kept, or the last; 0 for the start. Raises ValueError for any other.
        """
        if epoch == self.epoch:
            return replace(self, history=self._until(epoch))
        if epoch not in self.kept:
            known = ", ".join(map(str, sorted(self.kept))) or "none"
            raise ValueError(f"epoch must be one of those kept, {known}, or the last, "
                             f"{self.epoch}; got {epoch}. Choose them by fit(..., keep=[...])")
        params, state = self.kept[epoch]
        kept = {e: pair for e, pair in self.kept.items() if e <= epoch}
        return Run(params, self._until(epoch), self.epochs, epoch, state, kept)

    def _until(self, epoch):
        return History(*(series[..., :epoch] for series in self.history))

    def save(self, path: str | os.PathLike) -> None:
        """Write the run to a file in NumPy's format npz.

        A file that exists is replaced only when the new one is complete.
        path: ends in .npz.
        Raises ValueError for another ending, OSError where nothing can be written.
        """
        path = Path(path)
        if path.suffix != ".npz":
            raise ValueError(f"path must end in .npz; got {path.name!r}")
        arrays = {"format": np.array(FORMAT), "epochs": self.epochs, "epoch": self.epoch}
        arrays |= {f"history.{name}": series for name, series in self.history._asdict().items()}
        arrays |= _named("", self.params, self.state)
        for epoch, (params, state) in self.kept.items():
            arrays |= _named(f"kept.{epoch}.", params, state)
        part = path.with_name(f".{path.name}.part")
        try:
            with open(part, "wb") as file:
                np.savez(file, allow_pickle=False, names=np.array(list(arrays)), **arrays)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: str | os.PathLike) -> "Run":
        """Read a run that was saved, bit for bit. Nothing in the file is executed.

        path: a file written by `save`.
        Raises FileNotFoundError if there is no file, and ValueError if it does not hold a run or
        is damaged.
        """
        with open(path, "rb") as file:
            try:
                with np.load(file, allow_pickle=False) as arrays:
                    return cls(*_read({name: arrays[name] for name in arrays.files}))
            except Exception as error:  # the kind, even OSError, depends on where the damage is
                raise ValueError(f"{Path(path).name} is no saved run, or is damaged ({error}): "
                                 "take another copy of it, or train again") from None

    def __repr__(self) -> str:
        cost = np.asarray(self.history.cost)
        done = cost.shape[-1]
        many = f"{math.prod(cost.shape[:-1])} networks, " if cost.ndim > 1 else ""
        state = f"{done} epochs"
        if done != self.epochs:
            state = f"stopped after {done} of {self.epochs} epochs"
        if self.epoch < done:
            state += f", parameters of epoch {self.epoch}"
        if not done:
            return f"Run: {many}{state}"
        accuracy = np.mean(np.asarray(self.history.accuracy)[..., -1])
        values = f"cost \u2248{np.mean(cost[..., -1]):.3f}, accuracy \u2248{accuracy:.3f}"
        return f"Run: {many}{state}, {values}{' on average' if many else ''}"


def _named(prefix, params, state):
    """Return all arrays by name: params.1.weights, params.1.biases, ..., state.1, ..."""
    arrays = {}
    for number, (weights, biases) in enumerate(params, start=1):
        arrays[f"{prefix}params.{number}.weights"] = weights
        arrays[f"{prefix}params.{number}.biases"] = biases
    arrays |= {f"{prefix}state.{i}": leaf for i, leaf in enumerate(state, start=1)}
    return jax.device_get(arrays)


def _read(arrays):
    """Return the fields of a run from arrays by name."""
    names = arrays.pop("names").tolist()
    if sorted(names) != sorted(arrays):  # an archive can lose a part and still be one
        raise ValueError("not all of it is there")
    if str(arrays.pop("format")) != FORMAT:
        raise ValueError(f"its format is not {FORMAT!r}")
    epochs = int(arrays.pop("epochs"))
    epoch = int(arrays.pop("epoch"))
    history = History(*(arrays.pop(f"history.{name}") for name in History._fields))
    parts = {}
    for name, array in arrays.items():
        known = ARRAY_NAME.fullmatch(name)
        if not known:
            raise ValueError(f"unexpected array {name!r}")
        parts.setdefault(known[1], {})[known[2]] = jnp.asarray(array)
    params, state = _shaped(parts.pop(None))
    kept = {int(number): _shaped(part) for number, part in parts.items()}
    return params, history, epochs, epoch, state, kept


def _shaped(arrays):
    """Return parameters and state from arrays by name.

    Raises KeyError where an array is missing, ValueError where shapes do not fit.
    """
    depth = sum(name.startswith("params") for name in arrays) // 2
    params = []
    for number in range(1, depth + 1):
        W = arrays[f"params.{number}.weights"]
        b = arrays[f"params.{number}.biases"]
        fits_before = not params or W.shape[-1] == params[-1].biases.shape[-1]
        if W.shape[:-1] != b.shape or not fits_before:
            raise ValueError(f"layer {number} has weights {W.shape} and biases {b.shape}")
        params.append(Layer(W, b))
    states = len(arrays) - 2 * depth
    return tuple(params), tuple(arrays[f"state.{i}"] for i in range(1, states + 1))
