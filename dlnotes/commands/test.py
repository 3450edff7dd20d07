"""`python -m dlnotes test`: check the package, and every number in every lesson."""
from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys

from dlnotes.commands import COURSE, refused

CHECKS = (
    ["pytest", "tests"],
    ["pytest", "-o", "addopts=", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=60",
     "--nbval-sanitize-with=tests/nbval.cfg", "notebooks"],
)


def test(arguments: argparse.Namespace | None = None) -> int:
    """Run all checks, up to the first that fails. Returns its exit code, or 2 if none can run."""
    if not (COURSE / "tests").is_dir():
        return refused(f"The tests must be in {COURSE}, but there is no folder `tests`. Run this "
                       "command with a package that was installed from a copy of the course: "
                       "in its folder, run: python -m pip install -e \".[test]\"")
    if not all(map(importlib.util.find_spec, ("pytest", "nbval"))):
        return refused("The tests need pytest and nbval, and one of them is not installed. "
                       "In the folder of the course, run: python -m pip install -e \".[test]\"")
    # What the tests compile is kept in the checkout, so that they leave nothing anywhere else.
    names = {"DLNOTES_CACHE": str(COURSE / ".cache")} | os.environ
    for words in CHECKS:
        code = subprocess.run([sys.executable, "-m", *words], cwd=COURSE, env=names).returncode
        if code:
            return code
    return 0
