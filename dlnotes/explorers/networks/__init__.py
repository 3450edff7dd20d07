"""Pictures of lesson 03: the shapes of a network, its layers, its parameters, what it computes."""
from dlnotes.explorers.networks.digit_pass import digit_pass
from dlnotes.explorers.networks.growth import growth
from dlnotes.explorers.networks.many_fits import many_fits
from dlnotes.explorers.networks.one_layer import one_layer
from dlnotes.explorers.networks.shapes import shapes
from dlnotes.explorers.networks.wiring import wiring

__all__ = ["digit_pass", "growth", "many_fits", "one_layer", "shapes", "wiring"]
