"""`python -m dlnotes test`: check the package, and every number in every lesson."""
from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

from dlnotes.commands import COURSE, refused

WORKERS = min(2, os.cpu_count() or 1)  # each compiles and trains: more would need more memory
SHARED = ["-n", str(WORKERS), "--durations=15", "--durations-min=2"]
# By `xdist_group` (tests/conftest.py): what shares what it computes stays in one process.
PACKAGE = ["pytest", *SHARED, "--dist=loadgroup", "--no-loadscope-reorder"]
# By file: the cells of a lesson are run in their order, in one process.
LESSONS = ["pytest", "-o", "addopts=", *SHARED, "--dist=loadfile", "--no-loadscope-reorder",
           "--nbval", "--nbval-current-env", "--nbval-cell-timeout=60",
           "--nbval-sanitize-with=tests/nbval.cfg"]


def test(arguments: argparse.Namespace | None = None) -> int:
    """Run all checks, or those of some paths, up to the first that fails.

    arguments.paths: files and folders of tests, lessons, and the folder of lessons.
    Returns its exit code, or 2 if none can run.
    """
    if not (COURSE / "tests").is_dir():
        return refused(f"The tests must be in {COURSE}, but there is no folder `tests`. Run this "
                       "command with a package that was installed from a copy of the course: "
                       "in its folder, run: python -m pip install -e \".[test]\"")
    missing = [name for name in ("pytest", "nbval", "xdist") if not importlib.util.find_spec(name)]
    if missing:
        return refused(f"The tests need {' and '.join(missing)}, which is not installed. "
                       "In the folder of the course, run: python -m pip install -e \".[test]\"")
    paths = [Path(path) for path in getattr(arguments, "paths", None) or ("tests", "notebooks")]
    lessons = [str(path) for path in paths if path.name == "notebooks" or path.suffix == ".ipynb"]
    tests = [str(path) for path in paths if str(path) not in lessons]
    checks = [[*PACKAGE, *tests]] * bool(tests) + [[*LESSONS, *lessons]] * bool(lessons)
    return next((code for code in map(_run, checks) if code), 0)


def _run(words):
    # What the tests compile is kept in the checkout, so that they leave nothing anywhere else.
    names = {"DLNOTES_CACHE": str(COURSE / ".cache")} | os.environ
    began = time.monotonic()
    code = subprocess.run([sys.executable, "-m", *words], cwd=COURSE, env=names).returncode
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    print(f"{'lessons' if '--nbval' in words else 'tests'}: {minutes} min {seconds} s", flush=True)
    return code
