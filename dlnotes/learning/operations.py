"""Count the operations that gradients and training take: multiplications and additions."""
from typing import NamedTuple

from dlnotes.networks.network import Network


class Price(NamedTuple):
    """Multiplications for the gradient of one example.

    parameters: how many there are; forward: in one forward pass; backward: in one backward pass
    with its forward pass; differences: in central differences, for all
    parameters together.
    """
    parameters: int
    forward: int
    backward: int
    differences: int


def multiplications(network: Network) -> Price:
    """Return how many multiplications a gradient of the cost of one example takes, in two ways.

    Products of matrices and vectors are counted: W a forwards; W^T delta (not for the first layer)
    and delta a^T backwards; two forward passes for each parameter in central differences.
    """
    count = network.count()
    forward = sum(count.weights)
    first = count.weights[0]
    return Price(count.total, forward, 3 * forward - first, 2 * count.total * forward)


def training_operations(
        network: Network, examples: int, epochs: int = 1, batch_size: int = 10) -> float:
    """Return how many multiplications and additions it takes to train a network.

    It is trained by backpropagation on mini-batches. With W weights, W_1 of them in the first
    layer, and B biases, each example takes

        2 W           forward, z = W a + b: a product and a sum for each weight
        2 (W - W_1)   backward, W^T delta: the same, but not for the first layer
        2 W           the gradient, delta a^T: a product for each weight, and its sum over the batch

    and each mini-batch takes 2 (W + B) for the step, p - eta * gradient. Operations done once for
    each neuron, such as its activation, are left out: they are a few in a hundred.
    network: only its sizes count; examples, epochs, batch_size: at least 1.
    Raises ValueError for smaller numbers.
    """
    for name, value in (("examples", examples), ("epochs", epochs), ("batch_size", batch_size)):
        if value < 1:
            raise ValueError(f"{name} must be at least 1; got {value}")
    count = network.count()
    weights = sum(count.weights)
    each = 2 * weights + 2 * (weights - count.weights[0]) + 2 * weights
    return epochs * examples * each + epochs * examples / batch_size * 2 * count.total
