"""Operations are counted weight by weight, and nearly as the compiler counts them."""
import jax
import jax.numpy as jnp
import pytest

from dlnotes.learning.operations import training_operations
from dlnotes.networks.backprop import mean_gradient
from dlnotes.networks.costs import quadratic
from dlnotes.networks.network import Network


def counted(sizes, examples, epochs, batch_size):
    """Operations by a loop over every weight of every layer, for one mini-batch."""
    total = 0
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
        for _ in range(n_out):
            # Forward: a product and a sum for each input.
            total += 2 * batch_size * n_in
            # Backward: each error goes through each weight, but not on to the pixels.
            total += 2 * batch_size * n_in * (layer > 0)
            # The gradient: delta a^T, and its sum over the examples.
            total += 2 * batch_size * n_in
            # The step of each weight, and of the bias.
            total += 2 * (n_in + 1)
    return total * epochs * examples / batch_size


@pytest.mark.parametrize("sizes", [(2, 1), (784, 30, 10), (3, 5, 4, 2)])
@pytest.mark.parametrize("examples, epochs, batch_size", [(20, 1, 10), (60, 3, 20)])
def test_every_weight_is_counted(sizes, examples, epochs, batch_size):
    found = training_operations(Network(sizes), examples, epochs, batch_size)
    assert found == counted(sizes, examples, epochs, batch_size)


@pytest.mark.parametrize("sizes", [(784, 30, 10), (64, 100, 50, 10)])
def test_the_compiler_counts_nearly_as_many(sizes):
    network = Network(sizes)
    params = network.init(key=jax.random.key(0))
    x = jnp.zeros((10, sizes[0]))
    y = jnp.zeros((10, sizes[-1]))
    gradient = jax.jit(lambda *args: mean_gradient(network, *args, quadratic))
    compiled = gradient.lower(params, x, y).compile()
    without_step = training_operations(network, 10) - 2 * network.count().total
    assert compiled.cost_analysis()["flops"] == pytest.approx(without_step, rel=0.05)


@pytest.mark.parametrize("wrong", [
    {"examples": 0}, {"examples": 10, "epochs": 0}, {"examples": 10, "batch_size": -1}])
def test_numbers_below_one_are_refused(wrong):
    name = [*wrong][-1]
    with pytest.raises(ValueError, match=f"{name} must be at least 1; got {wrong[name]}"):
        training_operations(Network((2, 1)), **wrong)
