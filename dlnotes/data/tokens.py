"""Tokens of formulas: numbers, names and signs, each with its place in the text."""
import re
from collections.abc import Iterator

TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)|(?P<name>[A-Za-zπ]+)"
    r"|(?P<sign>\*\*|[-+*/^()|]))", re.ASCII)
ALIASES = str.maketrans({"−": "-", "–": "-", "·": "*", "×": "*", "²": "^2", "³": "^3"})


class FormulaError(ValueError):
    """A text is not a formula. Attributes: the `reason`, and `place`, its character from 0 on."""

    def __init__(self, text: str, place: int, reason: str):
        self.reason = reason
        self.place = place
        super().__init__(f"{reason}\n{text}\n{' ' * place}^")


def plain_signs(text: str) -> str:
    """Write a formula with the signs of a keyboard: "3·x²" becomes "3*x^2"."""
    return text.translate(ALIASES)


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
            raise FormulaError(text, place, f"{text[place]!r} has no place in a formula")
        yield match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)
        place = match.end()
    yield "end", "", stop
