"""Strict for every test: warnings are errors, shapes are checked at run time, ranks are never promoted silently."""
import jax
import pytest
from jaxtyping import install_import_hook

# Before anything of the package is imported: its annotations become checks.
MATHEMATICS = ["activations", "neurons", "networks", "costs", "training", "datasets"]
install_import_hook([f"dlnotes.{name}" for name in MATHEMATICS], "beartype.beartype")

import matplotlib  # noqa: E402

matplotlib.use("agg")
jax.config.update("jax_numpy_rank_promotion", "raise")


@pytest.fixture
def key():
    """One key for tests that need only some randomness."""
    return jax.random.key(0)
