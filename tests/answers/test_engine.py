"""An exercise answers back: right or wrong, in words, with the hint for the mistake."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.answers.engine import Exercise, Mistake


RIGHT = [lambda w, b: -b / w, lambda w, b: np.float32(-b / w), lambda w, b: jnp.array(-b / w),
         jax.jit(lambda w, b: -b / w)]


@pytest.mark.parametrize("answer", RIGHT)
def test_right_answers_of_any_library(step_point, answer):
    outcome = step_point.check(answer)
    assert outcome.passed
    assert repr(outcome) == "✓ Right: `step_point` is as expected on all 3 cases."


def test_the_simplest_wrong_case_is_shown(step_point):
    outcome = step_point.check(lambda w, b: -b / w if w == 0.5 else 7.0)
    assert outcome.kind == "wrong" and not outcome.passed
    assert repr(outcome).splitlines() == [
        "✗ Not yet: on this case, the number is too large.",
        "    w          2",
        "    b          1",
        "    came       7",
        "    expected   -0.5",
        "  Hint: First hint."]


def test_a_mistake_is_recognised_and_uses_no_hint_up(step_point):
    assert step_point.check(lambda w, b: b / w).hint == "Mind the sign."
    assert step_point.check(lambda w, b: 0.0).hint == "First hint."


def test_a_mistake_that_raises_is_recognised(step_point):
    outcome = step_point.check(lambda w, b: 1 / b)
    assert outcome.kind == "wrong" and outcome.hint == "One over?"  # a simpler case is wrong, too
    mistake = Mistake(lambda x: x.root, "A number has no root.")
    root = Exercise("root", "Take the root.", abs, [(-1,)], [mistake])
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



@pytest.fixture
def size():
    return Exercise("size", "How many?", 784 * 30, hints=["Draw it."],
                    mistakes=[Mistake(814, "Each has its own.")])


def test_a_value_is_judged_without_giving_it_away(size):
    assert size.check(23_520).passed and size.check(23_520.0).passed
    assert size.check(jnp.array(23_520)).passed
    assert size.check(814).hint == "Each has its own."
    outcome = size.check(23_519)
    assert repr(outcome).splitlines() == [
        "✗ Not yet: the number is too small.", "    came   23519", "  Hint: Draw it."]
    assert size.check(...).kind == "unanswered" and size.check(lambda: 3).kind == "wrong"
    assert size.code == "size = 23520"
    assert repr(size.check(23_520)) == "✓ Right: `size` is as expected."


@pytest.fixture
def nand():
    cases = [(x1, x2) for x1 in (0, 1) for x2 in (0, 1)]
    mistakes = [Mistake((2, 2, -3), "That is AND.")]
    return Exercise("nand", "Choose (w1, w2, b).", (-2, -2, 3), cases, mistakes,
                    use=lambda nand, x1, x2: nand[0] * x1 + nand[1] * x2 + nand[2] > 0)


def test_any_right_value_passes(nand):
    assert nand.check((-1, -1, 1.5)).passed and nand.check(jnp.array([-4.0, -4.0, 6.0])).passed
    outcome = nand.check([1, 1, -1.5])
    assert outcome.hint == "That is AND." and outcome.facts[:2] == (("x1", "0"), ("x2", "0"))
    assert nand.check((..., ..., 1)).kind == "unanswered"
    assert nand.check((1, 2)).kind == "raised"


def test_a_use_looks_at_functions_too():
    slope = Exercise("f", "Any f with slope 2.", lambda x: 2 * x, [(1.0,)],
                     use=lambda f, x: jax.grad(f)(x))
    assert slope.check(lambda x: 2 * x + 5).passed
    assert slope.check(lambda x: None).kind == "unanswered"


def test_a_reference_that_raises_expects_that_error():
    root = Exercise("root", "Refuse negative x.", RIGHT[0], [(0.0, 1.0), (1.0, 1.0)])
    assert root.check(lambda w, b: -b / w).passed
    outcome = root.check(lambda w, b: -b / w if w else 0.0)
    assert "ZeroDivisionError should have been raised" in outcome.text



def test_an_exercise_shows_its_task(step_point):
    assert repr(step_point) == "▸ Exercise: Write `step_point(w, b)`: where the neuron steps."
    page = step_point._repr_html_()
    assert "<code>step_point(w, b)</code>" in page and 'role="status"' in page


def test_html_says_the_same_and_is_escaped(step_point):
    page = step_point.check(lambda w, b: "<script>")._repr_html_()
    assert page.startswith('<div role="status"') and "Not yet:" in page
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert "border-left: 4px solid" in page and "color: inherit" in page



def test_shapes_that_clash_are_alike_in_numpy_and_jax():
    square = np.ones((2, 2)) + np.eye(2, k=1)
    cases = [(square, np.ones(2)), (np.ones((2, 3)), np.ones(2))]
    product = Exercise("product", "Write it.", lambda W, v: W.T @ v, cases, hints=["One.", "Two."],
                       mistakes=[Mistake(lambda W, v: W @ v, "Transposed.")])
    for answer in (lambda W, v: W @ v, lambda W, v: jnp.asarray(W) @ jnp.asarray(v)):
        assert product.check(answer).hint == "Transposed."
    assert product.check(lambda W, v: W.T @ unknown).hint != "Transposed."  # noqa: F821


@pytest.mark.parametrize("reference, answer, said", [
    (6, "6", "text came, where a single number was expected"),
    (6, [6], "a list of 1 came"), (6, True, "True or False came, where a single number"),
    (6, {"6": 6}, "a dict came, where a single number"), (6, object, "a type came"),
    (6, abs, "a function came"), (6.5, np.array(["6"]), "came, where a single"),
    ((1, 2), "12", "text came, where a tuple of 2 numbers was expected"),
    ((1, 2), ("1", 2), "a tuple of 2 came, where a tuple of 2 numbers was expected"),
])
def test_what_is_no_number_is_told_so_before_it_is_used(reference, answer, said):
    one = Exercise("one", "Choose.", reference, hints=["First hint."],
                   use=lambda answer: round(answer + 1) if reference == 6 else sum(answer))
    outcome = one.check(answer)
    assert outcome.kind == "wrong" and said in repr(outcome) and outcome.hint == "First hint."


@pytest.mark.parametrize("answer", [6, 6.0, np.int8(6), np.float32(6), jnp.array(6), np.array(6)])
def test_a_number_of_any_library_is_used(answer):
    one = Exercise("one", "Choose.", 5, use=lambda answer: answer > 4)
    assert one.check(answer).passed
    assert Exercise("huge", "Choose.", 6).check(10**30).text.startswith("the number is too large")
