"""dlnotes: a course on deep learning that is run, not read.

The mathematics is pure JAX: `activations`, `neurons`, `networks`, `costs`, `backprop`, `descent`,
`training`, `runs`, `datasets`. Pictures are drawn by `figures`, moved by `explorers`, and
`exercises` answer back. Each module is imported by its name, so that what a lesson does not use
costs it nothing: `from dlnotes.networks import Network`. This file only sets JAX up (`settings`).
"""
from dlnotes.settings import set_up_jax

__version__ = "0.1.0"

set_up_jax()
