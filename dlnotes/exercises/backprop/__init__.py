"""Exercises of lesson 06: write backpropagation yourself, equation by equation."""
from dlnotes.exercises.backprop.checking import best_steps, diagnosis
from dlnotes.exercises.backprop.equations import error_before, output_error, weight_gradient
from dlnotes.exercises.backprop.graphs import walk_back
from dlnotes.exercises.backprop.passes import backward_pass, train_epoch
