"""Answers that are whole numbers: those of exact fractions, where rounding would be one off."""
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlnotes.exercises.universality.counting import _against_100_neurons as judge
from dlnotes.exercises.universality.counting import layers_for, neurons_needed
from dlnotes.exercises.vanishing.factors import layers_until

DECIMALS = st.integers(1, 99).map(lambda n: Fraction(n, 100))


def layers_of(factor, share):
    return next(n for n in count() if factor**n < share)


@given(DECIMALS, st.integers(0, 12))
def test_a_share_that_is_a_power_of_the_factor_is_not_less_yet(factor, n):
    share = factor**n
    if 0 < share < 1:
        assert layers_until.reference(float(factor), float(share)) == n + 1


@given(DECIMALS, DECIMALS)
def test_layers_until_is_that_of_fractions(factor, share):
    wanted = layers_of(factor, share)
    assert layers_until.reference(float(factor), float(share)) == wanted


@given(st.integers(1, 10_000), st.integers(1, 999))
def test_neurons_needed_is_that_of_fractions(steepest, error):
    pieces = -(-steepest * 10 // error)
    assert neurons_needed.reference(steepest / 100, error / 1000) == max(1, pieces - 1)
    assert neurons_needed.reference(float(steepest * error / 1000), error / 1000) == max(1, steepest - 1)


@given(st.integers(1, 2**70))
def test_layers_for_is_exact_for_any_number_of_teeth(teeth):
    assert 2**(layers_for.reference(teeth) - 1) >= teeth > 2**(layers_for.reference(teeth) - 2)
    assert layers_for.reference(2**60) == 61 and layers_for.reference(2**60 + 1) == 62


@pytest.mark.parametrize("factor, share, layers", [
    (0.9, 0.81, 3), (0.7, 0.49, 3), (0.1, 0.001, 4), (0.3, 0.0081, 5), (0.99, 0.970299, 4),
    (0.999, 0.999**5, 6), (1 - 1e-6, 0.5, 693_147)])
def test_examples_by_hand(factor, share, layers):
    assert layers_until.reference(factor, share) == layers


@pytest.mark.parametrize("formula, said", [
    ("sin(1e7x)", "missed by more than 0.9"), ("sin(1e10 x)", "missed by more than 0.9"),
    ("cos(3e8x^2)", "missed by more than 0.9"), ("x^0.1", "missed by 0."),
    ("x^0.01", "missed by more than 0.9"), ("sin(1e17x)", "it changes faster than"),
    ("step(x - 0.5)", "it jumps"), ("sign(sin(9x))", "it jumps"), ("0.3step(x-1/3)", "it jumps"),
    ("sign(x)", "it jumps"), ("|x - 0.5|", "missed by 0."), ("0.1step(x - 0.5)", "missed by 0."),
])
def test_only_what_jumps_is_said_to_jump(formula, said):
    assert judge(formula).startswith(said), judge(formula)
