"""Explorers of training: a line fitted by hand, a network watched while it learns, and asked about a drawing."""
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Int, PRNGKeyArray

from dlnotes.networks.backprop import mean_cost
from dlnotes.data.datasets import digits, one_hot
from dlnotes.data.points import xor
from dlnotes.learning.descent import along_line, descend
from dlnotes.live.controls import Choice, Drag, Pad, Play, Slider
from dlnotes.live.engine import Explorer, LivePicture
from dlnotes.figures import training as figures
from dlnotes.figures.neurons import article
from dlnotes.live.numbers import number
from dlnotes.data.images import as_digit, augmented
from dlnotes.networks.network import Layer, Network
from dlnotes.learning.runs import History, Run
from dlnotes.learning.training import fit

POINTS_X = jnp.arange(11.0)
POINTS_Y = jnp.array([1.9, 1.4, 2.9, 3.6, 3.0, 4.7, 4.4, 5.9, 5.6, 7.2, 6.8])


class LineFit(NamedTuple):
    """Points (x, y), the line's values at x, and the mean of the squared gaps."""
    x: Float[Array, "n"]
    y: Float[Array, "n"]
    line: Float[Array, "n"]
    error: Float[Array, ""]


@jax.jit
def line_fit(w: Float[Array, ""] | float, b: Float[Array, ""] | float) -> LineFit:
    """How well the line w x + b fits the eleven points of lesson 00; w, b: numbers."""
    line = w * POINTS_X + b
    return LineFit(POINTS_X, POINTS_Y, line, jnp.mean((line - POINTS_Y)**2))


def fit_a_line() -> Explorer:
    """Fit a line to points by hand: two knobs, one error."""
    return Explorer(
        line_fit, figures.draw_line_fit,
        {"w": Slider(-1.0, 1.0, 0.0, 0.01), "b": Slider(-1.0, 10.0, 8.0, 0.05),
         "lift": Drag(pull=lambda values, began, x, y: {"b": values["b"] + y - began[1]})},
        lambda r: f"A line from {r.line[0]:.1f} at x = 0 to {r.line[-1]:.1f} at x = 10; its error is {r.error:.2f}.",
        title="Fit a line by hand", size=(7.2, 3.2))


class Page(NamedTuple):
    """Twenty digits: their images (20, 8, 8) and labels (20,)."""
    images: Float[Array, "20 8 8"]
    labels: Int[Array, "20"]


def browse_digits() -> Explorer:
    """Leaf through the handwritten digits, twenty a page."""
    data = digits()
    images, labels = data.x_train.reshape(-1, *data.shape), data.y_train

    def describe(page):
        return f"Twenty handwritten digits: {', '.join(str(d) for d in page.labels)}."

    return Explorer(lambda page: _page(images, labels, page), figures.draw_digits,
                    {"page": Slider(1, len(labels) // 20, 1, 1)}, describe, title="Handwritten digits", size=(7.2, 2.0))


@jax.jit
def _page(images, labels, page):
    return Page(*(jax.lax.dynamic_slice_in_dim(a, 20 * (page - 1), 20) for a in (images, labels)))


def _history_in_words(history):
    if not len(history.cost):
        return "Nothing learnt yet."
    return (f"After {len(history.cost)} epochs the cost is \u2248{history.cost[-1]:.2f}, and "
            f"\u2248{history.accuracy[-1]:.2f} of the unseen examples are recognised.")


def training_picture(epochs: int) -> LivePicture:
    """Cost and accuracy while a network learns: `with training_picture(20) as watch: fit(..., on_epoch=watch)`."""
    empty = History(*[jnp.zeros(0)] * 3)
    return LivePicture(figures.draw_history(epochs), _history_in_words, empty, title="Training", size=(7.2, 3.1))


class Recognition(NamedTuple):
    """A drawing, as the network sees it (8, 8), its ten outputs, the largest one's digit, whether anything was drawn, and
    whether it is `recognised`: the largest output reaches one half."""
    drawing: Float[Array, "rows columns"]
    seen: Float[Array, "8 8"]
    outputs: Float[Array, "10"]
    answer: Int[Array, ""]
    drawn: Bool[Array, ""]
    recognised: Bool[Array, ""]


@partial(jax.jit, static_argnames="network")
def recognise(network: Network, params: tuple[Layer, ...], drawing: Float[Array, "rows columns"]
              ) -> Recognition:
    """What a network of 8 x 8 digits says of a drawing."""
    seen = as_digit(drawing)
    drawn = jnp.any(seen > 0)
    outputs = jnp.where(drawn, network.apply(params, seen.ravel()), 0)
    return Recognition(drawing, seen, outputs, jnp.argmax(outputs), drawn, jnp.max(outputs) >= 0.5)


def recognise_drawing(network: Network | None = None, params: tuple[Layer, ...] | None = None) -> Explorer:
    """Draw a digit, and see what a network makes of it: the one given, or one trained here in a moment."""
    if network is None:
        network, params = DIGIT_NETWORK, train_on_digits().params

    def describe(result):
        if not result.drawn:
            return "Nothing is drawn yet."
        output = f"its output is \u2248{result.outputs[result.answer]:.2f}"
        if not result.recognised:
            return f"None of the ten: the drawing is most like {article(result.answer)}, and {output}."
        return f"The network takes the drawing for {article(result.answer)}: {output}."

    return Explorer(lambda drawing: recognise(network, params, drawing), figures.draw_recognition,
                    {"drawing": Pad(56, 56, label="your digit", pen=2.8)}, describe, title="Recognise a drawn digit",
                    size=(7.2, 2.6))


DIGIT_NETWORK = Network((64, 100, 10), hidden="relu")


def train_on_digits(epochs: int = 20, on_epoch: Callable[[History], None] | None = None) -> Run:
    """Train `DIGIT_NETWORK` on the digits and seven jittered copies of each; on_epoch: as for `fit`."""
    data = digits()
    x, y = augmented(data.x_train, data.y_train, shape=data.shape, copies=7, key=jax.random.key(2))
    return fit(DIGIT_NETWORK, DIGIT_NETWORK.init(key=jax.random.key(0), scheme="he"),
               replace(data, x_train=x, y_train=y), key=jax.random.key(1), epochs=epochs, batch_size=20,
               learning_rate=0.2, on_epoch=on_epoch)


class Starts(NamedTuple):
    """The `costs` (starts, n) of many networks at n of their `steps`; the step looked at; how many then have solved XOR,
    being right on all four rows; and the histogram of their costs: `counts` and the lower `edges` of its bins, of which the
    last has all costs above."""
    steps: Float[Array, "n"]
    costs: Float[Array, "starts n"]
    step: Float[Array, ""]
    solved: Int[Array, ""]
    counts: Float[Array, "bins"]
    edges: Float[Array, "bins"]


STEPS, EVERY, STARTS = 4000, 20, 200


@partial(jax.jit, static_argnames=("hidden", "steps"))
def xor_descents(hidden: int, keys: PRNGKeyArray, steps: int = STEPS
                 ) -> tuple[Float[Array, "starts n"], Bool[Array, "starts n"]]:
    """Gradient descent on all of XOR from a start for each key: every 20th cost, and whether all four rows are right.

    hidden: number of sigmoid neurons before the one that answers; the cost is the mean cross-entropy, eta is 1.
    """
    data, network = xor(), Network((2, hidden, 1))
    y = data.y_train[:, None].astype(float)

    def right(params):
        return jnp.all((jax.vmap(network.apply, (None, 0))(params, data.x_train) > 0.5) == (y > 0.5))

    def one(key):
        path = descend(lambda params: mean_cost(network, params, data.x_train, y),
                       network.init(key=key, scheme="normal"), learning_rate=1.0, steps=steps)
        return path.values[::EVERY], jax.vmap(right)(jax.tree.map(lambda points: points[::EVERY], path.points))

    return jax.vmap(one)(keys)


@cache
def _xor_descents(hidden):
    return xor_descents(hidden, jax.random.split(jax.random.key(0), STARTS))


def many_starts() -> Explorer:
    """The same little network from 200 random starts, on XOR: where do they end?"""
    def compute(hidden, step):
        costs, solved = _xor_descents(int(hidden))
        return _starts(costs, solved, step // EVERY)

    def describe(result):
        return (f"After {result.step:.0f} steps \u2248{result.solved} of {len(result.costs)} networks have solved XOR; "
                f"the others are stuck, or still on their way.")

    return Explorer(compute, figures.draw_starts,
                    {"hidden": Choice(("2", "3", "4", "8"), label="hidden neurons"),
                     "step": Slider(0, STEPS, 0, EVERY), "play": Play("step", 5.0)},
                    describe, title="200 starts", size=(7.2, 3.4))


@jax.jit
def _starts(costs, solved, at):
    counts, edges = jnp.histogram(jnp.minimum(costs[:, at], 1.0), bins=figures.BINS, range=(0.0, 1.0))
    steps, step = EVERY * jnp.arange(costs.shape[1], dtype=float), EVERY * jnp.asarray(at, float)
    return Starts(steps, costs, step, solved[:, at].sum(), counts, edges[:-1])


class Line(NamedTuple):
    """The `costs` (lines, places) on straight lines; the line that is shown; the place looked at, and its cost; and what
    stands at the two ends."""
    places: Float[Array, "places"]
    costs: Float[Array, "lines places"]
    shown: Int[Array, ""]
    place: Float[Array, ""]
    cost: Float[Array, ""]
    ends: tuple[str, str]


LINE_NETWORK, LINES = Network((64, 30, 10)), 20
LINE_PLACES = jnp.linspace(-0.25, 1.25, 61)


@cache
def digit_cloud() -> tuple[tuple[Layer, ...], Run]:
    """Twenty starts of `LINE_NETWORK`, and the runs of ten epochs on the digits from them, all at once."""
    starts = jax.vmap(lambda key: LINE_NETWORK.init(key=key))(jax.random.split(jax.random.key(0), LINES))
    return starts, jax.vmap(lambda start: fit(LINE_NETWORK, start, digits(), key=jax.random.key(1), epochs=10,
                                              learning_rate=0.5))(starts)


@jax.jit
def _line_costs(starts, ends, x, y):
    def cost(params):
        return mean_cost(LINE_NETWORK, params, x, y)
    return jax.lax.map(lambda pair: along_line(cost, *pair, LINE_PLACES), (starts, ends))


@cache
def line_costs(between: str) -> Float[Array, "lines places"]:
    """The mean cost on the digits along straight lines: "start and end" of each run, or "two ends", of neighbours."""
    data, (starts, runs) = digits(), digit_cloud()
    first = starts if between == "start and end" else jax.tree.map(lambda p: jnp.roll(p, 1, axis=0), runs.params)
    return _line_costs(first, runs.params, data.x_train, one_hot(data.y_train, 10))


def straight_line() -> Explorer:
    """Walk on a straight line through the space of 2,260 parameters: from a start to where descent ended, or from there
    to where another run ended."""
    def compute(between, run, place):
        costs = line_costs(between)
        ends = ("start", "end") if between == "start and end" else ("another end", "end")
        return Line(LINE_PLACES, costs, jnp.asarray(run - 1), *_on_line(costs, run - 1, place), ends)

    def describe(result):
        return (f"On the straight line from {result.ends[0]} (place 0) to {result.ends[1]} (place 1) the cost is "
                f"\u2248{result.cost:.1f} at place {number(result.place, 2)}.")

    return Explorer(compute, figures.draw_line,
                    {"between": Choice(("start and end", "two ends")), "run": Slider(1, LINES, 1, 1),
                     "place": Slider(-0.25, 1.25, 0.0, 0.025), "play": Play("place"), "on": Drag(x="place")},
                    describe, title="Straight through", size=(7.2, 3.4))


@jax.jit
def _on_line(costs, run, place):
    return place, jnp.interp(place, LINE_PLACES, costs[run])
