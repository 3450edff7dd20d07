"""Help with formulas: what to write instead, where a text is not one."""
from dlnotes.data.formula_words import CONSTANTS, FUNCTIONS

REMEDIES = {
    "=": "write only what stands after the =",
    "[": "all brackets are ( and )", "]": "all brackets are ( and )",
    "{": "all brackets are ( and )", "}": "all brackets are ( and )",
    "√": "write sqrt( ) for the root", "%": "write /100 for percent",
    "°": "angles are in radians: write pi/180 for a degree",
}


def no_place(text: str, place: int) -> str:
    """Say why the character at a place cannot be part of a formula, and what to write instead."""
    sign = text[place]
    before = text[:place].rstrip()[-1:]
    after = text[place + 1:].lstrip()[:1]
    if sign == "," and before.isdecimal() and after.isdecimal():
        return (f"write a point and no comma before decimals, as in {before}.{after}, and leave "
                "out a comma between thousands")
    if sign == ",":
        return "a function takes one value here, so ',' has no place in a formula"
    remedy = REMEDIES.get(sign)
    return f"{sign!r} has no place in a formula" + (f": {remedy}" if remedy else "")


def missing_brackets(name: str, variable: str, following: list[tuple[str, str, int]]) -> str:
    """Say how to write the argument of a function that no bracket follows.

    variable: for the example; following: the tokens after the name.
    """
    signs = [text for _, text, _ in following]
    if signs[0] not in ("^", "**"):
        return f"{name} needs brackets, as in {name}({variable})"
    if signs[1:3] == ["-", "1"]:
        inverse = f"arc{name}({variable}) for the inverse, or " if f"arc{name}" in FUNCTIONS else ""
        return f"write {inverse}1/{name}({variable}) for one divided by it"
    power = signs[1] if following[1][0] == "number" else "2"
    return f"the power of a function stands after its brackets: write {name}({variable})^{power}"


def unknown(name: str, bracket_follows: bool, variables: tuple[str, ...]) -> str:
    """Say that a name is not known, and what was probably meant by it.

    bracket_follows: whether the next token is an opening bracket.
    """
    words = [*variables, *CONSTANTS, *FUNCTIONS]
    if name.lower() in words:
        return f"{name!r} is not known here: write it in small letters, {name.lower()}"
    parts = _in_words(name, sorted(words, key=len, reverse=True))
    if parts:
        meant = _written_out(parts, bracket_follows, variables[0])
        return f"{name!r} is not known here: write {meant}"
    known = ", ".join(word for word in words if word.isascii())
    return f"{name!r} is not known here; known are {known}"


def _in_words(name, words):
    """Cut a name into known words, long ones first; None where that is impossible."""
    ways = {len(name): []}  # the place where the rest begins: the rest in words
    for start in range(len(name) - 1, -1, -1):
        for word in words:
            if name.startswith(word, start) and start + len(word) in ways:
                ways[start] = [word, *ways[start + len(word)]]
                break
    return ways.get(0)


def _written_out(parts, bracket_follows, variable):
    """Write words as a product, in which the words after a function are its argument."""
    word, *rest = parts
    if word not in FUNCTIONS:
        after = _written_out(rest, bracket_follows, variable) if rest else ""
        return f"{word} {after}".strip()
    if rest:
        return f"{word}({_written_out(rest, bracket_follows, variable)})"
    return f"{word}(...)" if bracket_follows else f"{word}({variable})"
