"""A picture of lesson 03: XOR, computed by three neurons whose weights are chosen by hand."""
from dlnotes.explorers.xor.xor_by_hand import xor_by_hand

__all__ = ["xor_by_hand"]
