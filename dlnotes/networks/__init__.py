"""What a network is: activations, neurons, costs, networks, backpropagation and its graph.

May import: nothing else of the package.
"""
