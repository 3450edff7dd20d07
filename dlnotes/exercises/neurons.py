"""Exercises of lesson 02: single neurons."""
import jax.numpy as jnp
import numpy as np

from dlnotes.networks.activations import sigmoid, step
from dlnotes.answers.engine import Exercise, Mistake, exercise


@exercise(cases=[(2.0, 3.0), (1.0, -4.0), (-0.5, 1.0), (-4.0, -2.0)],
          mistakes=[Mistake(lambda w, b: b / w, "Mind the sign: solve wx + b = 0 for x."),
                    Mistake(lambda w, b: -w / b, "Which of the two divides the other? Solve wx + b = 0 for x."),
                    Mistake(lambda w, b: -b, "A steeper neuron steps closer to 0: the weight has a say too.")],
          hints=["At the step, z = wx + b is 0.", "Bring b to the other side, then divide by w.",
                 "With w = 2 and b = 6 the step is at -3: which combination of 2 and 6 gives -3?"])
def where_it_steps(w, b):
    "Write `where_it_steps(w, b)`: the input x at which a neuron with one input steps."
    return -b / w


@exercise(cases=lambda: [(jnp.array([1.0, 2.0]), 0.0, jnp.array([0.5, -1.0])),
                         (jnp.array([1.0, 2.0]), -1.0, jnp.array([2.0, 1.0])),
                         (jnp.array([-1.0, 0.5, 2.0]), 0.3, jnp.array([1.0, 4.0, -0.5])),
                         (jnp.array([3.0, -2.0, 0.5, 1.0]), 1.0, jnp.array([-1.0, 0.5, 2.0, 1.0]))],
          mistakes=[Mistake(lambda w, b, x: sigmoid(jnp.dot(w, x)), "The bias is missing."),
                    Mistake(lambda w, b, x: jnp.dot(w, x) + b, "That is z. The neuron gives the sigmoid of it."),
                    Mistake(lambda w, b, x: sigmoid(jnp.dot(w, x)) + b,
                            "The bias belongs inside: it is added to the sum, before the sigmoid bends it."),
                    Mistake(lambda w, b, x: sigmoid(-(jnp.dot(w, x) + b)),
                            "Mind the sign: a larger z gives a larger output, so it is exp(-z) below the line."),
                    Mistake(lambda w, b, x: sigmoid(jnp.mean(w * x) + b),
                            "The products are summed, not averaged: `jnp.mean` divides by their number."),
                    Mistake(lambda w, b, x: sigmoid(w * x + b),
                            "That is one number for each input. A neuron gives one number: sum the products.")],
          hints=["First z = w.x + b, a number; then its sigmoid.", "`w @ x` is the sum of the products.",
                 "The bias is added once, to the sum of the products."])
def one_neuron(w, b, x):
    """Write `one_neuron(w, b, x)`: the output of a sigmoid neuron with weights w, bias b and inputs x. `sigmoid` is
    there."""
    return sigmoid(w @ x + b)


@exercise(cases=[(0.0,), (1.0,), (-2.0,), (6.0,)],
          mistakes=[Mistake(lambda z: sigmoid(z), "That is the sigmoid itself, not its slope."),
                    Mistake(lambda z: sigmoid(z) * (sigmoid(z) - 1),
                            "Mind the sign: the sigmoid rises everywhere, so that its slope is positive."),
                    Mistake(lambda z: z * (1 - z), "The a in a(1 - a) is the output, sigmoid(z), not z."),
                    Mistake(lambda z: sigmoid(z) * (1 + sigmoid(z)), "Mind the sign: the slope is 1/4 at z = 0."),
                    Mistake(lambda z: 1 - sigmoid(z), "One factor is missing: at z = 0 the slope is 1/4.")],
          hints=["Derive 1 / (1 + exp(-z)) by the chain rule.",
                 "It can be written with the output a = sigmoid(z) alone.",
                 "Try 1 - a as one of two factors: at z = 0 they make 1/4."])
def sigmoid_slope(z):
    "Write `sigmoid_slope(z)`: the derivative of the sigmoid at z."
    return sigmoid(z) * (1 - sigmoid(z))


def _fires_for(but_not, x1, x2):
    count = len(but_not) if np.iterable(but_not) else 1
    if count != 3:
        raise ValueError(f"three numbers (w1, w2, b) are expected; got {count}")
    w1, w2, b = but_not
    return bool(w1 * x1 + w2 * x2 + b > 0)


but_not = Exercise(
    "but_not", "Choose `but_not = (w1, w2, b)` so that a neuron with a step fires exactly for x1 = 1 and x2 = 0.",
    (1.0, -1.0, -0.5), cases=[(0, 0), (1, 0), (0, 1), (1, 1)],
    mistakes=[Mistake((1.0, -1.0, 0.5), "With x1 = x2 = 0 it fires already: the bias alone must not reach above 0."),
              Mistake((1.0, 1.0, -1.5), "That is AND. The second input has to speak against firing."),
              Mistake((-1.0, 1.0, -0.5), "The two inputs have changed places."),
              Mistake((1.0, -1.0, -1.5), "It never fires: x1 alone must lift z above 0.")],
    hints=["Which sign must w1 have, and which w2?", "Write down z for each of the four inputs: which must be above 0?",
           "Try w1 = 1 and w2 = -1, and find out between which numbers b must lie."],
    use=_fires_for, solution="but_not = (1.0, -1.0, -0.5)")


def _update(sign=1, bias=True, rate=True, inputs=True, answer=step):
    """A version of the rule, with what a mistake may change about it."""
    def update(w, b, x, y, learning_rate):
        change = sign * (learning_rate if rate else 1.0) * (y - answer(w @ x + b))
        return w + (change * x if inputs else change), b + change if bias else b
    return update


def _in_turn(w, b, x, y, learning_rate):
    w = w + learning_rate * (y - step(w @ x + b)) * x
    return w, b + learning_rate * (y - step(w @ x + b))


@exercise(cases=lambda: [(jnp.array([0.0, 0.0]), 0.0, jnp.array([1.0, 1.0]), 1.0, 1.0),
                         (jnp.array([1.0, 0.0]), 0.5, jnp.array([0.0, 1.0]), 0.0, 0.5),
                         (jnp.array([1.0, 2.0]), -1.0, jnp.array([1.0, 1.0]), 1.0, 1.0),
                         (jnp.array([0.5, 1.0]), -0.5, jnp.array([2.0, -1.0]), 1.0, 1.0),
                         (jnp.array([-2.0, 1.0]), 0.5, jnp.array([1.0, 0.5]), 1.0, 0.1)],
          mistakes=[Mistake(_update(sign=-1), "It learns away from the answer: the error is y - a, in this order."),
                    Mistake(_update(bias=False), "The bias learns too, as the weight of an input that is always 1."),
                    Mistake(_update(rate=False), "The learning rate is missing: it says how large a step is."),
                    Mistake(_update(answer=lambda z: 0.0), "It moves where it is right, too: subtract its own answer."),
                    Mistake(_update(answer=sigmoid), "This neuron says 0 or 1: its activation is the step."),
                    Mistake(_update(answer=lambda z: 1.0 * (z >= 0)),
                            "Where z is exactly 0, as at the very start, the step gives 0: it is 1 only for z > 0."),
                    Mistake(_update(inputs=False), "A weight moves with its own input: the error times x."),
                    Mistake(lambda *case: _update()(*case)[0],
                            "The pair is expected, as in `return w, b`: the bias learns too."),
                    Mistake(_in_turn, "By the time b moves, w is a new one, and so is its answer: work out a once, "
                                      "before anything moves.")],
          hints=["First a, the step of w.x + b. The error is y - a.",
                 "Where the answer is right the error is 0, so that nothing moves: no `if` is needed.",
                 "The new weights are w + learning_rate * error * x; the bias is the weight of an input 1."])
def perceptron_update(w, b, x, y, learning_rate):
    """Write `perceptron_update(w, b, x, y, learning_rate)`: the pair (w, b) after one step of the rule on (x, y).
    `step` is there."""
    error = y - step(w @ x + b)
    return w + learning_rate * error * x, b + learning_rate * error


@exercise(cases=[(0.1, 0.01), (0.1, 0.001), (0.5, 0.01), (0.01, 0.1)], tolerance=1e-4,
          mistakes=[Mistake(lambda epsilon, gap: np.log(1 / gap) / epsilon,
                            "That is what the bound exp(-w epsilon) asks for. It is safe, but a little smaller w will "
                            "do: the largest difference is exactly sigmoid(-w epsilon)."),
                    Mistake(lambda epsilon, gap: np.log(1 / gap - 1),
                            "How close to the edge must it hold? Half the distance needs twice the weight."),
                    Mistake(lambda epsilon, gap: -np.log(1 / gap - 1) / epsilon, "The weight comes out negative."),
                    Mistake(lambda epsilon, gap: np.log(1 / gap - 1) * epsilon,
                            "Closer to the edge needs a larger w.")],
          hints=["The difference is largest at the nearest x, at epsilon: there it is sigmoid(-w epsilon).",
                 "Solve 1 / (1 + exp(w epsilon)) = gap for w.",
                 "exp(w epsilon) = 1 / gap - 1; now take the logarithm."])
def steep_enough(epsilon, gap):
    """Write `steep_enough(epsilon, gap)`: the smallest w for which the sigmoid of wx is within gap of the step beyond
    epsilon."""
    return np.log(1 / gap - 1) / epsilon
