"""Exercises of lesson 03: networks."""
from dlnotes.exercises.networks.layers import into_one, one_layer
from dlnotes.exercises.networks.sizes import count_parameters, shapes, widest
from dlnotes.exercises.networks.xor import xor_output
