"""Exercises of lesson 03: networks."""
import numpy as np

from dlnotes.networks.activations import relu, sigmoid, step
from dlnotes.answers.engine import Exercise, Mistake, exercise
from dlnotes.networks.neurons import GATE_INPUTS


def _layer_cases():
    """W, b and a of small layers, simple ones first, no two sizes alike but once."""
    rng = np.random.default_rng(3)
    drawn = [(rng.normal(size=(n_out, n_in)).round(1), rng.normal(size=n_out).round(1), rng.normal(size=n_in).round(1))
             for n_out, n_in in ((2, 3), (4, 2), (3, 3), (1, 5))]
    return [(np.array([[2.0]]), np.array([1.0]), np.array([-1.0])), *drawn]


@exercise(cases=_layer_cases,
          mistakes=[Mistake(lambda W, b, a: sigmoid(W.T @ a + b), "Row j of W belongs to neuron j: no transpose here."),
                    Mistake(lambda W, b, a: sigmoid(W @ a), "Each neuron has a bias as well: where is b?"),
                    Mistake(lambda W, b, a: W @ a + b, "This is z, the weighted input. What does a neuron make of it?"),
                    Mistake(lambda W, b, a: sigmoid(W @ a) + b, "The bias is added before the sigmoid, not after it."),
                    Mistake(lambda W, b, a: sigmoid(W @ (a + b)), "The bias is added to Wa, not to a: W @ a + b."),
                    Mistake(lambda W, b, a: sigmoid(W * a + b), "`*` multiplies entry by entry; use `@`."),
                    Mistake(lambda W, b, a: relu(W @ a + b), "That is a layer of ReLUs: take `sigmoid` instead."),
                    Mistake(lambda W, b, a: step(W @ a + b), "That is a layer of steps: take `sigmoid` instead.")],
          hints=["First z = Wa + b, for all neurons at once.",
                 "In Python, Wa is `W @ a`; then `sigmoid` takes the whole vector."])
def one_layer(W, b, a):
    """Write `one_layer(W, b, a)`: the activations of a layer of sigmoid neurons, from those of the layer before."""
    return sigmoid(W @ a + b)


SIZES = [([2, 1],), ([2, 3],), ([3, 4, 2],), ([784, 30, 10],), ([5, 4, 3, 2, 1],), ([784, 100, 100, 10],)]


@exercise(cases=SIZES,
          mistakes=[Mistake(lambda sizes: [((n, m), (m,)) for n, m in zip(sizes, sizes[1:])],
                            "W has a row for each neuron of this layer, and a column for each input."),
                    Mistake(lambda sizes: [((m, n), (n,)) for n, m in zip(sizes, sizes[1:])],
                            "b has the size of a', not that of a: one bias for each neuron of this layer."),
                    Mistake(lambda sizes: [((m, n), (m,)) for n, m in zip([sizes[0], *sizes], sizes)],
                            "The input layer has no neurons: it needs no W and no b."),
                    Mistake(lambda sizes: [((m, n), (m,)) for n, m in zip(sizes, sizes[1:-1])],
                            "The output layer is missing: it holds neurons too."),
                    Mistake(lambda sizes: [((m, n), m) for n, m in zip(sizes, sizes[1:])],
                            "A shape with one number needs a comma: `(m,)`. In Python `(m)` is the number m.")],
          hints=["A list of three sizes has two steps between neighbours, so two layers of neurons.",
                 "`zip(sizes, sizes[1:])` gives the neighbours, n_in and n_out.",
                 "For each pair: `((n_out, n_in), (n_out,))`."])
def shapes(sizes):
    """Write `shapes(sizes)`: for each layer of neurons the shape of W and that of b; [((1, 2), (1,))] for [2, 1]."""
    return [((n_out, n_in), (n_out,)) for n_in, n_out in zip(sizes, sizes[1:])]


@exercise(cases=SIZES,
          mistakes=[Mistake(lambda sizes: sum(n * m for n, m in zip(sizes, sizes[1:])),
                            "Those are the weights. Each neuron has a bias as well."),
                    Mistake(lambda sizes: sum(n * m for n, m in zip(sizes, sizes[1:])) + sum(sizes),
                            "Biases belong to neurons, and the input layer holds none."),
                    Mistake(lambda sizes: sum(n * m + m for n, m in zip(sizes, sizes[1:-1])),
                            "One layer is missing: the output layer holds neurons too."),
                    Mistake(lambda sizes: sum(n + m for n, m in zip(sizes, sizes[1:])),
                            "Every input is connected with every neuron: how many lines are that?"),
                    Mistake(lambda sizes: sum(n * m + n for n, m in zip(sizes, sizes[1:])),
                            "There is a bias for each neuron of this layer, not for each input.")],
          hints=["Count one layer first: n_in inputs, n_out neurons.",
                 "A layer has n_in * n_out weights and n_out biases.",
                 "Add n_in * n_out + n_out over `zip(sizes, sizes[1:])`."])
def count_parameters(sizes):
    """Write `count_parameters(sizes)`: how many weights and biases a network of these sizes has in all."""
    return sum(n_in * n_out + n_out for n_in, n_out in zip(sizes, sizes[1:]))


def _fires(xor_output, x1, x2, h1, h2):
    """What the output neuron gives, 1 or 0."""
    if np.shape(xor_output) != (3,):
        raise ValueError(f"three numbers are wanted, (v1, v2, c); got {xor_output!r}")
    v1, v2, c = xor_output
    return float(v1 * h1 + v2 * h2 + c > 0)


xor_output = Exercise(
    "xor_output", "One hidden neuron computes h1 = x1 OR x2, the other h2 = x1 NAND x2. Choose (v1, v2, c) so that the "
    "output neuron, 1 where v1 h1 + v2 h2 + c > 0 and 0 elsewhere, gives x1 XOR x2.", (1.0, 1.0, -1.5),
    [(x1, x2, float(x1 + x2 > 0.5), float(x1 + x2 < 1.5)) for x1, x2 in GATE_INPUTS],
    mistakes=[Mistake((1.0, 1.0, -0.5), "This output fires where h1 or h2 does: always. It should take both."),
              Mistake((1.0, -1.0, -0.5), "h2 is NAND here, not AND: its firing speaks for XOR, not against it."),
              Mistake((1.0, 1.0, -2.5), "This output never fires: even h1 + h2 = 2 does not reach the threshold -c."),
              Mistake((1.0, 0.0, -0.5), "This is OR alone: (1, 1) gets 1 as well. What does h2 say there?"),
              Mistake((1.0, 1.0), "Two weights and a bias make three numbers, in this order: `(v1, v2, c)`.")],
    hints=["Write down h1 and h2 for each of the four inputs. Where are both 1?", "XOR is h1 AND h2.",
           "The AND neuron of lesson 02 has the weights 1, 1 and the bias -1.5."],
    use=_fires, solution="xor_output = (1, 1, -1.5)")


def _stacks():
    """Lists of (W, b), from one layer to four, with matrices of whole numbers."""
    rng = np.random.default_rng(5)
    sizes = ((2, 1), (1, 1, 1), (2, 2, 2), (3, 2, 4), (2, 3, 1, 2), (2, 2, 2, 2, 2))
    return [([(rng.integers(-3, 4, (m, n)).astype(float), rng.integers(-3, 4, m).astype(float))
              for n, m in zip(one, one[1:])],) for one in sizes]


def _folded(join):
    """An answer to `into_one` that joins two layers in its own way."""
    def answer(layers):
        W, b = layers[0]
        for then in layers[1:]:
            W, b = join(W, b, *then)
        return W, b
    return answer


@exercise(cases=_stacks,
          mistakes=[Mistake(_folded(lambda W, b, W2, b2: (W @ W2, W2 @ b + b2)),
                            "The order counts: W1 is applied first, so it stands on the right, W2 @ W1."),
                    Mistake(_folded(lambda W, b, W2, b2: (W2 @ W, b + b2)),
                            "The first bias goes through the second layer too: W2 b1 + b2."),
                    Mistake(_folded(lambda W, b, W2, b2: (W2 @ W, b2)),
                            "Where did the first layer's bias go? Multiply W2 (W1 a + b1) + b2 out."),
                    Mistake(_folded(lambda W, b, W2, b2: (W2 @ W, W2 @ b)), "b2 is still to be added."),
                    Mistake(_folded(lambda W, b, W2, b2: (W2 @ W, W2 @ W @ b + b2)),
                            "b needs W2 alone, W2 b1 + b2: has W been overwritten before b was computed?"),
                    Mistake(_folded(lambda W, b, W2, b2: (W2 * W, W2 @ b + b2)),
                            "`*` multiplies entry by entry; the product of matrices is `@`."),
                    Mistake(lambda layers: into_one.reference(layers)[0],
                            "That is W alone: give b as well, `return W, b`.")],
          hints=["Take two layers first, and multiply W2 (W1 a + b1) + b2 out.",
                 "Compare with W a + b: W is W2 W1, and b is W2 b1 + b2.",
                 "Start with the first layer, and join one layer after the other to what you have."])
def into_one(layers):
    """Write `into_one(layers)`: for a list of linear layers (W, b), the first one first, the one (W, b) that does
    what they all do."""
    W, b = layers[0]
    for W2, b2 in layers[1:]:
        W, b = W2 @ W, W2 @ b + b2
    return W, b


widest = Exercise(
    "widest", "A number takes 4 bytes as float32, and a megabyte is 1,000,000 bytes. How wide can the hidden layer of "
    "[784, widest, 10] be, so that all parameters fit into two megabytes?", 628,
    mistakes=[Mistake(2515, "That many would fit if a number took one byte. A float32 takes four."),
              Mistake(659, "That is for 2 * 2**20 bytes, two mebibytes. Here a megabyte is 1,000,000 bytes."),
              Mistake(629, "Just over: 629 neurons take 2,000,260 bytes. Was it rounded up, or a bias forgotten?"),
              Mistake(636, "Each hidden neuron has 784 weights and a bias, and it also feeds 10 outputs."),
              Mistake(637, "Each hidden neuron has a bias beside its 784 weights, and it also feeds 10 outputs."),
              Mistake(314, "That is for one megabyte, or for 8 bytes a number. Two megabytes are 500,000 float32."),
              Mistake(499_990 / 795, "A neuron is whole: round down."),
              Mistake(500_000 / 795, "A neuron is whole: round down. (And the outputs have 10 biases as well.)"),
              Mistake(500_000 / 794, "A neuron is whole, so round down; but first, does each have its bias?")],
    hints=["How many numbers of 4 bytes are two megabytes?",
           "A hidden neuron brings 784 weights, a bias, and 10 weights to the outputs: 795 parameters.",
           "795 n + 10 must not exceed 500,000; or try n = 1, 2, 3 ... in a loop."],
    solution="widest = (2_000_000 // 4 - 10) // (784 + 1 + 10)")
