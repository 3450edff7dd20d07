"""Exercises of lesson 06: the whole backward pass of two layers, and a training loop around it."""
import jax
import jax.numpy as jnp
import numpy as np

from dlnotes.answers.engine import Mistake, exercise
from dlnotes.exercises.backprop.equations import error_before, output_error
from dlnotes.networks.activations import sigmoid


def _layer(rng, n, m):
    """Return random (W, b) of m neurons with n inputs."""
    return rng.normal(size=(m, n)).round(1), rng.normal(size=m).round(1)


def _pass_cases():
    """Return params, x and y of networks with two layers, the smallest one first."""
    rng = np.random.default_rng(9)
    cases = []
    for sizes in ((1, 1, 1), (2, 2, 2), (2, 3, 1), (3, 3, 3), (4, 5, 3)):
        params = [_layer(rng, n, m) for n, m in zip(sizes, sizes[1:])]
        x = rng.normal(size=sizes[0]).round(1)
        cases.append((params, x, rng.integers(0, 2, sizes[-1]).astype(float)))
    return cases


def _bp2(W1, W2, delta, z):
    return error_before.reference(W2, delta, z)


def _bp2_after_a_step(W1, W2, delta, z):
    return error_before.reference(W2 - jnp.outer(delta, sigmoid(z)), delta, z)


def _two_layers(start=output_error.reference, before=_bp2, feeding=lambda z, a: a[:2],
                outer=jnp.outer, bias=lambda delta: delta):
    """Return a backward pass of two layers, any part of which can be replaced by a wrong one."""
    def answer(params, x, y):
        (W1, b1), (W2, b2) = params
        z1 = W1 @ x + b1
        z2 = W2 @ sigmoid(z1) + b2
        delta2 = start(z2, sigmoid(z2), y)
        delta1 = before(W1, W2, delta2, z1)
        fed = feeding((x, z1, z2), (x, sigmoid(z1), sigmoid(z2)))
        return [(outer(delta, a), bias(delta)) for delta, a in zip((delta1, delta2), fed)]
    return answer


@exercise(
    cases=_pass_cases,
    mistakes=[
        Mistake(lambda params, x, y: _two_layers()(params, x, y)[::-1],
                "The list must begin with the first layer, as `params` does. Only "
                "the computation goes backwards."),
        Mistake(_two_layers(start=lambda z, a, y: a - y),
                "The output error of the quadratic cost has two factors: a - y and f'(z2)."),
        Mistake(_two_layers(start=lambda z, a, y: (y - a) * sigmoid.derivative(z)),
                "All signs are the wrong way round: the cost grows with a - y, not with y - a."),
        Mistake(_two_layers(before=lambda W1, W2, delta, z: W2.T @ delta),
                "The second layer is right. In the first layer one factor of "
                "BP2 is missing: f'(z)."),
        Mistake(_two_layers(before=lambda W1, W2, delta, z:
                            W2.T @ delta * sigmoid.derivative(sigmoid(z))),
                "The second layer is right. In the first layer you have taken f' at a1; "
                "it belongs at z1."),
        Mistake(_two_layers(before=lambda W1, W2, delta, z:
                            W1.T @ delta * sigmoid.derivative(z)),
                "The error goes back through the weights between the two layers. These are the "
                "weights of the second layer, W2."),
        Mistake(_two_layers(outer=lambda delta, a: jnp.outer(a, delta)),
                "Each dC/dW must have the shape of its W, so delta goes down the rows."),
        Mistake(_two_layers(bias=lambda delta: jnp.sum(delta)),
                "Look at BP3: each neuron's bias has its own delta, so there is no sum."),
        Mistake(_two_layers(feeding=lambda z, a: z[:2]),
                "BP4 takes the activations a of the layer before, not its weighted inputs z."),
        Mistake(_two_layers(feeding=lambda z, a: a[1:]),
                "BP4 takes the activations of the layer before: x for the first layer, and "
                "a1 for the second."),
        Mistake(_two_layers(before=_bp2_after_a_step),
                "The weights were changed before all errors were known. Compute the whole gradient "
                "first; the step comes afterwards."),
    ],
    hints=[
        "Go forwards first, and keep z1, a1, z2 and a2, because all of them are needed later.",
        "Then call `output_error(z2, a2, y)`, and after it `error_before(W2, delta2, z1)`.",
        "The gradient of a layer is `(weight_gradient(delta, a), delta)`, where a comes from the "
        "layer before it.",
    ])
def backward_pass(params, x, y):
    """Write `backward_pass(params, x, y)`: the gradient of the quadratic cost for one example,
    where params = [(W1, b1), (W2, b2)] are two sigmoid layers. Return it as a list
    [(dC/dW1, dC/db1), (dC/dW2, dC/db2)]."""
    (W1, b1), (W2, b2) = params
    z1 = W1 @ x + b1
    a1 = sigmoid(z1)
    z2 = W2 @ a1 + b2
    delta2 = (sigmoid(z2) - y) * sigmoid.derivative(z2)
    delta1 = W2.T @ delta2 * sigmoid.derivative(z1)
    return [(jnp.outer(delta1, x), delta1), (jnp.outer(delta2, a1), delta2)]


def _toy(params, x, y):
    """Return a gradient that is quick to compute: of sum (W x + b - y)^2 / 2 for each (W, b)."""
    return [(np.outer(W @ x + b - y, x), W @ x + b - y) for W, b in params]


def _epoch_cases():
    """Return params, batches and a learning rate; the first case has one batch of one example."""
    rng = np.random.default_rng(11)
    cases = []
    for n, m, batch_sizes, eta, layers in ((1, 1, (1,), 0.5, 1), (1, 1, (2, 2), 0.1, 1),
                                           (2, 1, (3, 2), 0.1, 2), (2, 2, (1, 2, 2), 0.2, 2)):
        params = [_layer(rng, n, m) for _ in range(layers)]
        batches = [(rng.normal(size=(size, n)).round(1), rng.normal(size=(size, m)).round(1))
                   for size in batch_sizes]
        cases.append((params, batches, eta))
    return cases


def _trained_on(train_epoch, params, batches, eta):
    return train_epoch(_toy, params, batches, eta)


def _epoch(divide=True, sign=-1.0, stay=False, last=False):
    """Return a training loop, any part of which can be wrong."""
    def answer(backward, params, batches, eta):
        start = params
        for X, Y in batches:
            found = [backward(start if stay else params, x, y) for x, y in zip(X, Y)]
            found = found[-1:] if last else found
            total = jax.tree.map(lambda *g: sum(g) / (len(found) if divide else 1), *found)
            params = jax.tree.map(lambda p, g: p + sign * eta * g, params, total)
        return params
    return answer


def _step_for_each_example(backward, params, batches, eta):
    single = [(X[i:i + 1], Y[i:i + 1]) for X, Y in batches for i in range(len(X))]
    return _epoch()(backward, params, single, eta)


@exercise(
    cases=_epoch_cases, use=_trained_on,
    mistakes=[
        Mistake(_epoch(divide=False),
                "You step with the sum over the batch. The step takes the mean, "
                "so divide by `len(X)`."),
        Mistake(_epoch(sign=1.0),
                "Your step goes uphill. p - eta * gradient leads down."),
        Mistake(_epoch(stay=True),
                "Each batch must start from the parameters that the batch before it has produced."),
        Mistake(_step_for_each_example,
                "Take one step for each batch here, not one for each example."),
        Mistake(_epoch(last=True),
                "You have used only the last example of each batch. Add the gradients "
                "of all its examples."),
    ],
    hints=[
        "You need two loops: one over the batches, and in it one over the examples of "
        "a batch, `zip(X, Y)`.",
        "`jax.tree.map(lambda *g: sum(g) / len(g), *gradients)` is the mean of "
        "a list of gradients.",
        "After each batch take one step with its mean gradient.",
    ],
    solution="""
        def train_epoch(backward, params, batches, eta):
            for X, Y in batches:
                gradients = [backward(params, x, y) for x, y in zip(X, Y)]
                mean = jax.tree.map(lambda *g: sum(g) / len(g), *gradients)
                params = jax.tree.map(lambda p, g: p - eta * g, params, mean)
            return params""")
def train_epoch(backward, params, batches, eta):
    """Write `train_epoch(backward, params, batches, eta)`: for each batch (X, Y), compute the mean
    of the gradients backward(params, x, y) of its examples, and take a step of gradient descent
    with it. Return the last parameters."""
    return _epoch()(backward, params, batches, eta)
