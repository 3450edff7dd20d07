"""Pictures of deep networks in training show what single runs give."""
import importlib

import jax
import numpy as np
import pytest

from dlnotes.data.datasets import digits, one_hot
from dlnotes.experiments.vanishing.deep_networks import DeepNetwork
from dlnotes.experiments.vanishing.gradient_norms import layer_norms
from dlnotes.experiments.vanishing.remedies import STORY, Setting
from dlnotes.explorers import deep_networks as explore


def test_a_button_sets_the_switches_to_each_years_idea(monkeypatch):
    asked = []
    picture = importlib.import_module("dlnotes.explorers.deep_networks.cliff")

    def no_accuracy(setting):
        asked.append(setting)
        return np.zeros((5, 3, 2))

    monkeypatch.setattr(picture, "accuracy_by_depth", no_accuracy)
    explorer = explore.cliff()
    for i, setting in enumerate(STORY.values()):
        explorer.press(f"story_{i}")
        assert Setting(**explorer.values) == setting
        assert setting in asked


def test_only_sigmoids_can_be_pretrained():
    explorer = explore.cliff()
    with pytest.raises(ValueError, match="choose activation sigmoid, no normalisation"):
        explorer.set(activation="tanh", start="pretrained")
    assert explorer.values["activation"] == "sigmoid"


def test_as_many_depths_are_shown_as_one_has_seen():
    assert explore.deeper().result.depth == 1


def test_speeds_are_of_the_first_thousand_examples():
    explorer = explore.speeds()
    found = explorer.result
    assert found.norms.shape == (4, 500, 2) and found.epoch == 0
    data = digits()
    deep = DeepNetwork(64, 30, 10)
    start = deep.init(2, key=jax.random.split(jax.random.key(0), 4)[2])
    y = one_hot(data.y_train[:1000], 10)
    norms = layer_norms(deep, start, data.x_train[:1000], y)
    np.testing.assert_allclose(found.norms[2, 0], norms.biases, rtol=1e-3)
    assert np.all(found.norms[:, 0, 0] < found.norms[:, 0, 1] / 2)
