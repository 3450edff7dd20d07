"""The house: imports run one way, drawing stays in its rooms, `import dlnotes` is quick, the two routes agree."""
import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "dlnotes"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

# Each floor of the house may import from itself and from those before it.
FLOORS = [{"activations"}, {"neurons", "networks"}, {"costs"}, {"backprop", "descent", "graphs"},
          {"bugs", "runs", "training"}, {"deep_networks"},
          {"universality", "depth", "vanishing", "fits", "remedies", "machines"}, {"figures"}, {"explorers"}]
DRAWING = {"matplotlib", "mpl_toolkits", "cycler"}
WIDGETS = {"ipywidgets", "anywidget", "traitlets"}
SIDE_ROOMS = {"datasets", "downloads", "images", "formulas", "devices", "claims", "exercises",
              "cache", "settings", "commands", "__main__", "__init__"}


def name_of(path):
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def imports(path, everywhere=True):
    """The modules that a file imports; those inside functions too, if everywhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor(module):
    room = module.split(".")[0]
    return next((number for number, rooms in enumerate(FLOORS) if room in rooms), None)


def ours(path):
    return {name.removeprefix("dlnotes.") for name in imports(path) if name.startswith("dlnotes.")}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_one_way(path):
    here = floor(name_of(path))
    for used in ours(path):
        if here is not None and floor(used) is not None:
            assert floor(used) <= here, f"{name_of(path)} must not import {used}"
        if name_of(path).split(".")[0] in SIDE_ROOMS - {"__main__"}:
            assert used.split(".")[0] not in ("figures", "explorers"), f"{name_of(path)} must know no figure"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_has_a_place_in_the_house(path):
    assert floor(name_of(path)) is not None or name_of(path).split(".")[0] in SIDE_ROOMS


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_drawing_and_widgets_stay_in_their_rooms(path):
    room = name_of(path).split(".")[0]
    used = {name.split(".")[0] for name in imports(path)}
    if room not in ("figures", "explorers"):
        assert not used & DRAWING, f"{name_of(path)} must not draw"
    if room != "explorers":
        assert not used & WIDGETS, f"{name_of(path)} must not know widgets"
    assert "matplotlib.pyplot" not in set(imports(path))


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith("figures")], ids=name_of)
def test_figures_compute_nothing(path):
    assert not {name.split(".")[0] for name in imports(path)} & {"jax", "optax", "sklearn", "scipy"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_and_functions_are_short(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300, f"{name_of(path)} has grown: split it"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            start = node.body[1].lineno if ast.get_docstring(node) and len(node.body) > 1 else node.body[0].lineno
            assert node.end_lineno - start < 35, f"{name_of(path)}.{node.name} is too long"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_things_have_docstrings(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{name_of(path)} has no docstring"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name_of(path)}.{node.name} has no docstring"


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
    code = ("import sys, dlnotes.networks, dlnotes.neurons, dlnotes.training, dlnotes.datasets, dlnotes.claims;"
            "print(sorted({m.split('.')[0] for m in sys.modules} & {'matplotlib', 'ipywidgets', 'anywidget',"
            " 'sklearn', 'optax', 'pooch', 'IPython', 'tqdm'}))")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]


def test_the_conda_route_names_the_same_packages():
    listed = {item for item in CONDA if isinstance(item, str)}
    assert listed == {*PROJECT["dependencies"], f"python{PROJECT['requires-python']}", "pip"}


def test_pip_accepts_what_conda_hands_over_to_it(tmp_path):
    """Conda writes the pip part into a requirements file beside environment.yml, and runs pip on
    it. Without a network, only the isolated build, which needs one, is left out here."""
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(PACKAGE, tmp_path / "dlnotes", ignore=shutil.ignore_patterns("__pycache__"))
    lines = next(item["pip"] for item in CONDA if isinstance(item, dict))
    file = tmp_path / "condaenv.requirements.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    run = subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", "install",
                          "-U", "-r", file, "--exists-action=b", "--dry-run", "--no-index",
                          "--no-build-isolation"], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    version = PROJECT["version"]
    assert re.findall("Would install (.*)", run.stdout) == [f"dlnotes-{version}"], run.stdout


def test_the_lock_pins_everything_with_hashes_and_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins = dict(re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.M))
    for requirement in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]:
        assert re.match(r"[\w-]+", requirement)[0].lower() in pins, f"{requirement} is not pinned: make the lock anew"
    blocks = re.split(r"\n(?=\w)", lock.strip())
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_lock_has_the_newest_jax_for_each_python():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert re.search(r"^jax==0\.10\.2 ; python_full_version < '3\.12'", lock, re.M)
    assert re.search(r"^jax==0\.1[2-9][\d.]* ; python_full_version >= '3\.12'", lock, re.M)
