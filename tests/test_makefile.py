"""`make` on environments that are its own, half its own, and somebody else's."""
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
# A Python that writes down what it is asked to do, and does nothing but make an "environment".
PRETENDED = """#!/bin/sh
echo "$@" >> asked.txt
case "$*" in
    *venv*--clear*) rm -rf "$6"; mkdir -p "$6/bin"; cp "$0" "$6/bin/python";
                    echo "prompt = '$5'" > "$6/pyvenv.cfg";;
    *"$FAIL"*) exit 1;;
esac
"""


@pytest.fixture
def make(tmp_path):
    """Run make in a folder of its own; give its exit code, its words, and what Python was asked."""
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    python = tmp_path / "python"
    python.write_text(PRETENDED)
    python.chmod(0o755)

    def run(*words, fail="nothing"):
        log = tmp_path / "asked.txt"
        log.write_text("")
        done = subprocess.run(["make", f"PYTHON={python}", *words], cwd=tmp_path, text=True,
                              capture_output=True, env={"PATH": "/usr/bin:/bin", "FAIL": fail})
        return done.returncode, done.stdout + done.stderr, log.read_text()
    return run


def test_a_new_environment_is_made_once(make, tmp_path):
    code, _, asked = make("lab")
    assert code == 0 and "--require-hashes" in asked and asked.endswith("-m dlnotes lab\n")
    assert (tmp_path / ".venv" / "ready").exists()
    assert make("test")[2] == "-m dlnotes test\n"


@pytest.mark.parametrize("fail", ["--require-hashes", "--no-deps"])
def test_a_half_made_environment_is_made_anew(make, tmp_path, fail):
    assert make("lab", fail=fail)[0] != 0 and not (tmp_path / ".venv" / "ready").exists()
    (tmp_path / ".venv" / "rest").touch()
    assert make("lab")[0] == 0 and (tmp_path / ".venv" / "ready").exists()
    assert not (tmp_path / ".venv" / "rest").exists()


def test_an_empty_folder_is_used(make, tmp_path):
    (tmp_path / ".venv").mkdir()
    assert make("lab")[0] == 0


@pytest.mark.parametrize("target", ["lab", "test", "solved"])
def test_an_environment_of_the_user_is_left_alone(make, tmp_path, target):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--prompt", "dlnotes",
                    tmp_path / ".venv"], check=True)
    (tmp_path / ".venv" / "lib" / "precious").touch()
    before = sorted((tmp_path / ".venv").rglob("*"))
    code, words, _ = make(target)
    assert code != 0 and ".venv exists already, but this Makefile has not made it" in words
    assert "make VENV=.venv-course lab" in words
    code, words, _ = make("clean")
    assert code == 0 and words.endswith(".venv is not ours, and is left as it is\n")
    assert sorted((tmp_path / ".venv").rglob("*")) == before
    assert make("VENV=.venv-course", target)[0] == 0


def test_a_real_environment_of_ours_is_known_by_its_prompt(make, tmp_path):
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    prompt = recipe.split("PROMPT = ")[1].split()[0]
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--prompt", prompt,
                    tmp_path / ".venv"], check=True)
    assert make("clean")[0] == 0 and not (tmp_path / ".venv").exists()
    assert make("clean")[0] == 0


def test_an_old_python_is_refused_before_anything_is_made(make, tmp_path):
    code, words, _ = make("lab", fail="import sys")
    assert code != 0 and not (tmp_path / ".venv").exists()
