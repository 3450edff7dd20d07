"""Pictures that answer the hand: each module joins controls, a computation and a drawing, on one engine.

Make your own with `from dlnotes.explorers.engine import Explorer` and `dlnotes.explorers.controls`.
"""
