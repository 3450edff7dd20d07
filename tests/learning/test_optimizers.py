"""Optimisers: each against its formula in plain loops, and any of Optax in their place."""
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from dlnotes.learning.descent import descend
from dlnotes.learning.optimizers import OPTIMIZERS, find_optimizer

MATRIX = np.array([[3.0, 1.0, 0.0], [1.0, 2.0, 0.5], [0.0, 0.5, 4.0]])
START = [1.0, -2.0, 0.5]


def bowl(w):
    return w @ jnp.asarray(MATRIX, w.dtype) @ w / 2


def by_formula(name, eta, steps):
    """Compute the path of each method on the bowl, as its source writes it down."""
    w = np.array(START)
    v = np.zeros(3)
    s = np.zeros(3)
    path = [w.copy()]
    for t in range(1, steps + 1):
        g = MATRIX @ w
        if name == "sgd":
            w = w - eta * g
        elif name in ("momentum", "nesterov"):
            v = 0.9 * v + g
            w = w - eta * (v if name == "momentum" else g + 0.9 * v)
        elif name == "rmsprop":
            s = 0.9 * s + 0.1 * g**2
            w = w - eta * g / np.sqrt(s + 1e-8)
        else:
            v = 0.9 * v + 0.1 * g
            s = 0.999 * s + 0.001 * g**2
            w = w - eta * (v / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
        path.append(w.copy())
    return np.array(path)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_each_optimiser_is_its_formula(name):
    path = descend(bowl, jnp.array(START), learning_rate=0.05, steps=40, optimizer=name)
    wanted = by_formula(name, 0.05, 40)
    np.testing.assert_allclose(path.points, wanted, rtol=1e-3, atol=1e-4)
    heights = [w @ MATRIX @ w / 2 for w in wanted]
    np.testing.assert_allclose(path.values, heights, rtol=2e-3, atol=1e-4)


@pytest.mark.parametrize("theirs", [optax.adamw, optax.chain(optax.clip(0.5), optax.sgd(0.1))])
def test_any_optimiser_of_optax_will_do(theirs):
    ready = theirs(0.1) if callable(theirs) else theirs
    w = jnp.array(START)
    state = ready.init(w)
    for _ in range(10):
        change, state = ready.update(jax.grad(bowl)(w), state, w)
        w = w + change
    path = descend(bowl, jnp.array(START), learning_rate=0.1, steps=10, optimizer=theirs)
    np.testing.assert_allclose(path.points[-1], w, rtol=1e-5)
    one, again = (find_optimizer(theirs) for _ in range(2))
    assert one == again and hash(one) == hash(again)
