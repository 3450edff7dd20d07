"""Strict for every test: warnings are errors, shapes are checked, ranks are never promoted silently."""
import ctypes
import gc
import os
import re
from pathlib import Path

import hypothesis
import jax
import jaxtyping
import psutil
import pytest
from jaxtyping import install_import_hook

ROOT = Path(__file__).resolve().parents[1]

# Before anything of the package is imported: its annotations become checks, in every folder but
# those that draw.
DRAWING = {"live", "explorers", "site"}
FOLDERS = {path.parent.name for path in (ROOT / "dlnotes").glob("*/__init__.py")}
install_import_hook([f"dlnotes.{name}" for name in FOLDERS - DRAWING], "beartype.beartype")

# The same programs are compiled in many tests and kernels: they share a cache inside the checkout.
os.environ.setdefault("DLNOTES_CACHE", str(ROOT / ".cache"))

import matplotlib  # noqa: E402

import dlnotes  # noqa: E402, F401 - sets JAX up before a test can start its devices

matplotlib.use("agg")
# No deadline: the first call of each function compiles it.
hypothesis.settings.register_profile("dlnotes", deadline=None, derandomize=True)
hypothesis.settings.load_profile("dlnotes")
jax.config.update("jax_numpy_rank_promotion", "raise")

# The slowest first, so that the two workers end together.
FIRST = ("lessons", "browser", "explorers", "experiments", "exercises", "learning")
MOST_MEMORY = 1.3e9  # bytes of a test process, after which it forgets what it has compiled


def pytest_collection_modifyitems(items):
    """Keep together what shares what it computes: a lesson, a picture, else a file of tests."""
    items.sort(key=_place)  # stable: within a group, tests stay in their order
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))


def _place(item):
    parts = item.path.relative_to(ROOT).parts
    folder = parts[1] if len(parts) > 2 else ""
    return FIRST.index(folder) if folder in FIRST else len(FIRST)


def _group(item):
    one = re.search(r"\[([\w.-]+)\]", item.name)
    path = str(item.path.relative_to(ROOT))
    if "lessons" in item.path.parts and one:
        return one[1]
    if item.path.stem in ("test_every_explorer", "test_snapshots") and one:
        return one[1]
    return path


def pytest_make_parametrize_id(val):
    """Name functions by their names: workers must agree on the names of tests, so no addresses."""
    return getattr(val, "__name__", None) if callable(val) else None


@pytest.fixture(autouse=True)
def bounded_memory():
    """Forget compiled programs where a process has grown large; they are read from disk again."""
    yield
    if psutil.Process().memory_info().rss > MOST_MEMORY:
        jax.clear_caches()
        gc.collect()
        if hasattr(ctypes.CDLL(None), "malloc_trim"):  # glibc keeps what was freed until it is asked
            ctypes.CDLL(None).malloc_trim(0)


@pytest.fixture
def key():
    """Return one key, for tests that need only some randomness."""
    return jax.random.key(0)


@pytest.fixture
def unchecked(monkeypatch):
    """Leave shapes and types unchecked, as outside the tests: for what the package itself says."""
    monkeypatch.setattr(jaxtyping.config, "jaxtyping_disable", True)
