"""Values in words: how an exercise shows them, and how one differs from what was expected."""
import re
from typing import Any

import numpy as np

NUMBER = "a single number"
LONG = 20  # values with more entries are shortened
LONGEST = 300  # texts with more characters are cut


def show(value: Any) -> str:
    """Write a value down: numbers with six digits, long arrays shortened, no addresses."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        fields = ", ".join(f"{name}={show(part)}" for name, part in zip(value._fields, value))
        return f"{type(value).__name__}({fields})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {show(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple) and len(value) <= LONG:
        return _show_parts(value)
    numbers = None if isinstance(value, bool) or _is_huge(value) else as_numbers(value)
    return _plain(value) if numbers is None else _show_numbers(numbers)


def difference(came: Any, expected: Any, tolerance: float = 1e-5) -> str:
    """Say what is wrong with what came; "" where it is right.

    Tuples, lists and dicts are compared part by part, numbers of any library by value: whole ones
    and bools exactly, others to `tolerance`, relative and absolute.
    """
    if isinstance(expected, dict):
        return _in_dicts(came, expected, tolerance)
    if isinstance(expected, tuple | list):
        return _in_parts(came, expected, tolerance)
    numbers = as_numbers(expected)
    if numbers is not None:
        return _in_numbers(came, numbers, tolerance)
    if not isinstance(came, type(expected)):
        return f"{kind(came)} came, where {kind(expected)} was expected"
    return "" if came == expected else "it differs"


def kind(value: Any) -> str:
    """Name the kind of a value: "a list of 3", "an array of shape (2, 3)", "nothing (None)"."""
    if value is None:
        return "nothing (None)"
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool | np.bool_):
        return "True or False"
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return f"a {type(value).__name__} of {len(value)}"
    numbers = None if isinstance(value, tuple) else as_numbers(value)
    if numbers is not None:
        return NUMBER if numbers.ndim == 0 else f"an array of shape {numbers.shape}"
    is_function = callable(value) and not isinstance(value, type)
    name = "function" if is_function else type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def as_numbers(value: Any) -> np.ndarray | None:
    """Return the numbers in a value as integers, bools or 64-bit floats.

    Returns None where it holds anything else.
    """
    try:
        array = np.asarray(float(value) if _is_huge(value) else value)
        if array.dtype.kind in "SUOcMm":
            return None
        return array if array.dtype.kind in "bui" else array.astype(float)
    except Exception:  # rows of unequal length, random keys, values that JAX still traces
        return None


def _is_huge(value):
    """Tell whether a value is a whole number beyond NumPy's integers."""
    return isinstance(value, int) and not -2**63 <= value < 2**64


def _plain(value) -> str:
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _show_parts(value: list | tuple) -> str:
    text = ", ".join(map(show, value))
    if isinstance(value, list):
        return f"[{text}]"
    return f"({text},)" if len(value) == 1 else f"({text})"


def _show_numbers(array: np.ndarray) -> str:
    write = {"float_kind": lambda x: f"{x + 0.0:.6g}"}
    text = np.array2string(array, formatter=write, separator=", ", threshold=LONG, edgeitems=3)
    return text if array.size <= LONG else f"{text}\nof shape {array.shape}"


def _in_dicts(came, expected, tolerance):
    if not isinstance(came, dict) or came.keys() != expected.keys():
        keys = ", ".join(map(repr, expected))
        return f"{kind(came)} came, where a dict with the keys {keys} was expected"
    return _first((f"{k!r}", difference(came[k], expected[k], tolerance)) for k in expected)


def _in_parts(came, expected, tolerance):
    if not isinstance(came, tuple | list) and not getattr(came, "ndim", 0):
        parts = "part was" if len(expected) == 1 else "parts were"
        return f"{kind(came)} came, where {len(expected)} {parts} expected"
    if len(came) != len(expected):
        return f"the number of parts is {len(came)}, where {len(expected)} were expected"
    names = getattr(expected, "_fields", [f"part {i}" for i in range(1, len(expected) + 1)])
    triples = zip(names, came, expected)
    return _first((name, difference(one, right, tolerance)) for name, one, right in triples)


def _first(parts):
    """Return the first difference, with the name of its part."""
    return next((f"in {name}, {wrong}" for name, wrong in parts if wrong), "")


def _in_numbers(came, expected, tolerance):
    numbers = as_numbers(came)
    if numbers is None:
        return f"{kind(came)} came, where {kind(expected)} was expected"
    if numbers.shape != expected.shape:
        wanted = f"shape {expected.shape}" if expected.shape else NUMBER
        return f"the shape is {numbers.shape}, where {wanted} was expected"
    if np.any(np.isnan(numbers) & ~np.isnan(expected)):
        return "NaN came (not a number: the result of 0/0 or inf - inf)"
    if expected.dtype.kind in "bui":
        close = numbers == expected
    else:
        close = np.isclose(numbers, expected, tolerance, tolerance, equal_nan=True)
    return "" if np.all(close) else _which(numbers, expected, close)


def _which(numbers, expected, close):
    """Say which numbers are not close to those expected, or in which direction one is wrong."""
    if numbers.ndim:
        first = ", ".join(str(int(i)) for i in np.argwhere(~close)[0])
        return f"{np.sum(~close)} of {close.size} numbers differ, the first at index {first}"
    if "b" in numbers.dtype.kind + expected.dtype.kind:
        return "it is the opposite"
    return "the number is too large" if numbers > expected else "the number is too small"
