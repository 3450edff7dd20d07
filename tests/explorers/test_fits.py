"""Explorers of fits: the numbers that lesson 04 speaks of are there."""
import numpy as np
import oracles
import pytest

from dlnotes.experiments.universality.nielsens_task import task_wanted
from dlnotes.explorers import fits
from dlnotes.explorers.fits.units import KINDS
from dlnotes.live.style import BLUE


def test_five_bumps_by_hand():
    explorer = fits.by_hand()
    explorer.drag("drag", 0.5, -0.4)
    explorer.drag("drag", 1.0, 1.2)
    heights = [0, 0, -0.4, 0, 1.2]
    assert [explorer.values[f"h{j}"] for j in range(1, 6)] == heights
    by_hand = sum(abs(float(w) - heights[i // 20]) for i, w in enumerate(task_wanted())) / 100
    assert explorer.result.score == pytest.approx(by_hand, rel=1e-5)
    explorer.press("best")
    shown = explorer.result
    assert f"{shown.score:.3f}" == f"{shown.best:.3f}" == "0.372"
    assert "0.372" in explorer.description
    sigmoids = [oracles.sigmoid(h) for h in shown.heights]
    np.testing.assert_allclose(shown.output, sigmoids, atol=1e-6)
    explorer.press("flat")
    assert explorer.result.score == pytest.approx(np.abs(task_wanted()).mean())


def test_which_units_will_do():
    explorer = fits.units()
    last = {}
    for kind in KINDS:
        explorer.set(kind=kind, neurons=316)
        last[kind] = float(explorer.result.error)
    assert last["linear"] > 0.2 and last["square, z\u00b2"] > 0.2
    assert all(last[kind] < 0.02 for kind in ("sigmoid", "tanh", "relu", "gelu"))
    assert last["step"] < 0.1


def test_built_and_learnt():
    explorer = fits.construct_or_learn()
    explorer.set(epoch=400)
    usual = explorer.result
    assert f"{usual.built_error:.3f}" == "0.020" and usual.now.min() > 1.5 * usual.built_error
    off = np.abs(usual.learnt - usual.wanted).max(axis=1)
    assert off == pytest.approx(usual.now, rel=1e-5)
    best, = (line for line in explorer.picture.figure.axes[0].lines if line.get_color() == BLUE)
    off = np.abs(best.get_ydata() - usual.wanted).max()
    assert off == pytest.approx(usual.now.min(), rel=1e-5)
    assert usual.now.min() == pytest.approx(usual.errors[:, -1].min())
    explorer.set(start="as built", epoch=0)
    assert np.allclose(explorer.result.now, explorer.result.built_error, atol=1e-5)
    explorer.set(epoch=400)
    shown = explorer.result
    assert np.median(shown.now) > 1.5 * shown.built_error  # it does not stay there
