"""Strict for every test: warnings are errors, shapes are checked at run time, ranks are never
promoted silently."""
import os
from pathlib import Path

import hypothesis
import jax
import jaxtyping
import pytest
from jaxtyping import install_import_hook

# Before anything of the package is imported: its annotations become checks.
MATHEMATICS = ["activations", "neurons", "networks", "costs", "backprop", "graphs", "bugs",
               "descent", "runs", "training", "universality", "datasets", "images", "formulas",
               "deep_networks", "vanishing", "remedies", "depth", "fits", "machines"]
install_import_hook([f"dlnotes.{name}" for name in MATHEMATICS], "beartype.beartype")

# The same programs are compiled in many tests and kernels: they share a cache inside the checkout.
os.environ.setdefault("DLNOTES_CACHE", str(Path(__file__).resolve().parents[1] / ".cache"))

import matplotlib  # noqa: E402

import dlnotes  # noqa: E402, F401 - sets JAX up before a test can start its devices

matplotlib.use("agg")
# No deadline: the first call of each function compiles it.
hypothesis.settings.register_profile("dlnotes", deadline=None, derandomize=True)
hypothesis.settings.load_profile("dlnotes")
jax.config.update("jax_numpy_rank_promotion", "raise")


@pytest.fixture
def key():
    """One key for tests that need only some randomness."""
    return jax.random.key(0)


@pytest.fixture
def unchecked(monkeypatch):
    """Leave shapes and types unchecked, as outside the tests: for what the package itself says of
    wrong ones."""
    monkeypatch.setattr(jaxtyping.config, "jaxtyping_disable", True)
