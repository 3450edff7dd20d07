"""Lines and clouds: a neuron's line is where z is 0, and clouds can be parted."""
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.experiments.neurons.separation import clouds, edge_line
from dlnotes.networks.perceptron import novikoff


@pytest.mark.parametrize("w, b", [((2.0, 1.0), 0.5), ((0.0, -3.0), 1.0), ((-0.1, 0.2), 0.0)])
def test_both_points_are_on_the_line_and_as_far_apart_as_asked(w, b):
    x1, x2 = edge_line(jnp.array(w), b, reach=5.0)
    np.testing.assert_allclose(w[0] * x1 + w[1] * x2 + b, 0, atol=1e-5)
    assert np.hypot(x1[1] - x1[0], x2[1] - x2[0]) == pytest.approx(10, rel=1e-5)


def test_without_weights_there_is_no_line():
    assert np.isnan(edge_line(jnp.zeros(2), 1.0)).all()


@pytest.mark.parametrize("seed", range(10))
def test_gamma_is_the_best_margin_and_at_most_what_one_sees(seed):
    R, gamma = novikoff(*clouds(seed))
    x, y = (np.asarray(part, float) for part in clouds(seed))
    signed = np.column_stack([x, np.ones(80)]) * (2 * y - 1)[:, None]
    assert R == pytest.approx(np.linalg.norm(signed, axis=1).max())
    best, rng = np.zeros(3), np.random.default_rng(seed)
    for around in (1.0, 0.3, 0.1, 0.03, 0.01):  # random directions, ever closer to the best one so far
        tried = best + around * rng.normal(size=(20_000, 3))
        tried /= np.linalg.norm(tried, axis=1, keepdims=True)
        margins = (signed @ tried.T).min(axis=0)
        best = tried[np.argmax(margins)]
        assert margins.max() <= gamma + 1e-6
    assert margins.max() == pytest.approx(gamma, rel=0.01)
    assert gamma <= (signed @ best).min() / np.linalg.norm(best[:2])  # half the gap that this line has in the plane
