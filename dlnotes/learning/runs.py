"""Runs: what training gives, kept so that it can be looked at, gone back in, continued, saved and loaded."""
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


class History(NamedTuple):
    """After each epoch: the mean `cost` over the training examples, as met; the mean `unseen_cost` and the `accuracy`,
    0 to 1, on examples that it does not learn from (those for validation where some are held out, else the test ones);
    where numbers are wanted, not classes, the accuracy is R^2.

    Each of shape (epochs,), with the axes of `jax.vmap` in front.
    """
    cost: np.ndarray
    unseen_cost: np.ndarray
    accuracy: np.ndarray


@jax.tree_util.register_dataclass
@dataclass(frozen=True, eq=False, repr=False)
class Run:
    """What training gives: the `params`; the `history` of all epochs that were done; the number of `epochs` asked for,
    and the `epoch` after which the parameters were as in params; the optimiser's `state` then, as a tuple of arrays; and
    `kept`: (params, state) for each epoch that `fit` was told to keep.

    Go on, or back, by giving a run to `fit` in place of parameters: it is then as if training had never stopped.
    A run is a pytree, with the two numbers of epochs as its static part.
    """
    params: tuple[Layer, ...]
    history: History
    epochs: int = field(metadata={"static": True})
    epoch: int = field(metadata={"static": True})
    state: tuple[Any, ...] = ()
    kept: dict[int, tuple[tuple[Layer, ...], tuple[Any, ...]]] = field(default_factory=dict)

    def at(self, epoch: int) -> "Run":
        """The run as it was after an epoch, 0 for the start: to look at, or to go another way from.

        epoch: one that was kept, or the last. Raises ValueError for any other.
        """
        if epoch == self.epoch:
            return replace(self, history=self._until(epoch))
        if epoch not in self.kept:
            raise ValueError(f"epoch must be one of those kept, {', '.join(map(str, sorted(self.kept))) or 'none'}, or "
                             f"the last, {self.epoch}; got {epoch}. Choose them by fit(..., keep=[...])")
        params, state = self.kept[epoch]
        kept = {e: pair for e, pair in self.kept.items() if e <= epoch}
        return Run(params, self._until(epoch), self.epochs, epoch, state, kept)

    def _until(self, epoch):
        return History(*(series[..., :epoch] for series in self.history))

    def save(self, path: str | os.PathLike) -> None:
        """Write everything to a file of NumPy's format npz; a file that is there is replaced only when all is written.

        path: ends in .npz. Raises ValueError for another ending, OSError where nothing can be written.
        """
        path = Path(path)
        if path.suffix != ".npz":
            raise ValueError(f"path must end in .npz; got {path.name!r}")
        arrays = {"format": np.array(FORMAT), "epochs": self.epochs, "epoch": self.epoch,
                  **{f"history.{name}": series for name, series in self.history._asdict().items()},
                  **_named("", self.params, self.state)}
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
        """Read a run that was saved, bit for bit; nothing in the file is run as code.

        path: a file written by `save`. Raises FileNotFoundError where there is none, ValueError where it is no saved
        run, or damaged.
        """
        try:
            with open(path, "rb") as file, np.load(file, allow_pickle=False) as arrays:
                return cls(*_read({name: arrays[name] for name in arrays.files}))
        except OSError:
            raise
        except Exception as error:  # what a damaged byte leads to depends on where it is
            raise ValueError(f"{Path(path).name} is no saved run, or is damaged ({error}): take another copy of it, or "
                             "train again") from None

    def __repr__(self) -> str:
        cost, accuracy = np.asarray(self.history.cost), np.asarray(self.history.accuracy)
        done, many = cost.shape[-1], f"{math.prod(cost.shape[:-1])} networks, " if cost.ndim > 1 else ""
        state = f"{done} epochs" if done == self.epochs else f"stopped after {done} of {self.epochs} epochs"
        if self.epoch < done:
            state += f", parameters of epoch {self.epoch}"
        if not done:
            return f"Run: {many}{state}"
        values = f"cost \u2248{np.mean(cost[..., -1]):.3f}, accuracy \u2248{np.mean(accuracy[..., -1]):.3f}"
        return f"Run: {many}{state}, {values}{' on average' if many else ''}"


def _named(prefix, params, state):
    """Arrays by name: params.1.weights, params.1.biases, ..., state.1, ..."""
    layers = {f"{prefix}params.{l}.{part}": array for l, layer in enumerate(params, start=1)
              for part, array in layer._asdict().items()}
    return jax.device_get(layers | {f"{prefix}state.{i}": leaf for i, leaf in enumerate(state, start=1)})


def _read(arrays):
    """The fields of a run from arrays by name."""
    if sorted(arrays.pop("names").tolist()) != sorted(arrays):  # an archive can lose a part and still be one
        raise ValueError("not all of it is there")
    if str(arrays.pop("format")) != FORMAT:
        raise ValueError(f"its format is not {FORMAT!r}")
    epochs, epoch = (int(arrays.pop(name)) for name in ("epochs", "epoch"))
    history = History(*(arrays.pop(f"history.{name}") for name in History._fields))
    parts = {}
    for name, array in arrays.items():
        known = re.fullmatch(r"(?:kept\.([0-9]+)\.)?(params\.[0-9]+\.(?:weights|biases)|state\.[0-9]+)", name)
        if not known:
            raise ValueError(f"what is {name!r}?")
        parts.setdefault(known[1], {})[known[2]] = jnp.asarray(array)
    params, state = _shaped(parts.pop(None))
    kept = {int(number): _shaped(part) for number, part in parts.items()}
    return params, history, epochs, epoch, state, kept


def _shaped(arrays):
    """Parameters and state from arrays by name. KeyError where one is missing, ValueError where shapes do not fit."""
    depth = sum(name.startswith("params") for name in arrays) // 2
    params = tuple(Layer(arrays[f"params.{l}.weights"], arrays[f"params.{l}.biases"]) for l in range(1, depth + 1))
    for l, (W, b) in enumerate(params, start=1):
        if W.shape[:-1] != b.shape or l > 1 and W.shape[-1] != params[l - 2].biases.shape[-1]:
            raise ValueError(f"layer {l} has weights {W.shape} and biases {b.shape}")
    return params, tuple(arrays[f"state.{i}"] for i in range(1, len(arrays) - 2 * depth + 1))
