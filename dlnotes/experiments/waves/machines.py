"""Machines: how fast computers have been, from 1954 to now, and how fast this one trains.

The operations that training takes are counted in `dlnotes.learning.operations`.
Source: the post, "A brief history"; the speeds are those that their makers, or a benchmark, give.
"""
import time
from typing import NamedTuple

import jax

from dlnotes.data.examples import COMPUTED, Dataset
from dlnotes.learning.operations import training_operations
from dlnotes.learning.training import fit
from dlnotes.networks.network import Network


class Machine(NamedTuple):
    """A computer and its speed.

    name, year: what it is called, and when it came out; speed: operations a second; known: where
    this speed comes from; measured: whether a program ran at this speed (if not, it is the most
    that the machine can do).
    """
    name: str
    year: int
    speed: float
    known: str
    measured: bool = False


# The first three were the largest of their time; the others stood in ordinary laboratories.
MACHINES = (
    Machine("IBM 704", 1954, 1.2e4, "additions a second"),
    Machine("CDC 6600", 1964, 3e6, "peak"),
    Machine("Cray-1", 1976, 1.6e8, "peak"),
    Machine("VAX-11/780", 1978, 2.5e5, "the Whetstone benchmark", measured=True),
    Machine("Pentium, 100 MHz", 1994, 1e8, "peak: one operation a cycle"),
    Machine("GeForce GTX 580", 2010, 1.58e12,
            "peak: 512 cores, 2 operations a cycle, 1.544 GHz"),
    Machine("H100", 2022, 6.7e13, "peak, single precision"),
)


def measured_speed(examples: int = 10_000, epochs: int = 5) -> float:
    """Measure how many operations a second this machine does while it trains [784, 30, 10].

    It trains on images of noise, since the time does not depend on what images show. A first
    epoch, which includes compiling, is not timed.
    examples: number of images, at least 10; epochs: how many are timed, at least 1.
    """
    network = Network((784, 30, 10))
    data = _noise(examples)
    start = network.init(key=jax.random.key(1))
    run = fit(network, start, data, key=jax.random.key(2), epochs=1)
    began = time.perf_counter()
    run = fit(network, run, data, key=jax.random.key(2), epochs=1 + epochs)
    jax.block_until_ready(run.params)
    seconds = time.perf_counter() - began
    return training_operations(network, examples, epochs) / seconds


def _noise(examples):
    pixels, labels = jax.random.split(jax.random.key(0))
    x = jax.random.uniform(pixels, (examples, 784))
    y = jax.random.randint(labels, (examples,), 0, 10)
    return Dataset(x, y, x[:10], y[:10], name="Noise", classes=tuple("0123456789"),
                   shape=(28, 28), **COMPUTED)
