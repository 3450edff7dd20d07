"""A neuron and its cost, one node a step: values forwards, then gradients backwards."""
from dlnotes.explorers.parts.graph_walk import graph_explorer
from dlnotes.live.controls import Slider
from dlnotes.live.engine import Explorer

# Where the nodes stand: w, x, b, y, p, z, a, d, C.
PLACES = ((60, 70), (60, 155), (60, 240), (420, 240),
          (180, 110), (300, 155), (420, 155), (540, 155), (655, 155))


def neuron_graph() -> Explorer:
    """Walk through a neuron and its cost: values forwards, then gradients backwards."""
    return graph_explorer("a neuron and its cost", PLACES, "A neuron as a graph, node by node",
                          w=Slider(-3.0, 3.0, 1.5), x=Slider(-2.0, 2.0, 0.8),
                          b=Slider(-2.0, 2.0, -0.5))
