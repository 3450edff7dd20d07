"""Exercises of lesson 06: a backpropagation of one's own, from the output error to a training loop."""
import jax
import jax.numpy as jnp
import numpy as np

from dlnotes.networks.activations import sigmoid
from dlnotes.experiments.broken_backprop import PATIENTS, VERDICTS
from dlnotes.answers.engine import Exercise, Mistake, exercise
from dlnotes.answers.words import kind


def _output_cases():
    """z, a and y of output layers, one neuron first."""
    rng = np.random.default_rng(6)
    drawn = [(z := rng.normal(size=n).round(1), sigmoid.function(z), rng.integers(0, 2, n).astype(float))
             for n in (2, 3, 10)]
    return [(np.array([0.0]), np.array([0.5]), np.array([1.0])), *((z, np.asarray(a), y) for z, a, y in drawn)]


@exercise(cases=_output_cases,
          mistakes=[Mistake(lambda z, a, y: a - y,
                            "This is dC/da. One more step of the chain rule leads to z: a = f(z)."),
                    Mistake(lambda z, a, y: (y - a) * sigmoid.derivative(z),
                            "The sign: differentiate (a - y)^2 / 2 by a."),
                    Mistake(lambda z, a, y: (a - y) * sigmoid.derivative(a),
                            "f' is taken at the weighted input z, not at the activation a."),
                    Mistake(lambda z, a, y: (a - y) * sigmoid(z),
                            "f(z) is a itself. The chain rule asks for the slope, f'(z)."),
                    Mistake(lambda z, a, y: 2 * (a - y) * sigmoid.derivative(z),
                            "The half in front of the square takes away the 2."),
                    Mistake(lambda z, a, y: 0.5 * (a - y) * sigmoid.derivative(z),
                            "Differentiating the square gives a 2, which takes away the half."),
                    Mistake(lambda z, a, y: jnp.sum((a - y) * sigmoid.derivative(z)),
                            "Each output neuron has an error of its own: no sum here.")],
          hints=["C = (a - y)^2 / 2 for each output, and a = f(z): two factors.", "dC/da is a - y, and da/dz is f'(z).",
                 "`sigmoid.derivative(z)` is f'(z)."])
def output_error(z, a, y):
    """Write `output_error(z, a, y)`: BP1 for sigmoid neurons and the quadratic cost, sum (a - y)^2 / 2."""
    return (a - y) * sigmoid.derivative(z)


def _before_cases():
    """W (after, here), delta (after,) and z (here,)."""
    rng = np.random.default_rng(7)
    drawn = [(rng.normal(size=(m, n)).round(1), rng.normal(size=m).round(2), rng.normal(size=n).round(1))
             for m, n in ((2, 2), (2, 3), (3, 3), (10, 4))]
    return [(np.array([[2.0]]), np.array([0.5]), np.array([1.0])), *drawn]


@exercise(cases=_before_cases,
          mistakes=[Mistake(lambda W, delta, z: W @ delta * sigmoid.derivative(z),
                            "Forwards W takes this layer to the next one. Backwards the error goes through W^T."),
                    Mistake(lambda W, delta, z: W.T @ delta,
                            "The error has reached a. From a to z there is one more factor, f'(z)."),
                    Mistake(lambda W, delta, z: W.T @ delta * sigmoid.derivative(sigmoid(z)),
                            "f' is taken at the weighted input z, not at the activation a."),
                    Mistake(lambda W, delta, z: W.T @ delta * sigmoid(z),
                            "The factor is the slope f'(z), not the activation f(z)."),
                    Mistake(lambda W, delta, z: W.T @ (delta * sigmoid.derivative(z)),
                            "f'(z) belongs to the neurons of this layer: multiply after the product with W^T."),
                    Mistake(lambda W, delta, z: W.T @ delta @ sigmoid.derivative(z),
                            "Entry by entry is `*`; `@` adds everything up to one number.")],
          hints=["Neuron k reaches the cost through every neuron j of the next layer: sum over j of W[j, k] delta[j].",
                 "That sum for all k at once is `W.T @ delta`.", "Then times f'(z), entry by entry."])
def error_before(W, delta, z):
    """Write `error_before(W, delta, z)`: BP2, the errors of a sigmoid layer with weighted inputs z, from W and delta of
    the layer after it."""
    return W.T @ delta * sigmoid.derivative(z)


def _outer_cases():
    rng = np.random.default_rng(8)
    return [(rng.normal(size=m).round(1), rng.normal(size=n).round(1))
            for m, n in ((1, 1), (2, 2), (2, 3), (4, 2), (3, 3))]


@exercise(cases=_outer_cases,
          mistakes=[Mistake(lambda delta, a: jnp.outer(a, delta),
                            "Row j belongs to neuron j, as in W: delta goes down the rows, a along the columns."),
                    Mistake(lambda delta, a: delta @ a,
                            "There is a number for each weight: a whole matrix, not a sum."),
                    Mistake(lambda delta, a: delta * a,
                            "Every neuron j has a weight from every input k: all pairs, not just those with j = k."),
                    Mistake(lambda delta, a: jnp.outer(delta, sigmoid(a)),
                            "a is an activation already: the sigmoid has been taken."),
                    Mistake(lambda delta, a: jnp.outer(delta, a) / len(delta),
                            "Nothing is averaged here: one example only.")],
          hints=["z_j = ... + W_jk a_k + ..., so dz_j/dW_jk is a_k.", "Entry (j, k) is delta_j a_k, shaped as W is.",
                 "That is an outer product: `jnp.outer`."])
def weight_gradient(delta, a):
    """Write `weight_gradient(delta, a)`: BP4, dC/dW of a layer, from its errors delta and the activations a that feed
    it."""
    return jnp.outer(delta, a)


def _network(rng, sizes):
    params = [(rng.normal(size=(m, n)).round(1), rng.normal(size=m).round(1)) for n, m in zip(sizes, sizes[1:])]
    return params, rng.normal(size=sizes[0]).round(1), rng.integers(0, 2, sizes[-1]).astype(float)


def _pass_cases():
    rng = np.random.default_rng(9)
    return [_network(rng, sizes) for sizes in ((1, 1, 1), (2, 2, 2), (2, 3, 1), (3, 3, 3), (4, 5, 3))]


def _two_layers(start=output_error.reference, before=lambda W1, W2, delta, z: error_before.reference(W2, delta, z),
                feeding=lambda z, a: a[:2], outer=jnp.outer, bias=lambda delta: delta):
    """A whole backward pass of two layers, with parts that may be wrong."""
    def answer(params, x, y):
        (W1, b1), (W2, b2) = params
        z1 = W1 @ x + b1
        z2 = W2 @ sigmoid(z1) + b2
        delta2 = start(z2, sigmoid(z2), y)
        deltas = before(W1, W2, delta2, z1), delta2
        fed = feeding((x, z1, z2), (x, sigmoid(z1), sigmoid(z2)))
        return [(outer(delta, a), bias(delta)) for delta, a in zip(deltas, fed)]
    return answer


@exercise(cases=_pass_cases,
          mistakes=[Mistake(lambda params, x, y: _two_layers()(params, x, y)[::-1],
                            "The list begins with the first layer, as params does. Only the work goes backwards."),
                    Mistake(_two_layers(start=lambda z, a, y: a - y),
                            "The output error of the quadratic cost has two factors: a - y, and f'(z2)."),
                    Mistake(_two_layers(start=lambda z, a, y: (y - a) * sigmoid.derivative(z)),
                            "All signs are the wrong way round: the cost grows with a - y, not with y - a."),
                    Mistake(_two_layers(before=lambda W1, W2, delta, z: W2.T @ delta),
                            "The second layer is right. In the first, one factor of BP2 is missing: f'(z)."),
                    Mistake(_two_layers(before=lambda W1, W2, delta, z: W2.T @ delta * sigmoid.derivative(sigmoid(z))),
                            "The second layer is right. In the first, f' is taken at z1, not at a1."),
                    Mistake(_two_layers(before=lambda W1, W2, delta, z: W1.T @ delta * sigmoid.derivative(z)),
                            "The error goes back through the weights that it came by: those of the second layer, W2."),
                    Mistake(_two_layers(outer=lambda delta, a: jnp.outer(a, delta)),
                            "Each dC/dW must be shaped as its W: delta goes down the rows."),
                    Mistake(_two_layers(bias=lambda delta: jnp.sum(delta)),
                            "BP3: each neuron's bias has its own delta; no sum."),
                    Mistake(_two_layers(feeding=lambda z, a: z[:2]),
                            "BP4 takes the activations a of the layer before, not its weighted inputs z."),
                    Mistake(_two_layers(feeding=lambda z, a: a[1:]),
                            "BP4 takes the activations of the layer before: x for the first layer, a1 for the second."),
                    Mistake(_two_layers(before=lambda W1, W2, delta, z: (W2 - jnp.outer(delta, sigmoid(z))).T @ delta
                                        * sigmoid.derivative(z)),
                            "The weights changed before all errors were known: first the whole gradient, then step.")],
          hints=["Forwards first, and keep z1, a1, z2, a2.",
                 "Then `output_error(z2, a2, y)`, then `error_before(W2, delta2, z1)`.",
                 "The gradient of a layer is `(weight_gradient(delta, a), delta)`, with a from the layer before it."])
def backward_pass(params, x, y):
    """Write `backward_pass(params, x, y)`: the gradient of the quadratic cost for params = [(W1, b1), (W2, b2)], two
    sigmoid layers, and one example, as a list [(dC/dW1, dC/db1), (dC/dW2, dC/db2)]."""
    (W1, b1), (W2, b2) = params
    z1 = W1 @ x + b1
    a1 = sigmoid(z1)
    z2 = W2 @ a1 + b2
    delta2 = (sigmoid(z2) - y) * sigmoid.derivative(z2)
    delta1 = W2.T @ delta2 * sigmoid.derivative(z1)
    return [(jnp.outer(delta1, x), delta1), (jnp.outer(delta2, a1), delta2)]


def _toy(params, x, y):
    """A gradient that is quick to compute: that of sum (W x + b - y)^2 / 2, for each (W, b) by itself."""
    return [(np.outer(W @ x + b - y, x), W @ x + b - y) for W, b in params]


def _epoch_cases():
    rng = np.random.default_rng(11)
    return [([(rng.normal(size=(m, n)).round(1), rng.normal(size=m).round(1)) for _ in range(layers)],
             [(rng.normal(size=(size, n)).round(1), rng.normal(size=(size, m)).round(1)) for size in batches], eta)
            for n, m, batches, eta, layers in
            ((1, 1, (1,), 0.5, 1), (1, 1, (2, 2), 0.1, 1), (2, 1, (3, 2), 0.1, 2), (2, 2, (1, 2, 2), 0.2, 2))]


def _epoch(divide=True, sign=-1.0, stay=False, last=False):
    """A training loop with parts that may be wrong."""
    def answer(backward, params, batches, eta):
        start = params
        for X, Y in batches:
            found = [backward(start if stay else params, x, y) for x, y in zip(X, Y)]
            found = found[-1:] if last else found
            total = jax.tree.map(lambda *g: sum(g) / (len(found) if divide else 1), *found)
            params = jax.tree.map(lambda p, g: p + sign * eta * g, params, total)
        return params
    return answer


@exercise(cases=_epoch_cases, use=lambda train_epoch, params, batches, eta: train_epoch(_toy, params, batches, eta),
          mistakes=[Mistake(_epoch(divide=False),
                            "This is the sum over the batch. The step takes the mean, so divide by len(X)."),
                    Mistake(_epoch(sign=1.0), "Uphill: p - eta * gradient leads down."),
                    Mistake(_epoch(stay=True),
                            "Each batch must start from the parameters that the batch before has left."),
                    Mistake(lambda backward, params, batches, eta: _epoch()(backward, params, [
                        (X[i:i + 1], Y[i:i + 1]) for X, Y in batches for i in range(len(X))], eta),
                            "There is one step for each batch here, not one for each example."),
                    Mistake(_epoch(last=True),
                            "Only the last example of each batch had a say: add the gradients of all.")],
          hints=["Two loops: over the batches, and over the examples of each, `zip(X, Y)`.",
                 "`jax.tree.map(lambda *g: sum(g) / len(g), *gradients)` is the mean of a list of gradients.",
                 "After each batch: one step with its mean gradient."],
          solution="""
              def train_epoch(backward, params, batches, eta):
                  for X, Y in batches:
                      gradients = [backward(params, x, y) for x, y in zip(X, Y)]
                      mean = jax.tree.map(lambda *g: sum(g) / len(g), *gradients)
                      params = jax.tree.map(lambda p, g: p - eta * g, params, mean)
                  return params""")
def train_epoch(backward, params, batches, eta):
    """Write `train_epoch(backward, params, batches, eta)`: for each batch (X, Y), the mean of the gradients
    backward(params, x, y) of its examples, and a step of gradient descent with it; give the last parameters back."""
    return _epoch()(backward, params, batches, eta)


RIGHT = {patient: verdict for patient, (_, verdict) in PATIENTS.items()}


def _judged(diagnosis, patient):
    """What is to be said of the patients up to this one: of the first who is not diagnosed right, if there is one."""
    if not isinstance(diagnosis, dict):
        return f"{kind(diagnosis)}, where a dict was expected"
    for one in (one for one in RIGHT if one <= patient and diagnosis.get(one) != RIGHT[one]):
        if diagnosis.get(one, ...) is ...:
            return f"no verdict for {one}"
        return f"wrong for {one}" if diagnosis[one] in VERDICTS[1:] else f"{diagnosis[one]!r} is no verdict"
    return "right"


diagnosis = Exercise(
    "diagnosis", "Which line is wrong in each patient? Write a dict such as {'A': 'BP1', 'B': 'no bug', ...} for all "
    "six, with 'BP1', 'BP2', 'BP3', 'BP4' or 'no bug'.", RIGHT, cases=[(patient,) for patient in RIGHT], use=_judged,
    mistakes=[Mistake({**RIGHT, "A": "BP2"},
                      "A: all biases agree, so every delta is right. Which line comes after them?"),
              Mistake({**RIGHT, "B": "BP1"},
                      "B: the last layer agrees, so BP1 is right. What comes next on the way back?"),
              Mistake({**RIGHT, "C": "BP2"}, "C: is there a cross anywhere?"),
              Mistake({**RIGHT, "D": "BP2"}, "D: the last layer differs already, in weights and biases."),
              Mistake({**RIGHT, "E": "BP1"},
                      "E: the weights agree, and they are made of delta. So delta is right."),
              Mistake({**RIGHT, "F": "no bug"}, "F: a few per cent are little, but a right gradient agrees to many "
                                                "digits. And the last layer agrees.")],
    hints=["Go backwards: where does the first ✗ stand?",
           "If the biases agree, all errors delta are right. If the last layer agrees, BP1 is right.",
           "BP2 shows from the last layer but one on, in weights and biases. BP3 shows in biases only, BP4 in weights "
           "only."],
    solution=f"diagnosis = {RIGHT!r}")


def _tapes():
    """Graphs as lists: for each node the pairs (number of a node it is made of, slope)."""
    return [([[], [(0, 2.0)]],), ([[], [], [(0, 3.0), (1, -1.0)]],), ([[], [(0, 2.0)], [(0, 0.5), (1, 3.0)]],),
            ([[], [(0, 2.0)], [(0, -1.0)], [(1, 1.5), (2, 4.0)], [(3, 0.5), (0, 1.0)]],),
            ([[], [(0, 3.0), (0, 3.0)], [(1, 2.0), (0, 1.0)], [(2, -1.0)]],)]


def _walk(order=reversed, start=1.0, add=True, times=True):
    """A walk through a tape with parts that may be wrong."""
    def answer(tape):
        gradient = [0.0] * (len(tape) - 1) + [start]
        for i in order(range(len(tape))):
            for k, slope in tape[i]:
                part = slope * gradient[i] if times else slope
                gradient[k] = gradient[k] + part if add else part
        return gradient
    return answer


@exercise(cases=_tapes,
          mistakes=[Mistake(_walk(add=False),
                            "A node that is used twice hears from both: add (`+=`), do not replace (`=`)."),
                    Mistake(_walk(order=iter), "Forwards, most gradients are not known yet: take the last node first."),
                    Mistake(_walk(start=0.0), "Nothing arrives: the walk starts with dC/dC = 1 at the last node."),
                    Mistake(_walk(times=False),
                            "The chain rule multiplies: slope times the gradient of the node itself.")],
          hints=["Start with a list of zeros, and a 1 for the last node.", "`for i in reversed(range(len(tape)))`",
                 "For each (k, slope) in tape[i]: gradient[k] += slope * gradient[i]."])
def walk_back(tape):
    """Write `walk_back(tape)`: tape[i] lists the pairs (k, slope) for each earlier node k that node i is made of; give
    the list of dC/d(node) for all nodes, the last node being C."""
    gradient = [0.0] * (len(tape) - 1) + [1.0]
    for i in reversed(range(len(tape))):
        for k, slope in tape[i]:
            gradient[k] += slope * gradient[i]
    return gradient


SINGLE = "In single precision, compare `error_at(2, jnp.float32)` with `error_at(3, jnp.float32)`."
DOUBLE = "In double precision, compare `error_at(5, jnp.float64)` with `error_at(6, jnp.float64)`."
best_steps = Exercise(
    "best_steps", "For which n is the error of central differences with h = 10^-n least, in single and in double "
    "precision? Give the pair (single, double).", (2, 5),
    mistakes=[Mistake((8, 8), "The smallest h is not the best: too many digits of C(p + h) and C(p - h) cancel."),
              Mistake((5, 2), "Single precision first: it has fewer digits, so that it needs the larger h."),
              Mistake((5, 5), "Right for double precision. Single precision has 7 digits only: try n = 1, 2, 3."),
              Mistake((3, 5), f"Almost. {SINGLE}"), Mistake((2, 6), f"Almost. {DOUBLE}"),
              Mistake((3, 6), f"Almost. {SINGLE} {DOUBLE}"),
              Mistake((0.01, 1e-5), "These are the steps h. Asked for is n, with h = 10^-n."),
              Mistake((1, 1), "The largest h is not the best: the parabola's error, h^2, is still large.")],
    hints=["Print `error_at(n, jnp.float32)` for n = 1 to 8, then the same with jnp.float64.",
           "`min(range(1, 9), key=lambda n: error_at(n, jnp.float32))` finds the least."],
    solution="best_steps = (2, 5)")
