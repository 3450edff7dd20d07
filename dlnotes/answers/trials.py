"""Trials: an answer tried on cases as it is, however slow, however wrong; and what became of it."""
import inspect
import linecache
import re
import time
import traceback
from collections.abc import Callable, Iterable
from functools import wraps
from types import CodeType
from typing import Any, NamedTuple

import numpy as np

from dlnotes.answers.words import LONGEST, difference

BUDGET, AT_LEAST = 5.0, 3  # after so many seconds no more cases are tried, but so many are
BLANKS = (None, Ellipsis, NotImplemented)
clock = time.monotonic


class Blank(NotImplementedError):
    """Nothing came back."""


class Trial(NamedTuple):
    """One try: the `inputs`, and what `came`, or the `error` that was raised and the answer's own `line` that did it
    (its number in the cell, and its text)."""
    inputs: tuple
    came: Any = None
    error: Exception | None = None
    line: tuple[int, str] | None = None


def attempts(use: Callable, answer: Any, cases: Iterable[tuple]) -> list[Trial]:
    """Try an answer on one case after the other, until the time is up."""
    start, trials = clock(), []
    for inputs in cases:
        if len(trials) >= AT_LEAST and clock() - start > BUDGET:
            break
        trials.append(attempt(use, answer, inputs))
    return trials


def attempt(use: Callable, answer: Any, inputs: tuple) -> Trial:
    """Try an answer on one case: `use(answer, *inputs)`, with copies of the inputs that it may change."""
    try:
        came = fresh(use(_never_blank(answer), *fresh(inputs)))
        return Trial(inputs, error=Blank(came)) if is_blank(came) else Trial(inputs, came)
    except Exception as error:
        return Trial(inputs, error=error, line=_own_line(error, answer))


def fault(trial: Trial, right: Trial, tolerance: float) -> str:
    """What is wrong with a trial, in words, beside one that is right; "" where nothing is."""
    if isinstance(trial.error, Blank):
        return "nothing (None) came back; perhaps a `return` is missing"
    if trial.error:
        return "" if type(trial.error) is type(right.error) else f"{type(trial.error).__name__} was raised"
    if right.error:
        return f"{type(right.error).__name__} should have been raised"
    return difference(trial.came, right.came, tolerance)


def unanswered(answer: Any, trials: list[Trial]) -> bool:
    """Whether there is nothing to judge: a `...` in the answer, or nothing came back in any trial."""
    return _has_gap(answer) or all(isinstance(t.error, Blank) or _left_open(t.error, answer) for t in trials)


def describe(error: Exception) -> str:
    """An error in short: its name and the first line of its message, without addresses and files."""
    message = re.sub(r" at (0x[0-9a-fA-F]+|\S+\.py:\d+)", "", str(error)).strip().split("\n")[0]
    return f"{type(error).__name__}: {message[:LONGEST]}" if message else type(error).__name__


def fresh(tree: Any) -> Any:
    """A copy of what can be changed in place: arrays of NumPy and the lists and dicts around them."""
    if isinstance(tree, dict):
        return {key: fresh(value) for key, value in tree.items()}
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        return tree._make(map(fresh, tree))
    if type(tree) in (list, tuple):
        return type(tree)(map(fresh, tree))
    return tree.copy() if isinstance(tree, np.ndarray) else tree


def code_of(answer: Any) -> CodeType | None:
    """The code of a function, also of one that is jitted or decorated; None for anything else."""
    return getattr(inspect.unwrap(answer) if callable(answer) else None, "__code__", None)


def is_blank(value: Any) -> bool:
    """Whether a value is a placeholder: None, ... or NotImplemented."""
    return any(value is blank for blank in BLANKS)


def _never_blank(answer):
    """The same function, but one that says so where nothing comes back, whatever `use` makes of its result."""
    if not callable(answer) or isinstance(answer, type) or not hasattr(answer, "__name__"):
        return answer

    @wraps(answer)
    def strict(*args, **kwargs):
        result = answer(*args, **kwargs)
        if is_blank(result):
            raise Blank(result)
        return result
    return strict


def _has_gap(answer):
    return is_blank(answer) or isinstance(answer, tuple | list) and any(map(_has_gap, answer))


def _own_line(error, answer):
    """The innermost line of the answer's own cell or file that an error went through."""
    file = getattr(code_of(answer), "co_filename", None)
    lines = [number for frame, number in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == file]
    return (lines[-1], linecache.getline(file, lines[-1]).strip()) if lines else None


def _left_open(error, answer):
    """Whether the answer itself says `raise NotImplementedError`; libraries that do so have something to tell."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)] if error else []
    return type(error) is NotImplementedError and frames[-1].f_code is code_of(answer)
