"""A neuron and its cross-entropy, one node a step: much cancels on the way back from C to z."""
from dlnotes.explorers.parts.graph_walk import graph_explorer
from dlnotes.live.controls import Slider
from dlnotes.live.engine import Explorer

# Where the nodes stand: w, x, y, z, a, r, s, k, l, m, n, C.
PLACES = ((48, 116), (48, 206), (462, 161),
          (152, 161), (256, 161), (358, 256), (566, 161), (462, 66),
          (462, 256), (566, 66), (566, 256), (672, 161))


def cross_entropy_graph() -> Explorer:
    """Walk through a neuron and its cross-entropy: much cancels on the way back from C to z."""
    return graph_explorer("cross-entropy", PLACES, "A neuron and its cross-entropy",
                          w=Slider(-3.0, 3.0, 1.5), x=Slider(-2.0, 2.0, 0.8))
