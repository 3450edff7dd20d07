"""Backpropagation taken apart: factors of the chain rule, checks, and passes that are wrong."""
