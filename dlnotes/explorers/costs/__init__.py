"""Pictures of lesson 05 about costs: where gradients vanish, and how noisy they are."""
from dlnotes.explorers.costs.mini_batches import mini_batches
from dlnotes.explorers.costs.one_neuron import one_neuron
from dlnotes.explorers.costs.slopes import slopes

__all__ = ["mini_batches", "one_neuron", "slopes"]
