"""Checks of what `fit` is given, made before anything is compiled."""
import math
import warnings

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from dlnotes.data.datasets import one_hot
from dlnotes.learning.optimizers import Rate, check_learning_rate
from dlnotes.networks.costs import Cost
from dlnotes.networks.network import Network

LARGE = 30.0  # an input beyond this saturates most neurons at the start


def check_settings(examples: int, epochs: int, batch_size: int, learning_rate: Rate,
                   weight_decay: Float[Array, ""] | float = 0.0,
                   patience: int | None = None) -> None:
    """Raise ValueError for settings of training that `fit` cannot use.

    examples: how many training examples there are; the others as for `fit`.
    """
    check_learning_rate(learning_rate)
    if not _is_whole(epochs) or epochs < 1:
        raise ValueError("epochs must be at least 1, a whole number; got "
                         f"{_said(epochs)}")
    if not _is_whole(batch_size) or not 1 <= batch_size <= examples:
        raise ValueError(f"batch_size must be from 1 to the {examples} training examples, a whole "
                         f"number; got {_said(batch_size)}")
    traced = isinstance(weight_decay, jax.core.Tracer)
    if not traced and not (_is_number(weight_decay) and 0 <= weight_decay < math.inf):
        raise ValueError(f"weight_decay must be a number, 0 or more; got {_said(weight_decay)}")
    if patience is not None and (not _is_whole(patience) or patience < 1):
        raise ValueError("patience must be a number of epochs, at least 1, or None; "
                         f"got {_said(patience)}")


def check_key(key) -> None:
    """Raise ValueError for what is no key of JAX, such as the number that a key is made of."""
    dtype = getattr(key, "dtype", None)
    is_key = dtype is not None and jax.dtypes.issubdtype(dtype, jax.dtypes.prng_key)
    is_old_key = dtype == np.uint32 and jnp.ndim(key) > 0
    if not (is_key or is_old_key):
        raise ValueError("key must be a key of JAX, such as jax.random.key(0); "
                         f"got {_said(key)}")


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
    if not hasattr(data, "x_train"):
        raise ValueError("data must be a data set, and Dataset.from_arrays(x, y) makes one of "
                         f"inputs and labels; got {_said(data)}")
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
    _warn_of_large_inputs(x)
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


def _warn_of_large_inputs(x):
    """Warn of inputs from which networks learn badly, since their first neurons are saturated."""
    largest = float(jnp.max(jnp.abs(x)))
    if largest > LARGE:
        warnings.warn(f"x_train has inputs as large as {largest:g}, and networks learn from "
                      "inputs near 0: divide pixels by 255, or subtract the mean of each column "
                      "and divide by its spread", stacklevel=4)


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


def _is_whole(value):
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _is_number(value):
    numbers = int | float | np.number | np.ndarray | jax.Array
    return isinstance(value, numbers) and not isinstance(value, bool) and np.ndim(value) == 0


def _said(value):
    text = repr(value)
    return text if len(text) < 60 else f"{text[:57]}..."
