"""Machines: a speed is measured as operations over time, and the table spans the decades."""
from types import SimpleNamespace

import pytest

from dlnotes.experiments.waves import machines
from dlnotes.experiments.waves.machines import MACHINES, measured_speed
from dlnotes.learning.operations import training_operations
from dlnotes.networks.network import Network


def test_a_speed_is_operations_over_time(monkeypatch):
    now = iter([100.0, 102.5])
    monkeypatch.setattr(machines, "time", SimpleNamespace(perf_counter=lambda: next(now)))
    operations = training_operations(Network((784, 30, 10)), 100, 2)
    assert measured_speed(examples=100, epochs=2) == operations / 2.5


def test_machines_span_the_decades():
    years = [machine.year for machine in MACHINES]
    assert years == sorted(years)
    assert {year // 10 for year in years} >= {195, 196, 197, 199, 201, 202}
    speeds = {machine.name: machine.speed for machine in MACHINES}
    assert speeds["GeForce GTX 580"] == pytest.approx(512 * 2 * 1.544e9, rel=0.01)
    assert 300_000 < speeds["H100"] / speeds["Cray-1"] < 500_000  # as lesson 01 says
