"""Labels that are checked: whole numbers, one for each example, each the number of a class."""
import jax
import numpy as np
from jaxtyping import Array, Int


def checked_labels(labels, classes: int, name: str = "labels") -> Int[np.ndarray, "..."] | Array:
    """Return labels as whole numbers, after checking that each is the number of a class.

    labels: whole numbers from 0 to classes - 1, of any shape; a decimal point does not matter.
    name: of the argument, for the message.
    Within `jax.jit`, where labels cannot be seen, they are returned unchanged.
    Raises ValueError for words, fractions, NaN, and labels out of range.
    """
    if isinstance(labels, jax.core.Tracer):
        return labels
    try:
        seen = np.asarray(labels)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be whole numbers; got {labels!r:.60}") from error
    if seen.dtype.kind not in "biuf" and seen.size:
        raise ValueError(f"{name} must be whole numbers; got {str(seen.ravel()[0])!r}. "
                         "Dataset.from_arrays gives words their numbers")
    fractions = ~np.isfinite(seen) | (seen != np.round(seen))
    if fractions.any():
        first = tuple(np.argwhere(fractions)[0])
        row = f"; row {first[0]} has" if first else "; got"
        raise ValueError(f"{name} must be whole numbers{row} {seen[first]}")
    wrong = seen[(seen < 0) | (seen >= classes)]
    if wrong.size:
        raise ValueError(f"{name} must be from 0 to {classes - 1}, since there are {classes} "
                         f"classes; got {wrong[0]:g}")
    return seen.astype(np.int32)


def is_one_hot(y) -> bool:
    """Return whether every row of y (n, classes) has one 1 and zeros, for two classes or more."""
    y = np.asarray(y)
    return (y.ndim == 2 and y.shape[1] > 1 and bool(np.isin(y, (0, 1)).all())
            and bool((y.sum(axis=1) == 1).all()))
