"""What follows an exercise uses the reader's own answer where it is right, else the course's."""
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.answers.engine import Exercise


def test_own_or_given_gives_no_hint_away(step_point):
    def mine(w, b):
        return -b / w

    assert step_point.own_or_given(mine) == (mine, "yours")
    assert step_point.own_or_given(lambda w, b: 7.0) == (step_point.reference, "the course's")
    assert step_point.hint().text == step_point.hints[0]


@pytest.fixture
def both():
    """An exercise whose answer returns an array and a list of arrays."""
    def answer(x):
        return jnp.asarray(2.0 * x), [jnp.asarray(3.0 * x)]

    def cases():
        return [(np.array([1.0, 2.0]),), (np.array([3.0, 0.0]),)]
    return Exercise("both", "Twice and thrice x.", answer, cases)


def test_what_jax_can_compile_is_compiled_once(both):
    calls = []

    def mine(x):
        calls.append(1)
        return [2.0 * x, (3.0 * x,)]

    work, whose = both.own_or_given(mine, np.ones(2))
    tried = len(calls)
    for _ in range(3):
        twice, (thrice,) = work(np.array([1.0, 5.0]))
    assert (whose, len(calls)) == ("yours", tried) and isinstance(twice, np.ndarray)
    np.testing.assert_array_equal([twice, thrice], [[2.0, 10.0], [3.0, 15.0]])


@pytest.mark.parametrize("double", [lambda x: np.array([2.0 * v for v in x.tolist()]),
                                    lambda x: 2.0 * x if x[0] > 0 else x + x])
def test_what_it_cannot_runs_as_it_is(both, double):
    work, whose = both.own_or_given(lambda x: (double(x), [3.0 * x]), np.ones(2))
    np.testing.assert_array_equal(work(np.array([-1.0, 4.0]))[0], [-2.0, 8.0])
    assert whose == "yours"


def test_lists_of_numbers_are_too_slow_and_wrong_answers_wrong(both):
    def listing(x):
        return [float(2 * v) for v in x], [3.0 * x]

    lists, whose = both.own_or_given(listing, np.ones(2))
    assert whose.startswith("the course's (yours is right, but slow")
    wrong, whose = both.own_or_given(lambda x: x, np.ones(2))
    assert whose == "the course's"
    for work in (lists, wrong):
        np.testing.assert_array_equal(work(np.array([1.0, 4.0]))[0], [2.0, 8.0])


def test_inputs_that_an_answer_changes_stay_as_they_are(both):
    def greedy(x):
        x *= 2.0
        return np.array(x), [1.5 * x]

    mine = np.ones(2)
    example = np.ones(2)
    both.own_or_given(greedy, example)[0](mine)
    assert example.tolist() == mine.tolist() == [1.0, 1.0]
