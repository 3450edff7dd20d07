"""What a sweep of gradient norms costs: 1,920 networks, depths 1 to 30 times 64 seeds, by `norms_by_depth` and by peers.

    python benchmarks/vanishing.py [ROUNDS]

Each network has hidden layers of 30 sigmoid neurons and is given the same 10 digits; the norms of delta are taken in
each layer. Every row draws its own networks: the last column, the median norm in the first of thirty layers, should be
of one size. The first sweep, which compiles, is reported apart. Peers that are not installed are left out.
"""
import statistics
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np
from scipy.special import expit as sigmoid

from dlnotes.networks.backprop import backward
from dlnotes.data.datasets import digits, one_hot
from dlnotes.experiments.deep_networks import DeepNetwork, norm
from dlnotes.networks.network import Network
from dlnotes.experiments.vanishing import norms_by_depth

DEPTHS, SEEDS, WIDTH, EXAMPLES = 30, 64, 30, 10
DATA = digits()
X, Y = DATA.x_train[:EXAMPLES], one_hot(DATA.y_train[:EXAMPLES], 10)
DEEP = DeepNetwork(64, WIDTH, 10)


@jax.jit
def one_program(keys, x, y):
    """All depths and seeds at once: depth is a number that is mapped over."""
    params = jax.vmap(lambda key: DEEP.init(DEPTHS, key=key))(keys)
    return norms_by_depth(DEEP, params, x, y, jnp.arange(1, DEPTHS + 1)).deltas


def a_program_a_depth():
    """The four equations, unrolled: each depth is another network, and compiled by itself."""
    def sweep(network):
        def one(key, x, y):
            params = network.init(key=key)
            deltas = jax.vmap(lambda x, y: backward(network, params, x, y).deltas[:-1])(x, y)
            return jnp.stack([norm(delta) / EXAMPLES**0.5 for delta in deltas])
        return jax.jit(jax.vmap(one, (0, None, None)))

    sweeps = [sweep(Network((64, *[WIDTH] * depth, 10))) for depth in range(1, DEPTHS + 1)]
    return lambda keys: jax.block_until_ready([one(keys, X, Y) for one in sweeps])[-1]


def starts(random, depth):
    """Weights and biases of 64 networks, stacked layer by layer."""
    sizes = [64, *[WIDTH] * depth, 10]
    return [(random.standard_normal((SEEDS, n, m), np.float32) / np.float32(m**0.5),
             random.standard_normal((SEEDS, n, 1), np.float32)) for m, n in zip(sizes, sizes[1:])]


def length(delta):
    """Root mean square over the examples, (seeds, neurons, examples), with the largest entry divided out."""
    largest = np.abs(delta).max(axis=(1, 2))
    scaled = delta / np.where(largest > 0, largest, 1)[:, None, None]
    return largest * np.sqrt((scaled**2).sum(axis=(1, 2)) / EXAMPLES)


def by_numpy(seed):
    """Forward and back by stacked products of matrices, 64 seeds at once."""
    random, x, y = np.random.default_rng(seed), np.asarray(X).T, np.asarray(Y).T
    for depth in range(1, DEPTHS + 1):
        layers, a, norms = starts(random, depth), [x], []
        for W, b in layers:
            a.append(sigmoid(W @ a[-1] + b))
        delta = a[-1] - y
        for l in reversed(range(depth)):
            delta = layers[l + 1][0].transpose(0, 2, 1) @ delta * a[l + 1] * (1 - a[l + 1])
            norms.insert(0, length(delta))
    return np.stack(norms, axis=1)


def by_pytorch(seed):
    """Forward by stacked products of matrices, back by autograd."""
    import torch
    random = np.random.default_rng(seed)
    x, y = torch.tensor(np.asarray(X).T), torch.tensor(np.asarray(Y).T)
    for depth in range(1, DEPTHS + 1):
        layers, a, zs = [tuple(map(torch.from_numpy, pair)) for pair in starts(random, depth)], x, []
        for W, b in layers:
            zs.append((W @ a + b).requires_grad_() if not zs else W @ a + b)
            a = torch.sigmoid(zs[-1])
        cost = torch.nn.functional.binary_cross_entropy_with_logits(zs[-1], y.expand_as(zs[-1]), reduction="sum")
        norms = [length(delta.numpy()) for delta in torch.autograd.grad(cost, zs[:-1])]
    return np.stack(norms, axis=1)


def rows():
    """Names and sweeps, each called with a number."""
    def keys(seed):
        return jax.random.split(jax.random.key(seed), SEEDS)

    depth_by_depth = a_program_a_depth()
    yield "one program, all depths", lambda seed: jax.block_until_ready(one_program(keys(seed), X, Y))[-1]
    yield "a program a depth, backward", lambda seed: depth_by_depth(keys(seed))
    yield "NumPy, 64 seeds stacked", by_numpy
    try:
        import torch
        yield f"PyTorch {torch.__version__}, stacked", by_pytorch
    except ImportError:
        pass


def main():
    rounds = int(sys.argv[1]) if sys.argv[1:] else 5
    sweeps = dict(rows())
    times, found = {name: [] for name in sweeps}, {}
    for seed in range(rounds + 1):
        for name, sweep in sweeps.items():
            start = time.perf_counter()
            found[name] = np.asarray(sweep(seed))
            times[name].append(time.perf_counter() - start)
    print(f"| {DEPTHS * SEEDS:,} networks{'':13} | first s | then s | first layer of {DEPTHS} |")
    print("|---------------------------|--------:|-------:|------------------:|")
    for name, (first, *later) in times.items():
        print(f"| {name:<27} | {first:6.2f} | {statistics.median(later):5.2f} | {np.median(found[name][:, 0]):17.1e} |")


if __name__ == "__main__":
    main()
