"""Joins the JavaScript modules of the view into one: anywidget takes a single text and no files.

Modules are written in a strict form, so that a few lines can join them as a browser would:

    import {one, another} from './file.js';       # at the start of a line, each on one line
    export function one() {}                      # or a class, or `const one = ...`
    export default {};                            # in the first module only

Each module becomes a function that is called once, after those that it imports, and returns its
exports. So the names of one module cannot meet those of another.
"""
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

IMPORT = re.compile(r"import \{(\w+(?:, \w+)*)\} from '\./(\w+)\.js';")
EXPORT = re.compile(r"export (?:async )?(?:function\*?|class|const) (\w+)\b")
STATEMENT = re.compile(r"\s*(?:import|export)\b")
DEFAULT = "export default "


def bundle(first: Path) -> str:
    """Return a module and all that it imports, directly or through others, as one module.

    first: the path of the module that has the default export; the others stand beside it.

    Raises ValueError where a module has imports or exports of another form, where a module or a
    name that is imported does not exist, and where modules import each other in a circle.
    """
    sources = _sources(first)
    exports = {name: _exports(name, source) for name, source in sources.items()}
    for name, source in sources.items():
        _check(name, source, exports, may_have_default=name == first.stem)
    order = _order({name: _imports(source) for name, source in sources.items()})
    parts = [_function(name, sources[name], exports[name]) for name in order[:-1]]
    return "\n".join([*parts, _body(sources[first.stem])])


def _sources(first):
    """Read the first module and all that it leads to, by name."""
    sources = {}
    waiting = [first.stem]
    while waiting:
        name = waiting.pop()
        if name in sources:
            continue
        path = first.parent / f"{name}.js"
        if not path.exists():
            raise ValueError(f"{name}.js is imported, but does not stand beside {first.name}")
        sources[name] = path.read_text(encoding="utf-8")
        waiting += _imports(sources[name])
    return sources


def _imports(source):
    """Return the names imported from each module: {"paint": ["paint"], ...}."""
    found = {}
    for line in source.splitlines():
        if match := IMPORT.fullmatch(line):
            found.setdefault(match[2], []).extend(match[1].split(", "))
    return found


def _exports(name, source):
    found = [match[1] for line in source.splitlines() if (match := EXPORT.match(line))]
    if len(set(found)) < len(found):
        raise ValueError(f"{name}.js exports a name twice")
    return found


def _check(name, source, exports, may_have_default):
    """Raise ValueError where a module's imports or exports cannot be followed."""
    for number, line in enumerate(source.splitlines(), 1):
        is_default = may_have_default and line.startswith(DEFAULT)
        understood = IMPORT.fullmatch(line) or EXPORT.match(line) or is_default
        if STATEMENT.match(line) and not understood:
            raise ValueError(f"{name}.js, line {number}: cannot follow `{line.strip()}`")
    for other, names in _imports(source).items():
        missing = sorted(set(names) - set(exports[other]))
        if missing:
            raise ValueError(f"{name}.js imports {missing[0]}, which {other}.js does not export")


def _order(imports):
    """Return the modules so that each comes after those that it imports."""
    try:
        return list(TopologicalSorter(imports).static_order())
    except CycleError as error:
        circle = " -> ".join(f"{name}.js" for name in reversed(error.args[1]))
        raise ValueError(f"modules import each other in a circle: {circle}") from None


def _function(name, source, exports):
    """Write a module as a function that is called at once, and keep what it returns."""
    return (f"// {name}.js\nconst {_variable(name)} = (() => {{\n{_body(source)}"
            f"return {{{', '.join(exports)}}};\n}})();\n")


def _body(source):
    """Write a module's code with its imports taken from the modules before it."""
    lines = []
    for line in source.splitlines():
        if match := IMPORT.fullmatch(line):
            line = f"const {{{match[1]}}} = {_variable(match[2])};"
        elif EXPORT.match(line):
            line = line.removeprefix("export ")
        lines.append(line)
    return "\n".join(lines) + "\n"


def _variable(name):
    """Return the variable that holds a module's exports: no name that a module would choose."""
    return f"exports_of_{name}"
