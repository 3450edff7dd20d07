"""Claims: what the course asserts, decided where it is said.

    gap = jnp.max(jnp.abs(sigmoid(w * x) - step(x)))
    claim("sigmoid-smooth-step", gap <= bound, f"largest gap {approx(gap)}, bound {approx(bound)}")

`claims.toml` holds the statements. A claim that holds is printed with a tick; one that does not
hold stops the lesson.
"""
import tomllib
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from math import isfinite
from textwrap import fill
from typing import NamedTuple

import numpy as np
from jax.typing import ArrayLike

WIDTH = 88  # characters in a line; the browser breaks longer ones in the middle of a word


class Claim(NamedTuple):
    """A row of claims.toml.

    statement: the claim itself. source: who says so. lessons: the numbers of those that check it.
    decided: how it is checked.
    """
    statement: str
    source: str
    lessons: tuple[str, ...]
    decided: str


class ClaimFailed(AssertionError):
    """A claim of the course does not hold here."""


@cache
def all_claims() -> dict[str, Claim]:
    """Return every row of claims.toml, by its id."""
    rows = tomllib.loads(files("dlnotes").joinpath("claims.toml").read_text(encoding="utf-8"))
    return {id: Claim(**{**row, "lessons": tuple(row["lessons"])}) for id, row in rows.items()}


def claim(id: str, holds: bool | np.bool_ | ArrayLike, measured: str) -> None:
    """Print a claim with a tick and what was measured, or stop the lesson.

    id: of a row of claims.toml. holds: one bool of Python, NumPy or JAX. measured: the figures that
    decide it.

    Raises ClaimFailed where the claim does not hold, KeyError for an unknown id, and TypeError
    where `holds` is not one bool.
    """
    statement = _row(id).statement
    if not _one_bool(id, holds):
        raise ClaimFailed(f"{id} does not hold: {statement}\nMeasured: {measured}")
    print(_wrapped(statement, "✓ ", "  "))
    print(_wrapped(f"Measured: {measured}", "  ", "    "))


def approx(value: ArrayLike, digits: int = 2) -> str:
    """Write a figure that differs between machines, as "≈0.12".

    value: one number, infinite and NaN too. digits: the significant digits to round to.
    Checks of stored outputs skip a number that follows a "≈".
    Zeros at the end stay, as in "≈0.10", and thousands have commas. The words of pictures are
    shorter: see `dlnotes.live.numbers.approximate`.
    """
    number = float(value)
    whole = np.asarray(value).dtype.kind in "iu"
    if not isfinite(number):
        return f"≈{number}"
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    if not -5 < int(exponent) < 9:
        return f"≈{mantissa}e{exponent}"
    decimals = 0 if whole or number == 0 else max(0, digits - 1 - int(exponent))
    return f"≈{float(f'{mantissa}e{exponent}') + 0.0:,.{decimals}f}"


def _wrapped(text: str, first: str, further: str) -> str:
    """Break a text into lines that begin with `first` and then with `further`."""
    return fill(text, WIDTH, initial_indent=first, subsequent_indent=further,
                break_on_hyphens=False)


def _row(id: str) -> Claim:
    if id not in all_claims():
        near = get_close_matches(id, all_claims(), cutoff=0.5)
        meant = f"did you mean {' or '.join(near)}?" if near else "add its row first"
        raise KeyError(f"claims.toml has no claim {id!r}: {meant}")
    return all_claims()[id]


def _one_bool(id: str, holds) -> bool:
    if isinstance(holds, bool) or (getattr(holds, "dtype", None) == bool and np.shape(holds) == ()):
        return bool(holds)
    raise TypeError(f"what decides {id} must be one bool, such as jnp.all(gap <= bound);"
                    f" got {holds!r}")
