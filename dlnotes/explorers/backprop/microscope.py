"""The gradient microscope: click a weight or a neuron, and see the factors in its slope."""
from typing import NamedTuple

from jaxtyping import Array, Float
from matplotlib.collections import LineCollection

from dlnotes.experiments.backprop.chain_rule import LAYERS, SIZES, examine, factors
from dlnotes.explorers.parts.canvas import canvas
from dlnotes.explorers.parts.tiny_network import (
    PARTS, PLACES, above, draw_neurons, draw_weights, is_back, middle, path, symbol)
from dlnotes.live.controls import Choice, Drag, Play, Random, Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import factor, number
from dlnotes.live.style import INK, RED
from dlnotes.networks.backprop import Backward
from dlnotes.networks.layers.dense import Layer


class Microscope(NamedTuple):
    """A network of sizes 2, 3, 2, 1 after `step` of 6 steps of a forward and a backward pass.

    selected: the number of a weight or a neuron in `PARTS`; the others: as in `Examined`.
    """
    step: int
    selected: int
    params: tuple[Layer, ...]
    back: Backward
    slopes: tuple[Float[Array, "_"], ...]
    differences: tuple[Layer, ...]
    y: Float[Array, ""]
    cost: Float[Array, ""]


def compute(step: int, selected: str, **values) -> Microscope:
    """Compute the whole pass. selected: one of `PARTS`; values: as for `examine`."""
    return Microscope(step, list(PARTS).index(selected), *examine(**values))


def draw(figure):
    """Draw the network with its numbers, and below it the factors in what is selected."""
    axes = canvas(figure, 720, 420)
    show_weights = draw_weights(axes)
    show_neurons = draw_neurons(axes)
    chosen_path = axes.add_collection(LineCollection([], colors=RED, linewidths=3))
    ring, = axes.plot([], [], "o", ms=41, mfc="none", mec=RED, mew=3, zorder=4)
    cost, truth = (axes.text(624, y, "", va="center", color=INK) for y in (150, 172))
    said = [axes.text(16, y, "", va="center", color=INK, size=size)
            for y, size in ((317, 12), (343, 10.5), (364, 10), (385, 10.5), (408, 11))]

    def update(result):
        step = int(result.step)
        part, at = list(PARTS.items())[int(result.selected)]
        show_weights(result, step, at)
        show_neurons(result, step)
        chosen_path.set_segments(path(*at))
        x, y = PLACES[at[0]][at[1]]
        ring.set_data([x], [y])
        cost.set_text(f"C = {number(result.cost, 3)}" if step >= LAYERS else "C = ?")
        truth.set_text(f"y = {number(result.y, 1)}")
        lines = [step_in_words(step), *chain_in_words(result, part, step)]
        for text, line in zip(said, lines):
            text.set_text(line)

    return update


def step_in_words(step: int) -> str:
    """Say what this step computes."""
    if step == 0:
        return "The input, a⁰ = x, and weights that nobody has trained. Step on."
    if step <= LAYERS:
        here = above(step)
        return (f"Forwards, layer {step}:  z{here} = W{here} a{above(step - 1)} + b{here},  "
                f"a{here} = f(z{here})")
    l = 2 * LAYERS + 1 - step
    here = above(l)
    if l == LAYERS:
        return f"Backwards, layer {l}:  δ{here} = ∂C/∂z{here}  (BP1),  then its gradients"
    after = above(l + 1)
    return (f"Backwards, layer {l}:  δ{here} = W{after}ᵀ δ{after} ⊙ f′(z{here})  (BP2),  "
            "then its gradients")


def chain_in_words(result: Microscope, part: str, step: int) -> tuple[str, str, str, str]:
    """Say how a part's slope comes about, in four lines.

    They are its error, the error as a sum over all ways to the output, the gradient, and the two
    gradients beside each other. part: one of `PARTS`.
    """
    l, j, *before = PARTS[part]
    if not is_back(step, l):
        return (f"{part} is selected: its chain of factors appears when the pass has come "
                "back to it.", "", "", "")
    found, tried = _two_slopes(result, part)
    label = symbol("w" if before else "b", l, j, *before)
    product = f"∂C/∂{label} = {symbol('δ', l, j)}"
    if before:
        delta = factor(result.back.deltas[l - 1][j], 4)
        a = factor(result.back.trace.a[l - 1][before[0]], 4)
        product += f" · {symbol('a', l - 1, *before)} = {delta} · {a}  (BP4)"
    else:
        product += "  (BP3)"
    sign = "✓" if abs(found - tried) < 1e-6 else "✗"
    return (*_error_in_words(result, l, j), product,
            f"∂C/∂{label}:  backpropagation {number(found, 7)},  "
            f"central difference {number(tried, 7)}  {sign}")


def _two_slopes(result, part):
    """Return dC/d(weight), or dC/d(bias) of a neuron: by backpropagation, and by differences."""
    l, j, *before = PARTS[part]
    layers = (result.back.gradient[l - 1], result.differences[l - 1])
    return [layer.weights[j, before[0]] if before else layer.biases[j] for layer in layers]


def _error_in_words(result, l, j):
    """Write an error from those of the layer after it, and as a sum over all ways: two lines."""
    delta = result.back.deltas[l - 1][j]
    if l == LAYERS:
        error = f"{symbol('δ', l, j)} = ∂C/∂{symbol('z', l, j)} = {number(delta, 4)}"
        return f"{error}, the output error", ""
    terms = " + ".join(
        f"{factor(result.params[l].weights[i, j])} · {factor(result.back.deltas[l][i], 4)}"
        for i in range(SIZES[l + 1]))
    ways = "  +  ".join(
        "·".join(factor(value, 2 if n % 2 else 3) for n, value in enumerate(way))
        for way in factors(result.params, result.back, result.slopes, l, j))
    return (f"{symbol('δ', l, j)} = f′({symbol('z', l, j)}) · Σ w δ{above(l + 1)} = "
            f"{number(result.slopes[l - 1][j], 4)} · [{terms}] = {number(delta, 4)}",
            f"all factors: {ways}")


def describe(result):
    """Say the error of the selected neuron, and the slope of its weight or bias two ways."""
    part = list(PARTS)[int(result.selected)]
    l, j, *before = PARTS[part]
    if not is_back(result.step, l):
        return f"Step {result.step} of 6; the pass has not come back to {part} yet."
    found, tried = _two_slopes(result, part)
    return (f"The error of neuron {j + 1} in layer {l} is "
            f"{number(result.back.deltas[l - 1][j], 4)}. The slope for "
            f"{part if before else 'its bias'}: {number(found, 6)} by backpropagation, "
            f"{number(tried, 6)} by a central difference.")


def _nearest_part(values, x, y):
    """Select the weight or the neuron that is nearest to (x, y)."""
    def distance(part):
        l, j, *before = PARTS[part]
        at_x, at_y = middle(l, j, *before) if before else PLACES[l][j]
        return (x - at_x)**2 + (y - at_y)**2

    return {"selected": min(PARTS, key=distance)}


def microscope() -> Explorer:
    """Click a weight or a neuron: see its factors, its error, and a finite difference beside it."""
    controls = {
        "step": Slider(0, 6, 6, 1),
        "play": Play("step", 7.0),
        "selected": Choice(tuple(PARTS), "w¹₂₁"),
        "choose": Drag(x="step", move=_nearest_part),
        "activation": Choice(("sigmoid", "tanh", "relu")),
        "cost": Choice(("quadratic", "cross_entropy")),
        "x1": Slider(-1.0, 1.0, 0.6),
        "x2": Slider(-1.0, 1.0, -0.4),
        "y": Slider(0.0, 1.0, 0.0),
        "scale": Slider(0.0, 4.0, 1.0, label="size of weights"),
        "seed": Slider(0, 20, 9, 1),
        "random": Random(("seed",), label="other weights"),
    }
    return Explorer(compute, draw, controls, describe,
                    title="The gradient microscope", size=(7.2, 4.2))
