"""A reader at work: real JupyterLab, real Chromium."""
from pathlib import Path

import nbformat
import pytest
from lab import NOTEBOOKS, chromium, find_browser, jupyterlab, open_notebook

BOOK = Path(__file__).parent / "book.py"
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


def write_books(folder):
    """Write a copy of the lessons into a folder, and the test's own notebook."""
    for path in NOTEBOOKS.glob("*.ipynb"):
        (folder / path.name).write_bytes(path.read_bytes())
    still = f"open({str(folder / 'still.png')!r}, 'wb').write(explorer.picture.png()); None"
    sources = [BOOK.read_text(encoding="utf-8"), "explorer", "three", "climb", "far", still]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(book, folder / "test.ipynb")
    number = f"import os; open({str(folder / 'kernel')!r}, 'w').write(str(os.getpid())); None"
    cells = [nbformat.v4.new_code_cell(source) for source in [sources[0], "climb", "climb", number]]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL}),
                   folder / "day.ipynb")


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A function that opens a lesson, or the test's own notebook, in a page, run to its end.

    The page keeps its `errors`, and the paths of a `still` picture of the test's own notebook and
    of a file with the number of the `kernel`'s process of day.ipynb.
    """
    if find_browser() is None:
        pytest.skip("no browser was found: install chromium to run these")
    folder = tmp_path_factory.mktemp("books")
    write_books(folder)
    with jupyterlab(folder) as address, chromium() as new_page:
        pages = []

        def read(name, scale=1, **options):
            # anywidget gives up on a view after two seconds: older pages must not take them.
            while pages:
                pages.pop().context.close()
            page = new_page(scale)
            pages.append(page)
            page.errors = []
            page.on("pageerror", lambda error: page.errors.append(str(error)))
            open_notebook(page, address, name, **options)
            page.still = folder / "still.png"
            page.kernel = folder / "kernel"
            return page
        yield read
