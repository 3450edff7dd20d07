"""Exercises of lesson 05: costs, and the way down."""
from dlnotes.exercises.descent.costs import mean_half_squares, surprise
from dlnotes.exercises.descent.rates import edge, examples_needed, good_rate
from dlnotes.exercises.descent.steps import roll, step_down
