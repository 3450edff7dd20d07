"""The code of an answer: where it raised an error, what it left open, and how it is written."""
import ast
import inspect
import linecache
import traceback
from collections.abc import Callable
from textwrap import dedent
from types import CodeType
from typing import Any

EMPTY = len((lambda: ...).__code__.co_code)  # the length of a body that does nothing


def code_of(answer: Any) -> CodeType | None:
    """Return the code of a function, jitted and decorated ones too; None for anything else."""
    return getattr(inspect.unwrap(answer) if callable(answer) else None, "__code__", None)


def source_of(function: Callable) -> str:
    """Return the source of a function, without its decorators."""
    source = dedent(inspect.getsource(function))
    node = ast.parse(source).body[0]
    return "\n".join(source.splitlines()[node.lineno - 1:node.end_lineno])


def line_of(error: Exception, answer: Any) -> tuple[int, str] | None:
    """Find the innermost line of the answer's own cell or file that an error went through.

    Returns its number and its text; None where the error went through no such line.
    """
    file = getattr(code_of(answer), "co_filename", None)
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__)
             if frame.f_code.co_filename == file]
    return (lines[-1], linecache.getline(file, lines[-1]).strip()) if lines else None


def says_not_implemented(error: Exception | None, answer: Any) -> bool:
    """Tell whether an error comes from a `raise NotImplementedError` in the answer itself.

    A library that raises this error has something to tell, and the answer is not left open.
    """
    if type(error) is not NotImplementedError:
        return False
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return frame.f_code is code_of(answer)


def has_a_body(answer: Any) -> bool:
    """Tell whether a function does more than `...`."""
    code = code_of(answer)
    return code is not None and len(code.co_code) > EMPTY
