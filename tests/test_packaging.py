"""The ways to install the course name the same packages, pinned where they can be."""
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "dlnotes"
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


def test_the_lowest_versions_are_those_that_the_project_names():
    text = (ROOT / "requirements-lowest.txt").read_text(encoding="utf-8")
    assert "://" not in text
    pins = dict(re.findall(r"^([\w.-]+)==([\w.]+)$", text, re.M))
    for requirement in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]:
        name, bound = re.fullmatch(r"([\w-]+)>=([\d.]+)", requirement).groups()
        assert Version(pins[name.lower()]) == Version(bound), requirement
