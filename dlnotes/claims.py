"""Claims: what the course asserts, decided where it is said.

    gap = jnp.max(jnp.abs(sigmoid(w * x) - step(x)))
    claim("sigmoid-smooth-step", gap <= bound, f"largest gap {approx(gap)}, bound {approx(bound)}")

`claims.toml` holds the statements. What holds gets a tick; what does not stops the lesson.
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


WIDTH = 88  # of what is printed, in characters: longer lines are broken by the browser, in the middle of words


class Claim(NamedTuple):
    """A row of claims.toml: `statement`; `source`, where it is from; `lessons` that check it; `decided`, how."""
    statement: str
    source: str
    lessons: tuple[str, ...]
    decided: str


class ClaimFailed(AssertionError):
    """What the course asserts does not hold here."""


@cache
def all_claims() -> dict[str, Claim]:
    """Every row of claims.toml, by its id."""
    rows = tomllib.loads(files("dlnotes").joinpath("claims.toml").read_text(encoding="utf-8"))
    return {name: Claim(**{**row, "lessons": tuple(row["lessons"])}) for name, row in rows.items()}


def claim(id: str, holds: bool | np.bool_ | ArrayLike, measured: str) -> None:
    """Print a claim with a tick and what was measured, or stop the lesson.

    id: a row of claims.toml; holds: one bool, of Python, NumPy or JAX; measured: the figures that decide it.
    Raises ClaimFailed where it does not hold, KeyError for an unknown id, TypeError where `holds` is not one bool.
    """
    statement = _row(id).statement
    if not _one_bool(id, holds):
        raise ClaimFailed(f"{id} does not hold: {statement}\nMeasured: {measured}")
    for words, first, further in ((statement, "✓ ", "  "), (f"Measured: {measured}", "  ", "    ")):
        print(fill(words, WIDTH, initial_indent=first, subsequent_indent=further, break_on_hyphens=False))


def approx(value: ArrayLike, digits: int = 2) -> str:
    """A figure that differs between machines, as "≈0.12": rounded to `digits` significant digits.

    value: one number, infinite and NaN too. Checks of stored outputs skip what follows a "≈".
    """
    number, whole = float(value), np.asarray(value).dtype.kind in "iu"
    if not isfinite(number):
        return f"≈{number}"
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    if not -5 < int(exponent) < 9:
        return f"≈{mantissa}e{exponent}"
    decimals = 0 if whole or number == 0 else max(0, digits - 1 - int(exponent))
    return f"≈{float(f'{mantissa}e{exponent}') + 0.0:,.{decimals}f}"


def _row(id: str) -> Claim:
    if id not in all_claims():
        near = get_close_matches(id, all_claims(), cutoff=0.5)
        meant = f"did you mean {' or '.join(near)}?" if near else "add its row first"
        raise KeyError(f"claims.toml has no claim {id!r}: {meant}")
    return all_claims()[id]


def _one_bool(id: str, holds) -> bool:
    if isinstance(holds, bool) or (getattr(holds, "dtype", None) == bool and np.shape(holds) == ()):
        return bool(holds)
    raise TypeError(f"what decides {id} must be one bool, such as jnp.all(gap <= bound); got {holds!r}")
