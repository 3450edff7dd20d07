"""What an epoch costs: Nielsen's first network, (784, 30, 10), mini-batches of 10, by `fit` and by its peers in turn.

    python benchmarks/training.py [ROUNDS]

On MNIST where it is found, else on random pictures, which cost the same. Peers that are not installed are left out.
The first call, which compiles, is reported apart, with all its epochs. All shuffle anew; `fit`, and one of the plain
scans, also look at 10,000 unseen examples after each epoch.
"""
import os
import statistics
import sys
import time

import jax

jax.config.update("jax_num_cpu_devices", os.cpu_count() or 1)  # as under `make lab`; only the sharded cloud uses them

import jax.numpy as jnp
import numpy as np
from scipy.special import expit as sigmoid

from dlnotes.networks.costs import quadratic
from dlnotes.data.datasets import Dataset, mnist
from dlnotes.learning.devices import shard
from dlnotes.networks.network import Network
from dlnotes.learning.evaluation import evaluate
from dlnotes.learning.training import fit

NETWORK = Network((784, 30, 10))
START = NETWORK.init(key=jax.random.key(0), scheme="normal")
BATCH, RATE, EPOCHS, CLOUD = 10, 3.0, 3, 100  # EPOCHS: in one go, of what is over too soon to be timed


def pictures():
    """MNIST, or pictures of its size and number made of noise."""
    try:
        return mnist()
    except OSError:
        x, y = np.random.default_rng(0).random((60_000, 784), np.float32), np.arange(60_000, dtype=np.int32) % 10
        return Dataset(jnp.array(x[:50_000]), jnp.array(y[:50_000]), jnp.array(x[50_000:]), jnp.array(y[50_000:]),
                       "noise", tuple("0123456789"), (28, 28), "computed here", "none needed")


DATA = pictures()
X, LABELS = np.array(DATA.x_train), np.array(DATA.y_train)
Y = np.eye(10, dtype=np.float32)[LABELS]
N = len(X)


def numpy_one_by_one():
    """The algorithm as chapter 1 of Nielsen's book describes it: each example by itself."""
    weights, biases = [np.array(W) for W, _ in START], [np.array(b) for _, b in START]
    random = np.random.default_rng(0)

    def epoch():
        for batch in random.permutation(N).reshape(-1, BATCH):
            sums = [[np.zeros_like(p) for p in part] for part in (weights, biases)]
            for i in batch:
                a = [X[i]]
                for W, b in zip(weights, biases):
                    a.append(sigmoid(W @ a[-1] + b))
                delta = (a[2] - Y[i]) * a[2] * (1 - a[2])
                for l in (1, 0):
                    sums[0][l] += np.outer(delta, a[l])
                    sums[1][l] += delta
                    delta = weights[l].T @ delta * a[l] * (1 - a[l])
            for part, gradients in zip((weights, biases), sums):
                for p, g in zip(part, gradients):
                    p -= RATE / BATCH * g
    return epoch


def numpy_batches():
    """The same with one product of matrices for a mini-batch."""
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
    """PyTorch as its tutorials write it, with the data in memory; on one thread, the faster for so small a net."""
    import torch
    torch.set_num_threads(1)
    net = torch.nn.Sequential(torch.nn.Linear(784, 30), torch.nn.Sigmoid(), torch.nn.Linear(30, 10), torch.nn.Sigmoid())
    optimizer, x, y = torch.optim.SGD(net.parameters(), lr=RATE), torch.tensor(X), torch.tensor(Y)

    def epoch():
        for batch in torch.randperm(N).reshape(-1, BATCH):
            optimizer.zero_grad()
            cost = ((net(x[batch]) - y[batch])**2).sum() / (2 * BATCH)
            cost.backward()
            optimizer.step()
    return epoch


def equinox_loop():
    """Equinox and Optax as their documentation writes it: a Python loop over jitted steps."""
    import equinox as eqx
    import optax
    keys = jax.random.split(jax.random.key(0), 2)
    net = eqx.nn.Sequential([eqx.nn.Linear(784, 30, key=keys[0]), eqx.nn.Lambda(jax.nn.sigmoid),
                             eqx.nn.Linear(30, 10, key=keys[1]), eqx.nn.Lambda(jax.nn.sigmoid)])
    optimizer, random = optax.sgd(RATE), np.random.default_rng(0)
    carry = [net, optimizer.init(eqx.filter(net, eqx.is_array))]

    @eqx.filter_jit
    def step(net, state, x, y):
        gradient = eqx.filter_grad(lambda net: jnp.sum((jax.vmap(net)(x) - y)**2) / (2 * BATCH))(net)
        change, state = optimizer.update(gradient, state)
        return eqx.apply_updates(net, change), state

    def epoch():
        for batch in random.permutation(N).reshape(-1, BATCH):
            carry[:] = step(*carry, X[batch], Y[batch])
        jax.block_until_ready(carry[0].layers[0].weight)
    return epoch


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
    """`jax.grad` in one compiled scan an epoch, written for this network alone; with a look at unseen examples or not."""
    carry, x, y = [START, jax.random.key(1)], jnp.array(X), jnp.array(Y)

    def epochs():
        for _ in range(EPOCHS):
            carry[1], key = jax.random.split(carry[1])
            carry[0] = _scanned(carry[0], x, y, jax.random.permutation(key, N).reshape(-1, BATCH))
            jax.block_until_ready(carry[0])
            if unseen:
                jax.block_until_ready(evaluate(NETWORK, carry[0], DATA.x_test, DATA.y_test, quadratic))
        return EPOCHS
    return epochs


def fitted():
    """The package's `fit`, which goes on from run to run."""
    carry = [START, 0]

    def epochs():
        carry[1] += EPOCHS
        carry[0] = fit(NETWORK, carry[0], DATA, key=jax.random.key(1), cost="quadratic", epochs=carry[1],
                       batch_size=BATCH, learning_rate=RATE)
        return EPOCHS
    return epochs


def cloud(spread=lambda starts: starts):
    """`fit` under `jax.vmap`: 100 networks at once, on one device or spread over all."""
    keys = jax.random.split(jax.random.key(0), CLOUD)
    starts = spread(jax.vmap(lambda key: NETWORK.init(key=key, scheme="normal"))(keys))

    def epochs():
        runs = jax.vmap(lambda start: fit(NETWORK, start, DATA, key=jax.random.key(1), cost="quadratic",
                                          epochs=EPOCHS, batch_size=BATCH, learning_rate=RATE))(starts)
        jax.block_until_ready(runs.params)
        return EPOCHS
    return epochs


TOGETHER, SHARDED = f"fit, {CLOUD} networks at once", f"fit, {CLOUD} networks, sharded"
PEERS = {"NumPy, one example at a time": numpy_one_by_one, "NumPy, mini-batches": numpy_batches,
         "PyTorch, eager": torch_eager, "Equinox + Optax, loop of steps": equinox_loop, "plain scan": plain_scan,
         "plain scan, and unseen examples": lambda: plain_scan(unseen=True), "fit": fitted,
         TOGETHER: cloud, SHARDED: lambda: cloud(shard)}


def seconds(epochs):
    """Seconds of a call, and seconds an epoch; the function says how many it did if more than one."""
    start = time.perf_counter()
    done = epochs() or 1
    whole = time.perf_counter() - start
    return whole, whole / done


def main():
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
    print(f"{DATA.name}, {N:,} examples; seconds an epoch, the median of {rounds} rounds in turn\n")
    print(f"| {'':<32} |  first call | an epoch |  / fit |")
    print(f"|{'-' * 34}|------------:|---------:|-------:|")
    for name, value in median.items():
        print(f"| {name:<32} | {first[name]:11.2f} | {value:8.3f} | {value / median['fit']:6.2f} |")
    print(f"\n{CLOUD} networks cost {median[TOGETHER] / median['fit']:.1f} times one on one device, "
          f"{median[SHARDED] / median['fit']:.1f} times one on {jax.device_count()}.")


if __name__ == "__main__":
    main()
