"""Exercise of lesson 06: walk back through a graph, from the cost to every number it is made of."""
from dlnotes.answers.engine import Mistake, exercise

# Graphs as lists: for each node the pairs (number of a node that it is made of, slope).
TAPES = [
    ([[], [(0, 2.0)]],),
    ([[], [], [(0, 3.0), (1, -1.0)]],),
    ([[], [(0, 2.0)], [(0, 0.5), (1, 3.0)]],),
    ([[], [(0, 2.0)], [(0, -1.0)], [(1, 1.5), (2, 4.0)], [(3, 0.5), (0, 1.0)]],),
    ([[], [(0, 3.0), (0, 3.0)], [(1, 2.0), (0, 1.0)], [(2, -1.0)]],),
]


def _walk(order=reversed, start=1.0, add=True, times=True):
    """Return a walk through a tape, any part of which can be wrong."""
    def answer(tape):
        gradient = [0.0] * (len(tape) - 1) + [start]
        for i in order(range(len(tape))):
            for k, slope in tape[i]:
                part = slope * gradient[i] if times else slope
                gradient[k] = gradient[k] + part if add else part
        return gradient
    return answer


@exercise(
    cases=TAPES,
    mistakes=[
        Mistake(_walk(add=False),
                "A node that is used twice gets a part from each use. Add the parts (`+=`); `=` "
                "forgets the first one."),
        Mistake(_walk(order=iter),
                "You walk forwards, where most gradients are not known yet. Start "
                "with the last node."),
        Mistake(_walk(start=0.0),
                "All gradients are 0. The walk must start with dC/dC = 1 at the last node."),
        Mistake(_walk(times=False),
                "The chain rule multiplies: slope times the gradient of node i itself."),
    ],
    hints=[
        "Start with a list of zeros, and put a 1 at the last node.",
        "`for i in reversed(range(len(tape)))` goes from the last node to the first.",
        "For each (k, slope) in tape[i]: gradient[k] += slope * gradient[i].",
    ])
def walk_back(tape):
    """Write `walk_back(tape)`: the list of dC/d(node) for all nodes, where the last node is C.
    tape[i] lists a pair (k, slope) for each earlier node k that node i is made of."""
    gradient = [0.0] * (len(tape) - 1) + [1.0]
    for i in reversed(range(len(tape))):
        for k, slope in tape[i]:
            gradient[k] += slope * gradient[i]
    return gradient
