"""dlnotes: a course on deep learning that is run, not read.

A folder is a floor: `networks`, `data`, `learning` and `experiments` are the mathematics, in pure
JAX; `live` and `explorers` are the pictures, `answers` and `exercises` the exercises. Each module
is imported by its name, so that what a lesson does not use costs it nothing:
`from dlnotes.networks.network import Network`. This file only sets JAX and the output
up (`settings`).
"""
from dlnotes.settings import set_up_jax, set_up_output

__version__ = "0.1.0"

set_up_jax()
set_up_output()
