"""`python -m dlnotes doctor`: is everything there that the course needs? `python -m dlnotes solve`: answered lessons.

Only the standard library is imported here, so that the doctor can say what is missing even where nothing is installed.
"""
from __future__ import annotations  # so that an old Python, too, comes as far as saying that it is too old

import argparse
import importlib.metadata
import platform
import re
import sys
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

INSTALL = "in the folder of the course, run: python -m pip install -e ."
MINIMUM_MEMORY = 2 * 10**9  # bytes; the largest lesson takes about half of that


class Finding(NamedTuple):
    """A thing looked for: `name`; what was `found`; what to do (`advice`, "" if all is well); and whether the course
    cannot run without (`needed`)."""
    name: str
    found: str
    advice: str = ""
    needed: bool = True

    def __str__(self) -> str:
        mark = "ok" if not self.advice else "MISSING" if self.needed else "note"
        lines = [f"{mark:<8} {self.name:<14} {self.found}"]
        return "\n".join(lines + [f"{'':<23} -> {self.advice}"] * bool(self.advice))


def doctor(arguments: argparse.Namespace | None = None) -> int:
    """Print what was found and what is missing. Returns 0 if the course can run, 1 if it cannot."""
    findings = []
    for look in (_python, _packages, _hardware, _digits, _mnist, _browser):
        for finding in _safely(look):
            print(finding, flush=True)
            findings.append(finding)
    missing = [finding.name for finding in findings if finding.advice and finding.needed]
    print(f"\nThe course cannot run yet; missing: {', '.join(missing)}" if missing else "\nThe course can run.")
    return 1 if missing else 0


def solve(arguments: argparse.Namespace) -> int:
    """Write a copy of each notebook, with the answers to its exercises filled in. Returns 0, or 2 for a bad request."""
    from dlnotes.answers.solved import solve

    targets = [arguments.into / notebook.name for notebook in arguments.notebooks]
    for notebook, target in zip(arguments.notebooks, targets):
        if not notebook.is_file():
            return _refused(f"NOTEBOOK must be a file, such as notebooks/02-the-neuron.ipynb; got {notebook}")
        if target.resolve() == notebook.resolve() or targets.count(target) > 1:
            return _refused(f"--into must be a folder where nothing is overwritten; {target} would be")
    arguments.into.mkdir(parents=True, exist_ok=True)
    for notebook, target in zip(arguments.notebooks, targets):
        try:
            solve(notebook, target)
        except ValueError as error:  # a lesson that cannot be solved: its own words say why
            return _refused(str(error))
        print(target)
    return 0


def main(words: list[str] | None = None) -> int:
    """Run the command that the words (those of the command line) ask for. Returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m dlnotes", description="A course on deep learning that is run.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("doctor", help="say what is installed, found and missing")
    command.set_defaults(run=doctor)
    command = commands.add_parser("solve", help="fill the answers into copies of lessons")
    command.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK", help="a lesson, an .ipynb file")
    command.add_argument("--into", required=True, type=Path, metavar="FOLDER", help="where the copies go")
    command.set_defaults(run=solve)
    arguments = parser.parse_args(words)
    return arguments.run(arguments)


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 2


def _safely(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What look finds; where it fails, that is a finding too, since a doctor must not fall ill."""
    try:
        yield from look()
    except Exception as error:
        yield Finding(look.__name__.strip("_"), f"{type(error).__name__}: {error}", INSTALL)


def _python():
    fits = (3, 11) <= sys.version_info < (3, 14)
    yield Finding("Python", platform.python_version(), "" if fits else "install Python 3.11, 3.12 or 3.13")


def _packages():
    """The packages that dlnotes itself asks for, and jaxlib, which JAX brings along."""
    try:
        required = importlib.metadata.requires("dlnotes")
    except importlib.metadata.PackageNotFoundError:
        return (yield Finding("dlnotes", "not installed", INSTALL))
    yield Finding("dlnotes", importlib.metadata.version("dlnotes"))
    for line in [*(line for line in required if "extra" not in line), "jaxlib"]:
        name, minimum = re.fullmatch(r"([\w.-]+)(?:>=([\d.]+))?.*", line).groups()
        yield _package(name, minimum or "0")


def _package(name, minimum):
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, "not installed", INSTALL)
    enough = _numbers(version) >= _numbers(minimum)
    return Finding(name, version, "" if enough else f"{minimum} or newer is needed; {INSTALL}")


def _numbers(version):
    return [int(number) for number in re.findall(r"\d+", version)]


def _hardware():
    import psutil

    from dlnotes.learning.devices import devices, gigabytes

    yield from (Finding("hardware", line) for line in repr(devices()).splitlines())
    free = psutil.virtual_memory().available
    advice = "" if free >= MINIMUM_MEMORY else f"close other programs: {gigabytes(MINIMUM_MEMORY)} should be free"
    yield Finding("free memory", gigabytes(free), advice, needed=False)


def _digits():
    from dlnotes.data.datasets import digits

    data = digits()
    yield Finding("digits", f"{len(data.y_train) + len(data.y_test):,} examples, part of scikit-learn")


def _mnist():
    from dlnotes.data.downloads import MNIST, find, places, read

    path = find(MNIST)
    if path is None:
        return (yield Finding("MNIST", "not on this machine", "a lesson that needs it downloads it (11 MB); or put "
                              f"{MNIST.name} at {places(MNIST)[0]}", needed=False))
    try:
        read(MNIST, path)
        yield Finding("MNIST", str(path))
    except ValueError as error:
        yield Finding("MNIST", f"damaged: {path}", str(error))


def _browser():
    try:
        yield Finding("browser", getattr(webbrowser.get(), "name", "found"))
    except webbrowser.Error:
        yield Finding("browser", "none found", "copy the address that JupyterLab prints into a browser, here or"
                      " elsewhere", needed=False)


if __name__ == "__main__":
    sys.exit(main())
