"""Results of heavy experiments, computed once and kept on disk for pictures, exercises and lessons.

    @kept
    def accuracy_by_depth(setting, seed=0): ...

A result is found again by the function's name and arguments, by the source of its module and of all
modules of the course that it builds on, and by the versions of Python, JAX and NumPy: whatever
could change it gives it another name. The files hold arrays and JSON, and nothing that can run.
"""
import dataclasses
import hashlib
import importlib
import importlib.util
import json
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

import jax
import numpy as np

from dlnotes.cache import folder


def kept(function: Callable) -> Callable:
    """Keep what a function gives, in memory and on disk; a file that is damaged is made anew.

    function: its arguments are numbers, texts, and tuples of them; it gives arrays, numbers, texts,
    and tuples, lists, dicts, NamedTuples or dataclasses of them, and nothing random but by a seed.
    """
    @cache
    @wraps(function)
    def kept_function(*args, **kwargs):
        path = _path(function, args, kwargs)
        try:
            return read(path)
        except Exception:  # not there yet, or damaged in any of many ways
            result = function(*args, **kwargs)
            write(path, result)
            return result
    return kept_function


def read(path: Path) -> Any:
    """Return a result from its file. Raises OSError, ValueError or KeyError where that fails."""
    with open(path, "rb") as file, np.load(file, allow_pickle=False) as arrays:
        return _unpacked(json.loads(str(arrays["form"])), arrays)


def write(path: Path, result: Any) -> None:
    """Write a result to a file, all of it or nothing; where one cannot write, nothing is kept.

    Raises TypeError for results that are not made of arrays, numbers, texts and groups of them.
    """
    arrays = {}
    form = json.dumps(_packed(result, arrays))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
            np.savez(part, allow_pickle=False, form=np.array(form), **arrays)
        os.replace(part.name, path)
    except OSError:  # a read-only or full disk: the result is computed again next time
        return


def _path(function, args, kwargs):
    said = [function.__qualname__, repr(args), repr(sorted(kwargs.items())), _surroundings(),
            *_sources(function.__module__)]
    name = hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]
    return folder("results") / f"{function.__name__}-{name}.npz"


def _surroundings():
    """Return what else a number may depend on, besides the source."""
    versions = [sys.version_info[:2], jax.__version__, np.__version__]
    where = [platform.machine(), jax.default_backend(), jax.config.jax_enable_x64]
    return repr(versions + where)


@cache
def _sources(module):
    """Return the sources of a module and of all modules of the course that it builds on."""
    sources = {}
    todo = [module]
    while todo:
        name = todo.pop()
        if name not in sources:
            sources[name] = Path(importlib.util.find_spec(name).origin).read_text(encoding="utf-8")
            todo += re.findall(r"^\s*from (dlnotes\.[\w.]+) import", sources[name], re.M)
    return [sources[name] for name in sorted(sources)]


def _packed(value, arrays):
    """Put the arrays of a result into `arrays`, and return the rest of it in JSON's types."""
    if isinstance(value, jax.Array | np.ndarray | np.generic):
        name = f"array{len(arrays)}"
        arrays[name] = np.asarray(value)
        return {"array": name, "jax": isinstance(value, jax.Array)}
    if value is None or isinstance(value, bool | int | float | str):
        return {"value": value}
    if isinstance(value, dict):
        pairs = [[_packed(key, arrays), _packed(one, arrays)] for key, one in value.items()]
        return {"dict": pairs}
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value)]
        return _group(value, {name: getattr(value, name) for name in names}, arrays)
    if hasattr(value, "_asdict"):
        return _group(value, value._asdict(), arrays)
    if type(value) in (tuple, list):
        return {type(value).__name__: [_packed(one, arrays) for one in value]}
    raise TypeError(f"a result to keep must be made of arrays, numbers, texts and groups of them; "
                    f"got {type(value).__name__}")


def _group(value, fields, arrays):
    kind = type(value)
    parts = {name: _packed(one, arrays) for name, one in fields.items()}
    return {"type": [kind.__module__, kind.__qualname__], "fields": parts}


def _unpacked(form, arrays):
    match form:
        case {"array": name, "jax": on_device}:
            return jax.numpy.asarray(arrays[name]) if on_device else arrays[name][()]
        case {"value": value}:
            return value
        case {"dict": pairs}:
            return {_unpacked(key, arrays): _unpacked(one, arrays) for key, one in pairs}
        case {"tuple": parts}:
            return tuple(_unpacked(one, arrays) for one in parts)
        case {"list": parts}:
            return [_unpacked(one, arrays) for one in parts]
        case {"type": [module, name], "fields": fields} if module.startswith("dlnotes."):
            kind = getattr(importlib.import_module(module), name)
            return kind(**{field: _unpacked(one, arrays) for field, one in fields.items()})
    raise ValueError(f"a kept result has a part of an unknown form: {form}")
