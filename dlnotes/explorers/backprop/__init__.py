"""Pictures of lesson 06: one gradient in every number, checks of gradients, what gradients cost."""
from dlnotes.explorers.backprop.detective import detective
from dlnotes.explorers.backprop.microscope import microscope
from dlnotes.explorers.backprop.price import price
from dlnotes.explorers.backprop.structures import structures

__all__ = ["detective", "microscope", "price", "structures"]
