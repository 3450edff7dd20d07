"""Two neurons with one weight in common, one node a step: two ways lead back to the weight."""
from dlnotes.explorers.parts.graph_walk import graph_explorer
from dlnotes.live.controls import Slider
from dlnotes.live.engine import Explorer

# Where the nodes stand: x, w, y, p, h, q, a, d, C.
PLACES = ((60, 90), (60, 220), (540, 220),
          (180, 90), (300, 90), (300, 220), (420, 155), (540, 90), (655, 155))


def shared_weight_graph() -> Explorer:
    """Walk through two neurons with one weight in common: two ways lead back to it."""
    return graph_explorer("one weight, used twice", PLACES, "One weight, used twice",
                          w=Slider(-3.0, 3.0, 1.5), x=Slider(-2.0, 2.0, 0.8))
