"""Gradient descent and the cost of landscapes in loops over plain numbers, to check against."""
import numpy as np
import oracles

from dlnotes.experiments.descent.landscapes import SLICES


def slice_cost(name, place):
    """Compute the cost of a slice by loops over examples and neurons, in double precision."""
    network, params, _, data, _ = SLICES[name]
    layers = [[np.array(part, float) for part in layer] for layer in params]
    if name.startswith("XOR"):
        layers[0][1][1], layers[1][1][0] = place
    else:
        layers[0][0][0, 0], layers[0][0][1, 1] = place
    data = data()
    functions = [oracles.ACTIVATIONS[f.name] for f in network.activations]
    costs = [oracles.cross_entropy(oracles.forward(layers, functions, x)[1][-1], [float(y)])
             for x, y in zip(np.asarray(data.x_train), np.asarray(data.y_train))]
    return sum(costs) / len(costs)


def walked(function, start, rate, steps):
    """Descend by central differences; give the places, the start first."""
    places = [list(start)]
    for _ in range(steps):
        slopes = oracles.gradient(lambda p: function(*p), places[-1])
        places.append([p - rate * slope for p, slope in zip(places[-1], slopes)])
    return np.array(places)
