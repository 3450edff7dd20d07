"""Parameter budget: a width uses up the parameters."""
import pytest

from dlnotes.experiments.waves.parameter_budget import width_for
from dlnotes.networks.network import Network


@pytest.mark.parametrize("hidden", [1, 2, 3, 6])
@pytest.mark.parametrize("inputs, outputs", [(2, 2), (64, 10)])
def test_a_width_uses_up_the_parameters(hidden, inputs, outputs):
    def total(width):
        return Network((inputs, *[width] * hidden, outputs)).count().total

    for parameters in (400, 500, 2500, total(7), total(7) - 1, 10**12):
        width = width_for(parameters, hidden, inputs, outputs)
        assert total(width) <= parameters < total(width + 1)
    assert width_for(total(9), hidden, inputs, outputs) == 9


@pytest.mark.parametrize("parameters, hidden", [(6, 1), (500, 0)])
def test_too_few_parameters_are_refused(parameters, hidden):
    message = f"got hidden = {hidden} and parameters = {parameters}"
    with pytest.raises(ValueError, match=message):
        width_for(parameters, hidden, 2, 2)
