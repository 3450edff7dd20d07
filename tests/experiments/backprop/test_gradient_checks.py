"""Checks of gradients say of a broken pass what differences say, and structures agree."""
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.experiments.backprop.broken_backprop import PATIENTS
from dlnotes.experiments.backprop.gradient_checks import check_patient, check_structure, round_parameters
from dlnotes.networks.gradient_check import check_gradient
from dlnotes.networks.costs import log_likelihood, quadratic
from dlnotes.networks.network import Network


def test_parameters_fit_their_network_and_have_one_decimal():
    params = round_parameters((4, 3, 2), 0)
    Network((4, 3, 2)).check(params)
    for layer in params:
        for numbers in layer:
            np.testing.assert_allclose(numbers * 10, np.round(numbers * 10), atol=1e-9)
    assert (params[0].weights != round_parameters((4, 3, 2), 1)[0].weights).any()


def test_a_structure_agrees_in_every_layer():
    checked = check_structure(Network((4, 5, 2, 3), "tanh", "softmax"), log_likelihood)
    assert len(checked.against_autodiff) == 3 and checked.disagreeing == ()


@pytest.mark.parametrize("patient", PATIENTS)
def test_differences_say_of_a_patient_what_autodiff_says(patient):
    network, x, y = Network((3, 3, 3, 3)), jnp.array([0.5, -0.9, 0.8]), jnp.array([1.0, 0.0, 0.0])
    check = check_gradient(network, round_parameters(network.sizes, 2), x, y, quadratic, backward=PATIENTS[patient][0])
    np.testing.assert_allclose(check.against_autodiff, check_patient(patient).against_autodiff, rtol=1e-6)
    for one, other in zip(np.ravel(check.against_autodiff), np.ravel(check.against_differences)):
        assert (one > 1e-5) == (other > 1e-5) and abs(one - other) < 1e-6
