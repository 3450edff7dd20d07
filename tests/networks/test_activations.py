"""Activations against formulas worked out to a hundred digits, and their slopes against autodiff.

A new activation needs a formula in SMOOTH or KINKED, and nothing else here.
"""
import math
import re
from functools import partial

import jax
import jax.numpy as jnp
import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from matplotlib.mathtext import MathTextParser

from dlnotes.networks.activations import ACTIVATIONS, Activation, find_activation, sigmoid

Z = sympy.Symbol("z", real=True)
SMOOTH = {"sigmoid": 1 / (1 + sympy.exp(-Z)),
          "tanh": (sympy.exp(Z) - sympy.exp(-Z)) / (sympy.exp(Z) + sympy.exp(-Z)),
          "gelu": Z * (1 + sympy.erf(Z / sympy.sqrt(2))) / 2,
          "silu": Z / (1 + sympy.exp(-Z)),
          "softplus": sympy.log(1 + sympy.exp(Z)),
          "linear": Z}
KINKED = {"relu": (0 * Z, Z), "leaky_relu": (Z / 100, Z), "elu": (sympy.exp(Z) - 1, Z),
          "step": (sympy.Integer(0), sympy.Integer(1))}  # for z <= 0 and for z > 0
SIDES = {name: (f, f) for name, f in SMOOTH.items()} | KINKED
VALUES = {name: [sympy.lambdify(Z, side, "mpmath") for side in sides]
          for name, sides in SIDES.items()}
SLOPES = {name: [sympy.lambdify(Z, sympy.diff(side, Z), "mpmath") for side in sides]
          for name, sides in SIDES.items()}

EVERY = pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=repr)
EXTREMES = [-0.0, 1e-6, -1e-6, 1e-30, -1e-30, 80, -80, 1e4, -1e4]
GRID = np.concatenate([np.linspace(-30, 30, 481), EXTREMES]).astype(np.float32)
MANY = hnp.arrays(np.float32, 20, elements=st.floats(-30, 30, width=32, allow_subnormal=False))


def exact(sides, z):
    """Compute a formula, that of its side, at each z: in a hundred digits, rounded to doubles."""
    with mpmath.workdps(100):
        return np.array([float(sides[bool(v > 0)](mpmath.mpf(float(v)))) for v in z])


@partial(jax.jit, static_argnums=0)
def autodiff(f, z):
    return jax.vmap(jax.grad(f))(z)


def assert_values(f, z):
    expected = exact(VALUES[f.name], z)
    # The tolerance is relative even far out on the left, where the values are tiny.
    np.testing.assert_allclose(f(z), expected, rtol=3e-5, atol=1e-37)


def assert_slopes(f, z):
    expected = exact(SLOPES[f.name], z)
    np.testing.assert_allclose(f.derivative(z), expected, rtol=3e-6, atol=5e-7)
    np.testing.assert_allclose(autodiff(f, z), expected, rtol=3e-6, atol=5e-7)


def test_each_has_its_name_and_a_formula_here():
    assert list(ACTIVATIONS) == [repr(f) for f in ACTIVATIONS.values()]
    assert len(set(ACTIVATIONS.values())) == len(ACTIVATIONS) >= 10  # hashable, and each its own
    assert set(ACTIVATIONS) == set(SIDES), "write its formula into SMOOTH or KINKED"


@EVERY
def test_values_and_slopes_on_a_grid(f):
    assert_values(f, GRID)
    assert_slopes(f, GRID)


@EVERY
@settings(max_examples=25)
@given(z=MANY)
def test_values_and_slopes_anywhere(f, z):
    assert_values(f, z)
    assert_slopes(f, z)


@pytest.mark.parametrize("name", KINKED)
@pytest.mark.parametrize("kink", [0.0, -0.0])
def test_at_a_kink_the_slope_is_that_on_the_left(name, kink):
    f = ACTIVATIONS[name]
    before = -2.0**-20
    secant = (float(f(0.0)) - float(f(before))) / -before
    assert float(f.derivative(kink)) == pytest.approx(secant, abs=1e-5)
    assert float(jax.grad(f)(kink)) == float(f.derivative(kink))
    assert float(f(kink)) == 0


@EVERY
@settings(max_examples=25)
@given(z=hnp.arrays(np.float32, 20, elements=st.floats(-1e4, 1e4, width=32)))
def test_all_is_finite_far_out(f, z):
    for found in (f(z), f.derivative(z), autodiff(f, z)):
        assert found.dtype == jnp.float32 and jnp.isfinite(found).all()
    np.testing.assert_allclose(f.derivative(z), autodiff(f, z), rtol=1e-5, atol=5e-7)


@EVERY
@settings(max_examples=12)
@given(z=hnp.arrays(np.int64, hnp.array_shapes(min_dims=0, max_dims=2, max_side=2),
                    elements=st.integers(-9, 9)))
def test_whatever_holds_numbers_will_do(f, z):
    for function, sides in ((f, VALUES), (f.derivative, SLOPES)):
        expected = exact(sides[f.name], z.ravel()).reshape(z.shape)
        for given_as in (z, z.tolist(), z.astype(float).tolist(), jnp.array(z)):
            found = function(given_as)
            assert found.dtype == jnp.float32 and found.shape == z.shape
            np.testing.assert_allclose(found, expected, rtol=3e-5, atol=5e-7)


@EVERY
def test_scalars_short_floats_and_nothing_at_all(f):
    for function in (f, f.derivative):
        assert function(2) == function(2.0) == function(np.float64(2))
        assert function(True) == function(1)
        assert function(()).shape == (0,) and function(jnp.zeros((0, 3))).shape == (0, 3)
        assert function(jnp.ones(3, jnp.bfloat16)).dtype == jnp.bfloat16  # not widened in silence


@EVERY
def test_jit_and_vmap_change_nothing(f):
    z = jnp.linspace(-5, 5, 24).reshape(4, 6)
    for function, rounding in ((f, 1e-7), (f.derivative, 1e-6)):  # slopes such as 1 - a^2 cancel
        np.testing.assert_allclose(jax.jit(function)(z), function(z), rtol=1e-6, atol=rounding)
        np.testing.assert_allclose(jax.vmap(function)(z), function(z), rtol=1e-6, atol=rounding)
    static = jax.jit(lambda g, z: g(z), static_argnums=0)
    np.testing.assert_allclose(static(f, z), f(z), rtol=1e-6, atol=1e-7)


@EVERY
def test_an_activation_is_found_by_its_name(f):
    assert find_activation(f.name) is f and find_activation(f) is f
    own = Activation("own", f.function, f.slope, f.formula)
    assert find_activation(own) is own and own != f


@pytest.mark.parametrize("name", ["Sigmoid", "", "soft max", "sigmoid "])
def test_an_unknown_name_is_told_the_known_ones(name):
    known = ", ".join([*ACTIVATIONS, "softmax"])
    message = f"an activation must be one of {known}; got {name!r}"
    with pytest.raises(ValueError, match=re.escape(message)):
        find_activation(name)


@pytest.mark.parametrize("name", [None, 3])
def test_what_is_no_name_is_told_the_same(name, unchecked):
    with pytest.raises(ValueError, match=f"one of sigmoid, .*; got {name}"):
        find_activation(name)


def test_an_activation_cannot_be_changed():
    with pytest.raises(AttributeError):
        sigmoid.name = "other"


# The formulas, from LaTeX to Python.
SPOKEN = [
    (r"\\frac\{(.*)\}\{(.*)\}$", r"(\1) / (\2)"),
    (r"e\^\{(.*?)\}", r"exp(\1)"),
    (r"e\^z", "exp(z)"),
    (r"\\text\{(.*?)\}", r"\1"),
    (r"\\tanh z", "tanh(z)"),
    (r"0\.01 z", "0.01 * z"),
    (r"\\,", " * "),
    (r"\\ln", "log"),
    (r"\\(\w+)", r"\1"),
]


@EVERY
def test_the_formula_can_be_drawn_and_is_the_function(f):
    MathTextParser("agg").parse(f"${f.formula}$")
    python = f.formula
    for latex, words in SPOKEN:
        python = re.sub(latex, words, python)
    words = {"exp": math.exp, "log": math.log, "tanh": math.tanh, "max": max,
             "Phi": lambda z: float(mpmath.ncdf(z))}
    z = np.linspace(-6, 6, 49)
    found = [eval(python, words, {"z": v}) for v in z.tolist()]
    np.testing.assert_allclose(found, f(z), rtol=1e-4, atol=1e-6)
