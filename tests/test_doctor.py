"""`python -m dlnotes`: the doctor on good and on bad days, and the command that answers lessons."""
import importlib.metadata
import subprocess
import sys
import webbrowser
from collections import namedtuple
from pathlib import Path
from types import ModuleType, SimpleNamespace

import jax
import numpy as np
import psutil
import pytest

from dlnotes.__main__ import main
from dlnotes.commands.doctor import Finding, doctor

ROOT = Path(__file__).parents[1]


def memory(total, available):
    """What psutil says of a machine with so much memory."""
    return lambda: SimpleNamespace(total=total, available=available)


@pytest.fixture(autouse=True)
def quiet_home(monkeypatch, tmp_path):
    """No data but the test's own, plenty of memory, a browser."""
    monkeypatch.setenv("DLNOTES_DATA", str(tmp_path))
    monkeypatch.setattr("pooch.os_cache", lambda name: tmp_path / "cache")
    monkeypatch.setattr(psutil, "virtual_memory", memory(8 * 10**9, 4 * 10**9))
    monkeypatch.setattr(webbrowser, "get", lambda: SimpleNamespace(name="firefox"))


def rows(text):
    """The printed findings: name -> (mark, rest)."""
    lines = [line for line in text.splitlines() if line[:8].strip().isalpha()]
    return {line[9:24].strip(): (line[:8].strip(), line[24:]) for line in lines}


def test_all_is_well(capsys):
    assert main(["doctor"]) == 0
    text = capsys.readouterr().out
    found = rows(text)
    assert text.endswith("\nThe course can run.\n")
    for name in ("Python", "dlnotes", "jax", "jaxlib", "numpy", "matplotlib", "jupyterlab",
                 "ipywidgets", "anywidget", "hardware", "free memory", "digits", "browser"):
        assert found[name][0] == "ok", name
    assert found["jax"] == ("ok", jax.__version__) and found["numpy"] == ("ok", np.__version__)
    assert found["MNIST"] == ("note", "all of it is not on this machine") and "downloads it (11 MB)" in text
    assert "pytest" not in found  # what only the tests need


@pytest.mark.parametrize("version, advice", [(None, "python -m pip install -e ."),
                                             ("0.4.30", "or newer is needed")])
def test_a_package_missing_or_too_old(monkeypatch, capsys, version, advice):
    real = importlib.metadata.version

    def pretended(name):
        if name != "jax":
            return real(name)
        if version is None:
            raise importlib.metadata.PackageNotFoundError(name)
        return version

    monkeypatch.setattr(importlib.metadata, "version", pretended)
    assert main(["doctor"]) == 1
    text = capsys.readouterr().out
    assert rows(text)["jax"] == ("MISSING", version or "not installed") and advice in text
    assert text.endswith("The course cannot run yet; missing: jax\n")


def test_another_python(monkeypatch, capsys):
    info = namedtuple("info", "major minor micro")
    monkeypatch.setattr(sys, "version_info", info(3, 9, 1))
    assert doctor() == 1
    assert "install Python 3.11, 3.12 or 3.13" in capsys.readouterr().out


def test_what_can_be_done_without_is_only_a_note(monkeypatch, capsys):
    def none():
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    monkeypatch.setattr(psutil, "virtual_memory", memory(10**9, 10**8))
    assert doctor() == 0
    found = rows(capsys.readouterr().out)
    assert found["browser"] == ("note", "none found") and found["free memory"] == ("note", "0.1 GB")


def test_damaged_data_are_named(capsys, tmp_path):
    (tmp_path / "mnist.npz").write_bytes(b"half a file")
    assert doctor() == 1
    text = capsys.readouterr().out
    assert f"MISSING  MNIST          damaged: {tmp_path / 'mnist.npz'}" in text
    assert "delete it" in text


def test_a_part_that_fails_is_a_finding(monkeypatch, capsys):
    monkeypatch.setattr("dlnotes.learning.devices.devices", lambda: 1 / 0)
    assert doctor() == 1
    found = rows(capsys.readouterr().out)
    assert found["hardware"] == ("MISSING", "ZeroDivisionError: division by zero")


def test_where_nothing_is_installed_it_still_answers():
    """-S: without any installed package, as on a machine where the course was only copied to."""
    done = subprocess.run([sys.executable, "-S", "-m", "dlnotes", "doctor"], cwd=ROOT,
                          capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr == ""
    assert rows(done.stdout)["dlnotes"] == ("MISSING", "not installed")
    assert "missing: dlnotes, hardware, digits, mnist" in done.stdout


def test_a_finding_in_print():
    assert str(Finding("jax", "0.10.2")) == "ok       jax            0.10.2"
    lines = str(Finding("jax", "none", "get it")).split("\n")
    assert lines == ["MISSING  jax            none", f"{'':24}-> get it"]


@pytest.fixture
def solved(monkeypatch):
    """`dlnotes.answers.solved`, replaced by one that copies."""
    module = ModuleType("dlnotes.answers.solved")
    module.solve = lambda notebook, target: target.write_text(notebook.read_text() + " solved")
    monkeypatch.setitem(sys.modules, module.__name__, module)


def test_solve_writes_a_copy_of_each(solved, tmp_path, capsys):
    lessons = [tmp_path / name for name in ("02.ipynb", "03.ipynb")]
    for lesson in lessons:
        lesson.write_text(lesson.name)
    assert main(["solve", *map(str, lessons), "--into", str(tmp_path / "new" / "answers")]) == 0
    for lesson in lessons:
        assert (tmp_path / "new" / "answers" / lesson.name).read_text() == f"{lesson.name} solved"
        assert lesson.read_text() == lesson.name
    assert "02.ipynb" in capsys.readouterr().out


def test_solve_overwrites_nothing(solved, tmp_path, capsys):
    lesson = tmp_path / "02.ipynb"
    lesson.write_text("mine")
    assert main(["solve", str(lesson), "--into", str(tmp_path)]) == 2
    assert main(["solve", str(lesson), str(lesson), "--into", str(tmp_path / "new")]) == 2
    assert main(["solve", str(tmp_path / "none.ipynb"), "--into", str(tmp_path / "new")]) == 2
    assert lesson.read_text() == "mine" and not (tmp_path / "new").exists()
    errors = capsys.readouterr().err
    assert "nothing is overwritten" in errors and "NOTEBOOK must be a file" in errors


def test_solve_passes_on_why_a_lesson_cannot_be_solved(tmp_path, capsys, monkeypatch, solved):
    def refuse(notebook, target):
        raise ValueError("02.ipynb: no such exercise")

    monkeypatch.setattr(sys.modules["dlnotes.answers.solved"], "solve", refuse)
    (tmp_path / "02.ipynb").touch()
    assert main(["solve", str(tmp_path / "02.ipynb"), "--into", str(tmp_path / "new")]) == 2
    assert capsys.readouterr() == ("", "02.ipynb: no such exercise\n")


@pytest.mark.parametrize("words", [[], ["operate"], ["solve", "02.ipynb"]])
def test_other_words_are_explained(words, capsys):
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2 and "usage: python -m dlnotes" in capsys.readouterr().err
