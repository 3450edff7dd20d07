"""Solved lessons: the same notebook, with every skeleton replaced by the exercise's own answer.

A cell with `ex.step_point.check(step_point)` names the exercise and the skeleton: a
`def step_point(...)` with nothing but `...` in its body, or a `step_point = ...`.
"""
import ast
import builtins
import importlib
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from symtable import symtable
from types import ModuleType
from typing import NamedTuple

import nbformat

from dlnotes.answers.engine import Exercise
from dlnotes.answers.names import bound_by, defined, import_of, imported, parsed, used

HOME = "dlnotes.exercises"


class Check(NamedTuple):
    """A call `exercise.check(name)` in a notebook.

    exercise: as the notebook writes it.
    name: that of the reader's answer.
    """
    exercise: str
    name: str


def solve(notebook_path: str | Path, output_path: str | Path) -> list[str]:
    """Write a copy of a notebook in which every exercise is solved, without outputs.

    notebook_path: the notebook to copy. It is only read; none of its cells is run.
    output_path: where the copy is written. Its folder is made if it does not exist.
    Returns the names that were solved, in order.
    Raises ValueError where an exercise or its skeleton is not found.
    """
    notebook = nbformat.read(notebook_path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    found = list(dict.fromkeys(check for cell in cells for check in checks(cell.source)))
    for check in found:
        try:
            _solve_one(cells, check)
        except ValueError as error:
            call = f"{check.exercise}.check({check.name})"
            raise ValueError(f"{Path(notebook_path).name}, {call}: {error}") from error
    for cell in cells:
        cell.outputs = []
        cell.execution_count = None
    Path(output_path).parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, output_path)
    return [check.name for check in found]


def checks(source: str) -> Iterator[Check]:
    """Give every `exercise.check(name)` in the source of a cell, in order.

    The answer must be a plain name: in `ex.one.check(lambda: 1)` there is nothing to replace.
    """
    for node in ast.walk(parsed(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=exercise, attr="check"),
                          args=[ast.Name(id=name)]):
                yield Check(ast.unparse(exercise), name)


def _solve_one(cells, check):
    """Replace the skeleton of one answer by the exercise's own, in the cells themselves.

    Imports are put in front for what the answer needs and no cell has bound so far.
    """
    sources = [cell.source for cell in cells]
    where, skeleton = _skeleton(sources, check.name)
    exercise, module = _exercise(sources, check.exercise)
    code = exercise.code
    if check.name not in defined(code):
        code += f"\n\n{check.name} = {exercise.name}"
    lines = sources[where].splitlines()
    # Whatever follows the skeleton on its last line stays. Python counts its columns in bytes.
    rest = lines[skeleton.end_lineno - 1].encode()[skeleton.end_col_offset:].decode()
    lines[_first_line(skeleton) - 1:skeleton.end_lineno] = (code + rest).splitlines()
    known = set(dir(builtins)).union(*map(defined, [code, *sources[:where + 1]]))
    missing = sorted(used(symtable(code, "solution", "exec")) - known)
    imports = [import_of(name, module) for name in missing]
    cells[where].source = "\n".join([*imports, *lines])


def _skeleton(sources, name):
    """Return the number of the last cell with a skeleton for a name, and the skeleton's node."""
    for where in reversed(range(len(sources))):
        for node in parsed(sources[where]).body:
            if _is_skeleton(node, name):
                return where, node
    raise ValueError("no skeleton found;"
                     f" a cell must hold `def {name}(...): ...` or `{name} = ...`")


def _is_skeleton(node, name):
    """Recognise a function with an empty body, or an assignment of something with `...` in it."""
    match node:
        case ast.FunctionDef(name=found):
            return found == name and all(_is_empty(statement) for statement in node.body)
        case ast.Assign(targets=[ast.Name(id=found)]):
            constants = (one for one in ast.walk(node) if isinstance(one, ast.Constant))
            return found == name and any(one.value is ... for one in constants)
    return False


def _is_empty(statement):
    """Recognise `...`, a docstring, `pass`, `return ...` and `raise NotImplementedError`."""
    match statement:
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            return True
        case ast.Return(value=None | ast.Constant(value=None)):
            return True
        case ast.Return(value=ast.Constant(value=value)):
            return value is ...
        case ast.Raise():
            return "NotImplementedError" in ast.unparse(statement)
    return False


def _exercise(sources, dotted):
    """Find the exercise that a notebook calls `dotted`, by its imports alone.

    Returns it and the module in which its code stands.
    """
    root, *attributes = dotted.split(".")
    for node in (node for source in reversed(sources) for node in parsed(source).body):
        if root in imported(node):
            found = [*_resolved(node, root)]
            for name in attributes:
                found.append(getattr(found[-1], name, None))
            if isinstance(found[-1], Exercise):
                module = [one for one in found if isinstance(one, ModuleType)][-1]
                return found[-1], home(module, found[-1].name)
    raise ValueError(f"no import makes {dotted} an exercise. Only imports of {HOME} and of its "
                     f"modules count, such as `from {HOME} import neurons as ex`")


def _resolved(node, name):
    """Return the module that an import takes a name from, and what the name means there.

    Both are None if the module is not one of our exercises: importing a module runs it, and anybody
    can have written the notebook.
    """
    alias = next(one for one in node.names if bound_by(one) == name)
    path = alias.name
    if isinstance(node, ast.ImportFrom):
        path = f"{'.' * node.level}{node.module or ''}.{path}"
    if not f"{path}.".startswith(f"{HOME}."):
        return None, None
    try:
        module = importlib.import_module(path)
    except ModuleNotFoundError:  # not a module, but perhaps something in one, which is now imported
        parent, _, attribute = path.rpartition(".")
        return sys.modules.get(parent), getattr(sys.modules.get(parent), attribute, None)
    whole = isinstance(node, ast.Import) and not alias.asname  # `import dlnotes.x` binds `dlnotes`
    return module, sys.modules[name] if whole else module


def home(module: ModuleType, name: str) -> ModuleType:
    """Find the module that makes an exercise, by following the imports of its name.

    A subject may be a folder whose `__init__.py` only imports the exercises from its files.
    module: the module to begin with.
    name: the name of the exercise there.
    """
    for node in ast.parse(inspect.getsource(module)).body:
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            if name == bound_by(alias):
                return home(importlib.import_module(node.module), alias.name)
    return module


def _first_line(node):
    """Return the number of the first line of a statement, which may be that of a decorator."""
    decorators = getattr(node, "decorator_list", ())
    return min(one.lineno for one in (node, *decorators))
