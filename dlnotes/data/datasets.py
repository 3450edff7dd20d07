"""Data sets, all of one kind, `Dataset`: pictures of digits here, computed points in `points`.

`digits` and a part of `mnist` need no download; the whole of MNIST is found or downloaded.
"""
from dataclasses import replace
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Integer, PRNGKeyArray

from dlnotes.data.digit_forms import read_forms
from dlnotes.data.downloads import MNIST, Archive, load
from dlnotes.data.examples import Dataset
from dlnotes.data.labels import checked_labels
from dlnotes.data.shipped import MNIST_PART, unpack
from dlnotes.data.splitting import numpy_generator, split_groups


def one_hot(labels: Integer[Array | np.ndarray, "*n"], classes: int
            ) -> Float[Array, "*n {classes}"]:
    """Make a vector for each label: 1 at its class, 0 elsewhere.

    labels: whole numbers from 0 to classes - 1, of any shape.
    The result has one axis more, of length classes.
    Raises ValueError for a label out of range, a fraction, NaN, or a word. Within `jax.jit`, where
    labels cannot be seen, a label out of range gives zeros instead.
    """
    return jax.nn.one_hot(checked_labels(labels, classes), classes, dtype=jnp.float32)


def shuffled_labels(data: Dataset, share: float = 1.0, *, key: PRNGKeyArray) -> Dataset:
    """Exchange the labels of a share of the training examples among these, at random.

    Whatever a network learns about those examples is of no use for any other.
    data: with classes; what is held out of it stays as it is.
    share: of all training examples, from 0 to 1.
    key: a `jax.random.key`.
    Raises ValueError for data without classes, and for a share that is not from 0 to 1.
    """
    if not data.classes:
        raise ValueError(f"data must have labels to shuffle; {data.name} has numbers")
    if not 0 <= share <= 1:
        raise ValueError(f"share must be from 0 to 1; got {share}")
    rng = numpy_generator(key)
    y = np.array(data.y_train)
    exchanged = rng.permutation(len(y))[:round(share * len(y))]
    y[exchanged] = y[rng.permutation(exchanged)]
    return replace(data, y_train=jnp.asarray(y),
                   name=f"{data.name}, {share:.0%} of the labels shuffled")


def digits(*, test_fraction: float = 0.2, key: PRNGKeyArray | None = None) -> Dataset:
    """Load 1,797 real handwritten digits of 8 x 8 pixels, from 0 for paper to 1 for ink.

    Fourteen hands wrote them (see `digit_forms`). Each hand is either for training or for testing,
    so that a test asks about handwriting that a network has never seen.
    test_fraction: the share of the hands that is kept for testing; 3 of them are nearest to 0.2.
    key: chooses these hands, and shuffles the digits; `jax.random.key(0)` if None.
    Raises ValueError for a fraction that leaves no hand for training or for testing.
    """
    forms = read_forms()
    return Dataset(
        *split_groups(forms.pixels / 16, forms.labels, forms.hands, test_fraction,
                      numpy_generator(key)),
        name="Handwritten digits", shape=(8, 8), classes=tuple("0123456789"),
        source="E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI (1998)",
        licence="CC BY 4.0")


def mnist(*, whole: bool = False, validation: int | None = None, archive: Archive = MNIST,
          cache: Path | None = None) -> Dataset:
    """Load MNIST: handwritten digits of 28 x 28 pixels, from 0 for paper to 1 for ink.

    A part of it comes with this package: the first 6,000 training digits and every fifth test
    digit, 2,000 of them. It needs no network and no download.
    whole: all 70,000 digits instead, in their original order. They are taken from
        `$DLNOTES_DATA`, or from this user's cache; if they are not there, they are downloaded
        into the cache (11 MB).
    validation: how many of the training digits, the last ones, are held out. A sixth if None:
        1,000 of the part, and 10,000 of the whole, as in Nielsen's book.
    archive, cache: for the whole, another source and another folder.
    Raises ValueError for a file with other content. Raises FileNotFoundError, which says what to
    do, if there is no file and none can be downloaded.
    """
    found = load(archive, cache=cache) if whole else unpack(MNIST_PART)
    examples = len(found["y_train"])
    validation = examples // 6 if validation is None else validation
    if not 0 <= validation < examples:
        raise ValueError("validation must be a number of training digits to hold out, from 0 to "
                         f"{examples - 1:,}; got {validation}")
    cut = examples - validation
    x = _pixels(found["x_train"])
    y = jnp.asarray(found["y_train"], jnp.int32)
    return Dataset(
        x[:cut], y[:cut], _pixels(found["x_test"]), jnp.asarray(found["y_test"], jnp.int32),
        x_validation=x[cut:], y_validation=y[cut:],
        name="MNIST handwritten digits" + ("" if whole else ", a part"),
        shape=found["x_train"].shape[1:], classes=tuple("0123456789"),
        source="Y. LeCun, C. Cortes and C. Burges, The MNIST database (1998)",
        licence="CC BY-SA 3.0")


def _pixels(images):
    """Turn bytes into numbers from 0 to 1, a row for each image.

    JAX does this in a fifth of the time and memory that NumPy takes.
    """
    return jnp.asarray(images.reshape(len(images), -1)).astype(jnp.float32) / 255
