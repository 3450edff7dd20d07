"""Exercises of lesson 03: one layer as a formula, and many linear layers as a single one."""
import numpy as np

from dlnotes.answers.engine import Mistake, exercise
from dlnotes.networks.activations import relu, sigmoid, step


def _layer_cases():
    """Return W, b and a of small layers, the smallest first. Only one W is square."""
    rng = np.random.default_rng(3)
    cases = [(np.array([[2.0]]), np.array([1.0]), np.array([-1.0]))]
    for n_out, n_in in ((2, 3), (4, 2), (3, 3), (1, 5)):
        W = rng.normal(size=(n_out, n_in)).round(1)
        b = rng.normal(size=n_out).round(1)
        cases.append((W, b, rng.normal(size=n_in).round(1)))
    return cases


@exercise(
    cases=_layer_cases,
    mistakes=[
        Mistake(lambda W, b, a: sigmoid(W.T @ a + b),
                "Row j of W belongs to neuron j already, so W must not be transposed."),
        Mistake(lambda W, b, a: sigmoid(W @ a),
                "Each neuron has a bias as well. Where is b?"),
        Mistake(lambda W, b, a: W @ a + b,
                "This is z, the weighted input. What does a sigmoid neuron make of z?"),
        Mistake(lambda W, b, a: sigmoid(W @ a) + b,
                "You have added the bias after the sigmoid. Add it before."),
        Mistake(lambda W, b, a: sigmoid(W @ (a + b)),
                "You have added the bias to a. Add it to Wa: W @ a + b."),
        Mistake(lambda W, b, a: sigmoid(W * a + b),
                "`*` multiplies entry by entry. The product of a matrix and a vector is `@`."),
        Mistake(lambda W, b, a: relu(W @ a + b),
                "This is a layer of ReLUs. Use `sigmoid` instead."),
        Mistake(lambda W, b, a: step(W @ a + b),
                "This is a layer of steps. Use `sigmoid` instead."),
    ],
    hints=[
        "First compute z = Wa + b, for all neurons at once.",
        "In Python, Wa is `W @ a`. Then `sigmoid` takes the whole vector.",
    ])
def one_layer(W, b, a):
    """Write `one_layer(W, b, a)`: the activations of a layer of sigmoid neurons, from those of the
    layer before."""
    return sigmoid(W @ a + b)


def _whole(rng, *shape):
    """Return random whole numbers from -3 to 3."""
    return rng.integers(-3, 4, shape).astype(float)


def _stacks():
    """Return lists of (W, b), of one layer to five, with whole numbers."""
    rng = np.random.default_rng(5)
    cases = []
    for sizes in ((2, 1), (1, 1, 1), (2, 2, 2), (3, 2, 4), (2, 3, 1, 2), (2, 2, 2, 2, 2)):
        layers = [(_whole(rng, m, n), _whole(rng, m)) for n, m in zip(sizes, sizes[1:])]
        cases.append((layers,))
    return cases


def _folded(join):
    """Return an answer to `into_one` that joins two layers in its own way."""
    def answer(layers):
        W, b = layers[0]
        for then in layers[1:]:
            W, b = join(W, b, *then)
        return W, b
    return answer


@exercise(
    cases=_stacks,
    mistakes=[
        Mistake(_folded(lambda W, b, W2, b2: (W @ W2, W2 @ b + b2)),
                "The order of the matrices is wrong: W1 is applied first, so it stands on the "
                "right, W2 @ W1."),
        Mistake(_folded(lambda W, b, W2, b2: (W2 @ W, b + b2)),
                "The first bias goes through the second layer too: W2 b1 + b2."),
        Mistake(_folded(lambda W, b, W2, b2: (W2 @ W, b2)),
                "The first layer's bias is missing. Multiply W2 (W1 a + b1) + b2 out."),
        Mistake(_folded(lambda W, b, W2, b2: (W2 @ W, W2 @ b)),
                "b2 is missing: add it."),
        Mistake(_folded(lambda W, b, W2, b2: (W2 @ W, W2 @ W @ b + b2)),
                "b is multiplied by W2 alone: W2 b1 + b2. Have you overwritten W "
                "before you computed b?"),
        Mistake(_folded(lambda W, b, W2, b2: (W2 * W, W2 @ b + b2)),
                "`*` multiplies entry by entry. The product of matrices is `@`."),
        Mistake(lambda layers: into_one.reference(layers)[0],
                "This is W alone. Return b as well, `return W, b`."),
    ],
    hints=[
        "Take two layers first, and multiply W2 (W1 a + b1) + b2 out.",
        "Compare the result with W a + b: W is W2 W1, and b is W2 b1 + b2.",
        "Start with the first layer, and join one layer after the other to what you have.",
    ])
def into_one(layers):
    """Write `into_one(layers)`: for a list of linear layers (W, b), the first one first, the one
    (W, b) that does the same as all of them together."""
    W, b = layers[0]
    for W2, b2 in layers[1:]:
        b = W2 @ b + b2
        W = W2 @ W
    return W, b
