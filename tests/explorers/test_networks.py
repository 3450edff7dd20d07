"""Explorers of lesson 03 show what plain sums find, and what the lesson says of them is so."""
import jax.numpy as jnp
import numpy as np
import pytest
from jax.random import key
from matplotlib.colors import to_rgb

from dlnotes.exercises import networks as exercises
from dlnotes.experiments.networks.digit_reader import trained_reader
from dlnotes.experiments.networks.many_solutions import POINTS
from dlnotes.explorers import networks as explore
from dlnotes.explorers.networks.shapes import compute as compute_shapes
from dlnotes.explorers.networks.shapes import read_sizes
from dlnotes.explorers.networks.wiring import WIDEST, cut_out
from dlnotes.live.style import DARK, INK, ORANGE, PAPER, SKY
from dlnotes.networks.layers.dense import Layer
from dlnotes.networks.network import Network


@pytest.fixture(scope="module")
def fits():
    return explore.many_fits()


class TestManyFits:
    def at(self, fits, **values):
        fits.set(**{"hidden": 40, "start": 0.5, "seed": 0, **values})
        return fits.result

    @pytest.mark.parametrize("hidden", [4, 5, 6, 40, 60])
    def test_as_many_unknowns_as_points_are_enough(self, fits, hidden):
        for seed in range(0, 21, 4):
            result = self.at(fits, hidden=hidden, seed=seed)
            assert result.parameters == hidden + 1 and result.error < 1e-4
            for x, y in POINTS:
                np.testing.assert_allclose(result.curves[:, np.argmin(abs(result.grid - x))], y, atol=1e-4)

    def test_fewer_are_not(self, fits):
        assert self.at(fits, hidden=3).error > 0.3

    def test_with_one_solution_each_the_start_is_nothing(self, fits):
        one, other = (self.at(fits, hidden=4, start=start).curves for start in (0.0, 1.0))
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-3)
        inside = abs(self.at(fits, hidden=4).grid) < 0.8
        assert abs(one[:, inside]).max() > 3  # they run wild

    def test_smaller_starts_lie_closer_together(self, fits):
        spreads = [self.at(fits, start=start).curves.std(axis=0).mean() for start in (0.0, 0.3, 0.6, 1.0)]
        assert spreads == sorted(spreads) and spreads[3] > 3 * spreads[0]

    def test_they_disagree_where_the_lesson_looks(self, fits):
        result = self.at(fits)
        at = np.argmin(abs(result.grid - 0.6))
        assert abs(result.grid[at] - 0.6) < 1e-9 and np.ptp(result.curves[:, at]) > 0.5


class TestWiring:
    def test_without_weights_there_are_no_lines_and_the_input_is_nothing(self):
        explorer = explore.wiring()
        lines = explorer.picture.figure.axes[0].collections[0]
        assert len(lines.get_segments()) == 4 * 6 + 6 * 3
        explorer.set(weights=0.0, turn=0.2)
        one = explorer.result.a[2]
        explorer.set(turn=0.7)
        assert len(lines.get_segments()) == 0 and np.array_equal(explorer.result.a[2], one)

    def test_large_weights_drive_most_activations_to_an_end(self):
        explorer, found = explore.wiring(), []
        for seed in range(10):
            explorer.set(weights=10.0, seed=seed)
            found += [*explorer.result.a[1][:6], *explorer.result.a[2][:3]]
        assert np.mean(np.minimum(found, 1 - np.array(found)) < 0.1) > 0.7


    @pytest.mark.parametrize("layers", [1, 2, 3])
    def test_a_smaller_network_is_cut_out_of_the_widest(self, layers):
        widest = WIDEST.init(key=key(0), scheme="normal")
        found = cut_out(widest, 4, 6, layers, 3, 1.0, 0.3)
        sizes = (4, *[6] * layers, 3)
        params = tuple(Layer(W[:m, :n], b[:m]) for (W, b), n, m in zip(widest, sizes, sizes[1:]))
        output = Network(sizes).apply(params, found.a[0][:4])
        np.testing.assert_allclose(found.a[len(sizes) - 1][:3], output, atol=1e-6)
        assert tuple(int(n) for n in found.sizes if n) == sizes


class TestGrowth:
    def at(self, width, depth):
        explorer = explore.growth()
        explorer.set(width=width, depth=depth)
        return explorer.result

    def test_the_network_of_the_lesson_is_on_the_slider(self):
        width = explore.growth().controls["width"]
        assert {1, 10, 30, 100, 1000} <= set(width.values) and width.default == 30

    def test_it_grows_as_the_lesson_says(self):
        parameters = {(w, d): int(self.at(w, d).parameters) for w in (1, 10, 100, 1000) for d in (2, 10)}
        assert (parameters[100, 2], parameters[1000, 2]) == (89_610, 1_796_010)
        assert parameters[10, 10] < 12 * parameters[1, 10] and parameters[1000, 10] > 50 * parameters[100, 10]

    @pytest.mark.parametrize("width", [1, 30, 1000])
    def test_each_further_layer_adds_the_same(self, width):
        assert set(np.diff(self.at(width, 3).by_depth)) == {width * (width + 1)}


class TestDigitPass:
    def test_the_button_goes_through_all_that_are_wrong(self):
        explorer, seen = explore.digit_pass(), []
        for _ in range(60):
            explorer.press("wrong")
            result = explorer.result
            assert result.answer != result.label
            if explorer.values["image"] in [image for image, _ in seen]:
                break
            seen.append((explorer.values["image"], result))
        assert [image for image, _ in seen] == trained_reader().wrong and 5 < len(seen) < 40
        largest = [result.output.max() for _, result in seen]
        assert np.mean(np.array(largest) < 0.5) > 0.3
        assert any((r.label, r.answer) == (3, 8) and r.output[8] > 0.75 for _, r in seen)


def brightness(colour):
    """The relative luminance of a colour, as WCAG defines it."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055)**2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("theme", [{}, DARK], ids=["light", "dark"])
def test_the_numbers_of_a_layer_can_be_read_on_their_cells(theme):
    explorer = explore.one_layer()
    explorer.set(seed=20, activation="linear", a1=1.0, a2=1.0, a3=1.0, a4=1.0)
    ink, paper = (np.array(to_rgb(theme.get(colour, colour))) for colour in (INK, PAPER))
    cells = explorer.picture.figure.axes[0].collections[0].get_facecolors()
    painted = {colour: np.array(to_rgb(theme.get(colour, colour))) for colour in (SKY, ORANGE)}
    assert len(cells) == 25
    for *rgb, alpha in cells:
        colour = min(painted, key=lambda name: np.abs(np.array(to_rgb(name)) - rgb).max())
        under = brightness(alpha * painted[colour] + (1 - alpha) * paper)
        dim, bright = sorted((under, brightness(ink)))
        assert (bright + 0.05) / (dim + 0.05) > 4.5


@pytest.mark.parametrize("text", ["784, 30, 10", "784 30 10", "[784,30,10]", " (784; 30; 10) "])
def test_sizes_are_read(text):
    assert read_sizes(text) == (784, 30, 10)


@pytest.mark.parametrize("text", ["", "784", "784, thirty", "3, 0", "-3, 2", "3.5, 2", "1, 1000001",
                                  "1, 2, 3, 4, 5, 6, 7, 8"])
def test_texts_that_are_no_sizes(text):
    with pytest.raises(ValueError, match="write 2 to 7 whole numbers from 1 to 1,000,000, such as .*; got "):
        read_sizes(text)


def test_the_shapes_are_those_of_real_arrays():
    found = compute_shapes("5, 3, 2")
    params = tuple(Layer(jnp.zeros((m, n)), jnp.zeros(m)) for n, m in ((5, 3), (3, 2)))
    assert found.W == tuple(W.shape for W, _ in params) and found.b == tuple(b.shape for _, b in params)
    assert found.a == ((5,), (3,), (2,)) and found.parameters == (18, 8)


@pytest.mark.parametrize("text", ["28*28, 30, 10", "28 * 28 30 10", "(28*28; 30; 10)"])
def test_sizes_may_be_products(text):
    assert read_sizes(text) == (784, 30, 10)


@pytest.mark.parametrize("text", ["28*, 10", "*28, 10", "28**2, 10", "1001*1000, 2", "2*0, 3"])
def test_products_that_are_no_sizes(text):
    with pytest.raises(ValueError, match="write 2 to 7 whole numbers"):
        read_sizes(text)


class TestExercises:
    @pytest.mark.parametrize("answer", [(1, 1), (1, 1, -1.5, 0), 1, [(1, 1, -1.5)]])
    def test_xor_takes_three_numbers(self, answer):
        outcome = exercises.xor_output.check(answer)
        assert outcome.kind == "raised" and "three numbers are wanted, (v1, v2, c); got" in outcome.text
        assert "(v1, v2, c)" in outcome.hint

    def test_a_wrong_case_of_xor_shows_the_hidden_neurons(self):
        outcome = exercises.xor_output.check((0.0, 1.0, -0.5))
        shown = dict(outcome.facts)
        assert outcome.kind == "wrong" and {"x1", "x2", "h1", "h2", "came", "expected"} == shown.keys()

    def test_widest_is_what_counting_finds(self):
        fits = [n for n in range(1, 1000) if 4 * Network((784, n, 10)).count().total <= 2_000_000]
        assert exercises.widest.check(max(fits)).passed and 500_000 // 794 != max(fits)
        two = [n for n in range(1, 1000) if 4 * Network((784, n, n, 10)).count().total <= 2_000_000]
        assert max(two) == 413  # what the lesson says
