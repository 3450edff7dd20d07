"""Time a sweep of gradient norms: 1,920 networks, by `norms_by_depth` and by peers.

    python benchmarks/vanishing.py [ROUNDS]

The networks have 1 to 30 hidden layers of 30 sigmoid neurons, and 64 starts for each depth. All
are given the same 10 digits, and the norm of delta is taken in each layer. Every row of the
table draws its own networks, so the last column, the median norm in the first of thirty layers,
should be of one size. The first sweep, which compiles, is reported apart. Peers that are not
installed are left out.
"""
import statistics
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np
from scipy.special import expit as sigmoid

from dlnotes.data.datasets import digits, one_hot
from dlnotes.experiments.vanishing.deep_networks import DeepNetwork
from dlnotes.experiments.vanishing.gradient_norms import norms_by_depth
from dlnotes.learning.clipping import norm
from dlnotes.networks.backprop import backward
from dlnotes.networks.network import Network

DEPTHS = 30
SEEDS = 64
WIDTH = 30
EXAMPLES = 10
DATA = digits()
X = DATA.x_train[:EXAMPLES]
Y = one_hot(DATA.y_train[:EXAMPLES], 10)
DEEP = DeepNetwork(64, WIDTH, 10)


def keys(seed):
    """Return a key for each of the 64 starts."""
    return jax.random.split(jax.random.key(seed), SEEDS)


@jax.jit
def one_program(keys, x, y):
    """Measure all depths and seeds at once: depth is a number that is mapped over."""
    params = jax.vmap(lambda key: DEEP.init(DEPTHS, key=key))(keys)
    return norms_by_depth(DEEP, params, x, y, jnp.arange(1, DEPTHS + 1)).deltas


def by_one_program(seed):
    """Return the norms of the deepest networks, by one program for all depths."""
    return jax.block_until_ready(one_program(keys(seed), X, Y))[-1]


def a_program_a_depth():
    """Return a sweep by the four equations, unrolled: each depth is compiled by itself."""
    def sweep(network):
        def one(key, x, y):
            params = network.init(key=key)
            deltas = jax.vmap(lambda x, y: backward(network, params, x, y).deltas[:-1])(x, y)
            return jnp.stack([norm(delta) / EXAMPLES**0.5 for delta in deltas])
        return jax.jit(jax.vmap(one, (0, None, None)))

    sizes = [(64, *[WIDTH] * depth, 10) for depth in range(1, DEPTHS + 1)]
    sweeps = [sweep(Network(one)) for one in sizes]

    def by_backward(seed):
        return jax.block_until_ready([one(keys(seed), X, Y) for one in sweeps])[-1]

    return by_backward


def starts(random, depth):
    """Draw weights and biases of 64 networks, stacked layer by layer."""
    def layer(inputs, neurons):
        weights = random.standard_normal((SEEDS, neurons, inputs), np.float32)
        biases = random.standard_normal((SEEDS, neurons, 1), np.float32)
        return weights / np.float32(inputs**0.5), biases

    sizes = [64, *[WIDTH] * depth, 10]
    return [layer(inputs, neurons) for inputs, neurons in zip(sizes, sizes[1:])]


def root_mean_square_norm(delta):
    """Return the norm of delta as a root mean square over the examples, for each seed.

    delta: (seeds, neurons, examples). The largest entry is divided out before squaring.
    """
    largest = np.abs(delta).max(axis=(1, 2))
    scaled = delta / np.where(largest > 0, largest, 1)[:, None, None]
    return largest * np.sqrt((scaled**2).sum(axis=(1, 2)) / EXAMPLES)


def by_numpy(seed):
    """Go forward and back by stacked products of matrices, 64 seeds at once."""
    random = np.random.default_rng(seed)
    x = np.asarray(X).T
    y = np.asarray(Y).T
    for depth in range(1, DEPTHS + 1):
        layers = starts(random, depth)
        a = [x]
        for W, b in layers:
            a.append(sigmoid(W @ a[-1] + b))
        delta = a[-1] - y
        norms = []
        for l in reversed(range(depth)):
            back = layers[l + 1][0].transpose(0, 2, 1)
            delta = back @ delta * a[l + 1] * (1 - a[l + 1])
            norms.insert(0, root_mean_square_norm(delta))
    return np.stack(norms, axis=1)


def by_pytorch(seed):
    """Go forward by stacked products of matrices, and back by autograd."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    random = np.random.default_rng(seed)
    x = torch.tensor(np.asarray(X).T)
    y = torch.tensor(np.asarray(Y).T)
    for depth in range(1, DEPTHS + 1):
        layers = [tuple(map(torch.from_numpy, pair)) for pair in starts(random, depth)]
        a = x
        zs = []
        for W, b in layers:
            z = W @ a + b
            zs.append(z if zs else z.requires_grad_())
            a = torch.sigmoid(zs[-1])
        cost = binary_cross_entropy_with_logits(zs[-1], y.expand_as(zs[-1]), reduction="sum")
        deltas = torch.autograd.grad(cost, zs[:-1])
        norms = [root_mean_square_norm(delta.numpy()) for delta in deltas]
    return np.stack(norms, axis=1)


def rows():
    """Give names and sweeps; each sweep is called with a seed."""
    yield "one program, all depths", by_one_program
    yield "a program a depth, backward", a_program_a_depth()
    yield "NumPy, 64 seeds stacked", by_numpy
    try:
        import torch
    except ImportError:
        return
    yield f"PyTorch {torch.__version__}, stacked", by_pytorch


def main():
    """Print a table of the first and the later times of each sweep, and what it found."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 5
    sweeps = dict(rows())
    times = {name: [] for name in sweeps}
    found = {}
    for seed in range(rounds + 1):
        for name, sweep in sweeps.items():
            start = time.perf_counter()
            found[name] = np.asarray(sweep(seed))
            times[name].append(time.perf_counter() - start)
    print(f"| {DEPTHS * SEEDS:,} networks{'':13} | first s | then s | first layer of {DEPTHS} |")
    print("|---------------------------|--------:|-------:|------------------:|")
    for name, (first, *later) in times.items():
        median = np.median(found[name][:, 0])
        then = statistics.median(later)
        print(f"| {name:<27} | {first:6.2f} | {then:5.2f} | {median:17.1e} |")


if __name__ == "__main__":
    main()
