"""A lesson with every exercise solved: each skeleton is replaced, and the notebook still runs."""
import importlib
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from dlnotes import exercises
from dlnotes.answers.solved import Check, checks, home, solve

MODULE = '''
import math
import jax.numpy as jnp
import numpy as np
from dlnotes.networks.activations import relu, sigmoid as squash
from dlnotes.answers.engine import Exercise, Mistake, exercise

SLOPE = 2.0

def steeper(z):
    return SLOPE * z

@exercise(cases=[(1.0,), (-2.0,)],
          hints=["h"])
def neuron(z):
    """The output."""
    return squash(steeper(z)) + jnp.sum(np.zeros(2))

@exercise(cases=[(1.0,)])
def rectified(z):
    """The rectified z."""
    def inner(y):
        return relu(y)
    return inner(z)

size = Exercise("size", "How many?", 784 * 30, solution="size = 784 * 30")
angle = Exercise("angle", "Half a turn?", math.pi, solution="angle = math.pi")
pair = Exercise("pair", "A pair with sum 3.", (1, 2), use=lambda pair: sum(pair))
'''


@pytest.fixture(autouse=True)
def module(tmp_path, monkeypatch):
    """Add a module to `dlnotes.exercises`, since no other has exercises; give its dotted name."""
    name = f"topic_{tmp_path.name}".replace("-", "_")
    (tmp_path / f"{name}.py").write_text(MODULE)
    monkeypatch.setattr(exercises, "__path__", [*exercises.__path__, str(tmp_path)])
    return f"dlnotes.exercises.{name}"


@pytest.fixture
def solved(tmp_path):
    """Write code cells as a notebook, solve it, and give back the names solved and the cells."""
    def of(*sources):
        output = new_output("stream", text="old")
        cells = [new_code_cell(source, outputs=[output], execution_count=1) for source in sources]
        lesson = tmp_path / "05-lesson.ipynb"
        nbformat.write(new_notebook(cells=[new_markdown_cell("# Title"), *cells]), lesson)
        solution = tmp_path / "new" / "folder" / "solved.ipynb"
        names = solve(lesson, solution)
        return names, nbformat.read(solution, as_version=4).cells
    return of


def run(cells):
    namespace = {}
    for cell in cells[1:]:
        exec(cell.source, namespace)
    return namespace


def test_a_function(solved, module):
    imports = f"import {module} as ex\nimport jax.numpy as jnp"
    names, cells = solved(imports, "%matplotlib inline", '''# Your turn.
def neuron(z):
    """The output."""
    # your code here
    ...

after = 1''', "ex.neuron.check(neuron)")
    assert names == ["neuron"]
    assert cells[3].source == f'''import numpy as np
from dlnotes.networks.activations import sigmoid as squash
from {module} import steeper
# Your turn.
def neuron(z):
    """The output."""
    return squash(steeper(z)) + jnp.sum(np.zeros(2))

after = 1'''
    del cells[2]
    namespace = run(cells)
    assert namespace["ex"].neuron.check(namespace["neuron"]).passed and namespace["after"] == 1


def test_outputs_are_cleared(solved, module):
    _, cells = solved("1 + 1")
    assert cells[1].outputs == [] and cells[1].execution_count is None


def test_values(solved, module):
    names, cells = solved(
        f"from {module} import size, angle, pair as two", "size = ...  # your number",
        "angle = ...", "pair = (..., ...)\ntwo.check(pair)", "size.check(size)",
        "angle.check(angle)")
    assert names == ["pair", "size", "angle"]
    assert [cell.source for cell in cells[2:5]] == [
        "size = 784 * 30  # your number", "import math\nangle = math.pi",
        "pair = (1, 2)\ntwo.check(pair)"]


SKELETONS = [
    "def f(z): ...",
    "def f(z):\n    pass",
    "def f(z):\n    return ...",
    "@jax.jit\ndef f(z):\n    'Text.'\n    return None",
    "def f(z):\n    raise NotImplementedError('yours')",
]


@pytest.mark.parametrize("skeleton", SKELETONS)
def test_all_kinds_of_skeletons_and_another_name(solved, module, skeleton):
    _, cells = solved(f"import {module}\n{skeleton}\n\n{module}.rectified.check(f)")
    namespace = run(cells)
    assert "..." not in cells[1].source and "@" not in cells[1].source
    assert sys.modules[module].rectified.check(namespace["f"]).passed


@pytest.mark.parametrize("cells, words", [
    (["import M as ex", "ex.neuron.check(neuron)"],
     "05-lesson.ipynb, ex.neuron.check.neuron.: no skeleton found"),
    (["import M as ex", "def neuron(z):\n    return 0\nex.neuron.check(neuron)"],
     "no skeleton found"),
    (["neuron = ...", "ex.neuron.check(neuron)"], "no import makes ex.neuron an exercise"),
    (["import M as ex", "neuron = ...", "ex.steeper.check(neuron)"],
     "no import makes ex.steeper an exercise. Only imports of dlnotes.exercises"),
    (["import M.nothing as ex", "neuron = ...", "ex.neuron.check(neuron)"], "no import makes"),
    (["from M.nothing.more import neuron", "neuron = ...\nneuron.check(neuron)"],
     "no import makes"),
    (["from . import neuron", "neuron = ...\nneuron.check(neuron)"], "no import makes"),
])
def test_what_cannot_be_solved_is_said(solved, module, cells, words):
    with pytest.raises(ValueError, match=words):
        solved(*(cell.replace("M", module) for cell in cells))


def test_only_checks_of_names_count():
    source = ("ex.a.check(a)\nex.b.check(lambda: 1)\nprint(x.y.z.check(b))\ncheck(c)\n"
              "ex.d.check(1, d)")
    assert list(checks(source)) == [Check("ex.a", "a"), Check("x.y.z", "b")]
    assert list(checks("%%time\nex.a.check(a)")) == []


def test_cells_are_not_run(solved, module):
    names, _ = solved(f"import {module} as ex\nraise SystemExit\nsize = ...\nex.size.check(size)")
    assert names == ["size"]


IMPORTS = ["import strange as ex", "from strange import neuron", "import strange.exercises as ex",
           "from dlnotes.exercises_strange import neuron as ex", "from strange import ex",
           "import strange\nex = strange"]


@pytest.mark.parametrize("imports", IMPORTS)
def test_a_module_from_elsewhere_is_not_imported(solved, module, tmp_path, monkeypatch, imports):
    """Importing a module runs it, and a notebook of a student can name any."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "strange.py").write_text(f"open({str(tmp_path / 'was here')!r}, 'w').close()\n"
                                         + MODULE)
    name = "neuron" if imports.endswith("neuron") else "ex.neuron"
    with pytest.raises(ValueError, match=f"no import makes {name} an exercise. Only imports of "
                                         "dlnotes.exercises and of its modules count"):
        solved(f"{imports}\nneuron = ...", f"{name}.check(neuron)")
    assert "strange" not in sys.modules and not (tmp_path / "was here").exists()


@pytest.mark.parametrize("imports, name", [
    ("import M as ex", "ex.size"), ("import M", "M.size"), ("from M import size as s", "s"),
    ("from dlnotes.exercises import T as ex", "ex.size"),
    ("from dlnotes import exercises as all\nimport M", "all.T.size"),
    ("import math, M as ex, strange", "ex.size"),
    ("from math import pi\nfrom M import size", "size")])
def test_all_ways_to_import_an_exercise(solved, module, imports, name):
    importlib.import_module(module)
    words = [text.replace("M", module).replace("T", module.split(".")[-1])
             for text in (imports, f"size = ...\n{name}.check(size)")]
    assert solved(*words)[0] == ["size"]


def test_what_stands_behind_a_skeleton_stays(solved, module):
    _, cells = solved(f"import {module} as ex\nsize = ...; ex.size.check(size)  # σ")
    assert cells[1].source.endswith("\nsize = 784 * 30; ex.size.check(size)  # σ")


class TestASubjectThatIsAFolder:
    """The notebook imports the folder; the exercise is made in a file of it, or a folder deeper."""

    @pytest.fixture
    def folder(self, tmp_path, module):
        name = f"{module}_folder"
        place = tmp_path / name.rpartition(".")[2]
        (place / "deeper").mkdir(parents=True)
        (place / "__init__.py").write_text(f"from {name}.deeper import neuron, length as size")
        (place / "deeper" / "__init__.py").write_text(
            f"from {module} import neuron, size as length")
        return name

    def test_its_home_is_the_file_that_makes_it(self, folder, module):
        found = importlib.import_module(folder)
        assert home(found, "neuron").__name__ == home(found, "size").__name__ == module
        assert home(importlib.import_module(module), "neuron").__name__ == module

    @pytest.mark.parametrize("start, called", [("import {} as ex", "ex.neuron"),
                                               ("from {} import neuron as one", "one")])
    def test_its_solution_imports_from_there(self, solved, folder, module, start, called):
        _, cells = solved(start.format(folder), f"def neuron(z): ...\n\n{called}.check(neuron)")
        assert f"from {module} import steeper" in cells[2].source
        namespace = run(cells)
        assert namespace["neuron"](0.0) == 0.5
