"""Explorers of gradient descent: a landscape to walk in, the longest step, a race, and Newton's method at a pass."""
from functools import cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from dlnotes.backprop import mean_gradient
from dlnotes.datasets import moons
from dlnotes.descent import descend, hessian
from dlnotes.descent import newton as newton_path
from dlnotes.explorers.controls import Choice, Drag, Play, Slider
from dlnotes.explorers.engine import Explorer
from dlnotes.figures import descent as figures
from dlnotes.figures.style import number
from dlnotes.networks import Network


class Landscape(NamedTuple):
    """The `path` (51, 2) of gradient descent in two weights of a network, the ball's place first; the `costs` (51,) on
    it; how many `steps` are shown; and the `arrow` (2,) downhill at the ball, at most 3 long."""
    path: Float[Array, "51 2"]
    costs: Float[Array, "51"]
    steps: Int[Array, ""] | int
    arrow: Float[Array, "2"]


PLACES = jnp.linspace(-12, 12, 61)
MOON_NETWORK = Network((2, 3, 1), hidden="tanh")


@cache
def _moons():
    return moons(200, key=jax.random.key(0))


def _moon_cost(params):
    data = _moons()
    return mean_gradient(MOON_NETWORK, params, data.x_train, data.y_train[:, None].astype(float))[0]


def _slice_cost(params, place):
    """The cost with two weights of the first layer changed: that of neuron 1 to x1, and of neuron 2 to x2."""
    weights = params[0].weights.at[jnp.arange(2), jnp.arange(2)].set(place)
    return _moon_cost((params[0]._replace(weights=weights), *params[1:]))


@cache
def _trained():
    """A network that tells two moons apart, and its cost over two of its weights."""
    _moons()  # before anything is traced: it is made with NumPy
    @jax.jit
    def train():
        start = MOON_NETWORK.init(key=jax.random.key(0), scheme="normal")
        path = descend(_moon_cost, start, learning_rate=0.05, steps=1500, optimizer="adam")
        params = jax.tree.map(lambda points: points[-1], path.points)
        rows = jax.lax.map(lambda w2: jax.vmap(lambda w1: _slice_cost(params, jnp.array([w1, w2])))(PLACES), PLACES)
        return params, rows
    params, rows = train()
    return params, np.asarray(rows)


@jax.jit
def _walk(params, w1, w2, eta):
    path = descend(partial(_slice_cost, params), jnp.array([w1, w2], float), learning_rate=eta, steps=50)
    downhill = -jax.grad(partial(_slice_cost, params))(path.points[0])
    return path.points, path.values, downhill * 3 / jnp.maximum(jnp.linalg.norm(downhill), 0.2)


def landscape() -> Explorer:
    """Walk in the landscape of a real cost, over two of a network's weights."""
    params, costs = _trained()

    def compute(w1, w2, eta, steps):
        points, values, arrow = _walk(params, w1, w2, eta)
        return Landscape(points, values, steps, arrow)

    def describe(result):
        at = int(result.steps)
        return (f"From w1 = {number(result.path[0, 0])}, w2 = {number(result.path[0, 1])}, where the cost is "
                f"\u2248{result.costs[0]:.2f}, {at} steps downhill lead to a cost of \u2248{result.costs[at]:.2f}.")

    return Explorer(compute, figures.draw_landscape(np.asarray(PLACES), costs),
                    {"w1": Slider(-12.0, 12.0, -3.0, 0.25), "w2": Slider(-12.0, 12.0, 8.0, 0.25),
                     "eta": Slider(0.1, 100.0, 3.0, 30, log=True, label="eta, learning rate"),
                     "steps": Slider(0, 50, 0, 1), "play": Play("steps", 4.0), "ball": Drag("w1", "w2")},
                    describe, title="A landscape of cost", size=(7.2, 3.6))


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
        return (f"On a parabola of curvature {number(result.curvature)} each step multiplies w by "
                f"{number(result.factor, 2)}: {result.verdict}.")

    return Explorer(compute, figures.draw_parabola,
                    {"eta": Slider(0.01, 1.2, 0.1, 0.01, label="eta, learning rate"),
                     "curvature": Choice(("0.5", "1", "2", "4"), default="2", label="lambda, curvature"),
                     "steps": Slider(0, 30, 12, 1), "play": Play("steps", 3.0)},
                    describe, title="How long a step?", size=(7.2, 3.2))


METHODS = {"gradient descent": ("sgd", 0.06), "momentum": ("momentum", 0.02), "RMSProp": ("rmsprop", 0.1),
           "Adam": ("adam", 0.3)}
SURFACES = {"long valley": lambda p: (p[0]**2 + 100 * p[1]**2) / 8,
            "bowl": lambda p: (p[0]**2 + p[1]**2) / 2,
            "saddle": lambda p: p[0]**2 / 4 - p[1]**2 / 2 + p[1]**4 / 8 + 0.5,
            "plateau": lambda p: 1 - jnp.exp(-((p[0] - 2)**2 + p[1]**2) / 4)}


class RacePaths(NamedTuple):
    """The `points` (methods, 101, 2) that each of `METHODS` comes through, and the surface's `values` (methods, 101)."""
    points: Float[Array, "methods 101 2"]
    values: Float[Array, "methods 101"]


class Race(NamedTuple):
    """`points` and `values` as in `RacePaths`, the `step` that is shown, and the surface's `contours`."""
    points: Float[Array, "methods 101 2"]
    values: Float[Array, "methods 101"]
    step: Int[Array, ""] | int
    contours: tuple


@partial(jax.jit, static_argnames="surface")
def race_paths(surface: str, x: Float[Array, ""] | float, y: Float[Array, ""] | float,
               eta: Float[Array, ""] | float = 1.0) -> RacePaths:
    """A hundred steps of each of `METHODS` on one of `SURFACES` from (x, y), each at its own learning rate times eta."""
    start = jnp.array([x, y], float)
    paths = [descend(SURFACES[surface], start, learning_rate=rate * eta, steps=100, optimizer=name)
             for name, rate in METHODS.values()]
    return RacePaths(jnp.stack([path.points for path in paths]), jnp.stack([path.values for path in paths]))


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
        return Race(*race_paths(surface, x, y, eta), step, _contours(surface))

    def describe(result):
        at = int(result.step)
        heights = ", ".join(f"{name} \u2248{value:.2g}" for name, value in zip(METHODS, result.values[:, at]))
        return f"Height after {at} steps: {heights}."

    return Explorer(compute, figures.draw_race(tuple(METHODS)),
                    {"surface": Choice(tuple(SURFACES)), "x": Slider(-5.0, 5.0, -4.5, 0.1),
                     "y": Slider(-3.0, 3.0, 1.0, 0.1), "eta": Slider(0.1, 10.0, 1.0, 40, log=True, label="all rates times"),
                     "step": Slider(0, 100, 40, 1), "play": Play("step", 5.0), "start": Drag("x", "y")},
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
