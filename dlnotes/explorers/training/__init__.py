"""Pictures of lessons 00 and 05 about training: a line, the digits, runs and their starts."""
from dlnotes.explorers.training.browse_digits import browse_digits
from dlnotes.explorers.training.fit_a_line import POINTS_X, POINTS_Y, fit_a_line, line_fit
from dlnotes.explorers.training.many_starts import many_starts
from dlnotes.explorers.training.recognise_drawing import recognise_drawing
from dlnotes.explorers.training.straight_line import straight_line
from dlnotes.explorers.training.training_picture import training_picture

__all__ = [
    "POINTS_X", "POINTS_Y", "browse_digits", "fit_a_line", "line_fit", "many_starts",
    "recognise_drawing", "straight_line", "training_picture",
]
