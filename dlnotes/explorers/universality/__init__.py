"""Pictures of lesson 04: bumps, networks built for any function, networks that draw, towers."""
from dlnotes.explorers.universality.any_function import any_function
from dlnotes.explorers.universality.bump import bump
from dlnotes.explorers.universality.curves import curves
from dlnotes.explorers.universality.drawn_function import drawn_function
from dlnotes.explorers.universality.picture import picture
from dlnotes.explorers.universality.tower import tower

__all__ = ["any_function", "bump", "curves", "drawn_function", "picture", "tower"]
