"""Pictures of lesson 05 about gradient descent: landscapes, steps, races, learning rates."""
from dlnotes.explorers.descent.landscape import landscape
from dlnotes.explorers.descent.learning_rates import learning_rates
from dlnotes.explorers.descent.newton import newton
from dlnotes.explorers.descent.parabola import parabola
from dlnotes.explorers.descent.race import race

__all__ = ["landscape", "learning_rates", "newton", "parabola", "race"]
