"""Exercises of lesson 03: the shapes of a network's parameters, and how many there are."""
from dlnotes.answers.engine import Exercise, Mistake, exercise

SIZES = [([2, 1],), ([2, 3],), ([3, 4, 2],), ([784, 30, 10],), ([5, 4, 3, 2, 1],),
         ([784, 100, 100, 10],)]


@exercise(
    cases=SIZES,
    mistakes=[
        Mistake(lambda sizes: [((n, m), (m,)) for n, m in zip(sizes, sizes[1:])],
                "W has a row for each neuron of this layer, and a column for each of its inputs."),
        Mistake(lambda sizes: [((m, n), (n,)) for n, m in zip(sizes, sizes[1:])],
                "b is as long as this layer's output, not as its input: one bias for each neuron "
                "of this layer."),
        Mistake(lambda sizes: [((m, n), (m,)) for n, m in zip([sizes[0], *sizes], sizes)],
                "The input layer has no neurons, so it needs no W and no b."),
        Mistake(lambda sizes: [((m, n), (m,)) for n, m in zip(sizes, sizes[1:-1])],
                "The output layer is missing. It has neurons too."),
        Mistake(lambda sizes: [((m, n), m) for n, m in zip(sizes, sizes[1:])],
                "A shape with one number needs a comma: `(m,)`. In Python `(m)` is the number m."),
    ],
    hints=[
        "A list of three sizes has two pairs of neighbours, so the network has "
        "two layers of neurons.",
        "`zip(sizes, sizes[1:])` gives the pairs of neighbours, n_in and n_out.",
        "For each pair the answer is `((n_out, n_in), (n_out,))`.",
    ])
def shapes(sizes):
    """Write `shapes(sizes)`: for each layer of neurons the shape of W and that of b, for instance
    [((1, 2), (1,))] for [2, 1]."""
    return [((n_out, n_in), (n_out,)) for n_in, n_out in zip(sizes, sizes[1:])]


def _weights(sizes):
    return sum(n * m for n, m in zip(sizes, sizes[1:]))


@exercise(
    cases=SIZES,
    mistakes=[
        Mistake(lambda sizes: _weights(sizes),
                "This is the number of weights. Each neuron has a bias as well."),
        Mistake(lambda sizes: _weights(sizes) + sum(sizes),
                "You have counted biases for the input layer. It has no neurons, so "
                "it has no biases."),
        Mistake(lambda sizes: sum(n * m + m for n, m in zip(sizes, sizes[1:-1])),
                "One layer is missing. The output layer has neurons too."),
        Mistake(lambda sizes: sum(n + m for n, m in zip(sizes, sizes[1:])),
                "Every input is connected with every neuron. How many connections are that?"),
        Mistake(lambda sizes: sum(n * m + n for n, m in zip(sizes, sizes[1:])),
                "You have counted a bias for each input. There is one for each "
                "neuron of this layer."),
    ],
    hints=[
        "Count one layer first, with n_in inputs and n_out neurons.",
        "A layer has n_in * n_out weights and n_out biases.",
        "Add n_in * n_out + n_out over `zip(sizes, sizes[1:])`.",
    ])
def count_parameters(sizes):
    """Write `count_parameters(sizes)`: how many weights and biases a network of these sizes has in
    all."""
    return sum(n_in * n_out + n_out for n_in, n_out in zip(sizes, sizes[1:]))


widest = Exercise(
    "widest",
    "A number takes 4 bytes as float32, and a megabyte is 1,000,000 bytes. How wide can the hidden "
    "layer of [784, widest, 10] be, so that all parameters fit into two megabytes?",
    628,
    mistakes=[
        Mistake(2515,
                "So many neurons would fit if a number took one byte. A float32 takes four."),
        Mistake(659,
                "You have used two mebibytes, 2 * 2**20 bytes. Here a "
                "megabyte is 1,000,000 bytes."),
        Mistake(629,
                "This is one too many: 629 neurons take 2,000,260 bytes. Have you rounded up, or "
                "forgotten a bias?"),
        Mistake(636,
                "This is too many. Each hidden neuron has 784 weights and a bias, and 10 more "
                "weights lead from it to the outputs."),
        Mistake(637,
                "This is too many. Each hidden neuron has a bias beside its 784 weights, and 10 "
                "more weights lead from it to the outputs."),
        Mistake(314,
                "This is right for one megabyte, or for 8 bytes a number. Two megabytes hold "
                "500,000 numbers of float32."),
        Mistake(499_990 / 795,
                "There are no parts of neurons: round down."),
        Mistake(500_000 / 795,
                "There are no parts of neurons: round down. (And have you counted the 10 "
                "biases of the outputs?)"),
        Mistake(500_000 / 794,
                "There are no parts of neurons, so round down. But first check whether each hidden "
                "neuron has its bias."),
    ],
    hints=[
        "How many numbers of 4 bytes fit into two megabytes?",
        "A hidden neuron brings 784 weights, a bias, and 10 weights to "
        "the outputs: 795 parameters.",
        "795 n + 10 must not exceed 500,000. Solve this for n, or try n = 1, 2, 3 ... in a loop.",
    ],
    solution="widest = (2_000_000 // 4 - 10) // (784 + 1 + 10)")
