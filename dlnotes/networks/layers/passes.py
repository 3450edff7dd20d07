"""The way forward and back through layers in a row, which chains and residual layers share."""
from typing import Any

import jax
from jaxtyping import Array, PRNGKeyArray

from dlnotes.networks.layers.protocol import AnyLayer, Given, Misfit, Shape

Layers = tuple[Any, ...]


def init_all(layers: Layers, key: PRNGKeyArray) -> tuple:
    """Return the parameters of all layers to start from, each drawn with a key of its own."""
    return tuple(layer.init(key=one) for layer, one in
                 zip(layers, jax.random.split(key, len(layers))))


def given_to(given: Given, number: int) -> Given:
    """Return what one of several layers is given: a key of its own, and its own statistics."""
    key = None if given.key is None else jax.random.fold_in(given.key, number)
    statistics = None if given.statistics is None else given.statistics[number]
    return given._replace(key=key, statistics=statistics)


def forward_through(layers: Layers, params: tuple, a: Array, given: Given) -> tuple:
    """Return the trace of each layer, for one example."""
    traces = []
    for number, (layer, one) in enumerate(zip(layers, params)):
        traces.append(layer.forward(one, a, given_to(given, number)))
        a = traces[-1].a
    return tuple(traces)


def deltas_through(layers: Layers, params: tuple, traces: tuple, last: Any) -> tuple:
    """Return the delta of each layer, from that of the last one: BP2, layer by layer."""
    deltas = [last]
    for l in reversed(range(len(layers) - 1)):
        error = layers[l + 1].backward(params[l + 1], traces[l + 1], deltas[0]).error
        deltas.insert(0, layers[l].delta(params[l], traces[l], error))
    return tuple(deltas)


def gradients_of(layers: Layers, params: tuple, traces: tuple, deltas: tuple) -> tuple:
    """Return the gradient of each layer: BP3 and BP4, for one example or for a whole batch."""
    return tuple(layer.backward(*of_layer).gradient
                 for layer, *of_layer in zip(layers, params, traces, deltas))


def first_statistics(layers: Layers) -> tuple:
    """Return the running statistics before training, an entry for each layer; most have none."""
    return tuple(layer.first_statistics() if _has_statistics(layer) else () for layer in layers)


def next_statistics(layers: Layers, running: tuple, traces: tuple) -> tuple:
    """Return the running statistics after a batch, from the traces of all its examples."""
    return tuple(layer.next_statistics(old, trace) if _has_statistics(layer) else ()
                 for layer, old, trace in zip(layers, running, traces))


def shapes_through(layers: Layers, shape: Shape) -> tuple[Shape, ...]:
    """Return the shape of an example and of the output of each layer.

    Raises ValueError where two layers do not fit: "layer 3 wants 64 inputs, layer 2 gives 32".
    """
    shapes = [shape]
    for number, layer in enumerate(layers, start=1):
        try:
            shapes.append(tuple(layer.shape_after(shapes[-1])))
        except Misfit as misfit:
            giver = f"layer {number - 1}" if number > 1 else "the example"
            raise ValueError(f"layer {number} wants {misfit.wants}, {giver} gives "
                             f"{misfit.gives}") from None
    return tuple(shapes)


def _has_statistics(layer: AnyLayer) -> bool:
    return hasattr(layer, "first_statistics")
