"""Claims are decided where they are made: none without a row, no row without a check."""
import json
import re
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.claims import WIDTH, Claim, ClaimFailed, all_claims, approx, claim

ROOT = Path(__file__).parents[1]
LESSONS = sorted({lesson for row in all_claims().values() for lesson in row.lessons})


def claimed_in(path: Path) -> set[str]:
    """Return the ids in every claim("id", ...) of a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return set(re.findall(r"""\bclaim\(\s*["']([^"']+)["']""", code))


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_row_is_claimed_in_the_lessons_it_names(lesson):
    notebooks = list((ROOT / "notebooks").glob(f"{lesson}-*.ipynb"))
    assert len(notebooks) == 1, f"claims.toml names lesson {lesson}: found {notebooks}"
    rows = {name for name, row in all_claims().items() if lesson in row.lessons}
    assert rows == claimed_in(notebooks[0])


def test_nothing_is_claimed_that_has_no_row():
    claimed = {name for path in (ROOT / "notebooks").glob("*.ipynb") for name in claimed_in(path)}
    assert claimed <= all_claims().keys()


@pytest.mark.parametrize("name", all_claims())
def test_a_row_is_complete(name):
    row = all_claims()[name]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert isinstance(row, Claim) and all(row) and row.statement.endswith(".")
    assert all(re.fullmatch(r"\d\d", lesson) for lesson in row.lessons)


@pytest.mark.parametrize("yes", [True, np.True_, np.array(True), jnp.array(True)])
def test_what_holds_is_printed_with_a_tick(yes, capsys):
    claim("xor-by-hand", yes, "4 of 4 right")
    printed = capsys.readouterr().out
    statement = all_claims()["xor-by-hand"].statement
    assert printed.split() == ["✓", *statement.split(), "Measured:", "4", "of", "4", "right"]
    assert printed.endswith("\n  Measured: 4 of 4 right\n")
    assert max(map(len, printed.splitlines())) <= WIDTH < len(statement)


@pytest.mark.parametrize("no", [False, np.False_, jnp.array(False), jnp.nan < 1])
def test_what_does_not_hold_stops_the_lesson(no, capsys):
    with pytest.raises(ClaimFailed, match="xor-by-hand(.|\n)*three can(.|\n)*3 of 4 right"):
        claim("xor-by-hand", no, "3 of 4 right")
    assert capsys.readouterr().out == ""


VAGUE = [1, 0.0, float("nan"), None, "yes", [True], np.array([True]), jnp.ones(()), np.ones(2)]


@pytest.mark.parametrize("vague", VAGUE)
def test_only_one_bool_decides(vague):
    with pytest.raises(TypeError, match="xor-by-hand must be one bool"):
        claim("xor-by-hand", vague, "")


def test_an_unknown_claim_names_its_neighbours():
    with pytest.raises(KeyError, match="did you mean xor-by-hand"):
        claim("xor-by-hnad", True, "")
    with pytest.raises(KeyError, match="add its row first"):
        claim("???", True, "")


FIGURES = [
    (0.1234, "≈0.12"), (-0.5, "≈-0.50"), (1.23e-7, "≈1.2e-07"), (0.00123, "≈0.0012"),
    (0.999, "≈1.0"), (9.96, "≈10"), (97.3, "≈97"), (1234.5, "≈1,200"),
    (99_999_999.0, "≈100,000,000"), (1e12, "≈1.0e+12"), (0, "≈0"), (-0.0, "≈0"),
    (7, "≈7"), (23_860, "≈24,000"), (jnp.array(12), "≈12"), (np.float32(0.25), "≈0.25"),
    (float("inf"), "≈inf"), (float("-inf"), "≈-inf"), (float("nan"), "≈nan")]


@pytest.mark.parametrize("value, text", FIGURES)
def test_approximate_figures(value, text):
    assert approx(value) == text
    assert masked(f"gap {text}, and more") == masked("gap ≈3, and more") != "gap ≈3, and more"


def test_digits():
    assert approx(3.14159, 4) == "≈3.142"
    assert approx(0.3, 1) == "≈0.3" and approx(31.4159, 1) == "≈30"


@pytest.mark.parametrize("a, b", [
    ("≈93.5 %", "≈94 %"), ("≈12× as fast", "≈9.5× as fast"), ("(≈1,234)", "(≈-5)"),
    ("≈0.5.", "≈0.6."), ("from ≈1 to ≈2", "from ≈3 to ≈4"),
    ("a figure of ≈1.5\n    and so on", "a figure of\n    ≈1 and so on")])
def test_the_mask_hides_approximate_figures(a, b):
    assert masked(a) == masked(b)


@pytest.mark.parametrize("a, b", [
    ("93 %", "94 %"), ("≈1 of 3", "≈1 of 4"), ("≈1, 2", "≈1, 3"), ("≈ab", "≈cd"),
    ("one\n  two", "onetwo"), ("dln-1", "dln-2")])
def test_the_mask_hides_nothing_else(a, b):
    assert masked(a) != masked(b)


def masked(text: str) -> str:
    """Return the text that nbval compares, by its own way of reading the file."""
    config = (ROOT / "tests" / "nbval.cfg").read_text(encoding="ascii")
    patterns = re.findall("^regex: (.*)$\n^replace: (.*)$", config, flags=re.MULTILINE)
    assert len(patterns) == 3
    for pattern, replacement in patterns:
        text = re.sub(pattern, replacement, text)
    return text
