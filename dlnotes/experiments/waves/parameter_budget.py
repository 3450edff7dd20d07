"""Parameter budget: how wide the layers of a network can be for a given number of parameters."""
from bisect import bisect_right


def width_for(parameters: int, hidden: int, inputs: int, outputs: int) -> int:
    """Return the largest width of equal hidden layers that the parameters are enough for.

    With h hidden layers of w neurons, the number of weights and biases is
    (h - 1) w^2 + (inputs + outputs + h) w + outputs.
    The width is the largest w for which this is not more than `parameters`.

    parameters: how many there may be.
    hidden: the number of hidden layers, at least 1.
    inputs, outputs: of the network.
    Raises ValueError if there is no hidden layer, or not even one neuron a layer is possible.
    """
    def total(width):
        return (hidden - 1) * width**2 + (inputs + outputs + hidden) * width + outputs

    if hidden < 1 or parameters < total(1):
        raise ValueError("hidden must be at least 1, and parameters enough for a neuron in each "
                         f"layer, {total(1)}; got hidden = {hidden} and parameters = {parameters}")
    return bisect_right(range(1, int(parameters) + 1), parameters, key=total)
