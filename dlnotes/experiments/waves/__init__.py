"""Three waves of deep learning: learning by heart, depth at equal size, and machines."""
