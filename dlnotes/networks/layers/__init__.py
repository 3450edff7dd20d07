"""Layers of every kind under one protocol, each with its backward pass written out.

`protocol` says what a layer is. Read `dense` first, then `convolution`, `recurrent`, `attention`.
To add one, write its five functions and a case for `KINDS` in `tests/networks/test_chain.py`.
"""
