"""Exercises of lesson 06: the equations BP1, BP2 and BP4, each for one layer."""
import jax.numpy as jnp
import numpy as np

from dlnotes.answers.engine import Mistake, exercise
from dlnotes.networks.activations import sigmoid


def _output_cases():
    """Return z, a and y of output layers; the first layer has one neuron."""
    rng = np.random.default_rng(6)
    cases = [(np.array([0.0]), np.array([0.5]), np.array([1.0]))]
    for n in (2, 3, 10):
        z = rng.normal(size=n).round(1)
        y = rng.integers(0, 2, n).astype(float)
        cases.append((z, np.asarray(sigmoid.function(z)), y))
    return cases


@exercise(
    cases=_output_cases,
    mistakes=[
        Mistake(lambda z, a, y: a - y,
                "This is dC/da. The chain rule needs one more factor to get from a to z, "
                "because a = f(z)."),
        Mistake(lambda z, a, y: (y - a) * sigmoid.derivative(z),
                "Your answer has the wrong sign. Differentiate (a - y)^2 / 2 by a once more."),
        Mistake(lambda z, a, y: (a - y) * sigmoid.derivative(a),
                "You have taken f' at the activation a. It belongs at the weighted input z."),
        Mistake(lambda z, a, y: (a - y) * sigmoid(z),
                "f(z) is a itself. The chain rule asks for the slope, f'(z)."),
        Mistake(lambda z, a, y: 2 * (a - y) * sigmoid.derivative(z),
                "Your answer is twice too large: differentiating the square gives a 2, and the "
                "half in front of the square cancels it."),
        Mistake(lambda z, a, y: 0.5 * (a - y) * sigmoid.derivative(z),
                "Your answer is half of what it should be: differentiating the square gives a 2, "
                "which cancels the half."),
        Mistake(lambda z, a, y: jnp.sum((a - y) * sigmoid.derivative(z)),
                "Each output neuron has an error of its own, so there is no sum here."),
    ],
    hints=[
        "For each output C = (a - y)^2 / 2 and a = f(z), so the chain rule gives two factors.",
        "The two factors are dC/da = a - y and da/dz = f'(z).",
        "`sigmoid.derivative(z)` is f'(z).",
    ])
def output_error(z, a, y):
    """Write `output_error(z, a, y)`: BP1 for sigmoid neurons and the quadratic cost,
    sum (a - y)^2 / 2."""
    return (a - y) * sigmoid.derivative(z)


def _before_cases():
    """Return W of shape (after, here), delta of shape (after,) and z of shape (here,)."""
    rng = np.random.default_rng(7)
    cases = [(np.array([[2.0]]), np.array([0.5]), np.array([1.0]))]
    for m, n in ((2, 2), (2, 3), (3, 3), (10, 4)):
        W = rng.normal(size=(m, n)).round(1)
        delta = rng.normal(size=m).round(2)
        cases.append((W, delta, rng.normal(size=n).round(1)))
    return cases


@exercise(
    cases=_before_cases,
    mistakes=[
        Mistake(lambda W, delta, z: W @ delta * sigmoid.derivative(z),
                "W leads from this layer forwards to the next one. The error goes backwards, so it "
                "is multiplied by W^T."),
        Mistake(lambda W, delta, z: W.T @ delta,
                "This is the error at the activations a. There is one more factor from "
                "a to z: f'(z)."),
        Mistake(lambda W, delta, z: W.T @ delta * sigmoid.derivative(sigmoid(z)),
                "You have taken f' at the activation a. It belongs at the weighted input z."),
        Mistake(lambda W, delta, z: W.T @ delta * sigmoid(z),
                "The factor is the slope f'(z), not the activation f(z)."),
        Mistake(lambda W, delta, z: W.T @ (delta * sigmoid.derivative(z)),
                "f'(z) belongs to the neurons of this layer, so multiply by it after "
                "the product with W^T."),
        Mistake(lambda W, delta, z: W.T @ delta @ sigmoid.derivative(z),
                "The second product goes entry by entry, which is `*` in Python. `@` adds the "
                "products up to one number."),
    ],
    hints=[
        "Neuron k reaches the cost through every neuron j of the next layer. So add "
        "W[j, k] delta[j] over j.",
        "`W.T @ delta` computes this sum for all k at once.",
        "Then multiply by f'(z), entry by entry.",
    ])
def error_before(W, delta, z):
    """Write `error_before(W, delta, z)`: BP2, the errors of a sigmoid layer with weighted inputs z,
    from W and delta of the layer after it."""
    return W.T @ delta * sigmoid.derivative(z)


def _outer_cases():
    rng = np.random.default_rng(8)
    sizes = ((1, 1), (2, 2), (2, 3), (4, 2), (3, 3))
    return [(rng.normal(size=m).round(1), rng.normal(size=n).round(1)) for m, n in sizes]


@exercise(
    cases=_outer_cases,
    mistakes=[
        Mistake(lambda delta, a: jnp.outer(a, delta),
                "Rows and columns are exchanged. Row j belongs to neuron j, as in W: delta goes "
                "down the rows, and a goes along the columns."),
        Mistake(lambda delta, a: delta @ a,
                "Every weight has a slope of its own, so the answer is a whole "
                "matrix, not one sum."),
        Mistake(lambda delta, a: delta * a,
                "Every neuron j has a weight from every input k. So the answer has an entry for "
                "all pairs, not only for those with j = k."),
        Mistake(lambda delta, a: jnp.outer(delta, sigmoid(a)),
                "a is an activation, so the sigmoid has been applied to it already."),
        Mistake(lambda delta, a: jnp.outer(delta, a) / len(delta),
                "This is for a single example, so there is nothing to average."),
    ],
    hints=[
        "z_j = ... + W_jk a_k + ..., so dz_j/dW_jk is a_k.",
        "Entry (j, k) is delta_j a_k, and the answer has the shape of W.",
        "This is an outer product: `jnp.outer`.",
    ])
def weight_gradient(delta, a):
    """Write `weight_gradient(delta, a)`: BP4, dC/dW of a layer, from its errors delta and the
    activations a that feed it."""
    return jnp.outer(delta, a)
