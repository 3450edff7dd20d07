"""The sawtooth: few neurons in many layers make it, and one layer needs many neurons for it.

Source: the post, "What it is"; Telgarsky (2015); Nielsen, chapter 5.
"""
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from dlnotes.data.points import samples
from dlnotes.learning.training import fit
from dlnotes.networks.activations import relu
from dlnotes.networks.network import Layer, Network

Model = tuple[Network, tuple[Layer, ...]]


def sawtooth(layers: int) -> Model:
    """Build the sawtooth of 2^(layers - 1) teeth on [0, 1], with hidden layers of two ReLUs each.

    One layer folds the interval: t(x) = 2 relu(x) - 4 relu(x - 1/2) goes from 0 up to 1 and down to
    0. Each further layer folds it once more, which doubles the teeth. All numbers are exact in
    binary.

    layers: hidden ones, at least 1. Raises ValueError for fewer.
    Returns the network and its parameters.
    """
    if layers < 1:
        raise ValueError(f"layers must be at least 1; got {layers}")
    fold = jnp.array([[2.0, -4.0]])
    biases = jnp.array([0.0, -0.5])
    first = Layer(jnp.ones((2, 1)), biases)
    further = Layer(jnp.repeat(fold, 2, axis=0), biases)
    network = Network((1, *[2] * layers, 1), hidden=relu, output="linear")
    return network, (first, *[further] * (layers - 1), Layer(fold, jnp.zeros(1)))


def shallow_sawtooth(teeth: int) -> Model:
    """Build the sawtooth on [0, 1] with one hidden layer of `2 * teeth` ReLUs.

    Fewer cannot do it: each of its `2 * teeth - 1` bends takes a neuron. The slope before the
    first bend takes one more, because each bend changes the slope by `4 * teeth`, up or down, and
    no sum of these is the first slope, `2 * teeth`.

    teeth: at least 1. Raises ValueError for fewer.
    Returns the network and its parameters.
    """
    if teeth < 1:
        raise ValueError(f"teeth must be at least 1; got {teeth}")
    neurons = 2 * teeth
    bends = jnp.arange(neurons) / neurons
    changes = (4.0 * teeth) * (-1.0)**jnp.arange(neurons)
    changes = changes.at[0].set(2.0 * teeth)
    return _of_bends(bends, changes)


def shallow_part(neurons: int, teeth: int) -> Model:
    """Build as many of the teeth as one hidden layer of ReLUs can make, and 1/2 behind them.

    The largest error is 1/2, unless there are `2 * teeth` neurons, which make all teeth.

    neurons: even and at least 2. Raises ValueError for other numbers.
    teeth: at least 1.
    Returns the network and its parameters.
    """
    if neurons < 2 or neurons % 2:
        raise ValueError(f"neurons must be even and at least 2; got {neurons}")
    network, (hidden, last) = shallow_sawtooth(teeth)
    if neurons >= 2 * teeth:
        return network, (hidden, last)
    bends = -hidden.biases[:neurons]
    changes = last.weights[0, :neurons]
    bends = bends.at[-1].add(-1 / (4 * teeth))  # half-way up the next tooth
    changes = changes.at[-1].set(-2.0 * teeth)
    return _of_bends(bends, changes)


def _of_bends(bends, changes):
    """Build one hidden layer of ReLUs that change the slope at each bend."""
    neurons = len(bends)
    network = Network((1, neurons, 1), hidden=relu, output="linear")
    hidden = Layer(jnp.ones((neurons, 1)), -bends)
    return network, (hidden, Layer(changes[None], jnp.zeros(1)))


def shallow_bound(neurons: int, teeth: int) -> float:
    """Return a lower bound on the largest error of one hidden layer of ReLUs on the sawtooth.

    It is 1/2 with fewer neurons than teeth, and 0 otherwise. The reason: n neurons make at most
    n + 1 straight pieces, and the sawtooth is 0, 1, 0, ..., 0 at 2 teeth + 1 points. If there are
    no more pieces than teeth, one piece has three of these points in a row. A straight line that is
    within 1/2 of 0 at two of them is below 1/2 half-way, where 1 is wanted.

    neurons: at least 0; teeth: at least 1.
    """
    return 0.5 if neurons < teeth else 0.0


def learn_sawtooth(network: Network, starts: tuple[Layer, ...], layers: int = 3, *,
                   key: PRNGKeyArray, epochs: int = 400) -> Float[Array, "starts"]:
    """Train a network on the sawtooth from many starts, and return the largest errors left.

    It learns by Adam at a rate of 0.01, from 256 samples in batches of 32.

    network: with one input and one linear output.
    starts: its parameters, with an axis for the starts in front.
    layers: the sawtooth has 2^(layers - 1) teeth.
    key: shuffles the samples.
    """
    deep, params = sawtooth(layers)
    x = jnp.linspace(0.0, 1.0, 1025)

    def teeth(x):
        return jax.vmap(deep.apply, (None, 0))(params, x[:, None])[:, 0]

    def error_left(start, key):
        run = fit(network, start, samples(teeth, 256), key=key, cost="quadratic", optimizer="adam",
                  learning_rate=0.01, epochs=epochs, batch_size=32)
        found = jax.vmap(network.apply, (None, 0))(run.params, x[:, None])[:, 0]
        return jnp.abs(found - teeth(x)).max()

    return jax.vmap(error_left)(starts, jax.random.split(key, len(starts[0].weights)))
