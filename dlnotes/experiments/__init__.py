"""What the course finds out: one module for each subject, heavy computations included.

May import: networks, data, learning.
"""
