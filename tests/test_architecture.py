"""The house: each folder imports only what it says, files are short, and nothing heavy is imported unasked."""
import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "dlnotes"
PATHS = sorted(PACKAGE.rglob("*.py"))
DRAWING = {"matplotlib", "mpl_toolkits", "cycler"}
WIDGETS = {"ipywidgets", "anywidget", "traitlets"}
ARTICLES = ("The ", "A ", "An ", "What ", "How ", "By ", "For ", "Which ", "Whose ", "That ")


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in PATHS}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}
every_module = pytest.mark.parametrize("name", MODULES)
every_file = pytest.mark.parametrize(
    "path", [p for p in sorted(PACKAGE.rglob("*")) if p.suffix in (".py", ".js", ".css")],
    ids=lambda path: str(path.relative_to(PACKAGE)))


def folder(name):
    """Return the folder that a module stands in, "" for those directly in the package."""
    is_folder = name.count(".") == 1 and MODULES[name].name == "__init__.py"
    return name.split(".")[1] if name.count(".") > 1 or is_folder else ""


def imported(name):
    """Give (module, name or None) for every import of a module, those inside functions too."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import"
            yield from ((node.module, alias.name) for alias in node.names)


def ours(name):
    """Return the modules of the package that a module imports."""
    pairs = [(module, one) for module, one in imported(name) if module.split(".")[0] == "dlnotes"]
    inner = {pair: ".".join(map(str, pair)) for pair in pairs}
    return {inner[pair] if inner[pair] in MODULES else pair[0] for pair in pairs} & MODULES.keys()


def may_import(room):
    """Return the folders that a folder's own docstring allows it to import."""
    text = ast.get_docstring(TREES[f"dlnotes.{room}"])
    line = re.search(r"^May import: (.+)\.$", text, re.M)
    assert line, f'dlnotes/{room}/__init__.py must have a line "May import: ..."'
    return set() if line[1].startswith("nothing") else set(line[1].split(", "))


FOLDERS = sorted({folder(name) for name in MODULES} - {""})


def test_what_folders_say_names_folders():
    for room in FOLDERS:
        assert may_import(room) <= set(FOLDERS)


def test_folders_import_one_way():
    list(TopologicalSorter({room: may_import(room) for room in FOLDERS}).static_order())


@every_module
def test_a_module_imports_what_its_folder_may(name):
    if folder(name):
        used = {folder(one) for one in ours(name)} - {folder(name), ""}
        assert used <= may_import(folder(name)), f"{name} must not import {used}"
    elif name != "dlnotes.__main__":
        assert not {folder(one) for one in ours(name)} - {""}, f"{name} must know no folder"


def test_the_imports_have_no_circle():
    list(TopologicalSorter({name: ours(name) - {name} for name in MODULES}).static_order())


def test_no_picture_imports_another():
    for name in MODULES:
        _, room, *rest = [*name.split("."), "", ""]
        if room == "explorers" and rest[0] and rest[1]:
            used = {one for one in ours(name) if folder(one) == "explorers"}
            assert all(one.startswith("dlnotes.explorers.parts") for one in used), f"{name}: {used}"


@every_module
def test_no_private_name_crosses_a_file(name):
    names = set()
    for module, one in imported(name):
        if module.split(".")[0] == "dlnotes":
            assert not (one or "").startswith("_"), f"{name} imports {one} of {module}"
            names.add(one or module)
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.endswith("__"):
            if isinstance(node.value, ast.Name) and node.value.id in names:
                assert node.attr in ("_replace", "_fields", "_make"), f"{name}: {ast.unparse(node)}"


@every_module
def test_drawing_and_widgets_stay_in_their_rooms(name):
    used = {module.split(".")[0] for module, _ in imported(name)}
    if folder(name) not in ("live", "explorers"):
        assert not used & DRAWING, f"{name} must not draw"
    if folder(name) != "live":
        assert not used & WIDGETS, f"{name} must not know widgets"
    assert "matplotlib.pyplot" not in {module for module, _ in imported(name)}


@every_file
def test_files_are_short_and_narrow(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 200, f"{path.name} has {len(lines)} lines: split it"
    wide = [number for number, line in enumerate(lines, 1) if len(line) > 100]
    assert not wide, f"lines of more than 100 columns: {wide}"


@every_module
def test_functions_are_short(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef):
            documented = ast.get_docstring(node) and len(node.body) > 1
            start = node.body[1 if documented else 0].lineno
            assert node.end_lineno - start < 40, f"{name}.{node.name} is too long"


@every_module
def test_one_statement_a_line(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Assign):
            packed = isinstance(node.value, ast.Tuple) and isinstance(node.targets[0], ast.Tuple)
            assert not packed, f"{name}: line {node.lineno} is a packed assignment"
            assert not isinstance(node.value, ast.Lambda), f"{name}: line {node.lineno} wants a def"


@every_module
def test_public_things_have_docstrings(name):
    tree = TREES[name]
    assert ast.get_docstring(tree), f"{name} has no docstring"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name}.{node.name} has no docstring"


@every_module
def test_docstrings_of_functions_begin_with_a_verb(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef) and (text := ast.get_docstring(node)):
            is_property = any("property" in ast.unparse(one) for one in node.decorator_list)
            assert is_property or not text.startswith(ARTICLES), f"{name}.{node.name}: {text[:40]}"


def test_importing_the_package_imports_nothing_heavy():
    code = ("import sys, jax; before = set(sys.modules); import dlnotes;"
            "print(*sorted(set(sys.modules) - before))")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["dlnotes", "dlnotes.cache", "dlnotes.settings"]


def test_importing_the_package_does_not_import_jax():
    code = "import sys, dlnotes; print('jax' in sys.modules, 'numpy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


def test_the_mathematics_needs_no_drawing_no_widgets_and_no_data_library():
    code = ("import sys, dlnotes.networks.network, dlnotes.networks.neurons, dlnotes.learning.training,"
            " dlnotes.data.datasets, dlnotes.claims;"
            "print(sorted({m.split('.')[0] for m in sys.modules} & {'matplotlib', 'ipywidgets',"
            " 'anywidget', 'sklearn', 'optax', 'pooch', 'IPython', 'tqdm'}))")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
