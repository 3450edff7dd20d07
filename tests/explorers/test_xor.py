"""XOR by three neurons: the formulas in the picture are computed, and lesson 03's solutions are some."""
import numpy as np
import oracles
import pytest

from dlnotes.experiments.networks.three_neurons import JOINED
from dlnotes.explorers.xor import xor_by_hand

SOLVED = {"angle1": 45, "shift1": 0.35, "angle2": 45, "shift2": 1.05}
FOLDED = {"angle1": 135, "shift1": 0.1, "angle2": -45, "shift2": 0.1, "output": "h1 or h2"}


def xor_of(**values):
    explorer = xor_by_hand()
    explorer.set(**values)
    return explorer.result


class TestXor:
    @pytest.mark.parametrize("activation", ["step", "sigmoid"])
    @pytest.mark.parametrize("output", JOINED)
    def test_the_formulas_in_the_picture_are_what_is_computed(self, activation, output):
        result = xor_of(activation=activation, output=output, angle1=30, shift1=0.4, angle2=-110, shift2=-0.65)
        f = oracles.sigmoid if activation == "sigmoid" else lambda z: float(z > 0)
        for x, hidden, a in zip(result.x, result.hidden, result.a):
            h = [f(sum(w * one for w, one in zip(row, x)) + b) for row, b in zip(result.W, result.b)]
            np.testing.assert_allclose(hidden, h, atol=1e-5)
            np.testing.assert_allclose(a, f(result.v @ h + result.c), atol=1e-4)

    @pytest.mark.parametrize("neuron, angle, shift", [(1, 45, 0.35), (2, 0, 1.3), (1, -180, -2.0), (2, 180, 2.0),
                                                      (1, -90, 0.0)])
    def test_the_other_side_is_of_the_same_line(self, neuron, angle, shift):
        explorer = xor_by_hand()
        explorer.set(**{f"angle{neuron}": angle, f"shift{neuron}": shift})
        before = explorer.result
        explorer.press(f"round{neuron}")
        after, j = explorer.result, neuron - 1
        np.testing.assert_allclose(after.W[j], -before.W[j], atol=1e-6)
        np.testing.assert_allclose(after.b[j], -before.b[j], atol=1e-6)
        np.testing.assert_allclose(after.edges[j], before.edges[j][::-1], atol=1e-4)

    def test_an_arrow_points_to_where_its_neuron_fires(self):
        for angle in range(-180, 181, 45):
            result = xor_of(angle1=angle, shift1=0.6)
            for w, b, edge, (tail, head) in zip(result.W, result.b, result.edges, result.arrows):
                np.testing.assert_allclose(edge @ w + b, 0, atol=1e-4)
                assert abs(w @ tail + b) < 1e-5 < w @ head + b

    def test_there_are_solutions_as_the_lesson_says(self):
        assert xor_of().right.sum() == 3
        assert xor_of(**SOLVED).right.all() and xor_of(**SOLVED, activation="sigmoid").right.all()
        assert xor_of(**FOLDED).right.all()

    def test_sigmoids_fail_near_a_line_where_steps_do_not(self):
        near = {**SOLVED, "shift1": 0.6, "shift2": 0.8}
        assert xor_of(**near).right.all() and not xor_of(**near, activation="sigmoid").right.all()
        assert xor_of(**FOLDED, activation="sigmoid").right.sum() == 2
