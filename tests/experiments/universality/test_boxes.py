"""Boxes: a network of two hidden layers is within its bound, and boxes become many."""
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.experiments.universality.approximation_errors import largest_error
from dlnotes.experiments.universality.boxes import approximate_nd, boxes_needed


def two_outputs(x):
    return jnp.stack([jnp.sin(3 * x).sum(axis=1) * x[:, 0], x.prod(axis=1)], axis=1)


@pytest.mark.parametrize("m,side", [(2, 1), (2, 12), (3, 5)])
def test_in_more_dimensions_the_error_is_within_its_bound_on_the_seams_too(m, side):
    low = [-0.5] * m
    high = [1.0] * m
    made = approximate_nd(two_outputs, side, low, high)
    assert made.network.sizes == (m, m * side, side**m, 2)
    boxes = (side * 4 + 1)**m  # a grid with the seams and the corners on it
    assert largest_error(made, two_outputs, boxes) <= made.bound
    centre = np.array([[-0.5 + 1.5 * (side // 2 + 0.5) / side] * m])
    np.testing.assert_allclose(made(jnp.array(centre, jnp.float32)), two_outputs(centre), atol=1e-4)
    steeper = approximate_nd(two_outputs, side, low, high, lipschitz=5.0)
    assert steeper.bound == pytest.approx(5 * 1.5 / side * (3**m + 1) / 2, rel=1e-3)


def test_one_dimension_is_refused():
    with pytest.raises(ValueError, match="low < high in each of two or more coordinates"):
        approximate_nd(lambda x: x[:, 0], 3, [0.0], [1.0])


@pytest.mark.parametrize("inputs,lipschitz,error,boxes", [
    (1, 1.0, 0.1, 5), (2, 1.0, 0.1, 25), (64, 1.0, 0.25, 2**64), (3, 2.0, 0.3, 64),
    (2, 4.2, 0.7, 9), (1, 0.3, 0.05, 3), (1, 2.1, 0.35, 3), (3, 1e-12, 1.0, 1),
    (1, 4e9, 0.1, 20_000_000_000), (1, 4e8 + 1, 0.5, 400_000_001), (5, 0.1, 3.0, 1)])
def test_boxes_are_a_power_of_the_inputs(inputs, lipschitz, error, boxes):
    assert boxes_needed(inputs, lipschitz, error) == boxes


@pytest.mark.parametrize("arguments", [(0, 1, 1), (1.5, 1, 1), (2, 0, 1), (2, 1, 0), (2, 1, -0.1)])
def test_boxes_of_no_use(arguments, unchecked):
    with pytest.raises(ValueError, match="inputs must be a whole number, at least 1, and"):
        boxes_needed(*arguments)
