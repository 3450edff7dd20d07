"""Exercises of lesson 01: what is learnt, cells that fire, what training costs, and networks of equal size."""
import jax.numpy as jnp
import numpy as np

from dlnotes.experiments.depth import width_for
from dlnotes.answers.engine import Exercise, Mistake, exercise
from dlnotes.networks.neurons import GATE_INPUTS, mcculloch_pitts


@exercise(cases=lambda: [(jnp.array([1, 1]),), (jnp.array([0, 3, 3, 1]),), (jnp.array([2, 0, 2, 1, 2, 0, 2, 1]),),
                         (jnp.array([7, 7, 4, 9, 9, 9, 4, 9, 9, 1]),)],
          mistakes=[Mistake(lambda labels: 1 / len(set(labels.tolist())),
                            "That is guessing blindly. Who knows how often each label occurs can do better."),
                    Mistake(lambda labels: jnp.bincount(labels).max(),
                            "That is how often it occurs; divide by how many labels there are."),
                    Mistake(lambda labels: jnp.argmax(jnp.bincount(labels)),
                            "That is the commonest label itself. What share of all labels is it?"),
                    Mistake(lambda labels: jnp.mean(labels == labels[0]),
                            "That is the share of the first label. Which one occurs most often?")],
          hints=["Count how often each label occurs: `jnp.bincount(labels)` does it.",
                 "The largest count, divided by the number of labels."])
def share_by_luck(labels):
    """Write `share_by_luck(labels)`: the largest share, 0 to 1, that one fixed answer gets right. labels: a JAX array of
    digits."""
    return jnp.max(jnp.bincount(labels)) / len(labels)


@exercise(cases=[([1], [], 1), ([1, 1], [], 2), ([1, 0], [], 2), ([1, 1], [], 1), ([1, 1], [1], 1), ([0, 0], [0], 0),
                 ([1, 1], [1, 0], 1), ([1, 0], [1], 1)],
          mistakes=[Mistake(lambda excitatory, inhibitory, threshold: int(sum(excitatory) >= threshold),
                            "An inhibitory input that is on forbids it to fire, however many excite it."),
                    Mistake(lambda excitatory, inhibitory, threshold:
                            int(sum(excitatory) > threshold and not any(inhibitory)),
                            "It takes as many as the threshold says, not one more: at least, not above."),
                    Mistake(lambda excitatory, inhibitory, threshold:
                            int(sum(excitatory) == threshold and not any(inhibitory)),
                            "More exciting inputs than the threshold says are enough, too: at least, not exactly."),
                    Mistake(lambda excitatory, inhibitory, threshold: int(sum(excitatory) - sum(inhibitory) >= threshold),
                            "In 1943 an inhibitory input is no negative weight: a single one is a veto."),
                    Mistake(lambda excitatory, inhibitory, threshold:
                            int(sum(excitatory) >= threshold and not all(inhibitory)),
                            "One inhibitory input is enough to forbid it. (`all` of none is True: the cell would never "
                            "fire without inhibitory inputs.)")],
          hints=["Two conditions, and both must hold.", "`any(inhibitory)` is True where one of them is on.",
                 "`sum(excitatory)` counts those that are on; compare it with the threshold."])
def fires(excitatory, inhibitory, threshold):
    """Write `fires(excitatory, inhibitory, threshold)`: 1 if a cell of 1943 fires, else 0. Both inputs are lists of 0 and
    1, and may be empty."""
    return int(sum(excitatory) >= threshold and not any(inhibitory))


def cell_1943(excitatory, inhibitory, threshold):
    """A cell of McCulloch and Pitts, 1 or 0; excitatory, inhibitory: lists of 0 and 1; threshold: a number."""
    return int(mcculloch_pitts(jnp.array(excitatory, float), jnp.array(inhibitory, float), float(threshold)))


@exercise(cases=[tuple(map(int, case)) for case in GATE_INPUTS],
          mistakes=[Mistake(lambda x1, x2: cell_1943([x1, x2], [], 1), "That is OR: it fires for 1 and 1, too."),
                    Mistake(lambda x1, x2: cell_1943([x1, x2], [], 2), "That is AND."),
                    Mistake(lambda x1, x2: cell_1943([x1], [x2], 1),
                            "That is one half of it, x1 but not x2. A second cell does the other half."),
                    Mistake(lambda x1, x2: cell_1943([cell_1943([x1], [x2], 1), cell_1943([x2], [x1], 1)], [], 2),
                            "The two halves are never on together: the last cell must fire for one of them.")],
          hints=["One cell for x1 but not x2, one for x2 but not x1, and a third that listens to both.",
                 "`cell_1943([x1], [x2], 1)` is x1 but not x2.", "The third is OR: its threshold is 1."])
def xor_of_cells(x1, x2):
    "Write `xor_of_cells(x1, x2)`: 1 if just one of the two is 1, else 0, made of cells alone. `cell_1943` is there."
    return cell_1943([cell_1943([x1], [x2], 1), cell_1943([x2], [x1], 1)], [], 1)


@exercise(cases=[([2, 1],), ([3, 2, 1],), ([64, 100, 10],), ([784, 30, 10],), ([10, 20, 20, 5],)],
          mistakes=[Mistake(lambda sizes: sum(m * n for m, n in zip(sizes, sizes[1:])),
                            "Each weight takes part in a multiplication and in an addition: two operations."),
                    Mistake(lambda sizes: 2 * sum(sizes), "The weights count, not the neurons: each neuron has one for "
                                                          "every neuron of the layer before."),
                    Mistake(lambda sizes: 2 * int(np.prod(sizes)), "Layer follows layer: their weights are added up, "
                                                                   "not multiplied."),
                    Mistake(lambda sizes: 2 * sum((m + 1) * n for m, n in zip(sizes, sizes[1:])),
                            "A bias takes no multiplication, and its addition is counted already: n products and a bias "
                            "are added up by n additions."),
                    Mistake(lambda sizes: 2 * sizes[0] * sizes[1], "Those are the weights of the first layer alone.")],
          hints=["How many weights lead from a layer of m to a layer of n neurons?",
                 "`zip(sizes, sizes[1:])` gives the pairs of neighbouring layers.",
                 "A neuron with n inputs takes n multiplications, and n additions with its bias."])
def forward_operations(sizes):
    """Write `forward_operations(sizes)`: the multiplications and additions of the way forward, for one example, if each
    neuron multiplies each of its inputs by a weight and adds all that up with its bias; sizes: a list, the input
    first."""
    return 2 * sum(m * n for m, n in zip(sizes, sizes[1:]))


def _widest(parameters, total):
    """The largest width for which `total(width)` is at most `parameters`."""
    return max((w for w in range(1, parameters + 1) if total(w) <= parameters), default=0)


@exercise(cases=[(9, 1), (20, 1), (500, 1), (492, 3), (520, 2), (500, 3), (2000, 5)],
          mistakes=[Mistake(lambda parameters, hidden: width_for(parameters, hidden, 2, 2) + 1,
                            "That network has a few parameters too many: at most so many, it says."),
                    Mistake(lambda parameters, hidden: parameters // (5 * hidden),
                            "That is right for one hidden layer only. Between two hidden layers there are width * width "
                            "weights."),
                    Mistake(lambda parameters, hidden: _widest(parameters, lambda w: (hidden - 1) * w**2 + 4 * w),
                            "The biases are missing: every neuron has one, the two of the output, too."),
                    Mistake(lambda parameters, hidden:
                            _widest(parameters, lambda w: (hidden - 1) * w**2 + 5 * w + 2),
                            "The neurons of the second hidden layer, and of those after it, have biases, too."),
                    Mistake(lambda parameters, hidden: width_for(parameters - 1, hidden, 2, 2),
                            "A network with exactly so many parameters is allowed: at most, not fewer."),
                    Mistake(lambda parameters, hidden: width_for(parameters, hidden + 1, 2, 2),
                            "That is one layer too many: hidden layers have hidden - 1 gaps between them.")],
          hints=["Write down the parameters first: 2 inputs, then `hidden` layers of w neurons, then 2 outputs.",
                 "First layer 3w, each further hidden layer w^2 + w, the output 2w + 2.",
                 "Then try w = 1, 2, 3, ... until the next one would be too many."],
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
    """Write `width(parameters, hidden)`: the most neurons that each hidden layer can have, so that a network with 2 inputs,
    `hidden` hidden layers and 2 outputs has no more than that many parameters."""
    return width_for(parameters, hidden, 2, 2)


def _stops(best_epoch):
    """Where on the curve of the unseen digits an epoch is: its top is from 3 to 9."""
    if isinstance(best_epoch, bool) or best_epoch != round(best_epoch):
        return "not an epoch, which is a whole number"
    ends = {0: "before the first", 2: "on the way up", 9: "at the top", 45: "on the way down"}
    return next((where for last, where in ends.items() if best_epoch <= last), "at the end")


best_epoch = Exercise(
    "best_epoch", "Half of the labels are shuffled: after which epoch does the network read unseen digits best?", 6,
    mistakes=[Mistake(60, "By then it has learnt the false labels, too. Follow the curve of the unseen digits."),
              Mistake(0, "Before it has learnt anything it guesses."),
              Mistake(1, "It still gets better after that."),
              Mistake(0.92, "That is how high the curve is. The question is where: after which epoch."),
              Mistake(25, "The curve of the unseen digits has its top earlier than that.")],
    hints=["Choose \"half of them shuffled\" in the first picture, and press play.",
           "Look for the top of the dashed curve, not of the other one."],
    use=_stops, solution="best_epoch = 6")
