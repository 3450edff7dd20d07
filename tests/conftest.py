"""Strict for every test: warnings are errors, shapes are checked at run time, ranks are never promoted silently."""
from pathlib import Path

import hypothesis
import jax
import jaxtyping
import pytest
from jaxtyping import install_import_hook

# Before anything of the package is imported: its annotations become checks, in every folder but those that draw.
PACKAGE = Path(__file__).parents[1] / "dlnotes"
DRAWING = {"live", "explorers", "site"}
CHECKED = sorted({path.parent.name for path in PACKAGE.glob("*/__init__.py")} - DRAWING)
install_import_hook([f"dlnotes.{name}" for name in CHECKED], "beartype.beartype")

import matplotlib  # noqa: E402

matplotlib.use("agg")
hypothesis.settings.register_profile("dlnotes", deadline=None, derandomize=True)  # the first call of each compiles
hypothesis.settings.load_profile("dlnotes")
jax.config.update("jax_numpy_rank_promotion", "raise")
jax.config.update("jax_num_cpu_devices", 2)  # as under `make lab` on two cores


@pytest.fixture
def key():
    """One key for tests that need only some randomness."""
    return jax.random.key(0)


@pytest.fixture
def unchecked(monkeypatch):
    """Shapes and types unchecked, as outside the tests: for what the package itself says of wrong ones."""
    monkeypatch.setattr(jaxtyping.config, "jaxtyping_disable", True)
