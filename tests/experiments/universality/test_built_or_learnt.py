"""Built or learnt: 32 networks start as they are asked to."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.experiments.universality.built_or_learnt import (
    NETWORK,
    RUNS,
    STARTS,
    built_network,
    contest_curves,
    starts_of,
)


@pytest.mark.parametrize("start", STARTS)
def test_all_starts_fit_the_network(start):
    starts = starts_of(start)
    for run in (0, RUNS - 1):
        NETWORK.check(jax.tree.map(lambda p: p[run], starts))
    alike = np.all(starts[0].weights[0] == starts[0].weights[1])
    assert alike == (start == "as built")


def test_those_that_start_as_built_do_not_stay_there():
    curves, errors = contest_curves("as built")
    assert curves.shape == (32, 41, 501)
    built = built_network()(jnp.linspace(0, 1, 501)[:, None])[:, 0]
    np.testing.assert_allclose(curves[:, 0], np.broadcast_to(built, (32, 501)), atol=1e-5)
    assert np.median(errors[:, -1]) > 1.5 * errors[0, 0]
