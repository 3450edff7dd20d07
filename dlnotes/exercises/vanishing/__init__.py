"""Exercises of lesson 08: the factors of a slope, good starts, shortcuts, clipping, depth."""
from dlnotes.exercises.vanishing.depth import at_edge, mine
from dlnotes.exercises.vanishing.factors import first_slope, largest_factor, layers_until
from dlnotes.exercises.vanishing.remedies import relu_spread, shortened, with_shortcut
