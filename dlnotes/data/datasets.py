"""Data sets, all of one kind, `Dataset`: pictures of digits here, computed points in `points`.

`digits` comes with scikit-learn and needs no network; `mnist` is found or downloaded.
"""
import math
from dataclasses import dataclass, replace
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int32, Integer, PRNGKeyArray

from dlnotes.data.downloads import MNIST, Archive, load
from dlnotes.data.splitting import numpy_generator, split

COMPUTED = {"source": "computed here", "licence": "none needed"}


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Examples with their labels, apart for training, for testing and, if wanted, for validation.

    x_...: one example a row, flattened; from 0 to 1 for pictures.
    y_...: the number of each example's class; or a row of the numbers wanted, if there are no
        classes.
    name: of the data set.
    classes: the name of each class, or none.
    shape: of one example, such as (28, 28).
    source, licence: where the data are from, and what allows their use.
    Raises ValueError where these do not fit together.
    """
    x_train: Float[Array, "train inputs"]
    y_train: Int32[Array, "train"] | Float[Array, "train outputs"]
    x_test: Float[Array, "test inputs"]
    y_test: Int32[Array, "test"] | Float[Array, "test outputs"]
    name: str
    classes: tuple[str, ...]
    shape: tuple[int, ...]
    source: str
    licence: str
    x_validation: Float[Array, "validation inputs"] | None = None
    y_validation: Int32[Array, "validation"] | Float[Array, "validation outputs"] | None = None

    def __post_init__(self):
        if self.x_validation is None:  # empty arrays in its place, so that nobody has to ask
            object.__setattr__(self, "x_validation", self.x_train[:0])
            object.__setattr__(self, "y_validation", self.y_train[:0])
        for part in ("train", "test", "validation"):
            self._check(part)

    def _check(self, part):
        x = getattr(self, f"x_{part}")
        y = getattr(self, f"y_{part}")
        if x.shape != (len(y), self.inputs):
            raise ValueError(f"x_{part} must have a row of {self.inputs} inputs for each of its "
                             f"{len(y)} labels; got shape {x.shape}")
        if y.shape[1:] != (() if self.classes else self.y_train.shape[1:2] or (1,)):
            numbers = "rows of numbers, since there are no classes"
            raise ValueError(f"y_{part} must be {'labels' if self.classes else numbers}; "
                             f"got shape {y.shape}")

    @property
    def inputs(self) -> int:
        """The count of numbers in one example: the input neurons of a network for it."""
        return math.prod(self.shape)

    @property
    def outputs(self) -> int:
        """The count of classes, or of numbers wanted: the output neurons of a network for it."""
        return len(self.classes) or self.y_train.shape[1]

    def hold_out(self, n: int) -> "Dataset":
        """Return the same data with the last n non-test examples held out for validation."""
        x = self.x_train
        y = self.y_train
        if len(self.y_validation):
            x = jnp.concatenate([x, self.x_validation])
            y = jnp.concatenate([y, self.y_validation])
        if not 0 <= n < len(y):
            raise ValueError(f"n must be a number of examples to hold out, from 0 to "
                             f"{len(y) - 1:,}; got {n}")
        cut = len(y) - n
        return replace(self, x_train=x[:cut], y_train=y[:cut],
                       x_validation=x[cut:], y_validation=y[cut:])

    def __repr__(self) -> str:
        example = f"{self.inputs:,} numbers"
        if len(self.shape) > 1:
            example = f"{' x '.join(map(str, self.shape))} = {example}"
        classes = ("classes", f"{self.outputs}: {', '.join(self.classes)}")
        numbers = ("wanted", f"{self.outputs} number{'s' * (self.outputs > 1)}")
        parts = {"training": self.y_train, "validation": self.y_validation, "test": self.y_test}
        rows = [(part, f"{len(y):,} examples") for part, y in parts.items() if len(y)]
        rows += [("example", example), classes if self.classes else numbers,
                 ("source", self.source), ("licence", self.licence)]
        return "\n".join([self.name, *(f"  {label:<11} {text}" for label, text in rows)])


def one_hot(labels: Integer[Array | np.ndarray, "*n"], classes: int
            ) -> Float[Array, "*n {classes}"]:
    """Make a vector for each label: 1 at its class, 0 elsewhere.

    labels: whole numbers from 0 to classes - 1, of any shape.
    The result has one axis more, of length classes.
    Raises ValueError for a label out of range. Within `jax.jit`, where labels cannot be seen,
    such a label gives zeros instead.
    """
    if not isinstance(labels, jax.core.Tracer):
        seen = np.asarray(labels)
        wrong = seen[(seen < 0) | (seen >= classes)]
        if wrong.size:
            raise ValueError(f"labels must be from 0 to {classes - 1}, since there are {classes} "
                             f"classes; got {wrong[0]}")
    return jax.nn.one_hot(labels, classes, dtype=jnp.float32)


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

    They come with scikit-learn.
    test_fraction: the share of each class that is kept for testing.
    key: shuffles them before the split; `jax.random.key(0)` if None.
    Raises ValueError for a fraction that leaves no example for training or for testing.
    """
    from sklearn.datasets import load_digits
    x, y = load_digits(return_X_y=True)
    return Dataset(
        *split(x / 16, y, 10, test_fraction, numpy_generator(key)),
        name="Handwritten digits", shape=(8, 8), classes=tuple("0123456789"),
        source="E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI (1998)",
        licence="CC BY 4.0")


def mnist(*, validation: int = 10_000, archive: Archive = MNIST, cache: Path | None = None
          ) -> Dataset:
    """Load MNIST: 70,000 handwritten digits of 28 x 28 pixels, in their original order.

    Pixels are from 0 for paper to 1 for ink. The file is taken from the folder `$DLNOTES_DATA`,
    or from this user's cache; if it is not there, it is downloaded into the cache (11 MB).
    validation: how many of the 60,000 training examples, the last ones, are held out; 10,000 in
        Nielsen's book.
    archive, cache: another source and another folder.
    Raises ValueError for a file with other content. Raises FileNotFoundError, which says what to
    do, if there is no file and none can be downloaded.
    """
    found = load(archive, cache=cache)
    data = Dataset(
        _pixels(found["x_train"]), jnp.asarray(found["y_train"], jnp.int32),
        _pixels(found["x_test"]), jnp.asarray(found["y_test"], jnp.int32),
        name="MNIST handwritten digits", shape=found["x_train"].shape[1:],
        classes=tuple("0123456789"),
        source="Y. LeCun, C. Cortes and C. Burges, The MNIST database (1998)",
        licence="CC BY-SA 3.0")
    return data.hold_out(validation)


def _pixels(images):
    """Turn bytes into numbers from 0 to 1, a row for each image.

    JAX does this in a fifth of the time and memory that NumPy takes.
    """
    return jnp.asarray(images.reshape(len(images), -1)).astype(jnp.float32) / 255
