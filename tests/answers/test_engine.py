"""The engine of the exercises: right, wrong, raised and unanswered, in words, whatever the answer is."""
import linecache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.answers import trials
from dlnotes.answers.engine import Exercise, Mistake, exercise
from dlnotes.answers.words import difference, kind, show


@pytest.fixture
def step_point():
    @exercise(cases=[(-4.25, 1.5), (2.0, 1.0), (0.5, 0.0)], hints=["First hint.", "Second hint."],
              mistakes=[Mistake(lambda w, b: b / w, "Mind the sign."), Mistake(lambda w, b: 1 / b, "One over?")])
    def step_point(w, b):
        """Write `step_point(w, b)`:
        where the neuron steps."""
        return -b / w
    return step_point


@pytest.fixture
def total():
    """An exercise on vectors, whose answer is a number."""
    return Exercise("total", "Sum x.", lambda x: jnp.sum(x), lambda: [(np.array([1.0, 2.0]),), (np.array([3.0]),)])


class Layer(NamedTuple):
    weights: object
    biases: object


RIGHT = [lambda w, b: -b / w, lambda w, b: np.float32(-b / w), lambda w, b: jnp.array(-b / w),
         jax.jit(lambda w, b: -b / w)]


@pytest.mark.parametrize("answer", RIGHT)
def test_right_answers_of_any_library(step_point, answer):
    outcome = step_point.check(answer)
    assert outcome.passed and repr(outcome) == "✓ Right: `step_point` is as expected on all 3 cases."


def test_the_simplest_wrong_case_is_shown(step_point):
    outcome = step_point.check(lambda w, b: -b / w if w == 0.5 else 7.0)
    assert outcome.kind == "wrong" and not outcome.passed
    assert repr(outcome) == ("✗ Not yet: on this case, the number is too large.\n    w          2\n    b          1\n"
                             "    came       7\n    expected   -0.5\n  Hint: First hint.")


def test_a_mistake_is_recognised_and_uses_no_hint_up(step_point):
    assert step_point.check(lambda w, b: b / w).hint == "Mind the sign."
    assert step_point.check(lambda w, b: 0.0).hint == "First hint."


def test_a_mistake_that_raises_is_recognised(step_point):
    outcome = step_point.check(lambda w, b: 1 / b)
    assert outcome.kind == "wrong" and outcome.hint == "One over?"  # a simpler case is wrong, too
    root = Exercise("root", "Take the root.", abs, [(-1,)], [Mistake(lambda x: x.root, "A number has no root.")])
    outcome = root.check(lambda x: x.sqrt)
    assert outcome.kind == "raised" and outcome.hint == "A number has no root."


def test_each_further_try_gives_the_next_hint(step_point):
    hints = [step_point.check(lambda w, b: 0.0).hint for _ in range(4)]
    assert hints[:2] == ["First hint.", "Second hint."]
    assert hints[2] == hints[3] == "Second hint. (The last hint; `.solution()` shows an answer.)"


def test_hints_and_solution_on_demand(step_point):
    assert repr(step_point.hint()) == "? Hint: First hint." and "Second" in repr(step_point.hint())
    assert step_point.solution().code.startswith("def step_point(w, b):\n")
    assert "        return -b / w" in repr(step_point.solution())
    assert "there is none" in repr(Exercise("x", "Choose x.", 1).hint())


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


def test_a_library_that_has_something_not_implemented_is_heard(step_point):
    def answer(w, b):
        return blank_raise(w, b)
    assert step_point.check(answer).kind == "raised"


def test_an_error_is_shown_at_its_own_line(step_point):
    source = "def helper():\n    return jnp.ones(3) @ jnp.ones(2)\n\ndef step_point(w, b):\n    return helper()\n"
    linecache.cache["a cell"] = (len(source), None, source.splitlines(True), "a cell")
    exec(compile(source, "a cell", "exec"), namespace := {"jnp": jnp})
    text = repr(step_point.check(namespace["step_point"]))
    assert text.startswith("! An error: TypeError: ")
    assert "    line 2   return jnp.ones(3) @ jnp.ones(2)\n    w        2\n    b        1" in text


def test_the_wrong_number_of_arguments_is_an_error_without_a_line(step_point):
    outcome = step_point.check(lambda w: w)
    assert outcome.kind == "raised" and "argument" in outcome.text and "line" not in dict(outcome.facts)


def test_an_interrupt_passes_through(step_point):
    def impatient(w, b):
        raise KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt):
        step_point.check(impatient)


def test_a_slow_answer_is_tried_on_a_few_cases(monkeypatch):
    monkeypatch.setattr(trials, "clock", iter(range(0, 1000, 4)).__next__)
    slow = Exercise("double", "Double x.", lambda x: 2 * x, cases=[(x,) for x in range(40)])
    assert repr(slow.check(lambda x: 2 * x)) == "✓ Right: `double` is as expected on 4 of 40 cases (it is slow)."
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
    assert step_point.check(np.ones(3)).text == "an array of shape (3,) came, where a function was expected."


@pytest.fixture
def size():
    return Exercise("size", "How many?", 784 * 30, mistakes=[Mistake(814, "Each has its own.")], hints=["Draw it."])


def test_a_value_is_judged_without_giving_it_away(size):
    assert size.check(23_520).passed and size.check(23_520.0).passed and size.check(jnp.array(23_520)).passed
    assert size.check(814).hint == "Each has its own."
    outcome = size.check(23_519)
    assert repr(outcome) == "✗ Not yet: the number is too small.\n    came   23519\n  Hint: Draw it."
    assert size.check(...).kind == "unanswered" and size.check(lambda: 3).kind == "wrong"
    assert size.code == "size = 23520" and repr(size.check(23_520)) == "✓ Right: `size` is as expected."


@pytest.fixture
def nand():
    cases = [(x1, x2) for x1 in (0, 1) for x2 in (0, 1)]
    return Exercise("nand", "Choose (w1, w2, b).", (-2, -2, 3), cases, [Mistake((2, 2, -3), "That is AND.")],
                    use=lambda nand, x1, x2: nand[0] * x1 + nand[1] * x2 + nand[2] > 0)


def test_any_right_value_passes(nand):
    assert nand.check((-1, -1, 1.5)).passed and nand.check(jnp.array([-4.0, -4.0, 6.0])).passed
    outcome = nand.check([1, 1, -1.5])
    assert outcome.hint == "That is AND." and outcome.facts[:2] == (("x1", "0"), ("x2", "0"))
    assert nand.check((..., ..., 1)).kind == "unanswered"
    assert nand.check((1, 2)).kind == "raised"


def test_a_use_looks_at_functions_too():
    slope = Exercise("f", "Any f with slope 2.", lambda x: 2 * x, [(1.0,)], use=lambda f, x: jax.grad(f)(x))
    assert slope.check(lambda x: 2 * x + 5).passed and slope.check(lambda x: None).kind == "unanswered"


def test_a_reference_that_raises_expects_that_error():
    root = Exercise("root", "Refuse negative x.", RIGHT[0], [(0.0, 1.0), (1.0, 1.0)])
    assert root.check(lambda w, b: -b / w).passed
    outcome = root.check(lambda w, b: -b / w if w else 0.0)
    assert "ZeroDivisionError should have been raised" in outcome.text


def test_an_exercise_shows_its_task(step_point):
    assert repr(step_point) == "▸ Exercise: Write `step_point(w, b)`: where the neuron steps."
    assert "<code>step_point(w, b)</code>" in step_point._repr_html_() and 'role="status"' in step_point._repr_html_()


def test_html_says_the_same_and_is_escaped(step_point):
    page = step_point.check(lambda w, b: "<script>")._repr_html_()
    assert page.startswith('<div role="status"') and "<script>" not in page and "&lt;script&gt;" in page
    assert "Not yet:" in page and "border-left: 4px solid" in page and "color: inherit" in page


SAME = [(1, 1.0), (0.1 + 0.2, 0.3), (True, np.True_), ([1, 2], np.array([1, 2])), ((1.0, 2.0), [1.0, 2.0]),
        (np.inf, np.inf), (np.nan, np.nan), ([jnp.ones(2), 1], Layer(np.ones(2), 1)), ({"a": 1}, {"a": 1.0}),
        (jnp.bfloat16(0.5), 0.5), ("a", "a"), (np.array([[1.0], [2.0]]), (np.ones(1), 2 * np.ones(1))), (1, True)]


@pytest.mark.parametrize("came, expected", SAME)
def test_what_counts_as_the_same(came, expected):
    assert difference(came, expected) == ""


OTHER = [
    (2, 1, "too large"), (0.9999, 1.0, "too small"), (10_000_001, 10_000_000, "too large"), (np.inf, 1.0, "too large"),
    (True, False, "opposite"), ("a", "b", "it differs"), (5, "a", "text was expected"), (None, 1, "nothing (None) came"),
    ([1.0, 3.0, 2.0], np.arange(3.0), "2 of 3 numbers differ, the first at index 0"),
    (jnp.zeros((3, 2)), np.zeros((2, 3)), "the shape is (3, 2), where shape (2, 3) was expected"),
    ((1, 2, 3), (1, 2), "the number of parts is 3, where 2"), (1.0, (1, 2), "where 2 parts"),
    (Layer(1, 0), Layer(1, 2), "in biases, the number is too small"), ((1, (2, 3)), (1, (2, 4)), "in part 2, in part 2,"),
    ((1, 2), {"a": 1}, "the keys 'a'"), ({"a": 1}, {"a": 2}, "in 'a', the number is too small")]


@pytest.mark.parametrize("came, expected, words", OTHER)
def test_what_differs_is_said(came, expected, words):
    assert words in difference(came, expected)


SHOWN = [
    (2.0, "2"), (-0.0, "0"), (1 / 3, "0.333333"), (float("nan"), "nan"), (10**30, "1" + 30 * "0"), (True, "True"),
    (np.True_, "True"), ("a", "'a'"), ((1,), "(1,)"), ([], "[]"), ({"a": [1, None]}, "{'a': [1, None]}"),
    (Layer(jnp.ones(2), 0.5), "Layer(weights=[1, 1], biases=0.5)"), (jnp.arange(4).reshape(2, 2), "[[0, 1],\n [2, 3]]"),
    (np.zeros(784), "[0, 0, 0, ..., 0, 0, 0]\nof shape (784,)"), ("x" * 999, "'" + "x" * 299 + "...")]


@pytest.mark.parametrize("value, text", SHOWN)
def test_values_are_shown_briefly(value, text):
    assert show(value) == text


def test_no_address_is_shown():
    assert show(blank_pass) == "<function blank_pass>" and "0x" not in show([object(), jax.random.key(0)])


KINDS = [(Layer(1, 2), "a Layer"), (np.ones(2), "an array of shape (2,)"), (max, "a function"),
         (1.5, "a single number"), (True, "True or False"), ((1, 2), "a tuple of 2")]


@pytest.mark.parametrize("value, words", KINDS)
def test_kinds_in_words(value, words):
    assert kind(value) == words


def test_shapes_that_clash_are_alike_in_numpy_and_jax():
    cases = [(np.ones((2, 2)) + np.eye(2, k=1), np.ones(2)), (np.ones((2, 3)), np.ones(2))]
    product = Exercise("product", "Write it.", lambda W, v: W.T @ v, cases, hints=["One.", "Two."],
                       mistakes=[Mistake(lambda W, v: W @ v, "Transposed.")])
    for answer in (lambda W, v: W @ v, lambda W, v: jnp.asarray(W) @ jnp.asarray(v)):
        assert product.check(answer).hint == "Transposed."
    assert product.check(lambda W, v: W.T @ unknown).hint != "Transposed."  # noqa: F821


def test_own_or_given_gives_no_hint_away(step_point):
    def mine(w, b):
        return -b / w

    assert step_point.own_or_given(mine) == (mine, "yours")
    assert step_point.own_or_given(lambda w, b: 7.0) == (step_point.reference, "the course's")
    assert step_point.hint().text == step_point.hints[0]


class TestOwnOrGivenAtWork:
    """With an example of its inputs, an answer is made quick, and gives what the reference gives, in its form."""

    @pytest.fixture
    def both(self):
        return Exercise("both", "Twice and thrice x.", lambda x: (jnp.asarray(2.0 * x), [jnp.asarray(3.0 * x)]),
                        lambda: [(np.array([1.0, 2.0]),), (np.array([3.0, 0.0]),)])

    def test_what_jax_can_compile_is_compiled_once(self, both):
        calls = []
        work, whose = both.own_or_given(lambda x: calls.append(1) or [2.0 * x, (3.0 * x,)], np.ones(2))
        tried = len(calls)
        for _ in range(3):
            twice, (thrice,) = work(np.array([1.0, 5.0]))
        assert (whose, len(calls)) == ("yours", tried) and isinstance(twice, np.ndarray)
        np.testing.assert_array_equal([twice, thrice], [[2.0, 10.0], [3.0, 15.0]])

    @pytest.mark.parametrize("double", [lambda x: np.array([2.0 * v for v in x.tolist()]),
                                        lambda x: 2.0 * x if x[0] > 0 else x + x])
    def test_what_it_cannot_runs_as_it_is(self, both, double):
        work, whose = both.own_or_given(lambda x: (double(x), [3.0 * x]), np.ones(2))
        np.testing.assert_array_equal(work(np.array([-1.0, 4.0]))[0], [-2.0, 8.0])
        assert whose == "yours"

    def test_lists_of_numbers_are_too_slow_and_wrong_answers_wrong(self, both):
        lists, whose = both.own_or_given(lambda x: ([float(2 * v) for v in x], [3.0 * x]), np.ones(2))
        assert whose.startswith("the course's (yours is right, but slow")
        wrong, whose = both.own_or_given(lambda x: x, np.ones(2))
        assert whose == "the course's"
        for work in (lists, wrong):
            np.testing.assert_array_equal(work(np.array([1.0, 4.0]))[0], [2.0, 8.0])

    def test_inputs_that_an_answer_changes_stay_as_they_are(self, both):
        def greedy(x):
            x *= 2.0
            return np.array(x), [1.5 * x]

        mine, example = np.ones(2), np.ones(2)
        both.own_or_given(greedy, example)[0](mine)
        assert example.tolist() == mine.tolist() == [1.0, 1.0]
