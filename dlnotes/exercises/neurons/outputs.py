"""Exercises of lesson 02: the output of a sigmoid neuron, its slope, and how steep it must be."""
import jax.numpy as jnp
import numpy as np

from dlnotes.answers.engine import Mistake, exercise
from dlnotes.networks.activations import sigmoid


@exercise(
    cases=[(2.0, 3.0), (1.0, -4.0), (-0.5, 1.0), (-4.0, -2.0)],
    mistakes=[
        Mistake(lambda w, b: b / w,
                "Your answer has the wrong sign: solve wx + b = 0 for x."),
        Mistake(lambda w, b: -w / b,
                "Which of the two divides the other? Solve wx + b = 0 for x."),
        Mistake(lambda w, b: -b,
                "Your answer does not depend on w. But the larger w is, the closer to "
                "0 the neuron steps."),
    ],
    hints=[
        "At the step, z = wx + b is 0.",
        "Bring b to the other side, then divide by w.",
        "With w = 2 and b = 6 the step is at -3. Which combination of 2 and 6 gives -3?",
    ])
def where_it_steps(w, b):
    """Write `where_it_steps(w, b)`: the input x at which a neuron with one input steps."""
    return -b / w


def _neurons():
    """Return w, b and x of neurons with two to four inputs."""
    return [
        (jnp.array([1.0, 2.0]), 0.0, jnp.array([0.5, -1.0])),
        (jnp.array([1.0, 2.0]), -1.0, jnp.array([2.0, 1.0])),
        (jnp.array([-1.0, 0.5, 2.0]), 0.3, jnp.array([1.0, 4.0, -0.5])),
        (jnp.array([3.0, -2.0, 0.5, 1.0]), 1.0, jnp.array([-1.0, 0.5, 2.0, 1.0])),
    ]


@exercise(
    cases=_neurons,
    mistakes=[
        Mistake(lambda w, b, x: sigmoid(jnp.dot(w, x)),
                "The bias is missing."),
        Mistake(lambda w, b, x: jnp.dot(w, x) + b,
                "This is z. The output of the neuron is the sigmoid of z."),
        Mistake(lambda w, b, x: sigmoid(jnp.dot(w, x)) + b,
                "You have added the bias after the sigmoid. Add it to the "
                "sum, before the sigmoid."),
        Mistake(lambda w, b, x: sigmoid(-(jnp.dot(w, x) + b)),
                "The sign is wrong: a larger z must give a larger output. In the denominator of "
                "the sigmoid stands exp(-z)."),
        Mistake(lambda w, b, x: sigmoid(jnp.mean(w * x) + b),
                "Add the products up. `jnp.mean` averages them: it also divides by their number."),
        Mistake(lambda w, b, x: sigmoid(w * x + b),
                "This is one number for each input. A neuron gives a single number, "
                "so sum the products."),
    ],
    hints=[
        "First compute z = w.x + b, which is a number; then take its sigmoid.",
        "`w @ x` is the sum of the products.",
        "Add the bias once, to the sum of the products.",
    ])
def one_neuron(w, b, x):
    """Write `one_neuron(w, b, x)`: the output of a sigmoid neuron with weights w, bias b and inputs
    x. `sigmoid` is there."""
    return sigmoid(w @ x + b)


@exercise(
    cases=[(0.0,), (1.0,), (-2.0,), (6.0,)],
    mistakes=[
        Mistake(lambda z: sigmoid(z),
                "This is the sigmoid itself, not its slope."),
        Mistake(lambda z: sigmoid(z) * (sigmoid(z) - 1),
                "The sign is wrong: the sigmoid rises everywhere, so its slope is positive."),
        Mistake(lambda z: z * (1 - z),
                "In a(1 - a), the letter a stands for the output, sigmoid(z), not for z."),
        Mistake(lambda z: sigmoid(z) * (1 + sigmoid(z)),
                "The sign in the bracket is wrong: the slope is 1/4 at z = 0."),
        Mistake(lambda z: 1 - sigmoid(z),
                "One factor is missing: at z = 0 the slope is 1/4."),
    ],
    hints=[
        "Derive 1 / (1 + exp(-z)) by the chain rule.",
        "The result can be written with the output a = sigmoid(z) alone.",
        "Try 1 - a as one of two factors: at z = 0 the two make 1/4.",
    ])
def sigmoid_slope(z):
    """Write `sigmoid_slope(z)`: the derivative of the sigmoid at z."""
    return sigmoid(z) * (1 - sigmoid(z))


@exercise(
    cases=[(0.1, 0.01), (0.1, 0.001), (0.5, 0.01), (0.01, 0.1)], tolerance=1e-4,
    mistakes=[
        Mistake(lambda epsilon, gap: np.log(1 / gap) / epsilon,
                "This w satisfies the bound exp(-w epsilon). It is safe, but a slightly smaller w "
                "is enough: the largest difference is exactly sigmoid(-w epsilon)."),
        Mistake(lambda epsilon, gap: np.log(1 / gap - 1),
                "Your answer does not depend on epsilon. But half the distance "
                "needs twice the weight."),
        Mistake(lambda epsilon, gap: -np.log(1 / gap - 1) / epsilon,
                "Your weight is negative, so the neuron would step down instead of up."),
        Mistake(lambda epsilon, gap: np.log(1 / gap - 1) * epsilon,
                "Your w grows with epsilon. But the closer to the step it must hold, the "
                "larger w must be."),
    ],
    hints=[
        "The difference is largest at the nearest x, which is epsilon. There "
        "it is sigmoid(-w epsilon).",
        "Solve 1 / (1 + exp(w epsilon)) = gap for w.",
        "This gives exp(w epsilon) = 1 / gap - 1. Now take the logarithm.",
    ])
def steep_enough(epsilon, gap):
    """Write `steep_enough(epsilon, gap)`: the smallest w for which sigmoid(wx) differs from the
    step by at most gap wherever abs(x) >= epsilon."""
    return np.log(1 / gap - 1) / epsilon
