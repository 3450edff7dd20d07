"""Slow, plain answers that cannot share a bug with the package: Python loops over NumPy numbers, nothing of JAX."""
import math

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)) for one number, in double precision."""
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


ACTIVATIONS = {
    "sigmoid": sigmoid,
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
    "leaky_relu": lambda z: max(z, z / 100),
    "elu": lambda z: z if z > 0 else math.exp(z) - 1,
    "gelu": lambda z: z * (1 + math.erf(z / math.sqrt(2))) / 2,
    "silu": lambda z: z * sigmoid(z),
    "softplus": lambda z: math.log1p(math.exp(z)) if z < 700 else z,
    "step": lambda z: 1.0 if z > 0 else 0.0,
    "linear": lambda z: z,
}  # for one number each, in double precision


def neuron(weights, bias, x, f=sigmoid):
    """f(w.x + b), with one loop."""
    z = bias
    for w, v in zip(weights, x, strict=True):
        z += w * v
    return f(z)


def forward(layers, activations, x):
    """Every weighted input and activation of a network, with three loops: lists of lists of numbers."""
    zs, activations_out = [], [[float(v) for v in x]]
    for (weights, biases), f in zip(layers, activations):
        z = []
        for row, bias in zip(np.asarray(weights, float), np.asarray(biases, float)):
            z.append(sum(w * a for w, a in zip(row, activations_out[-1])) + bias)
        zs.append(z)
        activations_out.append([f(v) for v in z])
    return zs, activations_out


def cross_entropy(a, y):
    """-sum of y ln a + (1 - y) ln(1 - a), for outputs that are neither 0 nor 1."""
    return -sum(yj * math.log(aj) + (1 - yj) * math.log(1 - aj) for aj, yj in zip(a, y))


def quadratic(a, y):
    """Half the sum of squared differences."""
    return sum((aj - yj)**2 for aj, yj in zip(a, y)) / 2


def gradient(cost, numbers, step=1e-6):
    """Central differences of a function of a list of numbers."""
    slopes = []
    for i in range(len(numbers)):
        up, down = list(numbers), list(numbers)
        up[i] += step
        down[i] -= step
        slopes.append((cost(up) - cost(down)) / (2 * step))
    return slopes


def perceptron(x, y, steps, weights, bias, learning_rate=1.0):
    """The perceptron rule as Rosenblatt's reader would do it by hand: (weights, bias, number wrong) after each step."""
    step = ACTIVATIONS["step"]

    def now():
        wrong = sum(neuron(weights, bias, one, step) != answer for one, answer in zip(x, y))
        return list(weights), bias, wrong

    weights = list(weights)
    history = [now()]
    for t in range(steps):
        one, right = x[t % len(x)], y[t % len(x)]
        fires = neuron(weights, bias, one, step) == 1
        if right and not fires:
            weights, bias = [w + learning_rate * v for w, v in zip(weights, one)], bias + learning_rate
        elif fires and not right:
            weights, bias = [w - learning_rate * v for w, v in zip(weights, one)], bias - learning_rate
        history.append(now())
    return history
