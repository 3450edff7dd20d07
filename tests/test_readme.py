"""What the README says can be done works as it stands there: its code, its links, its names."""
import re
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from PIL import Image

from dlnotes.networks.activations import ACTIVATIONS, find_activation
from dlnotes.networks.network import Network

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^\*\*An? (\w+)\.\*\*[^`]*?.*?```python\n(.*?)```", README, re.M | re.S)


@pytest.fixture
def said(monkeypatch):
    """Run the code of the section "How to add something", and return its names."""
    for name in [*ACTIVATIONS]:
        monkeypatch.setitem(ACTIVATIONS, name, ACTIVATIONS[name])
    names = {"__name__": "readme"}
    for _, code in BLOCKS:
        exec(code, names)
    yield names
    ACTIVATIONS.pop("bent")


def test_each_thing_has_its_code():
    assert [thing for thing, _ in BLOCKS] == ["activation", "layer", "picture", "exercise", "claim"]


def test_an_activation(said):
    z = jnp.array([-1.0, 0.0, 2.0])
    step = 1e-3
    bent = find_activation("bent")
    differences = (bent(z + step) - bent(z - step)) / (2 * step)
    assert jnp.allclose(bent.derivative(z), differences, atol=1e-3)
    assert "bent neurons" in repr(Network([2, 3, 1], hidden="bent"))


def test_a_layer(said):
    network = said["network"]
    params = network.init(key=jax.random.key(0))
    x = jnp.array([1.0, -2.0, 0.5])
    y = jnp.array([0.0, 1.0])
    found = network.backward(params, x, y).gradient
    wanted = jax.grad(lambda params: network.cost(params, x, y))(params)
    assert jax.tree.all(jax.tree.map(lambda a, b: jnp.allclose(a, b, atol=1e-6), found, wanted))


def test_a_picture(said):
    explorer = said["bell"]()
    before = explorer.frame()
    explorer.set(width=2.0)
    assert explorer.frame() != before and explorer.description == "A bell."


def test_an_exercise(said):
    exercise = said["doubled"]
    assert exercise.check(lambda x: x + x).passed
    assert exercise.check(lambda x: x**2).hint == "This is the square of x."


def test_a_claim(said, capsys):
    exec(BLOCKS[-1][1], said)
    assert "✓" in capsys.readouterr().out


def test_own_data(tmp_path, monkeypatch, capsys):
    """The three routes, with a table and pictures of the test's own."""
    section = README.partition("## Your own data")[2].partition("\n## ")[0]
    blocks = re.findall(r"```python\n(.*?)```", section, re.S)
    assert len(blocks) == 3 and all(len(block.splitlines()) <= 12 for block in blocks)
    monkeypatch.chdir(tmp_path)
    rows = [f"{n % 7},{n % 5},{'rose' if n % 7 > 3 else 'lily'}" for n in range(60)]
    Path("flowers.csv").write_text("\n".join(["length,width,kind", *rows]))
    paper = np.full((56, 56), 230, np.uint8)
    paper[10:14, 14:42] = 30  # the bar of a seven, and its leg
    for row in range(14, 48):
        paper[row, 40 - (row - 14) // 2:44 - (row - 14) // 2] = 30
    for path in ("pictures/sevens/1.png", "pictures/sevens/2.png", "pictures/upside down/1.png",
                 "pictures/upside down/2.png", "my-seven.png"):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(paper[::-1] if "down" in path else paper).save(path)
    names = {}
    for block in blocks:
        exec(block.replace("size=(28, 28)", "size=(28, 28), test_fraction=0.5"), names)
    assert names["own"].classes == ("sevens", "upside down")
    assert capsys.readouterr().out.splitlines()[-1] == "7"


def test_links_lead_somewhere():
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_every_folder_is_in_the_table_in_the_order_of_imports():
    listed = re.findall(r"^\| \[`(\w+)`\]\(dlnotes/\1\) \|", README, re.M)
    folders = {path.parent.name for path in (ROOT / "dlnotes").glob("*/__init__.py")}
    assert set(listed) == folders
    for place, name in enumerate(listed):
        text = (ROOT / "dlnotes" / name / "__init__.py").read_text(encoding="utf-8")
        allowed = re.search(r"^May import: (.+)\.$", text, re.M)[1]
        if not allowed.startswith("nothing"):
            assert set(allowed.split(", ")) <= set(listed[:place]), name
