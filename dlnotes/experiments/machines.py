"""Machines: how many operations it takes to train a network, and how long computers need for them, from 1954 to now.

Source: the post, "A brief history"; the speeds are those that their makers, or a benchmark, give.
"""
import time
from typing import NamedTuple

import jax

from dlnotes.data.datasets import COMPUTED, Dataset
from dlnotes.networks.network import Network
from dlnotes.learning.training import fit


class Machine(NamedTuple):
    """A computer: its `name`, the `year` it came out, its `speed` in operations a second, how that is `known`, and whether
    it was `measured`, in a program; if not, it is what the machine can do at best."""
    name: str
    year: int
    speed: float
    known: str
    measured: bool = False


# The first three were the largest of their time; then what a laboratory had on its shelf.
MACHINES = (
    Machine("IBM 704", 1954, 1.2e4, "additions a second"),
    Machine("CDC 6600", 1964, 3e6, "peak"),
    Machine("Cray-1", 1976, 1.6e8, "peak"),
    Machine("VAX-11/780", 1978, 2.5e5, "the Whetstone benchmark", measured=True),
    Machine("Pentium, 100 MHz", 1994, 1e8, "peak: one operation a cycle"),
    Machine("GeForce GTX 580", 2010, 1.58e12, "peak: 512 cores, 2 operations a cycle, 1.544 GHz"),
    Machine("H100", 2022, 6.7e13, "peak, single precision"),
)


def training_operations(network: Network, examples: int, epochs: int = 1, batch_size: int = 10) -> float:
    """Multiplications and additions to train a network by backpropagation and mini-batches.

    With W weights, W_1 of them in the first layer, and B biases, each example takes

        2 W           forward, z = W a + b: a product and a sum for each weight
        2 (W - W_1)   backward, W^T delta: the same, but for the first layer
        2 W           the gradient, delta a^T: a product for each weight, and its sum over the mini-batch

    and each mini-batch 2 (W + B) for the step, p - eta * gradient. What is done once for a neuron, its activation above
    all, is left out: a few in a hundred. network: its sizes; examples, epochs, batch_size: at least 1.
    Raises ValueError for numbers that are not.
    """
    for name, value in (("examples", examples), ("epochs", epochs), ("batch_size", batch_size)):
        if value < 1:
            raise ValueError(f"{name} must be at least 1; got {value}")
    count = network.count()
    weights = sum(count.weights)
    each = 2 * weights + 2 * (weights - count.weights[0]) + 2 * weights
    return epochs * examples * each + epochs * examples / batch_size * 2 * count.total


def measured_speed(examples: int = 10_000, epochs: int = 5) -> float:
    """The operations a second of this machine, measured: [784, 30, 10] is trained on pictures of noise.

    What the pictures show makes no difference to the time. A first epoch, with compiling, is not counted.
    examples: pictures, at least 10; epochs: those that are timed, at least 1.
    """
    network, (noise, labels) = Network((784, 30, 10)), jax.random.split(jax.random.key(0))
    x = jax.random.uniform(noise, (examples, 784))
    y = jax.random.randint(labels, (examples,), 0, 10)
    data = Dataset(x, y, x[:10], y[:10], name="Noise", classes=tuple("0123456789"), shape=(28, 28), **COMPUTED)
    run = fit(network, network.init(key=jax.random.key(1)), data, key=jax.random.key(2), epochs=1)
    began = time.perf_counter()
    jax.block_until_ready(fit(network, run, data, key=jax.random.key(2), epochs=1 + epochs).params)
    return training_operations(network, examples, epochs) / (time.perf_counter() - began)
