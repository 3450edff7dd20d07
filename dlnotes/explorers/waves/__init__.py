"""Pictures of lesson 01: what deep learning is, and its three waves.

The waves: cells that fire (1943), neurons that learn together (1986), and depth (2006).
"""
from dlnotes.explorers.waves.by_heart import by_heart
from dlnotes.explorers.waves.cell import cell
from dlnotes.explorers.waves.machines import machines
from dlnotes.explorers.waves.together import together
from dlnotes.explorers.waves.winding import winding

__all__ = ["by_heart", "cell", "machines", "together", "winding"]
