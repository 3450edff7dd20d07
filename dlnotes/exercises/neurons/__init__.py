"""Exercises of lesson 02: single neurons."""
from dlnotes.exercises.neurons.outputs import (
    one_neuron, sigmoid_slope, steep_enough, where_it_steps)
from dlnotes.exercises.neurons.rules import but_not, perceptron_update
