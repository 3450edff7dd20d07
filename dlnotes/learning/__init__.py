"""How a network learns: gradient descent and its variants, training, runs, devices.

May import: networks, data.
"""
