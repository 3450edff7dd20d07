"""Explorers of gradient descent: a landscape to walk in, the longest step, a race, Newton's method, learning rates."""
from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.networks.backprop import mean_cost
from dlnotes.data.datasets import Dataset, digits
from dlnotes.data.points import moons, xor
from dlnotes.learning.descent import Path, descend, hessian
from dlnotes.learning.descent import newton as newton_path
from dlnotes.live.controls import Button, Choice, Drag, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.figures import descent as figures
from dlnotes.live.numbers import number
from dlnotes.networks.network import Layer, Network
from dlnotes.learning.training import fit


class Slice(NamedTuple):
    """A plane through the landscape of a real cost: of two parameters, `names`, of a `network` that has learnt with
    `params`, any others being held; `put(params, place)` sets the two. Its cost is that of all of `data`."""
    network: Network
    params: tuple[Layer, ...]
    put: Callable
    data: Callable[[], Dataset]
    names: tuple[str, str]


def _put_biases(params, place):
    return params[0]._replace(biases=params[0].biases.at[1].set(place[0])), params[1]._replace(biases=place[1:])


def _put_weights(params, place):
    weights = params[0].weights.at[jnp.arange(2), jnp.arange(2)].set(place)
    return params[0]._replace(weights=weights), *params[1:]


SLICES = {
    "XOR, two biases": Slice(
        Network((2, 2, 1)), (Layer(np.array([[-6.7, 7.0], [-7.1, 6.9]], np.float32), np.array([3.3, -3.7], np.float32)),
                             Layer(np.array([[-12.1, 12.5]], np.float32), np.array([5.7], np.float32))),
        _put_biases, xor, ("bias of the second hidden neuron", "bias of the output neuron")),
    "moons, two weights": Slice(
        Network((2, 3, 1), hidden="tanh"),
        (Layer(np.array([[7.6, 3.7], [4.3, -4.4], [-4.3, 3.6]], np.float32), np.array([-0.1, 3.1, 3.0], np.float32)),
         Layer(np.array([[-8.9, 9.6, -10.6]], np.float32), np.array([0.7], np.float32))),
        _put_weights, lambda: moons(200, key=jax.random.key(0)),
        ("weight of neuron 1 on x1", "weight of neuron 2 on x2")),
}
PLACES, WALK = np.linspace(-12, 12, 81, dtype=np.float32), 60


class Landscape(NamedTuple):
    """The `heights` (81, 81) of the cost over two parameters and its lines of equal height, `contours`; the `path`
    (61, 2) of gradient descent, the `costs` (61,) on it, and at each place an arrow of `downhill` (61, 2), 4 long where
    it is steep; how many `steps` were taken; the `names` of the two."""
    heights: Float[Array, "81 81"]
    contours: tuple
    path: Float[Array, "61 2"]
    costs: Float[Array, "61"]
    downhill: Float[Array, "61 2"]
    steps: Int[Array, ""] | int
    names: tuple[str, str]


@cache
def _slice_cost(name):
    """The cost of a slice as a function of a place (2,)."""
    network, params, put, data, _ = SLICES[name]
    with jax.ensure_compile_time_eval():  # numbers, also where this is first asked for while something is compiled
        data, params = data(), jax.tree.map(jnp.asarray, params)
        x, y = data.x_train, data.y_train[:, None].astype(float)
    return lambda place: mean_cost(network, put(params, place), x, y)


@cache
def _heights(name):
    cost = _slice_cost(name)
    places = jnp.stack(jnp.meshgrid(PLACES, PLACES), axis=-1)
    heights = np.asarray(jax.jit(lambda places: jax.lax.map(jax.vmap(cost), places))(places))
    return heights, tuple(figures.contour_lines(PLACES, PLACES, heights, np.geomspace(0.01, heights.max(), 16)))


@partial(jax.jit, static_argnames="name")
def _walk(name, first, second, eta):
    cost = _slice_cost(name)
    path = descend(cost, jnp.stack([first, second]).astype(float), learning_rate=eta, steps=WALK)
    downhill = -jax.vmap(jax.grad(cost))(path.points)
    return path.points, path.values, 4 * downhill / jnp.maximum(jnp.linalg.norm(downhill, axis=1, keepdims=True), 0.2)


def landscape() -> Explorer:
    """Walk in the landscape of a real cost, over two parameters of a network that are free, all others being held."""
    def compute(surface, first, second, eta, steps):
        return Landscape(*_heights(surface), *_walk(surface, first, second, eta), steps, SLICES[surface].names)

    def describe(result):
        at = int(result.steps)
        return (f"From ({number(result.path[0, 0])}, {number(result.path[0, 1])}), where the cost is "
                f"\u2248{result.costs[0]:.2f}, {at} steps downhill lead to a cost of \u2248{result.costs[at]:.2f}.")

    return Explorer(compute, figures.draw_landscape,
                    {"surface": Choice(tuple(SLICES)), "first": Slider(-12.0, 12.0, 3.0, 0.25, label="across"),
                     "second": Slider(-12.0, 12.0, -8.0, 0.25, label="up"),
                     "eta": Slider(0.1, 100.0, 1.0, 30, log=True, label="eta, learning rate"),
                     "steps": Slider(0, WALK, 0, 1), "play": Play("steps", 5.0),
                     "one": Button("one step", lambda values, key: {"steps": min(values["steps"] + 1, WALK)}),
                     "ball": Drag("first", "second", lambda values, x, y: {"first": x, "second": y, "steps": 0})},
                    describe, title="A landscape of cost", size=(7.2, 3.7))


class Parabola(NamedTuple):
    """Gradient descent on C = lambda w^2 / 2 from w = 1: the `w` (31,) after each step, how many `steps` are shown, the
    `curvature` lambda, the `factor` 1 - eta lambda of each step, and the `verdict` in words."""
    w: Float[Array, "31"]
    steps: Int[Array, ""] | int
    curvature: Float[Array, ""] | float
    factor: Float[Array, ""]
    verdict: str


@jax.jit
def _bounce(eta, curvature):
    path = descend(lambda w: curvature * w**2 / 2, jnp.asarray(1.0), learning_rate=eta, steps=30)
    return path.points, 1 - eta * curvature


def _verdict(factor):
    """What becomes of a number that is multiplied by a factor again and again."""
    if abs(factor) < 1e-6:
        return "at the bottom in one step"
    if abs(abs(factor) - 1) < 1e-6:
        return "it swings for ever"
    if abs(factor) > 1:
        return "it diverges"
    return "it creeps down" if factor > 0.5 else "it converges" if factor > 0 else "it swings, and converges"


def parabola() -> Explorer:
    """The longest step that still converges, on a parabola."""
    def compute(eta, curvature, steps):
        w, factor = _bounce(eta, float(curvature))
        return Parabola(w, steps, float(curvature), factor, _verdict(float(factor)))

    def describe(result):
        return (f"On a parabola of curvature {number(result.curvature, 0)} each step multiplies w by "
                f"{number(result.factor, 2)}: {result.verdict}.")

    return Explorer(compute, figures.draw_parabola,
                    {"eta": Slider(0.02, 2.2, 0.1, 0.02, label="eta, learning rate"),
                     "curvature": Choice(("1", "2", "4"), default="2", label="lambda, curvature"),
                     "steps": Slider(0, 30, 12, 1), "play": Play("steps", 3.0)},
                    describe, title="How long a step?", size=(7.2, 3.2))


METHODS = {"gradient descent": ("sgd", 0.06), "momentum": ("momentum", 0.02), "RMSProp": ("rmsprop", 0.1),
           "Adam": ("adam", 0.3)}
SURFACES = {"long valley": lambda p: (p[0]**2 + 100 * p[1]**2) / 8,
            "bowl": lambda p: (p[0]**2 + p[1]**2) / 2,
            "saddle": lambda p: p[0]**2 / 4 + ((p[1] - 0.99)**2 - 2)**2 / 8,
            "plateau": lambda p: 1 - jnp.exp(-((p[0] - 2)**2 + p[1]**2) / 4)}


class Race(NamedTuple):
    """The `paths` of all `METHODS`, the `step` that is shown, and the lines of equal height of the surface, `contours`."""
    paths: Path
    step: Int[Array, ""] | int
    contours: tuple


@partial(jax.jit, static_argnames="surface")
def race_paths(surface: str, x: Float[Array, ""] | float, y: Float[Array, ""] | float,
               eta: Float[Array, ""] | float = 1.0) -> Path:
    """A hundred steps of each of `METHODS` on one of `SURFACES` from (x, y), each at its own learning rate times eta:
    points (methods, 101, 2) and values (methods, 101)."""
    start = jnp.array([x, y], float)
    paths = [descend(SURFACES[surface], start, learning_rate=rate * eta, steps=100, optimizer=name)
             for name, rate in METHODS.values()]
    return jax.tree.map(lambda *one_each: jnp.stack(one_each), *paths)


@cache
def _contours(surface):
    """The lines of equal height of a surface, as the figure wants them."""
    x, y = np.linspace(-5, 5, 101), np.linspace(-3, 3, 61)
    heights = np.asarray(jax.vmap(lambda b: jax.vmap(lambda a: SURFACES[surface](jnp.array([a, b])))(jnp.array(x)))(
        jnp.array(y)))
    return tuple(figures.contour_lines(x, y, heights, np.geomspace(0.02, heights.max() * 0.95, 12)))


def race() -> Explorer:
    """Gradient descent and its variants, from one start on one surface."""
    def compute(surface, x, y, eta, step):
        return Race(race_paths(surface, x, y, eta), step, _contours(surface))

    def describe(result):
        at = int(result.step)
        heights = ", ".join(f"{name} \u2248{value:.2g}" if value < 100 else f"{name} far outside"
                            for name, value in zip(METHODS, result.paths.values[:, at]))
        return f"Height after {at} steps: {heights}."

    return Explorer(compute, figures.draw_race(tuple(METHODS)),
                    {"surface": Choice(tuple(SURFACES)), "x": Slider(-5.0, 5.0, -4.5, 0.1),
                     "y": Slider(-3.0, 3.0, 1.0, 0.1),
                     "eta": Slider(0.1, 10.0, 1.0, 40, log=True, label="all rates times"),
                     "step": Slider(0, 100, 0, 1), "play": Play("step", 5.0), "start": Drag("x", "y")},
                    describe, title="A race downhill", size=(7.2, 3.6))


class Newton(NamedTuple):
    """The `points` (2, 31, 2) and `values` (2, 31) of gradient descent and of Newton's method from one start, the `step`
    that is shown, and the two `curvatures` at the start: the eigenvalues of the Hessian, the smaller first."""
    points: Float[Array, "2 31 2"]
    values: Float[Array, "2 31"]
    step: Int[Array, ""] | int
    curvatures: Float[Array, "2"]


def mountain_pass(p: Float[Array, "2"]) -> Float[Array, ""]:
    """C = x^2 - y^2 + y^4 / 2: two valleys, at (0, 1) and (0, -1), and a pass between them, at (0, 0)."""
    return p[0]**2 - p[1]**2 + p[1]**4 / 2


@jax.jit
def _both(x, y):
    start = jnp.array([x, y], float)
    paths = [descend(mountain_pass, start, learning_rate=0.1, steps=30), newton_path(mountain_pass, start, steps=30)]
    return (jnp.stack([path.points for path in paths]), jnp.stack([path.values for path in paths]),
            jnp.linalg.eigvalsh(hessian(mountain_pass, start)))


def newton() -> Explorer:
    """Newton's method and gradient descent, where there is a pass between two valleys."""
    x, y = jnp.linspace(-2, 2, 81), jnp.linspace(-1.6, 1.6, 65)
    heights = jax.vmap(lambda b: jax.vmap(lambda a: mountain_pass(jnp.array([a, b])))(x))(y)

    def compute(x, y, step):
        points, values, curvatures = _both(x, y)
        return Newton(points, values, step, curvatures)

    def describe(result):
        ends = [f"({number(p[0], 2)}, {number(p[1], 2)})" if np.all(np.abs(p) < 5) else "far outside"
                for p in result.points[:, int(result.step)]]
        return f"After {int(result.step)} steps gradient descent is at {ends[0]}, Newton's method at {ends[1]}."

    return Explorer(compute, figures.draw_newton(*map(np.asarray, (x, y, heights))),
                    {"x": Slider(-2.0, 2.0, 1.5, 0.05), "y": Slider(-1.6, 1.6, 0.3, 0.05), "step": Slider(0, 30, 0, 1),
                     "play": Play("step", 4.0), "start": Drag("x", "y")},
                    describe, title="Newton at a pass", size=(7.2, 3.4))


class Rates(NamedTuple):
    """One network trained with many learning `rates` (n,): the mean `costs` (n, 5) after each epoch, the share `right`
    (n,) of unseen digits after all of them; and the number of the rate that is `shown`."""
    rates: Float[Array, "n"]
    costs: Float[Array, "n 5"]
    right: Float[Array, "n"]
    shown: int


RATES = Slider(0.001, 100.0, 0.001, 15, log=True, label="eta, learning rate")


@cache
def rate_runs() -> tuple[Float[Array, "n 5"], Float[Array, "n"]]:
    """Five epochs of a (64, 30, 10) network on the digits at each rate of `RATES`, from one start, all at once: the
    mean costs and the last shares right."""
    data, network = digits(), Network((64, 30, 10))
    start = network.init(key=jax.random.key(4))
    history = jax.vmap(lambda rate: fit(network, start, data, key=jax.random.key(5), learning_rate=rate,
                                        epochs=5))(jnp.array(RATES.values)).history
    return history.cost, history.accuracy[:, -1]


def learning_rates() -> Explorer:
    """Too short, right, too long: one network, sixteen learning rates, from a thousandth to a hundred."""
    def describe(result):
        return (f"With a learning rate of {result.rates[result.shown]:.3g} the mean cost after five epochs is "
                f"\u2248{result.costs[result.shown, -1]:.2g}, and \u2248{100 * result.right[result.shown]:.0f} % of "
                "the unseen digits are recognised.")

    return Explorer(lambda eta: Rates(np.array(RATES.values), *rate_runs(), RATES.values.index(RATES.nearest(eta))),
                    figures.draw_rates, {"eta": RATES, "play": Play("eta", 6.0), "choose": Drag(x="eta", axes=1)},
                    describe, title="Too short, right, too long", size=(7.2, 3.3))
