"""The engine of every exercise: a task, its answer, the cases it is tried on, the usual mistakes, hints.

    @exercise(cases=[(1.0, 2.0), (-4.0, 1.0), (0.5, 0.0)],      # inputs, simple ones too; or a function that makes them
              mistakes=[Mistake(lambda w, b: b / w, "Mind the sign: solve wx + b = 0 for x."),
                        Mistake(lambda w, b: -w / b, "Which of the two divides the other?"),
                        Mistake(lambda w, b: -b, "The step moves when w changes: try it in the picture.")],
              hints=["At the step, z = wx + b is 0.", "Bring b to the other side, then divide by w."])
    def step_point(w, b):
        "Write `step_point(w, b)`: the x at which a neuron with one input steps."
        return -b / w

The function's docstring is the task. In a lesson, after `from dlnotes.exercises import neurons as ex`, the reader writes
a `def step_point(w, b): ...` of their own; then `ex.step_point.check(step_point)` answers. An exercise whose answer is a
value, as in `size = ...`, is made directly; where many answers are right, `use` says what must come out alike:

    size = Exercise("size", "How many weights lead from 784 inputs to 30 neurons?", 784 * 30,
                    mistakes=[Mistake(784 + 30, "Each neuron has a weight of its own for each input.")],
                    hints=["Draw 3 inputs and 2 neurons, and count."], solution="size = 784 * 30")

    nand = Exercise("nand", "Choose (w1, w2, b) so that a neuron with a step computes NAND.", (-2, -2, 3),
                    cases=[(0, 0), (0, 1), (1, 0), (1, 1)],
                    use=lambda nand, x1, x2: nand[0] * x1 + nand[1] * x2 + nand[2] > 0)
"""
import ast
import inspect
from collections.abc import Callable, Iterable, Sequence
from textwrap import dedent
from typing import Any, NamedTuple

import jax
import numpy as np

from dlnotes.answers.outcome import Outcome
from dlnotes.answers.trials import (Blank, Trial, attempt, attempts, code_of, describe, fault, fresh, is_blank,
                                      unanswered)
from dlnotes.answers.words import kind, show


class Mistake(NamedTuple):
    """A typical wrong `answer`, of the same kind as the right one, and the `hint` for who gives it."""
    answer: Any
    hint: str


def exercise(**parts) -> Callable[[Callable], "Exercise"]:
    """Make an exercise of the function that answers it; its name and docstring are the exercise's name and task."""
    return lambda reference: Exercise(reference.__name__, reference.__doc__, reference, **parts)


class Exercise:
    """A task that answers back: `.check(answer)`, `.hint()`, `.solution()`.

    reference: a right answer, a function or a value. cases: tuples of inputs, or a function that makes them.
    use(answer, *inputs): what must come out as it does for the reference; unless given, functions are called and values
    are compared. mistakes, hints: in the order in which they are tried and given. tolerance: of numbers that are not
    whole, relative and absolute. solution: the code that is shown, instead of the reference's own.
    """

    def __init__(self, name: str, task: str, reference: Any, cases: Iterable[tuple] | Callable = ((),),
                 mistakes: Sequence[Mistake] = (), hints: Sequence[str] = (), *, use: Callable | None = None,
                 tolerance: float = 1e-5, solution: str | None = None):
        self.name, self.task, self.reference = name, " ".join(task.split()), reference
        self.mistakes, self.hints, self.tolerance = tuple(mistakes), tuple(hints), tolerance
        self.use = use or (_call if callable(reference) else _itself)
        self._cases, self._solution, self._hints_given = cases, solution, 0

    @property
    def cases(self) -> list[tuple]:
        """The inputs that an answer is tried on."""
        return list(self._cases() if callable(self._cases) else self._cases)

    @property
    def code(self) -> str:
        """A right answer, as Python."""
        if self._solution is not None:
            return dedent(self._solution).strip()
        return _source(self.reference) if inspect.isfunction(self.reference) else f"{self.name} = {self.reference!r}"

    def check(self, answer: Any) -> Outcome:
        """Try an answer, and say what became of it. Whatever the answer raises is told, not raised."""
        if callable(self.reference) and not callable(answer) and not is_blank(answer):
            return self._wrong(f"{kind(answer)} came, where a function was expected")
        cases = self.cases
        trials = attempts(self.use, answer, cases)
        if unanswered(answer, trials):
            return Outcome("unanswered", f"write `{self.name}`, then run this cell again.{_note(answer, trials)}")
        rights = [attempt(self.use, self.reference, trial.inputs) for trial in trials]
        failures = [(t, r, wrong) for t, r in zip(trials, rights) if (wrong := fault(t, r, self.tolerance))]
        if failures:
            return self._failed(*min(failures, key=_simplicity), self._recognised(trials))
        return Outcome("right", f"`{self.name}` is as expected{_count(len(trials), cases)}.")

    def passes(self, answer: Any) -> bool:
        """Whether an answer is right, without a word, and without giving a hint away."""
        given = self._hints_given
        outcome = self.check(answer)
        self._hints_given = given
        return outcome.passed

    def own_or_given(self, answer: Any, *example: Any) -> tuple[Any, str]:
        """An answer where it is right, else the reference, and whose it is: "yours" or "the course's".

        example: inputs of a function that is called often. It is compiled as tried on them, unless JAX cannot, and what
        it gives is put into the reference's form, in NumPy's arrays. Lists of numbers, where the reference has arrays,
        are too slow for that: the course's then.
        """
        chosen, whose = (answer, "yours") if self.passes(answer) else (self.reference, "the course's")
        if not example:
            return chosen, whose
        form, came = (jax.tree.structure(f(*fresh(example))) for f in (self.reference, chosen))
        if came.num_leaves != form.num_leaves:
            chosen, whose = self.reference, "the course's (yours is right, but slow: it gives lists, not arrays)"
        return _quick(chosen, form, example), whose

    def hint(self) -> Outcome:
        """The next hint; after the last one, that one again."""
        return Outcome("hint", self._next_hint() or "there is none; `.solution()` shows an answer.")

    def solution(self) -> Outcome:
        """A right answer, as code."""
        return Outcome("solution", f"one way to write `{self.name}`.", code=self.code)

    def __repr__(self) -> str:
        return repr(Outcome("task", self.task))

    def _repr_html_(self) -> str:
        return Outcome("task", self.task)._repr_html_()

    def _failed(self, trial: Trial, right: Trial, wrong: str, mistake: Mistake | None) -> Outcome:
        inputs = tuple(zip(self._input_names(), map(show, trial.inputs)))
        if trial.error and not isinstance(trial.error, Blank):
            line = ((f"line {trial.line[0]}", trial.line[1]),) if trial.line else ()
            return Outcome("raised", describe(trial.error), line + inputs, mistake.hint if mistake else "")
        came = () if trial.error else (("came", show(trial.came)),)
        expected = (("expected", describe(right.error) if right.error else show(right.came)),) if inputs else ()
        return self._wrong(f"on this case, {wrong}" if inputs else wrong, inputs + came + expected, mistake)

    def _wrong(self, text: str, facts: tuple = (), mistake: Mistake | None = None) -> Outcome:
        return Outcome("wrong", f"{text}.", facts, mistake.hint if mistake else self._next_hint())

    def _recognised(self, trials: list[Trial]) -> Mistake | None:
        """The mistake that does what the answer did, in every trial."""
        def alike(mistake):
            made = (attempt(self.use, mistake.answer, t.inputs) for t in trials)
            return all(_shapes_clash(t, m) or not fault(t, m, self.tolerance) for t, m in zip(trials, made))
        return next(filter(alike, self.mistakes), None)

    def _next_hint(self) -> str:
        if self._hints_given == len(self.hints):
            return f"{self.hints[-1]} (The last hint; `.solution()` shows an answer.)" if self.hints else ""
        self._hints_given += 1
        return self.hints[self._hints_given - 1]

    def _input_names(self) -> list[str]:
        if self.use is _call:
            return list(inspect.signature(self.reference).parameters)
        return list(inspect.signature(self.use).parameters)[1:]


def _call(answer, *inputs):
    return answer(*inputs)


def _itself(answer):
    return answer


def _quick(function, form, example):
    """The same function, compiled as tried on an example where JAX can do it, with results of a given form."""
    compiled = jax.jit(function)
    try:
        jax.block_until_ready(compiled(*example))
    except Exception:  # NumPy inside, or a choice that depends on a number
        compiled = function
    return lambda *inputs: form.unflatten(map(np.asarray, jax.tree.leaves(compiled(*fresh(inputs)))))


def _shapes_clash(*trials):
    """Whether shapes did not fit in any of the trials: NumPy raises ValueError there, and JAX TypeError."""
    return all(isinstance(t.error, TypeError | ValueError) for t in trials)


def _simplicity(failure):
    """Cases with few numbers first, then those with little to read."""
    inputs = failure[0].inputs
    return sum(np.size(leaf) for leaf in jax.tree.leaves(inputs)), sum(len(show(i)) for i in inputs)


def _count(tried, cases):
    if cases == [()]:
        return ""
    return f" on all {tried} cases" if tried == len(cases) else f" on {tried} of {len(cases)} cases (it is slow)"


def _note(answer, trials):
    """For who wrote a body, and forgot to give its result back."""
    code, empty = code_of(answer), (lambda: ...).__code__
    written = code and len(code.co_code) > len(empty.co_code) and trials[0].error.args == (None,)
    return " It gives nothing back (None) so far: is a `return` missing?" if written else ""


def _source(function):
    source = dedent(inspect.getsource(function))
    node = ast.parse(source).body[0]
    return "\n".join(source.splitlines()[node.lineno - 1:node.end_lineno])
