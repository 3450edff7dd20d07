"""The ways to install the course name the same packages, pinned where they can be."""
import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_conda_route_names_the_same_packages():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = {item for item in listed if isinstance(item, str)} - {"pip"}
    wanted = {*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"], f"python{PROJECT['requires-python']}"}
    assert conda == wanted


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


def test_make_lab_opens_lesson_00():
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    target = re.search(r"root_dir=(\S+) --LabApp.default_url=/lab/tree/(\S+)", recipe)
    assert (ROOT / target[1] / target[2]).exists()
