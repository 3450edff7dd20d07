"""Data sets: pictures of handwritten digits, points in the plane, values of a function: all of one kind, `Dataset`.

`digits` comes with scikit-learn and needs no network; `mnist` is found or downloaded; `xor`, `moons`, `circles`,
`spirals` and `samples` are computed. Nothing is random but by its `key`.
"""
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int32, Integer, PRNGKeyArray

from dlnotes.data.downloads import MNIST, Archive, load

COMPUTED = {"source": "computed here", "licence": "none needed"}


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Examples with their labels, apart for training, testing and, where some are held out, validation.

    x_...: one example a row, flattened, in [0, 1] for pictures; y_...: the number of its class, or, where there are no
    classes, a row of the numbers wanted; name; classes: the name of each class, or none; shape: that of one example,
    such as (28, 28); source and licence: where the data are from. Raises ValueError where these do not fit together.
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
        if self.x_validation is None:  # then there are none: empty, so that no one need ask
            object.__setattr__(self, "x_validation", self.x_train[:0])
            object.__setattr__(self, "y_validation", self.y_train[:0])
        for part in ("train", "test", "validation"):
            x, y = getattr(self, f"x_{part}"), getattr(self, f"y_{part}")
            if x.shape != (len(y), self.inputs):
                raise ValueError(f"x_{part} must have a row of {self.inputs} inputs for each of its {len(y)} labels; "
                                 f"got shape {x.shape}")
            if y.shape[1:] != (() if self.classes else self.y_train.shape[1:2] or (1,)):
                wanted = "labels" if self.classes else "rows of numbers, since there are no classes"
                raise ValueError(f"y_{part} must be {wanted}; got shape {y.shape}")

    @property
    def inputs(self) -> int:
        """Numbers in one example: the input neurons of a network for it."""
        return math.prod(self.shape)

    @property
    def outputs(self) -> int:
        """Number of classes, or of numbers wanted: the output neurons of a network for it."""
        return len(self.classes) or self.y_train.shape[1]

    def hold_out(self, n: int) -> "Dataset":
        """The same data with n examples for validation: the last ones of all that are not for testing."""
        x, y = self.x_train, self.y_train
        if len(self.y_validation):
            x, y = jnp.concatenate([x, self.x_validation]), jnp.concatenate([y, self.y_validation])
        if not 0 <= n < len(y):
            raise ValueError(f"n must be a number of examples to hold out, from 0 to {len(y) - 1:,}; got {n}")
        cut = len(y) - n
        return replace(self, x_train=x[:cut], y_train=y[:cut], x_validation=x[cut:], y_validation=y[cut:])

    def __repr__(self) -> str:
        parts = [("training", self.y_train), ("validation", self.y_validation), ("test", self.y_test)]
        rows = [(part, f"{len(y):,} examples") for part, y in parts if len(y)]
        rows += [("example", f"{' x '.join(map(str, self.shape))} = {self.inputs:,} numbers" if len(self.shape) > 1
                  else f"{self.inputs} numbers"),
                 ("classes", f"{self.outputs}: {', '.join(self.classes)}") if self.classes else
                 ("wanted", f"{self.outputs} number{'s' * (self.outputs > 1)}"),
                 ("source", self.source), ("licence", self.licence)]
        return "\n".join([self.name, *(f"  {label:<11} {text}" for label, text in rows)])


def one_hot(labels: Integer[Array | np.ndarray, "*n"], classes: int) -> Float[Array, "*n {classes}"]:
    """A vector for each label: 1 at its class, 0 elsewhere.

    labels: whole numbers from 0 to classes - 1, of any shape; the result has one axis more, of length classes.
    Raises ValueError for a label out of range (within `jax.jit`, where labels cannot be seen, it gives zeros).
    """
    if not isinstance(labels, jax.core.Tracer):
        wrong = np.asarray(labels)[(np.asarray(labels) < 0) | (np.asarray(labels) >= classes)]
        if wrong.size:
            raise ValueError(f"labels must be from 0 to {classes - 1}, since there are {classes} classes; "
                             f"got {wrong[0]}")
    return jax.nn.one_hot(labels, classes, dtype=jnp.float32)


def shuffled_labels(data: Dataset, share: float = 1.0, *, key: PRNGKeyArray) -> Dataset:
    """The same data, but a share of the training examples have exchanged their labels at random: nothing that could be
    learnt about those holds for others.

    data: with classes; share: from 0 to 1, of all training examples; key: a `jax.random.key`. What is held out stays as
    it is. Raises ValueError for data without classes and for a share that is none.
    """
    if not data.classes:
        raise ValueError(f"data must have labels to shuffle; {data.name} has numbers")
    if not 0 <= share <= 1:
        raise ValueError(f"share must be from 0 to 1; got {share}")
    rng, y = _generator(key), np.array(data.y_train)
    exchanged = rng.permutation(len(y))[:round(share * len(y))]
    y[exchanged] = y[rng.permutation(exchanged)]
    return replace(data, y_train=jnp.asarray(y), name=f"{data.name}, {share:.0%} of the labels shuffled")


def digits(*, test_fraction: float = 0.2, key: PRNGKeyArray | None = None) -> Dataset:
    """1,797 real handwritten digits of 8 x 8 pixels, 0 for paper to 1 for ink, that come with scikit-learn.

    test_fraction: the share of each class kept for testing; key: shuffles before the split (None: `jax.random.key(0)`).
    Raises ValueError for a fraction that leaves nothing on one side.
    """
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    return _split(x / 16, y, test_fraction, _generator(key), name="Handwritten digits", shape=(8, 8),
                  classes=tuple("0123456789"), licence="CC BY 4.0",
                  source="E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI (1998)")


def mnist(*, validation: int = 10_000, archive: Archive = MNIST, cache: Path | None = None) -> Dataset:
    """MNIST: 70,000 handwritten digits of 28 x 28 pixels, 0 for paper to 1 for ink, in their original order.

    validation: how many of the 60,000 training examples, the last ones, are held out: 10,000 in Nielsen's book.
    The file is that in `$DLNOTES_DATA`, or in the cache of this user, where it is downloaded to (11 MB) if there is
    none; archive and cache: another source and another folder. Raises ValueError for a file with other content, and
    FileNotFoundError, with what to do, where there is none to be had.
    """
    found = load(archive, cache=cache)
    x_train, x_test = (_pixels(found[name]) for name in ("x_train", "x_test"))
    y_train, y_test = (jnp.asarray(found[name], jnp.int32) for name in ("y_train", "y_test"))
    return Dataset(x_train, y_train, x_test, y_test, name="MNIST handwritten digits", shape=found["x_train"].shape[1:],
                   classes=tuple("0123456789"), licence="CC BY-SA 3.0",
                   source="Y. LeCun, C. Cortes and C. Burges, The MNIST database (1998)").hold_out(validation)


def _pixels(images):
    """Bytes to numbers in [0, 1], a row for each image: by JAX, which takes a fifth of NumPy's time and memory here."""
    return jnp.asarray(images.reshape(len(images), -1)).astype(jnp.float32) / 255


def xor() -> Dataset:
    """Exclusive or: 1 where just one of two inputs is 1. These four points are all there is: the test, too."""
    x = jnp.asarray([[0, 0], [0, 1], [1, 0], [1, 1]], jnp.float32)
    y = jnp.asarray([0, 1, 1, 0], jnp.int32)
    return Dataset(x, y, x, y, name="XOR", classes=("0", "1"), shape=(2,), **COMPUTED)


def moons(n: int = 500, *, noise: float = 0.05, test_fraction: float = 0.2, key: PRNGKeyArray) -> Dataset:
    """Two half circles that reach into each other: (cos t, sin t) and (1 - cos t, 1/2 - sin t), centred, over 3/2.

    n: points in all; noise: standard deviation of what is added to both coordinates, which without it are in [-1, 1];
    test_fraction: the share of each class kept for testing; key: a `jax.random.key`.
    Raises ValueError for an n that is too small, a negative noise or a fraction that is none.
    """
    rng, y = _labels(n, 2, key)
    t = np.pi * rng.random(n)
    upper, lower = np.array([np.cos(t), np.sin(t)]), np.array([1 - np.cos(t), 0.5 - np.sin(t)])
    x = (np.where(y == 0, upper, lower) - [[0.5], [0.25]]) / 1.5
    return _points(x, y, noise, test_fraction, rng, "Two moons", ("upper", "lower"))


def circles(n: int = 500, *, noise: float = 0.05, factor: float = 0.5, test_fraction: float = 0.2,
            key: PRNGKeyArray) -> Dataset:
    """Two circles about the origin, of radius 1 and of radius factor, in (0, 1); all else as in `moons`."""
    if not 0 < factor < 1:
        raise ValueError(f"factor must be the radius of the inner circle, between 0 and 1; got {factor}")
    rng, y = _labels(n, 2, key)
    t = 2 * np.pi * rng.random(n)
    x = np.where(y == 0, 1, factor) * [np.cos(t), np.sin(t)]
    return _points(x, y, noise, test_fraction, rng, "Two circles", ("outer", "inner"))


def spirals(n: int = 500, *, arms: int = 2, turns: float = 1.5, noise: float = 0.02, test_fraction: float = 0.2,
            key: PRNGKeyArray) -> Dataset:
    """Spiral arms r (cos t, sin t), t = 2 pi (turns r + arm / arms), with radius r in [0.1, 1]; else as in `moons`."""
    if arms < 2:
        raise ValueError(f"arms must be at least 2, one for each class; got {arms}")
    rng, y = _labels(n, arms, key)
    r = 0.1 + 0.9 * rng.random(n)
    t = 2 * np.pi * (turns * r + y / arms)
    return _points(r * [np.cos(t), np.sin(t)], y, noise, test_fraction, rng, "Spirals",
                   tuple(f"arm {arm}" for arm in range(arms)))


def samples(f: Callable[[Array], Array], n: int, interval: tuple[float, float] = (0.0, 1.0)) -> Dataset:
    """Values of a function, to be learnt: at n equally spaced points for training, and half-way between for testing.

    f: takes points (n,), gives values (n,) or (n, outputs); n: at least 2; interval: low < high, its ends included.
    Raises ValueError for an n that is too small, an interval that is none, and values that are not one for each point.
    """
    low, high = interval
    if n < 2 or not -math.inf < low < high < math.inf:
        raise ValueError(f"n must be at least 2, and interval low < high; got {n} and {interval}")
    train = jnp.linspace(low, high, n)
    parts = []
    for x in train, (train[:-1] + train[1:]) / 2:
        y = jnp.asarray(f(x), jnp.float32)
        if y.ndim not in (1, 2) or len(y) != len(x):
            raise ValueError(f"f must give a value, or a row of them, for each of {len(x)} points; got shape {y.shape}")
        parts += [x[:, None], y.reshape(len(x), -1)]
    return Dataset(*parts, name=f"Values of a function from {low:g} to {high:g}", classes=(), shape=(1,), **COMPUTED)


def _generator(key):
    """NumPy's generator, seeded by a key of JAX: nothing to compile, and the same points on every machine."""
    return np.random.default_rng(0 if key is None else np.asarray(jax.random.key_data(key)).ravel())


def _labels(n, classes, key):
    """A generator, and n labels, as many of each class as can be."""
    if not hasattr(n, "__index__") or n < 2 * classes:
        raise ValueError(f"n must be a whole number of points, at least {2 * classes}, two for each class; got {n}")
    return _generator(key), np.arange(n) % classes


def _points(x, y, noise, test_fraction, rng, name, classes):
    if not 0 <= noise < np.inf:
        raise ValueError(f"noise must be a standard deviation, 0 or more; got {noise}")
    x = x.T + noise * rng.standard_normal((len(y), 2))
    return _split(x, y, test_fraction, rng, name=name, classes=classes, shape=(2,), **COMPUTED)


def _split(x, y, test_fraction, rng, **about):
    """Shuffle, and keep the same share of every class for testing."""
    order = rng.permutation(len(y))
    x, y = np.asarray(x, np.float32)[order], np.asarray(y, np.int32)[order]
    test = np.zeros(len(y), bool)
    for label in range(len(about["classes"])):
        members = np.flatnonzero(y == label)
        share = round(test_fraction * len(members)) if 0 < test_fraction < 1 else 0
        if not 0 < share < len(members):
            raise ValueError(f"test_fraction must be between 0 and 1, and leave examples of each class on both sides; "
                             f"got {test_fraction} of {len(members)} examples")
        test[members[:share]] = True
    return Dataset(*map(jnp.asarray, (x[~test], y[~test], x[test], y[test])), **about)
