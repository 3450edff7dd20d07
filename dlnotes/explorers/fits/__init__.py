"""Pictures of lesson 04: Nielsen's task by hand, neurons drawn at random, built against learnt."""
from dlnotes.explorers.fits.by_hand import by_hand
from dlnotes.explorers.fits.construct_or_learn import construct_or_learn
from dlnotes.explorers.fits.units import units

__all__ = ["by_hand", "construct_or_learn", "units"]
