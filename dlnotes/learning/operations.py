"""Count the operations that training takes: multiplications and additions."""
from dlnotes.networks.network import Network


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
