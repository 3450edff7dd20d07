"""Examples shuffled, and split into those for training and those for testing."""
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, PRNGKeyArray


def numpy_generator(key: PRNGKeyArray | None) -> np.random.Generator:
    """Make NumPy's generator, seeded by a key of JAX; by 0 if there is no key.

    It has nothing to compile, and gives the same numbers on every machine.
    """
    seed = 0 if key is None else np.asarray(jax.random.key_data(key)).ravel()
    return np.random.default_rng(seed)


def split(x: np.ndarray, y: np.ndarray, classes: int, test_fraction: float,
          rng: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    """Shuffle examples and keep the same share of every class for testing.

    x: (n, inputs); y: (n,), the number of each example's class.
    classes: how many there are; test_fraction: between 0 and 1.
    The result is x and y for training, then x and y for testing.
    Raises ValueError if a class would have no example for training or for testing.
    """
    order = rng.permutation(len(y))
    x = np.asarray(x, np.float32)[order]
    y = np.asarray(y, np.int32)[order]
    test = np.zeros(len(y), bool)
    for label in range(classes):
        members = np.flatnonzero(y == label)
        share = round(test_fraction * len(members)) if 0 < test_fraction < 1 else 0
        if not 0 < share < len(members):
            raise ValueError("test_fraction must be between 0 and 1, and leave examples of each "
                             f"class on both sides; got {test_fraction} of {len(members)} examples")
        test[members[:share]] = True
    return tuple(map(jnp.asarray, (x[~test], y[~test], x[test], y[test])))


def split_groups(x: np.ndarray, y: np.ndarray, groups: np.ndarray, test_fraction: float,
                 rng: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    """Shuffle examples, and keep whole groups for testing, so that no group is on both sides.

    x: (n, inputs); y: (n,), labels; groups: (n,), the number of each example's group, such as
    the person who wrote it.
    test_fraction: the share of the groups, between 0 and 1, rounded to whole groups.
    The result is x and y for training, then x and y for testing.
    Raises ValueError if no group would be left for training or for testing.
    """
    names = np.unique(groups)
    share = round(test_fraction * len(names)) if 0 < test_fraction < 1 else 0
    if not 0 < share < len(names):
        raise ValueError("test_fraction must be between 0 and 1, and leave some of the "
                         f"{len(names)} groups on both sides; got {test_fraction}")
    order = rng.permutation(len(y))
    tested = rng.permutation(names)[:share]
    x = np.asarray(x, np.float32)[order]
    y = np.asarray(y, np.int32)[order]
    test = np.isin(groups[order], tested)
    return tuple(map(jnp.asarray, (x[~test], y[~test], x[test], y[test])))


def split_numbers(x: np.ndarray, y: np.ndarray, test_fraction: float, rng: np.random.Generator
                  ) -> tuple[Array, Array, Array, Array]:
    """Shuffle examples of which numbers are wanted, and keep a share of them for testing.

    x: (n, inputs); y: (n, outputs); test_fraction: between 0 and 1.
    The result is x and y for training, then x and y for testing.
    Raises ValueError if no example would be left for training or for testing.
    """
    share = round(test_fraction * len(y)) if 0 < test_fraction < 1 else 0
    if not 0 < share < len(y):
        raise ValueError("test_fraction must be between 0 and 1, and leave examples on both "
                         f"sides; got {test_fraction} of {len(y)} examples")
    order = rng.permutation(len(y))
    x = np.asarray(x, np.float32)[order]
    y = np.asarray(y, np.float32)[order]
    return tuple(map(jnp.asarray, (x[share:], y[share:], x[:share], y[:share])))


def held_out(y: np.ndarray, n: int, classes: tuple[str, ...]) -> np.ndarray:
    """Choose n examples to be held out, the same share of each class, as far as n allows.

    y: labels (n,), or rows of numbers if there are no classes.
    Returns whether each example is held out: the last ones of each class; or some that are
    spread evenly over all examples, where numbers are wanted.
    Raises ValueError for an n that leaves a class that y has with no example on one of the sides.
    """
    whole = isinstance(n, int | np.integer) and not isinstance(n, bool)
    if not whole or not 0 <= n < len(y):
        raise ValueError(f"n must be a number of examples to hold out, from 0 to "
                         f"{len(y) - 1:,}; got {n!r}")
    held = np.zeros(len(y), bool)
    if not classes:
        held[((np.arange(n) + 0.5) * len(y) / max(n, 1)).astype(int)] = True
        return held
    counts = np.bincount(y, minlength=len(classes))
    exact = counts * n / len(y)
    shares = exact.astype(int)
    rounded_down_most = np.argsort(shares - exact, kind="stable")
    shares[rounded_down_most[:n - shares.sum()]] += 1
    missing = (counts > 0) & ((shares == 0) | (shares == counts))
    if n and missing.any():
        label = int(np.argmax(missing))
        side = "held out" if shares[label] == 0 else "left to learn from"
        raise ValueError(f"n must leave examples of each class on both sides: of {n} held out, "
                         f"no example of class {classes[label]} would be {side}. "
                         "Choose another n, or add examples of that class")
    for label, share in enumerate(shares):
        members = np.flatnonzero(y == label)
        held[members[len(members) - share:]] = True
    return held
