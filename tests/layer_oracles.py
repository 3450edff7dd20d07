"""Layers as loops over NumPy numbers, in double precision: nothing of JAX, and nothing of the package."""
import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


def convolution(weights, biases, k, picture):
    """z at every place and for every kernel: six loops."""
    rows, columns, channels = picture.shape
    z = np.zeros((rows - k + 1, columns - k + 1, len(biases)))
    for r, c, m in np.ndindex(*z.shape):
        kernel = weights[m].reshape(k, k, channels)
        z[r, c, m] = biases[m] + sum(
            kernel[i, j, l] * picture[r + i, c + j, l] for i, j, l in np.ndindex(k, k, channels))
    return z


def pool(choose, size, picture):
    """The largest or the mean of each window."""
    rows, columns, channels = picture.shape
    out = np.zeros((rows // size, columns // size, channels))
    for r, c, l in np.ndindex(*out.shape):
        out[r, c, l] = choose(picture[r * size:(r + 1) * size, c * size:(c + 1) * size, l])
    return out


def recurrent(params, x):
    """tanh(W x + U h + b) at each moment."""
    W, U, b = params
    h, states = np.zeros(len(b)), []
    for now in x:
        h = np.tanh([W[j] @ now + U[j] @ h + b[j] for j in range(len(b))])
        states.append(h)
    return np.array(states)


def lstm(params, x):
    """The equations of an LSTM, gates in the order input, forget, cell, output."""
    W, U, b = params
    n = len(b) // 4
    h, c, states = np.zeros(n), np.zeros(n), []
    for now in x:
        z = [W[j] @ now + U[j] @ h + b[j] for j in range(4 * n)]
        new_c = [sigmoid(z[n + j]) * c[j] + sigmoid(z[j]) * np.tanh(z[2 * n + j]) for j in range(n)]
        h = np.array([sigmoid(z[3 * n + j]) * np.tanh(new_c[j]) for j in range(n)])
        c = np.array(new_c)
        states.append(h)
    return np.array(states)


def gru(params, x):
    """The equations of a GRU, parts in the order reset, update, candidate; update 1 keeps the old state."""
    W, U, b, d = params
    n = len(d)
    h, states = np.zeros(n), []
    for now in x:
        new = np.zeros(n)
        for j in range(n):
            r = sigmoid(W[j] @ now + U[j] @ h + b[j])
            keep = sigmoid(W[n + j] @ now + U[n + j] @ h + b[n + j])
            candidate = np.tanh(W[2 * n + j] @ now + b[2 * n + j] + r * (U[2 * n + j] @ h + d[j]))
            new[j] = keep * h[j] + (1 - keep) * candidate
        h = new
        states.append(h)
    return np.array(states)


def attention(params, heads, causal, x):
    """Each head and each moment by itself."""
    Q, K, V, O = params
    n = len(O)
    size = n // heads
    mixed = np.zeros((len(x), n))
    for head in range(heads):
        part = slice(head * size, (head + 1) * size)
        for i in range(len(x)):
            seen = range(i + 1) if causal else range(len(x))
            scores = np.array([(Q[part] @ x[i]) @ (K[part] @ x[j]) / np.sqrt(size) for j in seen])
            weights = np.exp(scores - scores.max())
            weights /= weights.sum()
            mixed[i, part] = sum(w * (V[part] @ x[j]) for w, j in zip(weights, seen))
    return mixed @ O.T


def normalise(numbers, epsilon):
    """Mean 0 and variance 1 for a row of numbers."""
    mean = sum(numbers) / len(numbers)
    variance = sum((v - mean)**2 for v in numbers) / len(numbers)
    return np.array([(v - mean) / np.sqrt(variance + epsilon) for v in numbers])
