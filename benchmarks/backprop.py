"""What a gradient costs: the four equations of `backprop` against `jax.grad`, in turn, as a step of training.

    python benchmarks/backprop.py [ROUNDS]

Microseconds a step of plain gradient descent on a mini-batch of 10, in a scan of 2,000 steps; and compiling, apart.
"""
import statistics
import sys
import time

import jax
import jax.numpy as jnp

from dlnotes.networks.backprop import mean_cost, mean_gradient
from dlnotes.networks.costs import quadratic
from dlnotes.networks.network import Network

STEPS, BATCH = 2000, 10
STRUCTURES = {"784, 30, 10, sigmoid": Network((784, 30, 10)),
              "depth 10, width 30, sigmoid": Network((30, *[30] * 9, 10)),
              "depth 10, width 30, tanh": Network((30, *[30] * 9, 10), hidden="tanh"),
              "depth 10, width 30, relu": Network((30, *[30] * 9, 10), hidden="relu"),
              "784, 512, 512, 10, relu": Network((784, 512, 512, 10), hidden="relu")}


def automatic(network, params, x, y):
    """The mean gradient by automatic differentiation."""
    return jax.value_and_grad(lambda params: mean_cost(network, params, x, y, quadratic))(params)


def explicit(network, params, x, y):
    """The mean gradient by backpropagation."""
    return mean_gradient(network, params, x, y, quadratic)


def program(network, gradient, steps):
    """Many steps of training, compiled, ready to run; and the seconds that compiling took."""
    key_p, key_x = jax.random.split(jax.random.key(0))
    params, x = network.init(key=key_p), jax.random.uniform(key_x, (BATCH, network.sizes[0]))
    y = jax.nn.one_hot(jnp.arange(BATCH) % network.sizes[-1], network.sizes[-1])

    def step(params, _):
        value, slopes = gradient(network, params, x, y)
        return jax.tree.map(lambda p, g: p - 0.01 * g, params, slopes), value

    start = time.perf_counter()
    compiled = jax.jit(lambda params: jax.lax.scan(step, params, length=steps)).lower(params).compile()
    took = time.perf_counter() - start
    return (lambda: jax.block_until_ready(compiled(params))), took


def seconds(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main():
    rounds = int(sys.argv[1]) if sys.argv[1:] else 7
    print(f"| {'network':<27} | jax.grad us | explicit us | ratio | compiling s, both |")
    print(f"|{'-' * 29}|------------:|------------:|------:|------------------:|")
    for name, network in STRUCTURES.items():
        steps = STEPS // 20 if network.sizes[1] > 100 else STEPS
        (auto, auto_compile), (ours, our_compile) = (program(network, g, steps) for g in (automatic, explicit))
        times = [(seconds(auto), seconds(ours)) for _ in range(rounds + 1)][1:]
        auto_us, our_us = (statistics.median(t) / steps * 1e6 for t in zip(*times))
        ratio = statistics.median(b / a for a, b in times)
        print(f"| {name:<27} | {auto_us:11.1f} | {our_us:11.1f} | {ratio:5.2f} | {auto_compile:8.2f} {our_compile:8.2f} |")


if __name__ == "__main__":
    main()
