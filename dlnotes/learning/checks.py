"""Checks of what `fit` is given, made before anything is compiled."""
import math

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.data.datasets import one_hot
from dlnotes.learning.optimizers import Rate, check_learning_rate
from dlnotes.networks.costs import Cost
from dlnotes.networks.network import Network


def check_settings(examples: int, epochs: int, batch_size: int, learning_rate: Rate,
                   weight_decay: Float[Array, ""] | float = 0.0,
                   patience: int | None = None) -> None:
    """Raise ValueError for settings of training that `fit` cannot use.

    examples: how many training examples there are; the others as for `fit`.
    """
    check_learning_rate(learning_rate)
    if epochs < 1:
        raise ValueError(f"epochs must be at least 1; got {epochs}")
    if not 1 <= batch_size <= examples:
        raise ValueError(f"batch_size must be from 1 to the {examples} training examples; "
                         f"got {batch_size}")
    if not isinstance(weight_decay, jax.core.Tracer) and not 0 <= weight_decay < math.inf:
        raise ValueError(f"weight_decay must be a number, 0 or more; got {weight_decay}")
    if patience is not None and patience < 1:
        raise ValueError(f"patience must be a number of epochs, at least 1, or None; "
                         f"got {patience}")


def checked_examples(network: Network, data, cost: Cost
                     ) -> tuple[Array, Array, tuple[Array, np.ndarray]]:
    """Return the examples of a data set, after checking that a network can be trained on them.

    data: a `Dataset` with n training examples.
    The result is the inputs (n, inputs); the outputs wanted of them (n, outputs); and the unseen
    examples, as a pair of inputs and labels. Unseen are the examples for validation if there are
    any, else those for testing.
    Raises ValueError for an output that does not fit the cost, for sizes that do not fit the
    network, for numbers that are not finite, and where there are no examples.
    """
    cost.check_output(network.output)
    part = "validation" if len(data.y_validation) else "test"
    x = jnp.asarray(data.x_train)
    labels = np.asarray(data.y_train)
    unseen_x = jnp.asarray(getattr(data, f"x_{part}"))
    unseen_labels = np.asarray(getattr(data, f"y_{part}"))
    if x.shape[1:] != network.sizes[:1]:
        raise ValueError(f"the data have {x.shape[1]} inputs an example, "
                         f"the network {network.sizes[0]}")
    _check_inputs("train", x, labels)
    _check_inputs(part, unseen_x, unseen_labels)
    wanted = _outputs(network, labels, cost)
    _outputs(network, unseen_labels, cost)  # for its checks alone
    return x, wanted, (unseen_x, unseen_labels)


def _check_inputs(part, x, labels):
    if not len(labels):
        raise ValueError(f"data must have at least one example in x_{part}; got none")
    finite = np.asarray(_finite_rows(x))
    if not finite.all():
        raise ValueError(f"data must be finite numbers; row {finite.argmin()} of x_{part} has NaN "
                         "or infinity")


@jax.jit
def _finite_rows(x):
    return jnp.isfinite(x).all(axis=1)


def _outputs(network, answers, cost):
    """Return the outputs wanted, a row for each example.

    A label becomes a one-hot vector; numbers stay as they are.
    """
    if answers.ndim == 1:
        return one_hot(answers, network.sizes[-1])
    if answers.shape[1] != network.sizes[-1]:
        raise ValueError(f"the data want {answers.shape[1]} numbers an example, the network has "
                         f"{network.sizes[-1]} outputs")
    finite = np.isfinite(answers).all(axis=1)
    if not finite.all():
        raise ValueError(f"data must be finite numbers; row {finite.argmin()} of what is wanted "
                         "has NaN or infinity")
    if cost.output and not ((0 <= answers) & (answers <= 1)).all():
        raise ValueError(f"the cost {cost} is for numbers from 0 to 1; got {answers.min()} to "
                         f"{answers.max()}. The cost quadratic takes any")
    return jnp.asarray(answers)
