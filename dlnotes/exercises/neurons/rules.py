"""Exercises of lesson 02: choose the weights of a neuron by hand, and let it learn them."""
import jax.numpy as jnp
import numpy as np

from dlnotes.answers.engine import Exercise, Mistake, exercise
from dlnotes.networks.activations import sigmoid, step


def _fires_for(but_not, x1, x2):
    count = len(but_not) if np.iterable(but_not) else 1
    if count != 3:
        raise ValueError(f"three numbers (w1, w2, b) are expected; got {count}")
    w1, w2, b = but_not
    return bool(w1 * x1 + w2 * x2 + b > 0)


but_not = Exercise(
    "but_not",
    "Choose `but_not = (w1, w2, b)` so that a neuron with a step fires exactly for x1 = 1 "
    "and x2 = 0.",
    (1.0, -1.0, -0.5), cases=[(0, 0), (1, 0), (0, 1), (1, 1)], use=_fires_for,
    mistakes=[
        Mistake((1.0, -1.0, 0.5),
                "With x1 = x2 = 0 this neuron fires already, because its bias alone is above 0."),
        Mistake((1.0, 1.0, -1.5),
                "This neuron computes AND. The weight of the second input must be negative, so "
                "that x2 = 1 keeps the neuron from firing."),
        Mistake((-1.0, 1.0, -0.5),
                "You have exchanged the two inputs."),
        Mistake((1.0, -1.0, -1.5),
                "This neuron never fires: x1 = 1 alone must lift z above 0."),
    ],
    hints=[
        "Which sign must w1 have, and which sign w2?",
        "Write down z for each of the four inputs. Which of the four must be above 0?",
        "Try w1 = 1 and w2 = -1, and find out between which two numbers b must lie.",
    ],
    solution="but_not = (1.0, -1.0, -0.5)")


def _updates():
    """Return w, b, x, y and a learning rate; in the first case z is exactly 0."""
    return [
        (jnp.array([0.0, 0.0]), 0.0, jnp.array([1.0, 1.0]), 1.0, 1.0),
        (jnp.array([1.0, 0.0]), 0.5, jnp.array([0.0, 1.0]), 0.0, 0.5),
        (jnp.array([1.0, 2.0]), -1.0, jnp.array([1.0, 1.0]), 1.0, 1.0),
        (jnp.array([0.5, 1.0]), -0.5, jnp.array([2.0, -1.0]), 1.0, 1.0),
        (jnp.array([-2.0, 1.0]), 0.5, jnp.array([1.0, 0.5]), 1.0, 0.1),
    ]


def _update(sign=1, bias=True, rate=True, inputs=True, answer=step):
    """Return the rule, any part of which can be wrong."""
    def update(w, b, x, y, learning_rate):
        error = y - answer(w @ x + b)
        change = sign * (learning_rate if rate else 1.0) * error
        return w + (change * x if inputs else change), b + change if bias else b
    return update


def _in_turn(w, b, x, y, learning_rate):
    w = w + learning_rate * (y - step(w @ x + b)) * x
    return w, b + learning_rate * (y - step(w @ x + b))


@exercise(
    cases=_updates,
    mistakes=[
        Mistake(_update(sign=-1),
                "This neuron learns the opposite. The error is y - a, in this order."),
        Mistake(_update(bias=False),
                "The bias must learn too. It learns as the weight of an input that is always 1."),
        Mistake(_update(rate=False),
                "The learning rate is missing. It says how large a step is."),
        Mistake(_update(answer=lambda z: 0.0),
                "This neuron changes even where its answer is right. Subtract its own "
                "answer a from y."),
        Mistake(_update(answer=sigmoid),
                "The answer of this neuron is 0 or 1, because its activation is the step."),
        Mistake(_update(answer=lambda z: 1.0 * (z >= 0)),
                "Where z is exactly 0, as it is at the start, the step gives 0. It gives 1 only "
                "for z > 0."),
        Mistake(_update(inputs=False),
                "The change of a weight depends on its own input: multiply the error by x."),
        Mistake(lambda *case: _update()(*case)[0],
                "These are the weights alone. Return the bias as well, as in `return w, b`."),
        Mistake(_in_turn,
                "When you changed b, w had changed already, and so had the answer of the neuron. "
                "Compute a once, before you change anything."),
    ],
    hints=[
        "First compute a, the step of w.x + b. The error is y - a.",
        "Where the answer is right the error is 0, so nothing changes and no `if` is needed.",
        "The new weights are w + learning_rate * error * x. The bias is the weight of an input 1.",
    ])
def perceptron_update(w, b, x, y, learning_rate):
    """Write `perceptron_update(w, b, x, y, learning_rate)`: the pair (w, b) after one step of the
    rule on (x, y). `step` is there."""
    error = y - step(w @ x + b)
    return w + learning_rate * error * x, b + learning_rate * error
