"""Exercise of lesson 03: the output neuron that turns OR and NAND into XOR."""
import numpy as np

from dlnotes.answers.engine import Exercise, Mistake
from dlnotes.networks.neurons import GATE_INPUTS


def _hidden(x1, x2):
    """Return the two inputs with h1 = x1 OR x2 and h2 = x1 NAND x2."""
    return x1, x2, float(x1 + x2 > 0.5), float(x1 + x2 < 1.5)


def _fires(xor_output, x1, x2, h1, h2):
    """Return the output of the neuron, 1 or 0."""
    if np.shape(xor_output) != (3,):
        raise ValueError(f"three numbers are wanted, (v1, v2, c); got {xor_output!r}")
    v1, v2, c = xor_output
    return float(v1 * h1 + v2 * h2 + c > 0)


xor_output = Exercise(
    "xor_output",
    "One hidden neuron computes h1 = x1 OR x2, the other one h2 = x1 NAND x2. Choose (v1, v2, c) "
    "so that the output neuron, which is 1 where v1 h1 + v2 h2 + c > 0 and 0 elsewhere, "
    "gives x1 XOR x2.",
    (1.0, 1.0, -1.5), cases=[_hidden(x1, x2) for x1, x2 in GATE_INPUTS], use=_fires,
    mistakes=[
        Mistake((1.0, 1.0, -0.5),
                "This output is 1 where h1 or h2 is 1, which is always the case. It should be 1 "
                "only where both are."),
        Mistake((1.0, -1.0, -0.5),
                "h2 is NAND here, not AND. Where h2 is 1, XOR can be 1, so its "
                "weight must be positive."),
        Mistake((1.0, 1.0, -2.5),
                "This output is never 1: even h1 + h2 = 2 does not reach the threshold -c."),
        Mistake((1.0, 0.0, -0.5),
                "This is OR alone, which is 1 for the input (1, 1) as well. What is h2 there?"),
        Mistake((1.0, 1.0),
                "Two weights and a bias are three numbers, in this order: `(v1, v2, c)`."),
    ],
    hints=[
        "Write down h1 and h2 for each of the four inputs. Where are both 1?",
        "XOR is h1 AND h2.",
        "The AND neuron of lesson 02 has the weights 1, 1 and the bias -1.5.",
    ],
    solution="xor_output = (1, 1, -1.5)")
