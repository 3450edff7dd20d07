"""Picture of lesson 04 about depth: the same neurons in many layers and in one."""
from dlnotes.explorers.depth.teeth import teeth

__all__ = ["teeth"]
