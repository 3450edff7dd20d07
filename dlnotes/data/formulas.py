"""Formulas typed by a reader, such as 0.2 + 0.4x^2 + 0.3x sin(15x), as functions of arrays.

A formula is parsed, never evaluated as code: it can hold numbers, the variables, known functions and + - * / ^, and
nothing else. What is typed may be hostile; it gives a function or a `FormulaError`, after no more than a moment.

    sum     = product { ("+" | "-") product }
    product = factor { ["*" | "/"] factor }          a missing sign means times; a number never follows without one
    factor  = { "+" | "-" } power
    power   = atom [ "^" factor ]
    atom    = number | variable | constant | function "(" sum ")" | "(" sum ")" | "|" sum "|"
"""
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import jax.numpy as jnp
from jax.typing import ArrayLike
from jaxtyping import Array, Float

from dlnotes.networks.activations import relu, sigmoid, step

LONGEST, DEEPEST, LARGEST_EXPONENT = 200, 20, 100
CONSTANTS = {"pi": math.pi, "π": math.pi, "e": math.e}
FUNCTIONS: dict[str, Callable] = {
    "sin": jnp.sin, "cos": jnp.cos, "tan": jnp.tan, "arcsin": jnp.arcsin, "arccos": jnp.arccos, "arctan": jnp.arctan,
    "sinh": jnp.sinh, "cosh": jnp.cosh, "tanh": jnp.tanh, "exp": jnp.exp, "ln": jnp.log, "log": jnp.log,
    "sqrt": jnp.sqrt, "abs": jnp.abs, "sign": jnp.sign, "step": step, "sigmoid": sigmoid, "relu": relu}
TOKEN = re.compile(r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)|(?P<name>[A-Za-zπ]+)|(?P<sign>\*\*|[-+*/^()|]))",
                   re.ASCII)
ALIASES = str.maketrans({"−": "-", "–": "-", "·": "*", "×": "*", "²": "^2", "³": "^3"})


class FormulaError(ValueError):
    """What is wrong with a formula, and where. Attributes: `reason`; `place`, the number of the character, from 0."""

    def __init__(self, text: str, place: int, reason: str):
        self.reason, self.place = reason, place
        super().__init__(f"{reason}\n{text}\n{' ' * place}^")


@dataclass(frozen=True)
class Formula:
    """A function of one or more variables, from its text. Hashable, so that `jax.jit` takes it as static.

    text: at most 200 characters; variables: their names, in the order of the arguments.
    Raises `FormulaError`, which points at the character, for what is no formula.
    """
    text: str
    variables: tuple[str, ...] = ("x",)
    _function: Callable = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "_function", _Parser(self.text, self.variables).function())

    def __call__(self, *values: ArrayLike) -> Float[Array, "..."]:
        """The function's values. values: an array for each variable, of shapes that broadcast; NaN where undefined."""
        if len(values) != len(self.variables):
            raise ValueError(f"a formula of {', '.join(self.variables)} takes {len(self.variables)} arguments; "
                             f"got {len(values)}")
        arrays = jnp.broadcast_arrays(*(jnp.asarray(v, float) for v in values))
        return jnp.broadcast_to(self._function(dict(zip(self.variables, arrays))), arrays[0].shape)

    def __str__(self) -> str:
        return self.text


class _Parser:
    """Tokens (kind, text, place) of a formula, from first to last; each rule gives a function of the variables."""

    def __init__(self, text, variables):
        if not isinstance(text, str) or len(text) > LONGEST:
            raise FormulaError("", 0, f"a formula is a text of at most {LONGEST} characters")
        self.text, self.variables, self.at, self.depth = text.translate(ALIASES), variables, 0, 0
        self.in_bars = False  # the next | closes
        self.tokens = list(self._tokens())

    def _tokens(self):
        place, text = 0, self.text.rstrip()
        while place < len(text):
            match = TOKEN.match(text, place)
            if not match:
                place += len(text[place:]) - len(text[place:].lstrip())
                raise FormulaError(self.text, place, f"{text[place]!r} has no place in a formula")
            yield match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)
            place = match.end()
        yield "end", "", len(text)

    def function(self):
        """The whole formula."""
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
        """The next token if it is one of these signs."""
        kind, text, _ = self.tokens[self.at]
        if kind == "sign" and text in signs:
            self.at += 1
            return text
        return None

    def _deeper(self, rule):
        """A rule within another; nesting is bounded, so that no text can exhaust the stack."""
        if self.depth >= DEEPEST:
            raise FormulaError(self.text, self.tokens[self.at][2], f"at most {DEEPEST} levels of nesting")
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
                total = _combine(jnp.multiply if sign == "*" else jnp.divide, total, self.factor())
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
        start, (kind, text, place) = self.at, self.tokens[self.at]
        if kind == "number" and float(text) > LARGEST_EXPONENT:
            raise FormulaError(self.text, place, f"an exponent is at most {LARGEST_EXPONENT}")
        exponent = self._deeper(self.factor)
        if kind == "number" and float(text).is_integer() and self.at == start + 1:  # exact, for negative bases too
            return lambda values: base(values)**int(float(text))
        return _combine(jnp.power, base, exponent)

    def atom(self):
        kind, text, place = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return lambda values: jnp.asarray(float(text), float)
        if kind == "name":
            return self._named(text, place)
        if text in ("(", "|"):
            outside, self.in_bars = self.in_bars, text == "|"
            inside = self._deeper(self.sum)
            if not self._accept(")" if text == "(" else "|"):
                kind, found, there = self.tokens[self.at]
                raise (FormulaError(self.text, place, f"this {text} is never closed") if kind == "end" else
                       FormulaError(self.text, there, self._unexpected(kind, found)))
            self.in_bars = outside
            return inside if text == "(" else lambda values: jnp.abs(inside(values))
        raise FormulaError(self.text, place, "something is missing here: a number, a variable or a function")

    def _named(self, name, place):
        if name in self.variables:
            return lambda values: values[name]
        if name in CONSTANTS:
            return lambda values: jnp.asarray(CONSTANTS[name], float)
        if name not in FUNCTIONS:
            known = ", ".join((*self.variables, "pi", "e", *FUNCTIONS))
            raise FormulaError(self.text, place, f"{name!r} is not known here; known are {known}")
        if self.tokens[self.at][1] != "(":
            raise FormulaError(self.text, place, f"{name} needs brackets, as in {name}({self.variables[0]})")
        inside = self._deeper(self.atom)
        return lambda values: FUNCTIONS[name](inside(values))


def _combine(operation, one, other):
    return lambda values: operation(one(values), other(values))
