"""`python -m dlnotes doctor`: say what is installed, what was found and what is missing.

Only the standard library is imported here, so that the doctor can answer even where nothing else
is installed.
"""
from __future__ import annotations  # an old Python, too, gets as far as saying that it is too old

import argparse
import importlib.metadata
import platform
import re
import sys
import webbrowser
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dlnotes.commands import INSTALL

MINIMUM_MEMORY = 2 * 10**9  # bytes; the largest lesson takes about half of that


class Finding(NamedTuple):
    """A thing that the doctor looked for.

    name: what it is called; found: what was found; advice: what to do, "" if all is well;
    needed: whether the course cannot run without it.
    """
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
    if missing:
        print(f"\nThe course cannot run yet; missing: {', '.join(missing)}")
        return 1
    print("\nThe course can run.")
    return 0


def _safely(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what look finds; if it raises, yield the error as a finding."""
    try:
        yield from look()
    except Exception as error:
        yield Finding(look.__name__.strip("_"), f"{type(error).__name__}: {error}", INSTALL)


def _python():
    fits = (3, 11) <= sys.version_info < (3, 14)
    advice = "" if fits else "install Python 3.11, 3.12 or 3.13"
    yield Finding("Python", platform.python_version(), advice)


def _packages():
    """Yield the packages that dlnotes itself asks for, and jaxlib, which JAX brings along."""
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
    advice = "" if enough else f"{minimum} or newer is needed; {INSTALL}"
    return Finding(name, version, advice)


def _numbers(version):
    return [int(number) for number in re.findall(r"\d+", version)]


def _hardware():
    import psutil

    from dlnotes.learning.devices import devices, gigabytes

    yield from (Finding("hardware", line) for line in repr(devices()).splitlines())
    free = psutil.virtual_memory().available
    wanted = f"close other programs: {gigabytes(MINIMUM_MEMORY)} should be free"
    advice = "" if free >= MINIMUM_MEMORY else wanted
    yield Finding("free memory", gigabytes(free), advice, needed=False)


def _digits():
    from dlnotes.data.datasets import digits

    data = digits()
    count = len(data.y_train) + len(data.y_test)
    yield Finding("digits", f"{count:,} examples, part of scikit-learn")


def _mnist():
    from dlnotes.data.downloads import MNIST, find, places, read

    path = find(MNIST)
    if path is None:
        advice = ("a lesson that needs it downloads it (11 MB); "
                  f"or put {MNIST.name} at {places(MNIST)[0]}")
        return (yield Finding("MNIST", "not on this machine", advice, needed=False))
    try:
        read(MNIST, path)
        yield Finding("MNIST", str(path))
    except ValueError as error:
        yield Finding("MNIST", f"damaged: {path}", str(error))


def _browser():
    try:
        yield Finding("browser", getattr(webbrowser.get(), "name", "found"))
    except webbrowser.Error:
        advice = "copy the address that `python -m dlnotes lab` prints into a browser"
        yield Finding("browser", "none found", advice, needed=False)

