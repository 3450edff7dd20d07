"""The engine of every exercise: a task, its answer, cases to try it on, usual mistakes, hints.

    @exercise(
        cases=[(1.0, 2.0), (-4.0, 1.0), (0.5, 0.0)],  # inputs, or a function that makes them
        mistakes=[Mistake(lambda w, b: b / w, "Mind the sign: solve wx + b = 0 for x."),
                  Mistake(lambda w, b: -w / b, "Which of the two divides the other?"),
                  Mistake(lambda w, b: -b, "The step moves when w changes: try it.")],
        hints=["At the step, z = wx + b is 0.", "Bring b to the other side, then divide by w."])
    def step_point(w, b):
        "Write `step_point(w, b)`: the x at which a neuron with one input steps."
        return -b / w

The function's docstring is the task. In a lesson, after `from dlnotes.exercises import neurons as
ex`, the reader writes a `def step_point(w, b): ...` of their own, and `ex.step_point.check(
step_point)` answers. An exercise whose answer is a value, as in `size = ...`, is made directly;
where many answers are right, `use` computes what must be equal:

    size = Exercise("size", "How many weights lead from 784 inputs to 30 neurons?", 784 * 30,
                    mistakes=[Mistake(784 + 30, "Each neuron has a weight for each input.")],
                    hints=["Draw 3 inputs and 2 neurons, and count."], solution="size = 784 * 30")

    nand = Exercise("nand", "Choose (w1, w2, b) so that a neuron computes NAND.", (-2, -2, 3),
                    cases=[(0, 0), (0, 1), (1, 0), (1, 1)],
                    use=lambda nand, x1, x2: nand[0] * x1 + nand[1] * x2 + nand[2] > 0)
"""
import inspect
from collections.abc import Callable, Iterable, Sequence
from textwrap import dedent
from typing import Any, NamedTuple

from dlnotes.answers.judgement import (
    Failure, describe, facts_of, failures, lacks_a_return, of_another_kind, recognised, simplest,
    unanswered)
from dlnotes.answers.outcome import Outcome
from dlnotes.answers.source import source_of
from dlnotes.answers.stand_in import quick, structure
from dlnotes.answers.trials import attempts


class Mistake(NamedTuple):
    """A typical wrong `answer`, of the same kind as the right one, and the `hint` that helps."""
    answer: Any
    hint: str


def exercise(**parts) -> Callable[[Callable], "Exercise"]:
    """Make an exercise of the function that answers it: its name, and its docstring as the task.

    parts: as for `Exercise`.
    """
    return lambda reference: Exercise(reference.__name__, reference.__doc__, reference, **parts)


class Exercise:
    """A task that answers back: `.check(answer)`, `.hint()`, `.solution()`.

    reference: a right answer, a function or a value.
    cases: tuples of inputs, or a function that makes them.
    mistakes, hints: in the order in which they are tried and given.
    use(answer, *inputs): computes what must be as for the reference; unless given, functions are
        called and values are compared.
    tolerance: of numbers that are not whole, relative and absolute.
    solution: the code to show instead of the reference's own.
    """

    def __init__(self, name: str, task: str, reference: Any,
                 cases: Iterable[tuple] | Callable = ((),), mistakes: Sequence[Mistake] = (),
                 hints: Sequence[str] = (), *, use: Callable | None = None,
                 tolerance: float = 1e-5, solution: str | None = None):
        self.name = name
        self.task = " ".join(task.split())
        self.reference = reference
        self.mistakes = tuple(mistakes)
        self.hints = tuple(hints)
        self.use = use or (_call if callable(reference) else _itself)
        self.tolerance = tolerance
        self._cases = cases
        self._solution = solution
        self._hints_given = 0

    @property
    def cases(self) -> list[tuple]:
        """The inputs that an answer is tried on."""
        return list(self._cases() if callable(self._cases) else self._cases)

    @property
    def code(self) -> str:
        """A right answer, as Python."""
        if self._solution is not None:
            return dedent(self._solution).strip()
        if inspect.isfunction(self.reference):
            return source_of(self.reference)
        return f"{self.name} = {self.reference!r}"

    def check(self, answer: Any) -> Outcome:
        """Try an answer and tell the outcome; an error that the answer raises is told, too."""
        another_kind = of_another_kind(answer, self.reference)
        if another_kind:
            return self._wrong(another_kind)
        cases = self.cases
        trials = attempts(self.use, answer, cases)
        if unanswered(answer, trials):
            return self._unanswered(lacks_a_return(answer, trials))
        failed = failures(self.use, self.reference, trials, self.tolerance)
        if failed:
            mistake = recognised(self.mistakes, self.use, trials, self.tolerance)
            return self._failed(simplest(failed), mistake)
        return Outcome("right", f"`{self.name}` is as expected{_count(len(trials), cases)}.")

    def passes(self, answer: Any) -> bool:
        """Tell whether an answer is right, and show and use up no hint."""
        given = self._hints_given
        outcome = self.check(answer)
        self._hints_given = given
        return outcome.passed

    def own_or_given(self, answer: Any, *example: Any) -> tuple[Any, str]:
        """Return an answer if it is right, else the reference, and "yours" or "the course's".

        example: inputs of a function that is called often. With them the function is jitted if
        possible, and its results are converted to NumPy in the reference's structure. An answer
        that returns lists where the reference has arrays is too slow: the reference replaces it.
        """
        is_right = self.passes(answer)
        chosen = answer if is_right else self.reference
        whose = "yours" if is_right else "the course's"
        if not example:
            return chosen, whose
        form = structure(self.reference, example)
        if structure(chosen, example).num_leaves != form.num_leaves:
            chosen = self.reference
            whose = "the course's (yours is right, but slow: it gives lists, not arrays)"
        return quick(chosen, form, example), whose

    def hint(self) -> Outcome:
        """Return the next hint; after the last one, that one again."""
        none = "there is none; `.solution()` shows an answer."
        return Outcome("hint", self._next_hint() or none)

    def solution(self) -> Outcome:
        """Return a right answer, as code."""
        return Outcome("solution", f"one way to write `{self.name}`.", code=self.code)

    def __repr__(self) -> str:
        return repr(Outcome("task", self.task))

    def _repr_html_(self) -> str:
        return Outcome("task", self.task)._repr_html_()

    def _unanswered(self, lacks_a_return: bool) -> Outcome:
        text = f"write `{self.name}`, then run this cell again."
        if lacks_a_return:
            text += " It gives nothing back (None) so far: is a `return` missing?"
        return Outcome("unanswered", text)

    def _failed(self, failure: Failure, mistake: Mistake | None) -> Outcome:
        facts = facts_of(failure, self._input_names())
        if failure.is_error:
            hint = mistake.hint if mistake else ""
            return Outcome("raised", describe(failure.trial.error), facts, hint)
        case = "on this case, " if failure.trial.inputs else ""
        return self._wrong(case + failure.wrong, facts, mistake)

    def _wrong(self, text: str, facts: tuple = (), mistake: Mistake | None = None) -> Outcome:
        return Outcome("wrong", f"{text}.", facts, mistake.hint if mistake else self._next_hint())

    def _next_hint(self) -> str:
        """Return the next hint, "" where there is none; it counts as given."""
        if not self.hints:
            return ""
        if self._hints_given == len(self.hints):
            return f"{self.hints[-1]} (The last hint; `.solution()` shows an answer.)"
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


def _count(tried, cases):
    if cases == [()]:
        return ""
    if tried == len(cases):
        return f" on all {tried} cases"
    return f" on {tried} of {len(cases)} cases (it is slow)"
