"""Tokens of formulas: numbers, names and signs, each with its place in the text."""
import re
from collections.abc import Iterator

from dlnotes.data.formula_help import no_place

# 1e-3 is a number, as in every programming language, and 2e x or 2e - 3 are products with e.
TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<name>[A-Za-zπ]+(?:(?<=log)(?:10|2)(?![0-9.]))?)"
    r"|(?P<sign>\*\*|[-+*/^()|]))", re.ASCII)
ALIASES = str.maketrans({"−": "-", "–": "-", "·": "*", "⋅": "*", "×": "*", "÷": "/"})
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")


class FormulaError(ValueError):
    """A text is not a formula. Attributes: the `reason`, and `place`, its character from 0 on."""

    def __init__(self, text: str, place: int, reason: str):
        self.reason = reason
        self.place = place
        super().__init__(f"{reason}\n{text}\n{' ' * place}^")


def plain_signs(text: str) -> str:
    """Write a formula with the signs of a keyboard: "3·x²" becomes "3*x^2"."""
    raised = RAISED.sub(lambda found: "^" + found[0].translate(SUPERSCRIPTS), text)
    return raised.translate(ALIASES)


def tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """Cut a formula into tokens (kind, text, place); the last one is ("end", "", its length).

    kind: "number", "name" or "sign"; place: the character where the token begins, from 0 on.
    Raises `FormulaError` at a character that cannot be part of a formula.
    """
    place = 0
    stop = len(text.rstrip())
    while place < stop:
        match = TOKEN.match(text, place, stop)
        if not match:
            rest = text[place:stop]
            place += len(rest) - len(rest.lstrip())
            raise FormulaError(text, place, no_place(text, place))
        yield match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)
        place = match.end()
    yield "end", "", stop
