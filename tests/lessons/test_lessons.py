"""The lessons as their readers meet them: complete, in order, readable, and safe to run again."""
import ast
import re
import statistics
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from dlnotes.answers.solved import solve

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
ADDRESS = re.compile(r"at 0x[0-9a-f]+")
LOCAL_PATH = re.compile(r"(?<![\w.])/(?:tmp|root|home|Users|var)/\w+|/site-packages/")
lessons = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(book):
    return [cell for cell in book.cells if cell.cell_type == "code"]


def texts(output):
    """What an output says in words."""
    data = output.get("data", {})
    return [output.get("text", ""), data.get("text/plain", ""), data.get("text/html", "")]


def test_the_first_lessons_are_there():
    assert {path.name[:2] for path in NOTEBOOKS} >= {"00", "01", "02", "03", "04", "05", "06", "08"}


@lessons
def test_it_was_run_from_top_to_bottom_and_nothing_is_missing(path):
    cells = code_cells(read(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        last = ast.parse(cell.source).body[-1]
        shows = isinstance(last, ast.Expr) and not isinstance(last.value, ast.Constant)
        assert not shows or cell.outputs or re.match(r"assert|np\.testing", cell.source.splitlines()[-1]), cell.source


@lessons
def test_no_output_is_an_error_an_address_or_blank_without_a_kernel(path):
    for cell in code_cells(read(path)):
        for output in cell.outputs:
            assert output.output_type != "error" and output.get("name") != "stderr", cell.source
            assert not any(ADDRESS.search(text) or LOCAL_PATH.search(text) for text in texts(output)), texts(output)
            data = output.get("data", {})
            # A stored view of a widget is dead the next day: "model not found".
            assert "application/vnd.jupyter.widget-view+json" not in data, cell.source
            if "image/png" in data:
                assert output.metadata["image/png"]["alt"] == data["text/plain"]


@lessons
def test_exported_pages_show_every_picture(path):
    html, _ = HTMLExporter().from_filename(str(path))
    outputs = [output for cell in code_cells(read(path)) for output in cell.outputs]
    pictures = sum("image/png" in output.get("data", {}) for output in outputs)
    assert pictures >= 3 and len(re.findall(r"<img[^>]* src=.data:image/png;base64", html)) == pictures


@lessons
def test_its_cells_are_short_and_its_prose_is_there(path):
    book = read(path)
    lengths = [sum(bool(line.strip()) and not line.strip().startswith("#") for line in cell.source.splitlines())
               for cell in code_cells(book)]
    assert statistics.median(lengths) <= 6 and max(lengths) <= 25
    prose = [cell for cell in book.cells if cell.cell_type == "markdown"]
    assert len(prose) >= 0.8 * len(lengths)
    assert "widgets" not in book.metadata and path.stat().st_size < 3_000_000


@lessons
def test_it_has_the_parts_of_a_lesson(path):
    book = read(path)
    prose = "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    code = "\n".join(cell.source for cell in code_cells(book))
    assert prose.startswith("# ")
    for part in ("You will be able to", "Time:", "Builds on:", "redict", "Summary", "Notation", "Sources", "Next"):
        assert part in prose, f"{part!r} is missing"
    assert code.count("claim(") >= 2 and code.count(".check(") >= 3
    assert not re.search(r"^\s*[!%]", code, re.M)


@lessons
def test_its_links_lead_somewhere(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", cell.source):
                assert (path.parent / target).exists(), target


def said(cell):
    """Return the words of a cell's outputs, without what differs between runs: numbers behind the
    sign for "about", and the ends of lines, whose places depend on them."""
    words = "".join(text for output in cell.outputs for text in texts(output))
    words = re.sub(r"dln-[0-9a-f]{32}", "dln-mark", words)  # of a live picture, new in each run
    return " ".join(re.sub(r"≈\s*[-+]?[\d.,]+(e[-+]?\d+)?", "≈", words).split())


def twice(book):
    """Return a notebook with the code cells of another, each of them two times in a row."""
    double = nbformat.from_dict(book)
    double.cells = [nbformat.from_dict(cell) for cell in code_cells(book) for _ in range(2)]
    for number, cell in enumerate(double.cells):
        cell.id = f"run-{number}"
    return double


@lessons
def test_solved_it_runs_green_with_every_cell_twice_in_a_row(path, tmp_path):
    """That the stored outputs are those of the lesson, unsolved, nbval checks."""
    names = solve(path, tmp_path / path.name)
    book = twice(read(tmp_path / path.name))
    resources = {"metadata": {"path": tmp_path}}
    NotebookClient(book, timeout=120, kernel_name="python3", resources=resources).execute()
    for first, second in zip(book.cells[::2], book.cells[1::2]):
        assert said(first) == said(second), first.source
    answers = [said(cell) for cell in book.cells if ".check(" in cell.source]
    assert len(answers) == 2 * len(names) >= 6
    assert all("Right" in answer for answer in answers), answers
