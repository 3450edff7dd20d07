"""Explorers of universality: a bump, networks built for any function, a tower, a picture made of towers."""
from functools import cache, lru_cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.networks.activations import sigmoid
from dlnotes.data.datasets import digits
from dlnotes.live.controls import Button, Choice, Drag, Pad, Play, Slider, Text, Toggle
from dlnotes.live.engine import Explorer
from dlnotes.figures import universality as figures
from dlnotes.live.numbers import number
from dlnotes.figures.universality import small
from dlnotes.experiments.fits import drawn_curve, picture_function, task
from dlnotes.data.formulas import Formula
from dlnotes.networks.network import Layer, Network
from dlnotes.experiments.universality import approximate_1d, approximate_nd, outputs, points_for

NIELSEN = "0.2 + 0.4x^2 + 0.3x sin(15x) + 0.05cos(50x)"


class Bump(NamedTuple):
    """Two steep neurons at x (n,): their `places`, their outputs `hidden` (2, n), and their weighted `sum` (n,)."""
    x: Float[Array, "n"]
    places: Float[Array, "2"]
    hidden: Float[Array, "2 n"]
    height: Float[Array, ""]
    sum: Float[Array, "n"]


@jax.jit
def _bump(w, s1, s2, height):
    x, places = jnp.linspace(0.0, 1.0, 801), jnp.stack([s1, s2])
    hidden = jax.vmap(lambda s: sigmoid(w * x - w * s))(places)
    return Bump(x, places, hidden, height, height * hidden[0] - height * hidden[1])


def _pull(values, began, x, y):
    """What a drag on the bump does: begun near an edge it takes the edge along, elsewhere the height."""
    edge = min(("s1", "s2"), key=lambda name: abs(values[name] - began[0]))
    return {edge: x} if abs(values[edge] - began[0]) < 0.06 else {"height": y}


def bump() -> Explorer:
    """Two steep neurons, one up and one down, make a bump; drag its edges and its top."""
    def describe(result):
        (s1, s2), middle = result.places, result.sum[len(result.x) // 2]
        return (f"Steps at {number(s1, 2)} and {number(s2, 2)}; their sum with weights {number(result.height, 2)} and "
                f"{number(-result.height, 2)} is {number(middle, 2)} at x = 0.5.")

    return Explorer(
        lambda w, s1, s2, height: _bump(float(w), s1, s2, height), figures.draw_bump,
        {"w": Slider(2.0, 1000.0, 10.0, 40, log=True, label="w, both weights"),
         "s1": Slider(0.0, 1.0, 0.3, 0.01, label="s\u2081, first step"),
         "s2": Slider(0.0, 1.0, 0.7, 0.01, label="s\u2082, second step"),
         "height": Slider(-1.5, 1.5, 0.8, 0.05), "pull": Drag(pull=_pull, axes=1)},
        describe, title="Two steps make a bump", size=(7.2, 3.0))


class AnyFunction(NamedTuple):
    """A function at x (n,), `wanted` (n,), and the network of so many `neurons` built for it, `found` (n,), with its
    largest `error`; for networks of the `counts` (k,) their largest `errors` and the `bounds` (k,) on these."""
    x: Float[np.ndarray, "n"]
    wanted: Float[np.ndarray, "n"]
    found: Float[np.ndarray, "n"]
    neurons: int
    error: float
    counts: Int[np.ndarray, "k"]
    errors: Float[np.ndarray, "k"]
    bounds: Float[np.ndarray, "k"]


NEURONS = Slider(1, 10_000, 10, 20, label="hidden neurons", log=True)
SIZES = (16, 128, 1024, 10_240)  # the widths that are compiled; narrower networks are filled up with neurons of no weight


def _filled(params, sizes):
    """The same network with more neurons, which say nothing: hidden layers of so many."""
    before, made = params[0].weights.shape[1], []
    for (W, b), n in zip(params, (*sizes, params[-1].weights.shape[0])):
        W, b = np.asarray(W), np.asarray(b)  # NumPy compiles nothing
        made.append(Layer(*(jax.device_put(v) for v in (np.pad(W, ((0, n - W.shape[0]), (0, before - W.shape[1]))),
                                                        np.pad(b, (0, n - len(b)))))))
        before = n
    return tuple(made)


def _outputs(made, x, sizes):
    """What `made(x)` gives, by hidden layers of these sizes, so that they are compiled once for many networks."""
    network = Network((made.network.sizes[0], *sizes, made.network.sizes[-1]), hidden=made.network.hidden,
                      output=made.network.output)
    return np.asarray(outputs(network, _filled(made.params, sizes), jax.device_put(np.asarray(x, np.float32))))


def _built(f, activation):
    """Networks of all sizes for f: the points, f there, their outputs, largest errors, and the bounds on these.

    The points are equally spaced, with more where f changes fastest: no jump falls between them."""
    x = points_for(f, count=1499)
    with jax.enable_x64(True):
        wanted = np.asarray(f(jnp.asarray(x.astype(float))), float)
    made = [approximate_1d(f, n, activation=activation) for n in NEURONS.values]
    found = np.stack([_outputs(one, x[:, None], (min(s for s in SIZES if s >= n),))[:, 0]
                      for one, n in zip(made, NEURONS.values)])
    return x, wanted, found, np.abs(found - wanted).max(axis=1), np.array([one.bound for one in made])


@lru_cache(maxsize=8)
def _built_for(formula, activation):
    return _built(jax.jit(Formula(formula)), activation)


@lru_cache(maxsize=8)
def _built_for_drawing(ink, shape, activation):
    drawing = np.frombuffer(ink, np.float32).reshape(shape)
    return _built(drawn_curve(drawing) if drawing.any() else jax.jit(task), activation)


def _shown(built, neurons):
    x, wanted, found, errors, bounds = built
    neurons = NEURONS.nearest(neurons)
    at = NEURONS.values.index(neurons)
    until = np.array(NEURONS.values) <= neurons
    nothing = np.where(until, 1.0, np.nan)
    return AnyFunction(x, wanted, found[at], neurons, errors[at], np.array(NEURONS.values), errors * nothing,
                       bounds * nothing)


def _in_words(result):
    return (f"{result.neurons:,} hidden neuron{'s' * (result.neurons > 1)}: the network is at most \u2248"
            f"{float(result.error):.2g} away from the function.")


KINDS = Choice(("sigmoid", "relu", "tanh", "step"))


def any_function() -> Explorer:
    """Type a function of x: a network is built for it, with as many neurons as you like."""
    return Explorer(
        lambda formula, neurons, activation: _shown(_built_for(formula, activation), neurons), figures.draw_any_function,
        {"formula": Text(NIELSEN, label="f(x) =", examples=("sin(20x)", "|x - 0.4|", "sqrt(x)", "step(x - 0.5)")),
         "neurons": NEURONS, "activation": KINDS, "play": Play("neurons", 5.0)},
        _in_words, title="A network for any function", size=(7.2, 3.4))


def drawn_function() -> Explorer:
    """Draw a curve, from left to right: a network is built for it. As long as there is none, it is Nielsen's."""
    return Explorer(
        lambda drawing, neurons, activation: _shown(_built_for_drawing(drawing.tobytes(), drawing.shape, activation),
                                                    neurons),
        figures.draw_any_function,
        {"drawing": Pad(32, 32, label="draw a curve"), "neurons": NEURONS, "activation": KINDS},
        _in_words, title="A network for your curve", size=(7.2, 3.4))


class PlaneCurve(NamedTuple):
    """A path in the plane, `wanted` (n, 2) for t (n,), and the two outputs of a network for it, `found` (n, 2)."""
    t: Float[np.ndarray, "n"]
    wanted: Float[np.ndarray, "n 2"]
    found: Float[np.ndarray, "n 2"]
    neurons: int


def heart(t: Float[Array, "n"]) -> Float[Array, "n 2"]:
    """A heart, as a path in the plane, for t from 0 to 1."""
    t = 2 * jnp.pi * t
    return jnp.stack([16 * jnp.sin(t)**3,
                      13 * jnp.cos(t) - 5 * jnp.cos(2 * t) - 2 * jnp.cos(3 * t) - jnp.cos(4 * t) + 2], axis=1) / 16


def spiral(t: Float[Array, "n"]) -> Float[Array, "n 2"]:
    """Three turns outwards, as a path in the plane, for t from 0 to 1."""
    return jnp.stack([t * jnp.cos(6 * jnp.pi * t), t * jnp.sin(6 * jnp.pi * t)], axis=1)


CURVES = {"heart": jax.jit(heart), "spiral": jax.jit(spiral)}


@cache
def _curve(curve, neurons, activation):
    f, t = CURVES[curve], np.linspace(0, 1, 1001)
    return PlaneCurve(t, np.asarray(f(jnp.asarray(t))),
                      _outputs(approximate_1d(f, neurons, activation=activation), t[:, None], (256,)), neurons)


def curves() -> Explorer:
    """One input and two outputs: a network draws a curve."""
    return Explorer(
        _curve, figures.draw_curve,
        {"curve": Choice(("heart", "spiral")), "neurons": Slider(1, 200, 10, 24, label="hidden neurons", log=True),
         "activation": KINDS},
        lambda r: f"A network with one input and two outputs draws the curve with {r.neurons} hidden "
                  f"neuron{'s' * (r.neurons > 1)}.",
        title="A network that draws", size=(7.2, 3.3))


class Tower(NamedTuple):
    """One neuron over two bumps across the plane: its `values` (side, side), row by row of x2; where both bumps are
    (`inside`), where one is (`arm`), where none is (`outside`); and from where it is seen, `turn`, in degrees."""
    values: Float[Array, "side side"]
    inside: Float[Array, ""]
    arm: Float[Array, ""]
    outside: Float[Array, ""]
    turn: Float[Array, ""]


@jax.jit
def _tower(h, b, turn):
    x = (jnp.arange(40) + 0.5) / 40
    bump = sigmoid(300 * (x - 0.35)) - sigmoid(300 * (x - 0.65))
    values = sigmoid(h * (bump[None, :] + bump[:, None]) + b)
    return Tower(values, values[20, 20], values[20, 2], values[2, 2], turn)


def tower() -> Explorer:
    """Two bumps across each other, and a neuron that adds them: which bias leaves nothing but a tower?"""
    return Explorer(
        lambda h, b, turn: _tower(float(h), float(b), float(turn)), figures.draw_tower,
        {"h": Slider(1.0, 20.0, 10.0, 0.5, label="h, height of the bumps"),
         "b": Slider(-40.0, 10.0, 0.0, 0.5, label="b, bias"), "turn": Slider(-180, 180, 25, 5),
         "drag": Drag(pull=lambda values, began, x, y: {"turn": values["turn"] + 240 * (x - began[0])}, axes=1)},
        lambda r: f"The neuron gives {number(r.inside, 4)} where both bumps are, {number(r.arm, 4)} where one is, and "
                  f"{number(r.outside, 4)} elsewhere.",
        title="A tower", size=(7.2, 3.2))


class TowerPicture(NamedTuple):
    """A picture and what a network of side x side towers makes of it, both (60, 60); its hidden neurons; its mean error;
    and whether the picture that is wanted is shown."""
    wanted: Float[np.ndarray, "60 60"]
    found: Float[np.ndarray, "60 60"]
    side: int
    neurons: int
    error: float
    shown: bool


PIXELS = 60
WHERE = np.stack(np.meshgrid((np.arange(PIXELS) + 0.5) / PIXELS, 1 - (np.arange(PIXELS) + 0.5) / PIXELS), -1).reshape(-1, 2)


@cache
def _pixels(name, seed):
    if name == "rings":
        x, y = np.meshgrid(*[np.linspace(-1, 1, 40)] * 2)
        return np.float32(0.5 + 0.5 * np.cos(9 * np.hypot(x, y) - 0.4 * seed))
    return np.asarray(digits().x_train[seed]).reshape(8, 8)


@jax.jit
def _brightness(pixels, points):
    return picture_function(pixels)(points)


def _picture(picture, seed, side, show, drawing):
    pixels = drawing if drawing.any() else _pixels(picture, seed)

    def f(points):
        return _brightness(pixels, points)

    made = approximate_nd(f, side, [0, 0], [1, 1], lipschitz=1.0)  # its bound is not shown, and slow to measure
    width = next(size for size in (8, 24, 48) if size >= side)
    found = _outputs(made, WHERE, (2 * width, width**2)).reshape(PIXELS, PIXELS)
    wanted = np.asarray(f(jnp.asarray(WHERE, jnp.float32))).reshape(PIXELS, PIXELS)
    return TowerPicture(wanted, found, side, sum(made.network.sizes[1:-1]), float(np.abs(found - wanted).mean()),
                        show)


def picture() -> Explorer:
    """A picture made of towers: a digit, rings, or, once there is one, your own drawing."""
    return Explorer(
        _picture, figures.draw_picture,
        {"picture": Choice(("digit", "rings")), "seed": Slider(0, 99, 77, 1, label="which one"),
         "another": Button("another", lambda values, key: {"seed": (values["seed"] + 7) % 100}),
         "side": Slider(1, 48, 2, 14, label="towers a side", log=True), "play": Play("side", 5.0),
         "show": Toggle(label="show what is wanted"), "drawing": Pad(16, 16, label="your own, instead")},
        lambda r: f"{r.side} x {r.side} towers make the picture with {r.neurons:,} hidden neurons; the mean error is "
                  f"\u2248{r.error:.2g}.",
        title="A picture made of towers", size=(7.2, 2.8))
