"""Explorers of what deep learning is, and of its three waves: cells that fire, units that learn together, depth."""
from datetime import date
from functools import cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float, Int

from dlnotes.networks.backprop import mean_cost
from dlnotes.data.datasets import Dataset, digits, shuffled_labels
from dlnotes.data.points import spirals, xor
from dlnotes.experiments.depth import width_for
from dlnotes.learning.descent import descend
from dlnotes.live.controls import Choice, Play, Slider
from dlnotes.live.engine import Explorer
from dlnotes.explorers.neurons import edge_line
from dlnotes.figures import waves as figures
from dlnotes.experiments.machines import MACHINES, Machine, training_operations
from dlnotes.networks.network import Network
from dlnotes.networks.neurons import GATE_INPUTS, mcculloch_pitts
from dlnotes.learning.runs import Run
from dlnotes.learning.evaluation import accuracy
from dlnotes.learning.training import fit

WIDE = Network((64, 256, 256, 10), hidden="relu")
LOOKS = (*range(11), *range(12, 20, 2), *range(20, 61, 5))  # the epochs at which `by_heart` looks
SHARES = {"all true": 0.0, "half of them shuffled": 0.5, "all shuffled": 1.0}


class ByHeart(NamedTuple):
    """Ten of the digits that a network learns from, `images` (10, 8, 8), the `labels` (10,) that it is told, and whether
    these are `true` (10,); the shares right after so many `epochs` (n,), of the examples `learnt` (n,) with the
    labels as told, and of `unseen` ones (n,); and the epoch until which they are shown."""
    images: Float[Array, "10 8 8"]
    labels: Int[Array, "10"]
    true: Bool[Array, "10"]
    epochs: Int[Array, "n"]
    learnt: Float[Array, "n"]
    unseen: Float[Array, "n"]
    epoch: int


@cache
def learnt_and_unseen(share: float) -> ByHeart:
    """What becomes of `WIDE` in 60 epochs where a share of its training labels, 0 to 1, is shuffled."""
    true = digits()
    told = shuffled_labels(true, share, key=jax.random.key(0))
    run = fit(WIDE, WIDE.init(key=jax.random.key(0), scheme="he"), told, key=jax.random.key(2), epochs=LOOKS[-1],
              batch_size=20, learning_rate=0.002, optimizer="adam", keep=LOOKS)
    shares = [[accuracy(WIDE, run.at(epoch).params, x, y) for epoch in LOOKS]
              for x, y in ((told.x_train, told.y_train), (told.x_test, told.y_test))]
    first = jnp.array([jnp.argmax(true.y_train == digit) for digit in range(10)])  # of each digit, the first one
    return jax.device_get(ByHeart(told.x_train[first].reshape(-1, 8, 8), told.y_train[first],
                                  (told.y_train == true.y_train)[first], jnp.array(LOOKS), *map(jnp.array, shares), 0))


def by_heart() -> Explorer:
    """A network learns digits with their true labels, or with labels shuffled among them: what does it know then?"""
    def describe(result):
        at = np.searchsorted(result.epochs, result.epoch, side="right") - 1
        epochs = int(result.epochs[at])
        return (f"After {epochs} epoch{'s' * (epochs != 1)} the network is right on \u2248{100 * result.learnt[at]:.0f} % "
                f"of the digits it learns from, and on \u2248{100 * result.unseen[at]:.0f} % of unseen ones.")

    return Explorer(lambda labels, epoch: learnt_and_unseen(SHARES[labels])._replace(epoch=epoch),
                    figures.draw_by_heart, {"labels": Choice(tuple(SHARES), label="labels"),
                                            "epoch": Slider(0, LOOKS[-1], 0, 1), "play": Play("epoch", 6.0)},
                    describe, title="Learnt, or learnt by heart", size=(7.2, 3.4))


class Cell(NamedTuple):
    """A cell of 1943 with two inputs: whether each `excites` (2,) or inhibits it; its `threshold`; whether it `fires` (4,)
    for the inputs 00, 01, 10 and 11; and the `name` of that function."""
    excites: tuple[bool, bool]
    threshold: int
    fires: Bool[Array, "4"]
    name: str


@partial(jax.jit, static_argnames=("first", "second"))
def _fires(first, second, threshold):
    excites = jnp.array([first, second])
    return jax.vmap(lambda x: mcculloch_pitts(x * excites, x * ~excites, threshold))(jnp.array(GATE_INPUTS)) > 0


# What a function of two inputs is called, by its values for 00, 01, 10 and 11.
FUNCTIONS = {"0000": "never", "0001": "x1 and x2", "0010": "x1 but not x2", "0100": "x2 but not x1", "0111": "x1 or x2",
             "1000": "neither", "1010": "not x2", "1100": "not x1", "1111": "always"}


def function_name(fires: Bool[Array, "4"]) -> str:
    """What the function is called with which a cell `fires`, a truth for each of 00, 01, 10 and 11."""
    return FUNCTIONS["".join(str(int(one)) for one in fires)]


def cell() -> Explorer:
    """A cell of McCulloch and Pitts: choose what each input does to it, and how many it takes to make it fire."""
    kinds = ("excites", "inhibits")

    def compute(first, second, threshold):
        excites = first == "excites", second == "excites"
        fires = _fires(*excites, float(threshold))
        return Cell(excites, threshold, fires, function_name(fires))

    def describe(result):
        inputs = " and ".join(f"x{k} {kinds[not one]}" for k, one in enumerate(result.excites, 1))
        return f"{inputs} a cell with threshold {result.threshold}. It computes: {result.name}."

    return Explorer(compute, figures.draw_cell,
                    {"first": Choice(kinds, label="x1"), "second": Choice(kinds, label="x2"),
                     "threshold": Slider(0, 3, 3, 1)}, describe, title="A cell of 1943", size=(7.2, 3.0))


XOR_NETWORK, XOR_STEPS, XOR_EVERY = Network((2, 2, 1)), 2000, 20
SIDE = jnp.linspace(-0.4, 1.4, 61)
PLANE = jnp.stack(jnp.meshgrid(SIDE, SIDE), axis=-1).reshape(-1, 2)


class Together(NamedTuple):
    """Three neurons that learn XOR: the `costs` (n,) at n of their `steps`, and the `step` looked at; then their
    `outputs` over the plane (61, 61), the `answers` for the four points, and the `edges` (2, 2, 2) of the two hidden
    neurons, each as x1 and x2 of two points."""
    steps: Float[Array, "n"]
    costs: Float[Array, "n"]
    step: Float[Array, ""]
    outputs: Float[Array, "61 61"]
    answers: Float[Array, "4"]
    edges: Float[Array, "2 2 2"]


@cache
@jax.jit
def _xor_path(start):
    data = xor()
    y = data.y_train[:, None].astype(float)
    path = descend(lambda params: mean_cost(XOR_NETWORK, params, data.x_train, y),
                   XOR_NETWORK.init(key=jax.random.key(start), scheme="normal"), learning_rate=1.0, steps=XOR_STEPS)
    return jax.tree.map(lambda points: points[::XOR_EVERY], path)


@jax.jit
def _together(path, step):
    at = (step / XOR_EVERY).astype(int)
    params = jax.tree.map(lambda points: points[at], path.points)
    said = jax.vmap(XOR_NETWORK.apply, (None, 0))
    return Together(XOR_EVERY * jnp.arange(len(path.values), dtype=float), path.values, step,
                    said(params, PLANE)[:, 0].reshape(61, 61), said(params, jnp.array(GATE_INPUTS))[:, 0],
                    jax.vmap(edge_line)(*params[0]))


def together() -> Explorer:
    """Two hidden neurons and one that answers learn XOR from a random start: where do their edges go?"""
    def describe(result):
        right = np.sum((result.answers > 0.5) == [0, 1, 1, 0])
        return (f"After {result.step:.0f} steps the cost is \u2248{result.costs[int(result.step) // XOR_EVERY]:.2f}, and "
                f"\u2248{right} of 4 answers are right.")

    return Explorer(lambda start, step: _together(_xor_path(start), jnp.float32(step)), figures.draw_together,
                    {"start": Slider(1, 8, 4, 1), "step": Slider(0, XOR_STEPS, 0, XOR_EVERY), "play": Play("step", 5.0)},
                    describe, title="Three neurons learn together", size=(7.2, 3.4))


class Costs(NamedTuple):
    """How many `operations` it takes to train a network of one hidden layer on pictures of 784 pixels; the `names` of
    computers, the `years` they came out, the `seconds` that each needs, and whether its speed was `measured`, or is what
    it can do at best, (n,)."""
    operations: float
    names: tuple[str, ...]
    years: tuple[int, ...]
    seconds: Float[np.ndarray, "n"]
    measured: tuple[bool, ...]


def how_long(hidden: int, examples: int, epochs: int = 30, here: float | None = None) -> Costs:
    """How long machines since 1954 need to train [784, hidden, 10]; here: the speed of this one, in operations a second."""
    operations = training_operations(Network((784, hidden, 10)), examples, epochs)
    own = (Machine("this machine", date.today().year, here, "this training", measured=True),) if here else ()
    names, years, speeds, _, measured = zip(*MACHINES, *own)
    return Costs(operations, names, years, operations / np.array(speeds), measured)


def machines(here: float | None = None) -> Explorer:
    """How long it took, and takes, to train a network; here: the speed of this machine, as measured, if known."""
    def describe(result):
        times = dict(zip(result.names, result.seconds))
        return (f"{figures.power_of_ten(result.operations)} operations take {figures.duration(times['VAX-11/780'])} on a "
                f"VAX-11/780, as measured; at best {figures.duration(times['IBM 704'])} on an IBM 704, and "
                f"{figures.duration(times['H100'])} on an H100.")

    return Explorer(partial(how_long, here=here), figures.draw_machines,
                    {"hidden": Slider(30, 30_000, 30, 30, log=True, label="hidden"),
                     "examples": Slider(50_000, 50_000_000, 50_000, 30, log=True, label="examples")},
                    describe, title="How long it takes", size=(7.2, 4.2))


PARAMETERS, DEEPEST, STARTS, LONGEST = 500, 4, 8, 600
EPOCHS = Slider(10, LONGEST, LONGEST, 6, log=True, label="epochs")


class Winding(NamedTuple):
    """Networks of about 500 parameters that learn to tell two spirals apart: of the one that is shown, the `width` of its
    `hidden` layers, its number of `parameters`, the `epoch`, the share (61, 61) of the second spiral's output in its
    `outputs` and the share `now` right; the spirals' unseen points (n, 2) and labels (n,); and the mean share `right`
    after each epoch by number of hidden layers, (4, 600), NaN for those with more layers than are shown."""
    hidden: int
    width: int
    parameters: int
    epoch: int
    outputs: Float[Array, "61 61"]
    now: Float[Array, ""]
    points: Float[Array, "n 2"]
    labels: Int[Array, "n"]
    right: Float[Array, "4 600"]


@cache
def two_spirals() -> Dataset:
    """A thousand points on two spirals of three and a half turns."""
    return spirals(1000, turns=3.5, key=jax.random.key(3))


def of_equal_size(data: Dataset, parameters: int, hidden: int, *, epochs: int, starts: int = STARTS,
                  learning_rate: float = 0.01, keep: tuple[int, ...] = ()) -> tuple[Network, Run]:
    """Train networks with so many `hidden` layers, and as many `parameters` as others have, from some random starts."""
    width = width_for(parameters, hidden, data.inputs, data.outputs)
    network = Network((data.inputs, *[width] * hidden, data.outputs), hidden="relu")
    keys = jax.random.split(jax.random.key(0), starts)
    return network, jax.vmap(lambda key: fit(network, network.init(key=key, scheme="he"), data, key=jax.random.key(1),
                                             epochs=epochs, batch_size=20, learning_rate=learning_rate,
                                             optimizer="adam", keep=keep))(keys)


@cache
def wound(hidden: int) -> tuple[Network, Run]:
    """Eight networks of about 500 parameters with so many hidden layers, trained on `two_spirals` for 600 epochs. (Of the
    rates 0.003, 0.01 and 0.03 the one in the middle is the best after these for each of one to four layers.)"""
    return of_equal_size(two_spirals(), PARAMETERS, hidden, epochs=LONGEST, keep=EPOCHS.values)


@partial(jax.jit, static_argnames="network")
def _second_arm(network, params):
    side = jnp.linspace(-1.1, 1.1, 61)
    plane = jnp.stack(jnp.meshgrid(side, side), axis=-1).reshape(-1, 2)
    outputs = jax.vmap(network.apply, (None, 0))(params, plane)
    return (outputs[:, 1] / jnp.maximum(outputs.sum(axis=1), 1e-6)).reshape(61, 61)


def winding() -> Explorer:
    """The same number of parameters in one hidden layer, or in up to four: which network follows the spirals, and when?"""
    def compute(hidden, epoch):
        (network, runs), data, epoch = wound(hidden), two_spirals(), EPOCHS.nearest(epoch)
        params = jax.tree.map(lambda one: one[0], runs.at(epoch).params)
        right = np.full((DEEPEST, LONGEST), np.nan, np.float32)
        for h in range(1, hidden + 1):  # each is trained when it is first shown
            right[h - 1] = wound(h)[1].history.accuracy.mean(axis=0)
        return Winding(hidden, network.sizes[1], network.count().total, epoch, _second_arm(network, params),
                       accuracy(network, params, data.x_test, data.y_test), data.x_test, data.y_test, right)

    def describe(result):
        layers = f"{result.hidden} hidden layer{'s' * (result.hidden > 1)} of {result.width} neurons"
        mean = result.right[result.hidden - 1, result.epoch - 1]
        return (f"{layers}, {result.parameters} parameters, after {result.epoch} epochs: \u2248{100 * result.now:.0f} % of "
                f"unseen points are right in the network shown, \u2248{100 * mean:.0f} % in the mean of eight.")

    return Explorer(compute, figures.draw_winding,
                    {"hidden": Slider(1, DEEPEST, 1, 1, label="hidden layers"),
                     "epoch": EPOCHS, "play": Play("epoch", 4.0)},
                    describe, title="Winding", size=(7.2, 3.6))
