"""`python -m dlnotes COMMAND`: what can be done with the course from a command line.

Only the standard library is imported here, so that the doctor can say what is missing even where
nothing else is installed.
"""
from __future__ import annotations  # an old Python, too, gets as far as the doctor

import argparse
import sys
from pathlib import Path

from dlnotes.commands.doctor import doctor
from dlnotes.commands.lab import lab
from dlnotes.commands.solve import solve
from dlnotes.commands.test import test


def main(words: list[str] | None = None) -> int:
    """Run the command that the words (those of the command line) ask for. Returns its exit code."""
    parser = _parser()
    arguments, others = parser.parse_known_args(words)
    if others and arguments.run is not lab:
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    arguments.others = others
    return arguments.run(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dlnotes",
                                     description="A course on deep learning that is run.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser(
        "lab", help="open the course in JupyterLab", usage="python -m dlnotes lab [OPTION ...]",
        epilog="Each OPTION goes to JupyterLab, for example: --no-browser --port 9999. "
               "All of them: jupyter lab --help")
    command.set_defaults(run=lab)
    command = commands.add_parser("doctor", help="say what is installed, found and missing")
    command.set_defaults(run=doctor)
    command = commands.add_parser("solve", help="fill the answers into copies of lessons")
    command.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK",
                         help="a lesson, an .ipynb file")
    command.add_argument("--into", required=True, type=Path, metavar="FOLDER",
                         help="where the copies go")
    command.set_defaults(run=solve)
    command = commands.add_parser("test", help="check the package and every lesson")
    command.add_argument("paths", nargs="*", metavar="PATH",
                         help="tests or lessons, such as tests/networks; all unless given")
    command.set_defaults(run=test)
    return parser


if __name__ == "__main__":
    sys.exit(main())
