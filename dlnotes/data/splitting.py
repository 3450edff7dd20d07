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
