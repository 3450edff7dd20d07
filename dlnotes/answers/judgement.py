"""Judgement of trials: which are wrong, in what way, and which mistake that looks like."""
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import jax
import numpy as np

from dlnotes.answers.source import has_a_body, says_not_implemented
from dlnotes.answers.trials import Trial, attempt, is_blank
from dlnotes.answers.words import LONGEST, as_numbers, difference, kind, show


class Failure(NamedTuple):
    """A trial that went wrong, the one of a right answer, and what is wrong, in words."""
    trial: Trial
    right: Trial
    wrong: str

    @property
    def is_error(self) -> bool:
        """Whether the answer raised an error."""
        return self.trial.error is not None and not self.trial.is_blank


def unanswered(answer: Any, trials: list[Trial]) -> bool:
    """Tell whether there is nothing to judge: a `...` in the answer, or in all that it returns."""
    if _has_gap(answer):
        return True
    return all(t.is_blank or says_not_implemented(t.error, answer) for t in trials)


def of_another_kind(answer: Any, reference: Any) -> str:
    """Say that a value is text where a number is wanted, or the like; "" where nothing is wrong.

    Only values are judged: what a function returns is compared case by case.
    """
    if _has_gap(answer):
        return ""
    if callable(reference):
        return "" if callable(answer) else f"{kind(answer)} came, where a function was expected"
    wanted = None if isinstance(reference, bool) else as_numbers(reference)
    if wanted is None:
        return ""
    came = None if isinstance(answer, bool) else as_numbers(answer)
    if came is not None and came.ndim <= wanted.ndim:
        return ""
    numbers = " numbers" if isinstance(reference, list | tuple) else ""
    return f"{kind(answer)} came, where {kind(reference)}{numbers} was expected"


def lacks_a_return(answer: Any, trials: list[Trial]) -> bool:
    """Tell whether an unanswered function has a body, but forgets to return its result."""
    return has_a_body(answer) and trials[0].error.args == (None,)


def failures(use: Callable, reference: Any, trials: list[Trial], tolerance: float) -> list[Failure]:
    """Return the trials that differ from those of the reference."""
    found = []
    for trial in trials:
        right = attempt(use, reference, trial.inputs)
        wrong = fault(trial, right, tolerance)
        if wrong:
            found.append(Failure(trial, right, wrong))
    return found


def fault(trial: Trial, right: Trial, tolerance: float) -> str:
    """Say what is wrong with a trial, beside one that is right; "" where nothing is."""
    if trial.is_blank:
        return "nothing (None) came back; perhaps a `return` is missing"
    if trial.error:
        is_expected = type(trial.error) is type(right.error)
        return "" if is_expected else f"{type(trial.error).__name__} was raised"
    if right.error:
        return f"{type(right.error).__name__} should have been raised"
    return difference(trial.result, right.result, tolerance)


def simplest(found: list[Failure]) -> Failure:
    """Return the failure whose case has the fewest numbers, and of these the shortest to read."""
    def length(failure):
        inputs = failure.trial.inputs
        numbers = sum(np.size(leaf) for leaf in jax.tree.leaves(inputs))
        return numbers, sum(len(show(one)) for one in inputs)
    return min(found, key=length)


def facts_of(failure: Failure, names: list[str]) -> tuple[tuple[str, str], ...]:
    """Return what to show of a failure: the line with the error, the case, what came, what should.

    names: of the inputs. Without inputs nothing tells what was expected: it is the answer.
    """
    trial, right, _ = failure
    case = [(name, show(value)) for name, value in zip(names, trial.inputs)]
    if failure.is_error:
        line = [(f"line {trial.line[0]}", trial.line[1])] if trial.line else []
        return (*line, *case)
    came = [] if trial.error else [("came", show(trial.result))]
    expected = describe(right.error) if right.error else show(right.result)
    return (*case, *came, *([("expected", expected)] if case else []))


def recognised(mistakes: Iterable, use: Callable, trials: list[Trial], tolerance: float) -> Any:
    """Return the first mistake whose results match the answer's on every case; else None.

    mistakes: each has an `answer`, which is tried like the reader's.
    """
    def is_alike(trial, answer):
        made = attempt(use, answer, trial.inputs)
        return _both_clash(trial, made) or not fault(trial, made, tolerance)

    for mistake in mistakes:
        if all(is_alike(trial, mistake.answer) for trial in trials):
            return mistake
    return None


def describe(error: Exception) -> str:
    """Write an error's name and the first line of its message, without addresses and files."""
    message = re.sub(r" at (0x[0-9a-fA-F]+|\S+\.py:\d+)", "", str(error)).strip().split("\n")[0]
    name = type(error).__name__
    return f"{name}: {message[:LONGEST]}" if message else name


def _has_gap(answer):
    return is_blank(answer) or isinstance(answer, tuple | list) and any(map(_has_gap, answer))


def _both_clash(*trials):
    """Tell whether shapes did not fit: NumPy raises ValueError for that, and JAX TypeError."""
    return all(isinstance(trial.error, TypeError | ValueError) for trial in trials)
