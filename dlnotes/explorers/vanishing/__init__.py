"""Pictures of vanishing gradients, for lesson 08: untrained networks, and the factors in them.

They show how fast each layer would begin to learn, the product of factors that decides it, and
which random starts let errors through thirty layers.
"""
from dlnotes.explorers.vanishing.band import band
from dlnotes.explorers.vanishing.chain import chain
from dlnotes.explorers.vanishing.edge_of_chaos import edge_of_chaos
from dlnotes.explorers.vanishing.layer_speeds import layer_speeds
from dlnotes.explorers.vanishing.signals import signals

__all__ = ["band", "chain", "edge_of_chaos", "layer_speeds", "signals"]
