"""Depth: what few neurons in many layers do, and many neurons in one layer need.

Source: the post, "What it is"; Telgarsky (2015); Nielsen, chapter 5.
"""
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.networks.activations import linear, relu
from dlnotes.data.points import samples
from dlnotes.networks.network import Layer, Network
from dlnotes.learning.training import fit


def sawtooth(layers: int) -> tuple[Network, tuple[Layer, ...]]:
    """The sawtooth of 2^(layers - 1) teeth on [0, 1], by `layers` hidden layers of two ReLUs: exact in binary numbers.

    One layer folds the interval: t(x) = 2 relu(x) - 4 relu(x - 1/2) goes from 0 up to 1 and down to 0. Each further one
    folds it once more, and doubles the teeth. layers >= 1.
    """
    if layers < 1:
        raise ValueError(f"layers must be at least 1; got {layers}")
    fold, biases = jnp.array([[2.0, -4.0]]), jnp.array([0.0, -0.5])
    first = Layer(jnp.ones((2, 1)), biases)
    further = Layer(jnp.repeat(fold, 2, axis=0), biases)
    network = Network((1, *[2] * layers, 1), hidden=relu, output="linear")
    return network, (first, *[further] * (layers - 1), Layer(fold, jnp.zeros(1)))


def shallow_sawtooth(teeth: int) -> tuple[Network, tuple[Layer, ...]]:
    """The sawtooth of so many teeth on [0, 1], by one hidden layer of 2 teeth ReLUs, the fewest that can:

    each of its 2 teeth - 1 bends takes a neuron, and one more is needed for the slope before the first, since what the
    bends change the slope by, 4 teeth up or down, never adds up to 2 teeth. teeth >= 1.
    """
    if teeth < 1:
        raise ValueError(f"teeth must be at least 1; got {teeth}")
    bends = jnp.arange(2 * teeth) / (2 * teeth)
    changes = (4.0 * teeth) * (-1.0)**jnp.arange(2 * teeth)
    network = Network((1, 2 * teeth, 1), hidden=relu, output="linear")
    return network, (Layer(jnp.ones((2 * teeth, 1)), -bends),
                     Layer(changes.at[0].set(2.0 * teeth)[None], jnp.zeros(1)))


def shallow_part(neurons: int, teeth: int) -> tuple[Network, tuple[Layer, ...]]:
    """As many of the teeth as one hidden layer of so many ReLUs can pay for, and then 1/2 for ever: its largest error is
    1/2, unless there are 2 teeth neurons, which make them all. neurons >= 2 and even; teeth >= 1."""
    if neurons < 2 or neurons % 2:
        raise ValueError(f"neurons must be even and at least 2; got {neurons}")
    network, (hidden, last) = shallow_sawtooth(teeth)
    if neurons >= 2 * teeth:
        return network, (hidden, last)
    bends, changes = -hidden.biases[:neurons], last.weights[0, :neurons]
    bends = bends.at[-1].add(-1 / (4 * teeth))  # half-way up the next tooth
    return (Network((1, neurons, 1), hidden=relu, output="linear"),
            (Layer(jnp.ones((neurons, 1)), -bends), Layer(changes.at[-1].set(-2.0 * teeth)[None], jnp.zeros(1))))


def width_for(parameters: int, hidden: int, inputs: int, outputs: int) -> int:
    """How wide a network can be that has so many `hidden` layers of one width, and at most so many `parameters`.

    With h hidden layers of w neurons there are (h - 1) w^2 + (inputs + outputs + h) w + outputs weights and biases: the
    largest w for which these are not more. Raises ValueError where not even one neuron a layer can be had.
    """
    def total(width):
        return (hidden - 1) * width**2 + (inputs + outputs + hidden) * width + outputs

    if hidden < 1 or parameters < total(1):
        raise ValueError(f"hidden must be at least 1, and parameters enough for a neuron in each layer, {total(1)}; got "
                         f"hidden = {hidden} and parameters = {parameters}")
    width = 1
    while total(width + 1) <= parameters:
        width += 1
    return width


def shallow_bound(neurons: int, teeth: int) -> float:
    """What the largest error of one hidden layer of ReLUs on the sawtooth cannot be below: 1/2 for fewer neurons than
    teeth, 0 else.

    n neurons make at most n + 1 straight pieces. The sawtooth is 0, 1, 0, ..., 0 at 2 teeth + 1 points. If there are no
    more pieces than teeth, one of them has three of these points in a row; a straight line that is within 1/2 of 0 at
    two of them is below 1/2 half-way, where 1 is wanted. neurons >= 0; teeth >= 1.
    """
    return 0.5 if neurons < teeth else 0.0


def learn_sawtooth(network: Network, starts: tuple[Layer, ...], layers: int = 3, *, key: PRNGKeyArray,
                   epochs: int = 400) -> Float[Array, "starts"]:
    """The largest errors on the sawtooth of 2^(layers - 1) teeth that are left when a network has learnt it, from each of
    many starts: by Adam at a rate of 0.01, from 256 samples in batches of 32.

    network: with one input and one linear output; starts: its parameters, with an axis in front; key: shuffles.
    """
    def teeth(x):
        return jax.vmap(deep.apply, (None, 0))(params, x[:, None])[:, 0]

    def learn(start, key):
        run = fit(network, start, samples(teeth, 256), key=key, cost="quadratic", optimizer="adam", learning_rate=0.01,
                  epochs=epochs, batch_size=32)
        return jnp.abs(jax.vmap(network.apply, (None, 0))(run.params, x[:, None])[:, 0] - teeth(x)).max()

    (deep, params), x = sawtooth(layers), jnp.linspace(0.0, 1.0, 1025)
    return jax.vmap(learn)(starts, jax.random.split(key, len(starts[0].weights)))


def count_pieces(network: Network, params: tuple[Layer, ...], interval: tuple[float, float] = (0.0, 1.0)) -> int:
    """The number of straight pieces of a network with one input, ReLUs and linear outputs on an interval.

    Exact, in double precision: layer by layer, the function bends where a neuron's weighted input, a straight line
    between the bends so far, crosses zero. Raises ValueError for another network.
    """
    if network.sizes[0] != 1 or network.output != linear or set(network.hidden) > {relu}:
        raise ValueError(f"network must have one input, relu neurons and linear outputs; got {network!r}")
    bends = np.array(interval, float)
    for depth in range(1, len(params)):
        z = _weighted_inputs(params[:depth], bends)
        crosses = z[:-1] * z[1:] < 0
        t = z[:-1][crosses] / (z[:-1] - z[1:])[crosses]
        left = np.nonzero(crosses)[0]
        bends = np.union1d(bends, bends[left] + t * (bends[left + 1] - bends[left]))
    slopes = np.diff(_weighted_inputs(params, bends), axis=0) / np.diff(bends)[:, None]
    return 1 + int(np.sum(np.abs(np.diff(slopes, axis=0)).max(axis=1) > 1e-6 * np.abs(slopes).max()))


def _weighted_inputs(params, x):
    """Those of the last of some layers, for numbers x, in double precision."""
    a = x[:, None]
    for W, b in params[:-1]:
        a = np.maximum(a @ np.asarray(W, float).T + np.asarray(b, float), 0)
    W, b = params[-1]
    return a @ np.asarray(W, float).T + np.asarray(b, float)
