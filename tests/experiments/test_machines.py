"""Machines: operations are counted weight by weight, and speeds are what was measured."""
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import pytest

from dlnotes.experiments import machines
from dlnotes.networks.backprop import mean_gradient
from dlnotes.networks.costs import quadratic
from dlnotes.experiments.machines import MACHINES, measured_speed, training_operations
from dlnotes.networks.network import Network


def counted(sizes, examples, epochs, batch_size):
    """Operations by a loop over every weight of every layer, for one mini-batch."""
    total = 0
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
        for _ in range(n_out):
            total += 2 * batch_size * n_in                # a product and a sum for each input, forward
            total += 2 * batch_size * n_in * (layer > 0)  # each error goes back through each weight, but to the pixels
            total += 2 * batch_size * n_in                # delta a^T, and its sum over the examples
            total += 2 * (n_in + 1)                       # the step of each weight, and of the bias
    return total * epochs * examples / batch_size


@pytest.mark.parametrize("sizes", [(2, 1), (784, 30, 10), (3, 5, 4, 2)])
@pytest.mark.parametrize("examples, epochs, batch_size", [(20, 1, 10), (60, 3, 20)])
def test_every_weight_is_counted(sizes, examples, epochs, batch_size):
    assert training_operations(Network(sizes), examples, epochs, batch_size) == counted(sizes, examples, epochs, batch_size)


@pytest.mark.parametrize("sizes", [(784, 30, 10), (64, 100, 50, 10)])
def test_the_compiler_counts_nearly_as_many(sizes):
    network = Network(sizes)
    params, x, y = network.init(key=jax.random.key(0)), jnp.zeros((10, sizes[0])), jnp.zeros((10, sizes[-1]))
    compiled = jax.jit(lambda *args: mean_gradient(network, *args, quadratic)).lower(params, x, y).compile()
    steps = 2 * network.count().total
    assert compiled.cost_analysis()["flops"] == pytest.approx(training_operations(network, 10) - steps, rel=0.05)


@pytest.mark.parametrize("wrong", [{"examples": 0}, {"examples": 10, "epochs": 0}, {"examples": 10, "batch_size": -1}])
def test_numbers_below_one_are_refused(wrong):
    name = [*wrong][-1]
    with pytest.raises(ValueError, match=f"{name} must be at least 1; got {wrong[name]}"):
        training_operations(Network((2, 1)), **wrong)


def test_a_speed_is_operations_over_time(monkeypatch):
    now = iter([100.0, 102.5])
    monkeypatch.setattr(machines, "time", SimpleNamespace(perf_counter=lambda: next(now)))
    assert measured_speed(examples=100, epochs=2) == training_operations(Network((784, 30, 10)), 100, 2) / 2.5


def test_machines_span_the_decades():
    assert [machine.year for machine in MACHINES] == sorted(machine.year for machine in MACHINES)
    assert {machine.year // 10 for machine in MACHINES} >= {195, 196, 197, 199, 201, 202}
    speeds = {machine.name: machine.speed for machine in MACHINES}
    assert speeds["GeForce GTX 580"] == pytest.approx(512 * 2 * 1.544e9, rel=0.01)
    assert 300_000 < speeds["H100"] / speeds["Cray-1"] < 500_000  # as lesson 01 says
