"""Measure an epoch: Nielsen's first network, (784, 30, 10), by `fit` and by its peers in turn.

    python benchmarks/training.py [ROUNDS]

Mini-batches have 10 examples. The data are MNIST if it is found, else random pictures, which cost
the same. Peers that are not installed are left out. The first call, which compiles, is reported
apart, with all its epochs. All shuffle anew for each epoch; `fit`, and one of the plain scans,
also look at 10,000 unseen examples after each epoch.
"""
import statistics
import sys
import time

import jax
import jax.numpy as jnp
from training_peers import (
    BATCH, DATA, N, NETWORK, RATE, START, X, Y, equinox_loop, numpy_batches, numpy_one_by_one,
    torch_eager)

from dlnotes.learning.devices import shard
from dlnotes.learning.evaluation import evaluate
from dlnotes.learning.training import fit
from dlnotes.networks.costs import quadratic

EPOCHS = 3  # in one call, where a single epoch is too short to be timed
CLOUD = 100


@jax.jit
def _scanned(params, x, y, batches):
    def cost(params, x, y):
        for W, b in params:
            x = jax.nn.sigmoid(x @ W.T + b)
        return jnp.sum((x - y)**2) / (2 * BATCH)

    def step(params, i):
        gradient = jax.grad(cost)(params, x[i], y[i])
        return jax.tree.map(lambda p, g: p - RATE * g, params, gradient), None

    return jax.lax.scan(step, params, batches)[0]


def plain_scan(unseen=False):
    """Make epochs of `jax.grad`, one compiled scan each, written for this network alone.

    unseen: whether to look at the unseen examples after each epoch.
    """
    carry = [START, jax.random.key(1)]
    x = jnp.array(X)
    y = jnp.array(Y)

    def epochs():
        for _ in range(EPOCHS):
            carry[1], key = jax.random.split(carry[1])
            batches = jax.random.permutation(key, N).reshape(-1, BATCH)
            carry[0] = _scanned(carry[0], x, y, batches)
            jax.block_until_ready(carry[0])
            if unseen:
                seen = evaluate(NETWORK, carry[0], DATA.x_test, DATA.y_test, quadratic)
                jax.block_until_ready(seen)
        return EPOCHS
    return epochs


def fitted():
    """Make epochs of the package's `fit`, which goes on from run to run."""
    carry = [START, 0]

    def epochs():
        carry[1] += EPOCHS
        carry[0] = fit(NETWORK, carry[0], DATA, key=jax.random.key(1), cost="quadratic",
                       epochs=carry[1], batch_size=BATCH, learning_rate=RATE)
        return EPOCHS
    return epochs


def cloud(spread=lambda starts: starts):
    """Make epochs of `fit` under `jax.vmap`: 100 networks at once, on one device or on all."""
    keys = jax.random.split(jax.random.key(0), CLOUD)
    starts = spread(jax.vmap(lambda key: NETWORK.init(key=key, scheme="normal"))(keys))

    def train(start):
        return fit(NETWORK, start, DATA, key=jax.random.key(1), cost="quadratic", epochs=EPOCHS,
                   batch_size=BATCH, learning_rate=RATE)

    def epochs():
        runs = jax.vmap(train)(starts)
        jax.block_until_ready(runs.params)
        return EPOCHS
    return epochs


TOGETHER = f"fit, {CLOUD} networks at once"
SHARDED = f"fit, {CLOUD} networks, sharded"
PEERS = {
    "NumPy, one example at a time": numpy_one_by_one,
    "NumPy, mini-batches": numpy_batches,
    "PyTorch, eager": torch_eager,
    "Equinox + Optax, loop of steps": equinox_loop,
    "plain scan": plain_scan,
    "plain scan, and unseen examples": lambda: plain_scan(unseen=True),
    "fit": fitted,
    TOGETHER: cloud,
    SHARDED: lambda: cloud(shard),
}


def seconds(epochs):
    """Return the seconds of a call, and the seconds of an epoch.

    epochs: a function that runs one epoch, or more and returns how many.
    """
    start = time.perf_counter()
    done = epochs() or 1
    whole = time.perf_counter() - start
    return whole, whole / done


def main():
    """Print a table of all peers that are installed."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 3
    epochs = {}
    for name, make in PEERS.items():
        try:
            epochs[name] = make()
        except ImportError as error:
            print(f"{name}: left out ({error})")
    first = {name: seconds(epoch)[0] for name, epoch in epochs.items()}
    times = [{name: seconds(epoch)[1] for name, epoch in epochs.items()} for _ in range(rounds)]
    median = {name: statistics.median(t[name] for t in times) for name in epochs}
    print(f"{DATA.name}, {N:,} examples; "
          f"seconds an epoch, the median of {rounds} rounds in turn\n")
    print(f"| {'':<32} |  first call | an epoch |  / fit |")
    print(f"|{'-' * 34}|------------:|---------:|-------:|")
    for name, value in median.items():
        ratio = value / median["fit"]
        print(f"| {name:<32} | {first[name]:11.2f} | {value:8.3f} | {ratio:6.2f} |")
    alone, sharded = (median[name] / median["fit"] for name in (TOGETHER, SHARDED))
    print(f"\n{CLOUD} networks cost {alone:.1f} times one on one device, "
          f"{sharded:.1f} times one on {jax.device_count()}.")


if __name__ == "__main__":
    main()
