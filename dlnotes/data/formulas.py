"""Formulas typed by a reader, such as 0.2 + 0.4x^2 + 0.3x sin(15x), as functions of arrays.

A formula is parsed and never evaluated as code: it can hold numbers, the variables, known
functions and + - * / ^, and nothing else. The text may be hostile. It gives a function or a
`FormulaError`, and quickly.

    sum     = product { ("+" | "-") product }
    product = factor { ["*" | "/"] factor }     a missing sign means times, but not before a number
    factor  = { "+" | "-" } power
    power   = atom [ "^" factor ]
    atom    = number | variable | constant | function "(" sum ")" | "(" sum ")" | "|" sum "|"
"""
from collections.abc import Callable
from dataclasses import dataclass, field

import jax.numpy as jnp
from jax.typing import ArrayLike
from jaxtyping import Array, Float

from dlnotes.data.formula_help import missing_brackets, unknown
from dlnotes.data.formula_words import CONSTANTS, FUNCTIONS
from dlnotes.data.tokens import FormulaError, plain_signs, tokens

LONGEST = 200  # characters
DEEPEST = 20  # levels of nesting
LARGEST_EXPONENT = 100
LARGEST = 1e38  # in single precision more would be infinite


@dataclass(frozen=True)
class Formula:
    """A function of one or more variables, from its text.

    text: at most 200 characters; variables: their names, in the order of the arguments.
    Hashable, so that `jax.jit` takes it as static.
    Raises `FormulaError`, which points at the character, if the text is not a valid formula.
    """
    text: str
    variables: tuple[str, ...] = ("x",)
    _function: Callable = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "_function", _Parser(self.text, self.variables).function())

    def __call__(self, *values: ArrayLike) -> Float[Array, "..."]:
        """Compute the function; the result is NaN where it is undefined.

        values: an array for each variable, of shapes that broadcast.
        """
        if len(values) != len(self.variables):
            raise ValueError(f"a formula of {', '.join(self.variables)} takes "
                             f"{len(self.variables)} arguments; got {len(values)}")
        arrays = jnp.broadcast_arrays(*(jnp.asarray(v, float) for v in values))
        result = self._function(dict(zip(self.variables, arrays)))
        return jnp.broadcast_to(result, arrays[0].shape)

    def __str__(self) -> str:
        return self.text


class _Parser:
    """A walk through the tokens (kind, text, place) of a formula, from first to last.

    Each rule of the grammar is a method. It takes its tokens and returns a function, which takes
    the values of the variables by their names.
    """

    def __init__(self, text, variables):
        if not isinstance(text, str) or len(text) > LONGEST:
            raise FormulaError("", 0, f"a formula is a text of at most {LONGEST} characters")
        self.text = plain_signs(text)
        self.variables = variables
        self.at = 0
        self.depth = 0
        self.in_bars = False  # whether the next | closes
        self.tokens = list(tokens(self.text))

    def function(self):
        """Parse the whole formula."""
        result = self.sum()
        kind, text, place = self.tokens[self.at]
        if kind != "end":
            raise FormulaError(self.text, place, self._unexpected(kind, text))
        return result

    def _unexpected(self, kind, text):
        if kind == "number":
            return "a number follows without a sign: write * or ^ before it"
        return "there is no ( before this )" if text == ")" else f"{text!r} was not expected here"

    def _accept(self, *signs):
        """Take the next token if it is one of these signs, and return the sign."""
        kind, text, _ = self.tokens[self.at]
        if kind == "sign" and text in signs:
            self.at += 1
            return text
        return None

    def _deeper(self, rule):
        """Parse a rule within another. Nesting is bounded: no text can exhaust the stack."""
        if self.depth >= DEEPEST:
            place = self.tokens[self.at][2]
            raise FormulaError(self.text, place, f"at most {DEEPEST} levels of nesting")
        self.depth += 1
        result = rule()
        self.depth -= 1
        return result

    def sum(self):
        total = self.product()
        while sign := self._accept("+", "-"):
            total = _combine(jnp.add if sign == "+" else jnp.subtract, total, self.product())
        return total

    def product(self):
        total = self.factor()
        while True:
            kind, text, _ = self.tokens[self.at]
            if sign := self._accept("*", "/"):
                operation = jnp.multiply if sign == "*" else jnp.divide
                total = _combine(operation, total, self.factor())
            elif kind == "name" or text == "(" or text == "|" and not self.in_bars:
                total = _combine(jnp.multiply, total, self.power())
            else:
                return total

    def factor(self):
        negative = False
        while sign := self._accept("+", "-"):
            negative ^= sign == "-"
        power = self.power()
        return (lambda values: -power(values)) if negative else power

    def power(self):
        base = self.atom()
        if not self._accept("^", "**"):
            return base
        start = self.at
        kind, text, place = self.tokens[start]
        if kind == "number" and float(text) > LARGEST_EXPONENT:
            raise FormulaError(self.text, place, f"an exponent is at most {LARGEST_EXPONENT}")
        exponent = self._deeper(self.factor)
        is_one_number = kind == "number" and self.at == start + 1
        if is_one_number and float(text).is_integer():  # exact, and for negative bases too
            return lambda values: base(values)**int(float(text))
        return _combine(jnp.power, base, exponent)

    def atom(self):
        kind, text, place = self.tokens[self.at]
        self.at += 1
        if kind == "number" and float(text) > LARGEST:
            raise FormulaError(self.text, place, f"a number is at most {LARGEST:g}")
        if kind == "number":
            return lambda values: jnp.asarray(float(text), float)
        if kind == "name":
            return self._named(text, place)
        if text in ("(", "|"):
            return self._enclosed(text, place)
        raise FormulaError(self.text, place,
                           "something is missing here: a number, a variable or a function")

    def _enclosed(self, opening, place):
        """Parse the rest of a pair of brackets or bars, which was opened at this place."""
        outside = self.in_bars
        self.in_bars = opening == "|"
        inside = self._deeper(self.sum)
        if not self._accept(")" if opening == "(" else "|"):
            kind, found, there = self.tokens[self.at]
            if kind == "end":
                raise FormulaError(self.text, place, f"this {opening} is never closed")
            raise FormulaError(self.text, there, self._unexpected(kind, found))
        self.in_bars = outside
        return inside if opening == "(" else lambda values: jnp.abs(inside(values))

    def _named(self, name, place):
        if name in self.variables:
            return lambda values: values[name]
        if name in CONSTANTS:
            return lambda values: jnp.asarray(CONSTANTS[name], float)
        if name not in FUNCTIONS:
            raise FormulaError(self.text, place, unknown(
                name, self.tokens[self.at][1] == "(", self.variables))
        if self.tokens[self.at][1] != "(":
            raise FormulaError(self.text, place, missing_brackets(
                name, self.variables[0], self.tokens[self.at:]))
        inside = self._deeper(self.atom)
        return lambda values: FUNCTIONS[name](inside(values))


def _combine(operation, one, other):
    return lambda values: operation(one(values), other(values))
