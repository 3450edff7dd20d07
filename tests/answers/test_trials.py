"""An answer is tried as it is: unfinished, raising errors, slow, or of a wrong kind."""
import linecache

import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.answers import trials
from dlnotes.answers.engine import Exercise


def blank_pass(w, b):
    """Only a docstring."""


def blank_raise(w, b):
    raise NotImplementedError


BLANK = [..., None, blank_pass, blank_raise, lambda w, b: ..., lambda w, b: NotImplemented]


@pytest.mark.parametrize("answer", BLANK)
def test_unanswered_is_calm_and_no_try(step_point, answer):
    outcome = step_point.check(answer)
    assert outcome.kind == "unanswered" and "return" not in repr(outcome)
    assert repr(outcome) == "… Not answered yet: write `step_point`, then run this cell again."
    assert step_point.check(lambda w, b: 0.0).hint == "First hint."


def test_a_forgotten_return_is_named(step_point):
    def forgetful(w, b):
        -b / w
    assert "is a `return` missing?" in repr(step_point.check(forgetful))
    assert "nothing (None) came back" in repr(step_point.check(lambda w, b: None if b else 0.0))


def test_a_library_that_has_not_implemented_something_is_told(step_point):
    def answer(w, b):
        return blank_raise(w, b)
    assert step_point.check(answer).kind == "raised"


CELL = """\
def helper():
    return jnp.ones(3) @ jnp.ones(2)

def step_point(w, b):
    return helper()
"""


def test_an_error_is_shown_at_its_own_line(step_point):
    linecache.cache["a cell"] = (len(CELL), None, CELL.splitlines(True), "a cell")
    namespace = {"jnp": jnp}
    exec(compile(CELL, "a cell", "exec"), namespace)
    text = repr(step_point.check(namespace["step_point"]))
    assert text.startswith("! An error: TypeError: ")
    assert "    line 2   return jnp.ones(3) @ jnp.ones(2)\n    w        2\n    b        1" in text


def test_the_wrong_number_of_arguments_is_an_error_without_a_line(step_point):
    outcome = step_point.check(lambda w: w)
    assert outcome.kind == "raised" and "argument" in outcome.text
    assert "line" not in dict(outcome.facts)


def test_an_interrupt_passes_through(step_point):
    def impatient(w, b):
        raise KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt):
        step_point.check(impatient)


def test_a_slow_answer_is_tried_on_a_few_cases(monkeypatch):
    monkeypatch.setattr(trials, "clock", iter(range(0, 1000, 4)).__next__)
    slow = Exercise("double", "Double x.", lambda x: 2 * x, cases=[(x,) for x in range(40)])
    assert repr(slow.check(lambda x: 2 * x)) == (
        "✓ Right: `double` is as expected on 4 of 40 cases (it is slow).")
    monkeypatch.setattr(trials, "BUDGET", -1)
    assert "on 3 of 40 cases" in repr(slow.check(lambda x: 2 * x))


def test_answers_may_change_their_inputs(total):
    def greedy(x):
        result = x.sum()
        x[:] = 0
        return result
    assert total.check(greedy).passed and total.check(greedy).passed


def test_answers_may_give_the_same_buffer_each_time():
    buffer = np.zeros(1)

    def same(x):
        buffer[:] = 2 * x
        return buffer
    double = Exercise("double", "Double x.", lambda x: np.array([2.0 * x]), cases=[(1,), (2,)])
    assert double.check(same).passed


@pytest.mark.parametrize("wrong, words", [
    (lambda x: x, "the shape is (1,), where a single number was expected"),
    (lambda x: x[0] * jnp.nan, "NaN came"),
    (lambda x: "3", "text came, where a single number was expected"),
    (lambda x: sum, "a function came, where a single number"),
    (lambda x: (i for i in x), "a generator came"),
    (lambda x: {"a": 1}, "a dict came"),
    (lambda x: [[1], [1, 2]], "a list of 2 came"),
    (lambda x: 1j, "a complex came"),
])
def test_wrong_kinds_in_words(total, wrong, words):
    outcome = total.check(wrong)
    assert words in outcome.text and " at 0x" not in repr(outcome) + outcome._repr_html_()


def test_a_value_where_a_function_was_expected(step_point):
    outcome = step_point.check(np.ones(3))
    assert outcome.text == "an array of shape (3,) came, where a function was expected."
