"""Exercises of lesson 01: how many operations a network takes, and how wide a deep one may be."""
import numpy as np

from dlnotes.answers.engine import Mistake, exercise
from dlnotes.experiments.waves.parameter_budget import width_for


@exercise(
    cases=[([2, 1],), ([3, 2, 1],), ([64, 100, 10],), ([784, 30, 10],), ([10, 20, 20, 5],)],
    mistakes=[
        Mistake(lambda sizes: sum(m * n for m, n in zip(sizes, sizes[1:])),
                "Each weight takes part in a multiplication and in an addition, "
                "which are two operations."),
        Mistake(lambda sizes: 2 * sum(sizes),
                "You have counted neurons. Count weights: each neuron has one for every neuron of "
                "the layer before."),
        Mistake(lambda sizes: 2 * int(np.prod(sizes)),
                "You have multiplied the layers. They follow each other, so add their weights up."),
        Mistake(lambda sizes: 2 * sum((m + 1) * n for m, n in zip(sizes, sizes[1:])),
                "A bias takes no multiplication, and its addition is counted already: n products "
                "and a bias are added up by n additions."),
        Mistake(lambda sizes: 2 * sizes[0] * sizes[1],
                "These are the operations of the first layer alone."),
    ],
    hints=[
        "How many weights lead from a layer of m neurons to a layer of n neurons?",
        "`zip(sizes, sizes[1:])` gives the pairs of neighbouring layers.",
        "A neuron with n inputs takes n multiplications, and n additions with its bias.",
    ])
def forward_operations(sizes):
    """Write `forward_operations(sizes)`: the multiplications and additions of the way forward, for
    one example, if each neuron multiplies each of its inputs by a weight and adds all that up with
    its bias. sizes: a list, the input first."""
    return 2 * sum(m * n for m, n in zip(sizes, sizes[1:]))


def _widest(parameters, total):
    """Return the largest width for which `total(width)` is at most `parameters`."""
    return max((w for w in range(1, parameters + 1) if total(w) <= parameters), default=0)


def _without_biases(parameters, hidden):
    return _widest(parameters, lambda w: (hidden - 1) * w**2 + 4 * w)


def _biases_of_one_hidden_layer(parameters, hidden):
    return _widest(parameters, lambda w: (hidden - 1) * w**2 + 5 * w + 2)


@exercise(
    cases=[(9, 1), (20, 1), (500, 1), (492, 3), (520, 2), (500, 3), (2000, 5)],
    mistakes=[
        Mistake(lambda parameters, hidden: width_for(parameters, hidden, 2, 2) + 1,
                "This network has a few parameters too many. It may have "
                "no more than `parameters`."),
        Mistake(lambda parameters, hidden: parameters // (5 * hidden),
                "This is right for one hidden layer only. Between two hidden layers there are "
                "width * width weights."),
        Mistake(_without_biases,
                "The biases are missing. Every neuron has one, the two of the output too."),
        Mistake(_biases_of_one_hidden_layer,
                "The neurons of the second hidden layer, and of those after it, have biases too."),
        Mistake(lambda parameters, hidden: width_for(parameters - 1, hidden, 2, 2),
                "Your network is too narrow in one case: it may have exactly `parameters` "
                "parameters, not only fewer."),
        Mistake(lambda parameters, hidden: width_for(parameters, hidden + 1, 2, 2),
                "You have counted one layer too many: between `hidden` layers there are hidden - 1 "
                "matrices of width * width weights."),
    ],
    hints=[
        "Write down the parameters first: 2 inputs, then `hidden` layers of w "
        "neurons, then 2 outputs.",
        "The first layer has 3w, each further hidden layer w^2 + w, and the output 2w + 2.",
        "Then try w = 1, 2, 3, ... until the next one would be too many.",
    ],
    solution="""
        def width(parameters, hidden):
            def total(w):
                return 3 * w + (hidden - 1) * (w**2 + w) + 2 * w + 2

            w = 1
            while total(w + 1) <= parameters:
                w += 1
            return w
        """)
def width(parameters, hidden):
    """Write `width(parameters, hidden)`: the most neurons that each hidden layer can have, so that
    a network with 2 inputs, `hidden` hidden layers and 2 outputs has no more than `parameters`
    parameters."""
    return width_for(parameters, hidden, 2, 2)
