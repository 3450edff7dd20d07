"""Pictures of lesson 06: computation graphs, node by node, and a derivative that is written out."""
from dlnotes.explorers.graphs.cross_entropy_graph import cross_entropy_graph
from dlnotes.explorers.graphs.expression import expression
from dlnotes.explorers.graphs.neuron_graph import neuron_graph
from dlnotes.explorers.graphs.shared_weight_graph import shared_weight_graph

__all__ = ["cross_entropy_graph", "expression", "neuron_graph", "shared_weight_graph"]
