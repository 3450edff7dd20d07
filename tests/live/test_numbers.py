"""Numbers as pictures write them: zeros, signs, and both sides of every change of form."""
import pytest

from dlnotes.live.numbers import (
    MINUS, SUBSCRIPTS, SUPERSCRIPTS, about, approximate, article, combination, compact, counted,
    duration, factor, large, memory, number, plain, power, power_of_ten, scientific)


def test_signs():
    assert MINUS == "−" != "-"
    assert "-0123456789".translate(SUPERSCRIPTS) == "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
    assert "0123456789".translate(SUBSCRIPTS) == "₀₁₂₃₄₅₆₇₈₉"


@pytest.mark.parametrize("value, digits, text", [
    (0.5, 1, "0.5"), (-1, 1, "−1.0"), (0, 1, "0.0"), (-0.0, 1, "0.0"),
    (-0.04, 1, "0.0"),  # no minus before a zero
    (-0.06, 1, "−0.1"), (-0.04, 2, "−0.04"), (2.0, 0, "2"), (1234.567, 2, "1234.57"),
])
def test_number(value, digits, text):
    assert number(value, digits) == text


@pytest.mark.parametrize("value, text", [
    (0.5, "0.50"), (0, "0.00"), (-0.001, "0.00"), (-0.5, "(−0.50)"), (-12, "(−12.00)")])
def test_factor(value, text):
    assert factor(value) == text


def test_factor_takes_digits():
    assert factor(-0.25, 1) == "(−0.2)" and factor(3, 0) == "3"


@pytest.mark.parametrize("exponent, text", [
    (0, "1"), (1, "10¹"), (-3, "10⁻³"), (12, "10¹²"), (-3.0, "10⁻³")])
def test_power(exponent, text):
    assert power(exponent) == text


@pytest.mark.parametrize("value, digits, text", [
    (1.5e9, 1, "1.5 · 10⁹"), (1, 1, "1.0 · 10⁰"), (0.00021, 1, "2.1 · 10⁻⁴"),
    (9.96, 1, "1.0 · 10¹"),  # rounding reaches the next power
    (123456, 3, "1.235 · 10⁵"), (4e-12, 0, "4 · 10⁻¹²")])
def test_power_of_ten(value, digits, text):
    assert power_of_ten(value, digits) == text


@pytest.mark.parametrize("value, text", [
    (0, "0"), (999, "999"), (1000, "1,000"), (9_999_999, "9,999,999"),
    (10_000_000, "1.0 · 10⁷"), (1_070_000_000, "1.1 · 10⁹"), (12.9, "12")])
def test_large(value, text):
    assert large(value) == text


@pytest.mark.parametrize("value, text", [
    (0, "0"), (2.1e-5, "2.1 · 10⁻⁵"), (0.00099, "9.9 · 10⁻⁴"), (0.001, "0.001"), (0.0021, "0.0021"),
    (0.21, "0.21"), (2.14, "2.1"), (99, "99"), (99.7, "100"),
    (100, "100"), (1234.5, "1234"), (10_000, "1.0 · 10⁴"), (2.5e7, "2.5 · 10⁷")])
def test_scientific(value, text):
    assert scientific(value) == text


def test_scientific_says_what_a_zero_means():
    assert scientific(0.0, zero="too small to tell") == "too small to tell"
    assert scientific(0.5, zero="too small to tell") == "0.5"


@pytest.mark.parametrize("value, text", [
    (0, "below 0.000001"), (9.9e-7, "below 0.000001"), (1e-6, "≈0.00000100"),
    (0.012, "≈0.0120"), (0.1, "≈0.100"), (0.5, "≈0.500"), (1, "≈1.00"), (-0.1, "below 0.000001")])
def test_about(value, text):
    assert about(value) == text


@pytest.mark.parametrize("parameters, text", [
    (0, "0 bytes"), (1, "4 bytes"), (249, "996 bytes"), (250, "1.0 kB"), (23_860, "95.4 kB"),
    (250_000, "1.0 MB"), (250_000_000, "1.0 GB"), (10**12, "4000.0 GB")])
def test_memory(parameters, text):
    assert memory(parameters) == text


@pytest.mark.parametrize("seconds, text", [
    (0, "0 millionths of a second"), (4e-5, "40 millionths of a second"),
    (9.9e-4, "990 millionths of a second"), (1e-3, "0.001 seconds"), (0.1, "0.1 seconds"),
    (1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (90, "1.5 minutes"),
    (7200, "2 hours"), (86400, "1 day"), (7 * 86400, "7 days"), (365.25 * 86400, "1 year"),
    (1.2345e6 * 365.25 * 86400, "1,200,000 years")])
def test_duration(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize("weights, bias, text", [
    ((1, -1), 0.5, "1.0 x1 − 1.0 x2 + 0.5"), ((1, 1), -1.5, "1.0 x1 + 1.0 x2 − 1.5"),
    ((-1, 0), 0, "−1.0 x1 + 0.0 x2 + 0.0"), ((-0.01, -0.01), -0.01, "0.0 x1 + 0.0 x2 + 0.0")])
def test_combination(weights, bias, text):
    assert combination(weights, ("x1", "x2"), bias) == text


def test_combination_takes_digits():
    assert combination([0.25], ["w"], -2, digits=2) == "0.25 w − 2.00"


@pytest.mark.parametrize("digit", range(10))
def test_article(digit):
    assert article(digit) == ("an 8" if digit == 8 else f"a {digit}")


@pytest.mark.parametrize("value, text", [
    (0, "0"), (0.25, "0.25"), (0.1, "0.1"), (0.094, "0.09"), (0.004, "0.004"), (0.001, "0.001"),
    (0.00099, "1·10⁻³"), (3.2e-5, "3·10⁻⁵"), (1, "1"), (12.4, "12")])
def test_compact(value, text):
    assert compact(value) == text


def test_compact_says_what_a_zero_means():
    assert compact(0.0, zero="too small") == "too small"


@pytest.mark.parametrize("value, digits, text", [
    (0.00271, 2, "≈0.0027"), (0, 2, "≈0"), (1.8e-8, 2, "≈1.8e-08"), (-0.5, 2, "≈-0.5"),
    (12.34, 3, "≈12.3")])
def test_approximate(value, digits, text):
    assert approximate(value, digits) == text


@pytest.mark.parametrize("value, text", [
    (0.5, "0.5"), (-8, "−8"), (0, "0"), (2.0, "2"), (1 / 3, "0.333333")])
def test_plain(value, text):
    assert plain(value) == text


@pytest.mark.parametrize("count, text", [
    (0, "0 neurons"), (1, "1 neuron"), (2, "2 neurons"), (1000, "1,000 neurons")])
def test_counted(count, text):
    assert counted(count, "neuron") == text
