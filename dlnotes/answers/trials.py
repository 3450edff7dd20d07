"""Trials: an answer is tried on cases as it is, however slow and however wrong."""
import time
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, NamedTuple

import numpy as np

from dlnotes.answers.source import line_of

# Stop after BUDGET seconds, but try at least AT_LEAST cases.
BUDGET = 5.0
AT_LEAST = 3
BLANKS = (None, Ellipsis, NotImplemented)
clock = time.monotonic


class Blank(NotImplementedError):
    """An answer returned a placeholder, which is the error's argument."""


class Trial(NamedTuple):
    """One try of an answer.

    inputs: the case. result: what came of it, if nothing was raised. error: what was raised.
    line: the line of the answer that raised it: its number in the cell, and its text.
    """
    inputs: tuple
    result: Any = None
    error: Exception | None = None
    line: tuple[int, str] | None = None

    @property
    def is_blank(self) -> bool:
        """Whether a placeholder came back instead of a result."""
        return isinstance(self.error, Blank)


def attempts(use: Callable, answer: Any, cases: Iterable[tuple]) -> list[Trial]:
    """Try an answer on one case after the other, until the time is up."""
    start = clock()
    trials = []
    for inputs in cases:
        if len(trials) >= AT_LEAST and clock() - start > BUDGET:
            break
        trials.append(attempt(use, answer, inputs))
    return trials


def attempt(use: Callable, answer: Any, inputs: tuple) -> Trial:
    """Try an answer on one case: `use(answer, *inputs)`. It gets copies that it may change."""
    try:
        result = fresh(use(_never_blank(answer), *fresh(inputs)))
        if is_blank(result):
            return Trial(inputs, error=Blank(result))
        return Trial(inputs, result)
    except Exception as error:
        return Trial(inputs, error=error, line=line_of(error, answer))


def fresh(tree: Any) -> Any:
    """Copy what can be changed in place: NumPy's arrays, and lists and dicts around them."""
    if isinstance(tree, dict):
        return {key: fresh(value) for key, value in tree.items()}
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        return tree._make(map(fresh, tree))
    if type(tree) in (list, tuple):
        return type(tree)(map(fresh, tree))
    return tree.copy() if isinstance(tree, np.ndarray) else tree


def is_blank(value: Any) -> bool:
    """Tell whether a value is a placeholder: None, ... or NotImplemented."""
    return any(value is blank for blank in BLANKS)


def _never_blank(answer):
    """Return the same function, which raises Blank where it would return a placeholder.

    `use` may compute with the result, so that the placeholder itself would not come out.
    """
    if not callable(answer) or isinstance(answer, type) or not hasattr(answer, "__name__"):
        return answer

    @wraps(answer)
    def strict(*args, **kwargs):
        result = answer(*args, **kwargs)
        if is_blank(result):
            raise Blank(result)
        return result
    return strict
