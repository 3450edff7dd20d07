"""The commands of `python -m dlnotes`, one module for each.

Each module has a function of its own name, which takes the words that argparse understood and
returns the exit code. Only the standard library is imported on top of these modules: what a command
needs beyond it is imported where it is used, so that every command can say what is missing.
May import: networks, data, learning, answers.
"""
from __future__ import annotations  # for the doctor, who says that an old Python is too old

import sys
from pathlib import Path

COURSE = Path(__file__).resolve().parents[2]  # the checkout, if the package was installed from one
INSTALL = "in the folder of the course, run: python -m pip install -e ."


def refused(why: str) -> int:
    """Print why a command cannot do what it was asked to do. Returns its exit code, 2."""
    print(why, file=sys.stderr)
    return 2
