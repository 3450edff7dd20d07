"""Measure a gradient: the four equations of `backprop` against `jax.grad`, in turn.

    python benchmarks/backprop.py [ROUNDS]

It prints microseconds for a step of plain gradient descent on a mini-batch of 10, in a scan of
2,000 steps, and the seconds of compiling apart from them.
"""
import statistics
import sys
import time

import jax
import jax.numpy as jnp

from dlnotes.networks.backprop import mean_cost, mean_gradient
from dlnotes.networks.costs import quadratic
from dlnotes.networks.network import Network

STEPS = 2000
BATCH = 10
DEEP = (30, *[30] * 9, 10)
STRUCTURES = {
    "784, 30, 10, sigmoid": Network((784, 30, 10)),
    "depth 10, width 30, sigmoid": Network(DEEP),
    "depth 10, width 30, tanh": Network(DEEP, hidden="tanh"),
    "depth 10, width 30, relu": Network(DEEP, hidden="relu"),
    "784, 512, 512, 10, relu": Network((784, 512, 512, 10), hidden="relu"),
}


def automatic(network, params, x, y):
    """Compute the mean gradient by automatic differentiation."""
    return jax.value_and_grad(lambda p: mean_cost(network, p, x, y, quadratic))(params)


def explicit(network, params, x, y):
    """Compute the mean gradient by backpropagation."""
    return mean_gradient(network, params, x, y, quadratic)


def program(network, gradient, steps):
    """Compile many steps of training; return a function that runs them, and the seconds it took."""
    key_p, key_x = jax.random.split(jax.random.key(0))
    params = network.init(key=key_p)
    x = jax.random.uniform(key_x, (BATCH, network.sizes[0]))
    y = jax.nn.one_hot(jnp.arange(BATCH) % network.sizes[-1], network.sizes[-1])

    def step(params, _):
        value, slopes = gradient(network, params, x, y)
        return jax.tree.map(lambda p, g: p - 0.01 * g, params, slopes), value

    @jax.jit
    def train(params):
        return jax.lax.scan(step, params, length=steps)

    start = time.perf_counter()
    compiled = train.lower(params).compile()
    took = time.perf_counter() - start
    return (lambda: jax.block_until_ready(compiled(params))), took


def seconds(run):
    """Return the seconds of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main():
    """Print a table of all structures. The first round of each is left out."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 7
    print(f"| {'network':<27} | jax.grad us | explicit us | ratio | compiling s, both |")
    print(f"|{'-' * 29}|------------:|------------:|------:|------------------:|")
    for name, network in STRUCTURES.items():
        steps = STEPS // 20 if network.sizes[1] > 100 else STEPS
        auto, auto_compile = program(network, automatic, steps)
        ours, our_compile = program(network, explicit, steps)
        times = [(seconds(auto), seconds(ours)) for _ in range(rounds + 1)][1:]
        auto_us, our_us = (statistics.median(t) / steps * 1e6 for t in zip(*times))
        ratio = statistics.median(b / a for a, b in times)
        print(f"| {name:<27} | {auto_us:11.1f} | {our_us:11.1f} | {ratio:5.2f} "
              f"| {auto_compile:8.2f} {our_compile:8.2f} |")


if __name__ == "__main__":
    main()
