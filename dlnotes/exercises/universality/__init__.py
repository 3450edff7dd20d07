"""Exercises of lesson 04: what a network can approximate, and how many neurons it needs."""
from dlnotes.exercises.universality.bumps import best_height, one_bump, step_bias, tower_bias
from dlnotes.exercises.universality.counting import layers_for, neurons_needed, stubborn
from dlnotes.exercises.universality.slopes import relu_weights
