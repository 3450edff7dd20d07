"""Gradients by backpropagation, checked: for many structures, and for broken backward passes."""
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np

from dlnotes.experiments.backprop.broken_backprop import PATIENTS
from dlnotes.networks.gradient_check import GradientCheck, check_gradient
from dlnotes.networks.costs import Cost, quadratic
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network

TOLERANCE = 1e-5  # gradients that differ by a larger share of the largest entry disagree


@cache
def round_parameters(sizes: tuple[int, ...], seed: int) -> tuple[Layer, ...]:
    """Draw parameters from N(0, 1) and round them to one decimal.

    sizes: of the network, the input first.
    NumPy's generator draws them: nothing to compile, and the same numbers on every machine.
    """
    rng = np.random.default_rng(seed)
    return tuple(Layer(rng.normal(size=(n_out, n_in)).round(1), rng.normal(size=n_out).round(1))
                 for n_in, n_out in zip(sizes, sizes[1:]))


@cache
def check_structure(network: Network, cost: Cost) -> GradientCheck:
    """Check backpropagation of a network with 4 inputs and 3 outputs on one example."""
    with jax.enable_x64(True):
        x = jnp.array([0.3, -0.7, 0.5, 0.9])
        y = jnp.array([0.0, 1.0, 0.0])
        return check_gradient(network, round_parameters(network.sizes, 6), x, y, cost,
                              tolerance=TOLERANCE)


@cache
def check_patient(patient: str) -> GradientCheck:
    """Check the backward pass of a patient, one of `PATIENTS`."""
    network = Network((3, 3, 3, 3))  # square: wrong shapes would give the culprit away
    backward, _ = PATIENTS[patient]
    with jax.enable_x64(True):
        x = jnp.array([0.5, -0.9, 0.8])
        y = jnp.array([1.0, 0.0, 0.0])
        return check_gradient(network, round_parameters(network.sizes, 2), x, y, quadratic,
                              backward=backward, tolerance=TOLERANCE)
