"""Networks with as many parameters as each other, in one hidden layer or in several.

Source: the post, "What it is".
"""
from functools import cache

import jax
from jaxtyping import PRNGKeyArray

from dlnotes.data.examples import Dataset
from dlnotes.data.points import spirals
from dlnotes.experiments.waves.parameter_budget import width_for
from dlnotes.learning.runs import Run
from dlnotes.learning.training import fit
from dlnotes.networks.network import Network
from dlnotes.results import kept

PARAMETERS = 500
STARTS = 8
EPOCHS = 600
KEPT = (10, 20, 39, 78, 153, 303, 600)  # epochs after which parameters are kept


@cache
def two_spirals() -> Dataset:
    """Return a thousand points on two spirals of three and a half turns."""
    return spirals(1000, turns=3.5, key=jax.random.key(3))


def of_equal_size(data: Dataset, parameters: int, hidden: int, *, epochs: int,
                  starts: int = STARTS, learning_rate: float = 0.01,
                  keep: tuple[int, ...] = ()) -> tuple[Network, Run]:
    """Train networks of so many hidden layers and parameters, from several random starts.

    data: what they learn; parameters: at most so many, as in `width_for`; hidden: the number of
    hidden layers, all of one width; starts: how many networks; learning_rate: of Adam; keep: the
    epochs whose parameters are kept. The run has an axis of starts in front.
    """
    network = _network(data, parameters, hidden)

    def train(key: PRNGKeyArray) -> Run:
        return fit(network, network.init(key=key, scheme="he"), data, key=jax.random.key(1),
                   epochs=epochs, batch_size=20, learning_rate=learning_rate, optimizer="adam",
                   keep=keep)

    return network, jax.vmap(train)(jax.random.split(jax.random.key(0), starts))


def _network(data, parameters, hidden):
    width = width_for(parameters, hidden, data.inputs, data.outputs)
    return Network((data.inputs, *[width] * hidden, data.outputs), hidden="relu")


def learn_spirals(hidden: int) -> tuple[Network, Run]:
    """Train eight networks of about 500 parameters on `two_spirals`, for 600 epochs.

    Of the learning rates 0.003, 0.01 and 0.03, the second is the best for each of one to four
    hidden layers. hidden: the number of hidden layers. The result is kept: each number of layers
    is trained once.
    """
    return _network(two_spirals(), PARAMETERS, hidden), _spiral_runs(hidden)


@kept
def _spiral_runs(hidden):
    return of_equal_size(two_spirals(), PARAMETERS, hidden, epochs=EPOCHS, keep=KEPT)[1]
