"""Exercises of lesson 01: what is learnt, cells that fire, and what training and depth cost."""
from dlnotes.exercises.waves.cells import cell_1943, fires, xor_of_cells
from dlnotes.exercises.waves.learning import best_epoch, share_by_luck
from dlnotes.exercises.waves.sizes import forward_operations, width
