"""How the cost falls: landscapes, surfaces, starts, mini-batches and learning rates."""
