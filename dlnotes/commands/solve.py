"""`python -m dlnotes solve`: write copies of lessons in which every exercise is answered."""
from __future__ import annotations

import argparse

from dlnotes.commands import refused


def solve(arguments: argparse.Namespace) -> int:
    """Write a copy of each notebook, with the answers filled in. Returns 0, or 2 if it cannot."""
    from dlnotes.answers.solved import solve

    targets = [arguments.into / notebook.name for notebook in arguments.notebooks]
    for notebook, target in zip(arguments.notebooks, targets):
        if not notebook.is_file():
            return refused("NOTEBOOK must be a file, such as notebooks/02-the-neuron.ipynb; "
                           f"got {notebook}")
        if target.resolve() == notebook.resolve() or targets.count(target) > 1:
            return refused("--into must be a folder where nothing is overwritten; "
                           f"{target} would be")
    arguments.into.mkdir(parents=True, exist_ok=True)
    for notebook, target in zip(arguments.notebooks, targets):
        try:
            solve(notebook, target)
        except ValueError as error:  # a lesson that cannot be solved: its own words say why
            return refused(str(error))
        print(target)
    return 0
