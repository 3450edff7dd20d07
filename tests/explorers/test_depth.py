"""The explorer of depth: the deep network makes all teeth, and the shallow one misses them."""
import numpy as np
import pytest

from dlnotes.explorers import depth


@pytest.mark.parametrize("layers", [1, 2, 5, 10])
def test_teeth(layers):
    explorer = depth.teeth()
    explorer.set(layers=layers)
    shown = explorer.result
    deep = explorer.picture.figure.axes[0]
    assert deep.get_xlim() == (0, 1)
    explorer.set(closer=True)
    assert deep.get_xlim() == (0, 1 / 16)
    assert shown.deep_pieces == 2**layers and shown.shallow_pieces == 2 * layers
    exact = 1 - np.abs(1 - np.mod(shown.x.astype(float) * 2**layers, 2))
    np.testing.assert_allclose(shown.deep, exact, atol=1e-5)
    error = np.abs(shown.shallow - exact).max()
    assert error == pytest.approx(0.5 if layers > 2 else 0, abs=2e-3)
