"""Other ways to train the network of `benchmarks/training.py`: NumPy, PyTorch and Equinox.

Each function makes a function that runs one epoch. The data and the start are the same for all.
"""
import os

import jax

# As under `make lab`; only the sharded cloud uses more than one of them.
jax.config.update("jax_num_cpu_devices", os.cpu_count() or 1)

import jax.numpy as jnp
import numpy as np
from scipy.special import expit as sigmoid

from dlnotes.data.datasets import mnist
from dlnotes.data.examples import Dataset
from dlnotes.networks.network import Network

NETWORK = Network((784, 30, 10))
START = NETWORK.init(key=jax.random.key(0), scheme="normal")
BATCH = 10
RATE = 3.0


def pictures():
    """Return MNIST, or pictures of its size and number made of noise."""
    try:
        return mnist()
    except OSError:
        x = np.random.default_rng(0).random((60_000, 784), np.float32)
        y = np.arange(60_000, dtype=np.int32) % 10
        return Dataset(
            jnp.array(x[:50_000]), jnp.array(y[:50_000]), jnp.array(x[50_000:]),
            jnp.array(y[50_000:]), "noise", tuple("0123456789"), (28, 28), "computed here",
            "none needed")


DATA = pictures()
X = np.array(DATA.x_train)
Y = np.eye(10, dtype=np.float32)[np.array(DATA.y_train)]
N = len(X)


def numpy_one_by_one():
    """Make an epoch as chapter 1 of Nielsen's book describes it: each example by itself."""
    weights = [np.array(W) for W, _ in START]
    biases = [np.array(b) for _, b in START]
    random = np.random.default_rng(0)

    def epoch():
        for batch in random.permutation(N).reshape(-1, BATCH):
            weight_sums = [np.zeros_like(W) for W in weights]
            bias_sums = [np.zeros_like(b) for b in biases]
            for i in batch:
                a = [X[i]]
                for W, b in zip(weights, biases):
                    a.append(sigmoid(W @ a[-1] + b))
                delta = (a[2] - Y[i]) * a[2] * (1 - a[2])
                for layer in (1, 0):
                    weight_sums[layer] += np.outer(delta, a[layer])
                    bias_sums[layer] += delta
                    delta = weights[layer].T @ delta * a[layer] * (1 - a[layer])
            for p, g in zip(weights + biases, weight_sums + bias_sums):
                p -= RATE / BATCH * g
    return epoch


def numpy_batches():
    """Make the same epoch with one product of matrices for a mini-batch."""
    (W1, b1), (W2, b2) = ([np.array(p) for p in layer] for layer in START)
    random = np.random.default_rng(0)

    def epoch():
        for batch in random.permutation(N).reshape(-1, BATCH):
            x = X[batch]
            a1 = sigmoid(x @ W1.T + b1)
            a2 = sigmoid(a1 @ W2.T + b2)
            d2 = (a2 - Y[batch]) * a2 * (1 - a2)
            d1 = d2 @ W2 * a1 * (1 - a1)
            for p, g in ((W1, d1.T @ x), (b1, d1.sum(0)), (W2, d2.T @ a1), (b2, d2.sum(0))):
                p -= RATE / BATCH * g
    return epoch


def torch_eager():
    """Make an epoch of PyTorch as its tutorials write it, with the data in memory.

    It runs on one thread, which is faster for a network of this size.
    """
    import torch
    torch.set_num_threads(1)
    net = torch.nn.Sequential(
        torch.nn.Linear(784, 30), torch.nn.Sigmoid(), torch.nn.Linear(30, 10), torch.nn.Sigmoid())
    optimizer = torch.optim.SGD(net.parameters(), lr=RATE)
    x = torch.tensor(X)
    y = torch.tensor(Y)

    def epoch():
        for batch in torch.randperm(N).reshape(-1, BATCH):
            optimizer.zero_grad()
            cost = ((net(x[batch]) - y[batch])**2).sum() / (2 * BATCH)
            cost.backward()
            optimizer.step()
    return epoch


def equinox_loop():
    """Make an epoch of Equinox and Optax as they document it: a Python loop over jitted steps."""
    import equinox as eqx
    import optax
    keys = jax.random.split(jax.random.key(0), 2)
    net = eqx.nn.Sequential([
        eqx.nn.Linear(784, 30, key=keys[0]), eqx.nn.Lambda(jax.nn.sigmoid),
        eqx.nn.Linear(30, 10, key=keys[1]), eqx.nn.Lambda(jax.nn.sigmoid)])
    optimizer = optax.sgd(RATE)
    random = np.random.default_rng(0)
    carry = [net, optimizer.init(eqx.filter(net, eqx.is_array))]

    @eqx.filter_grad
    def gradient_of_cost(net, x, y):
        return jnp.sum((jax.vmap(net)(x) - y)**2) / (2 * BATCH)

    @eqx.filter_jit
    def step(net, state, x, y):
        gradient = gradient_of_cost(net, x, y)
        change, state = optimizer.update(gradient, state)
        return eqx.apply_updates(net, change), state

    def epoch():
        for batch in random.permutation(N).reshape(-1, BATCH):
            carry[:] = step(*carry, X[batch], Y[batch])
        jax.block_until_ready(carry[0].layers[0].weight)
    return epoch
