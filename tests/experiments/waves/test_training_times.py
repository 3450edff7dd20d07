"""How long machines need: operations over speed."""
import numpy as np

from dlnotes.experiments.waves.machines import MACHINES
from dlnotes.learning.operations import training_operations
from dlnotes.experiments.waves.training_times import how_long
from dlnotes.networks.network import Network


def test_machines_need_operations_over_speed():
    result = how_long(100, 60_000, 10, here=2e9)
    operations = training_operations(Network((784, 100, 10)), 60_000, 10)
    np.testing.assert_allclose(result.seconds, [*(operations / m.speed for m in MACHINES), operations / 2e9])
    assert result.names[-1] == "this machine" and result.measured[-1]
    assert dict(zip(result.names, result.measured))["VAX-11/780"] and sum(how_long(100, 60_000).measured) == 1
