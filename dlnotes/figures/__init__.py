"""Pictures: each module draws results of the mathematics on Matplotlib axes, and computes nothing."""
