"""Bring a reader's own labels to the form of a data set, or say why that cannot be."""
import numpy as np
from jaxtyping import Float, Int32

from dlnotes.data.own_inputs import as_array, as_numbers, is_number


def as_labels(values, classes, notes: list[str], name: str = "y"
              ) -> tuple[Int32[np.ndarray, "n"] | Float[np.ndarray, "n outputs"], tuple[str, ...]]:
    """Return the number of each example's class, and the names of the classes.

    values: words, truth values, whole numbers from anywhere, or one-hot rows; (n,) or (n, 1).
    classes: the names, in the order of the numbers; None to take them from the values; () if
        the values are numbers to be predicted, which then come back as rows.
    Raises ValueError for labels that are no whole numbers, and for those without a class.
    """
    y = as_array(values, name)
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
        notes.append(f"{name} of shape ({len(y)}, 1) became {len(y)} values")
    if y.dtype == object:
        y = as_numbers(y, name) if all(map(is_number, y.ravel())) else y.astype(str)
    classes = None if classes is None else tuple(map(str, classes))
    if classes == ():
        return _wanted(y, name), ()
    if y.ndim == 2:
        y = _from_one_hot(y, notes, name)
    if y.ndim != 1:
        raise ValueError(f"{name} must be a label for each example, or one-hot rows; "
                         f"got shape {y.shape}")
    return _numbered(y, classes, notes, name)


def _numbered(y, classes, notes, name):
    """Number the classes of labels (n,), in the order of `classes` or else sorted."""
    if y.dtype.kind == "f":
        y = _whole(y, name)
    found = np.unique(y)
    names = tuple(map(str, found))
    if classes is None:
        if y.dtype.kind in "iu" and len(found) > max(100, len(y) // 2):
            raise ValueError(f"{name} has {len(found):,} different values in {len(y):,} examples, "
                             "too many for classes. Numbers to predict? Then give classes=()")
        if y.dtype.kind not in "iu" or names != tuple(map(str, range(len(found)))):
            notes.append(f"the classes {', '.join(names[:10])}"
                         f"{', ...' if len(names) > 10 else ''} got the numbers "
                         f"0 to {len(names) - 1}")
        return np.searchsorted(found, y).astype(np.int32), names
    if y.dtype.kind in "iu":
        if found[0] == 1 and found[-1] == len(classes):
            notes.append(f"labels from 1 to {len(classes)} became 0 to {len(classes) - 1}")
            y = y - 1
        elif found[0] < 0 or found[-1] >= len(classes):
            raise ValueError(f"{name} must be from 0 to {len(classes) - 1}, since there are "
                             f"{len(classes)} classes; got {found[0]} to {found[-1]}")
        return y.astype(np.int32), classes
    if y.dtype.kind == "b" and len(classes) == 2:
        notes.append(f"False became {classes[0]}, True {classes[1]}")
        return y.astype(np.int32), classes
    unknown = [one for one in names if one not in classes]
    if unknown:
        raise ValueError(f"{name} must be among the classes {', '.join(classes)}; "
                         f"got {str(unknown[0])!r}")
    places = np.array([classes.index(one) for one in names], np.int32)
    return places[np.searchsorted(found, y)], classes


def _from_one_hot(y, notes, name):
    """Return the place of the 1 in each row."""
    is_one_hot = y.dtype.kind in "biuf" and np.isin(y, (0, 1)).all() and (y.sum(axis=1) == 1).all()
    if not is_one_hot:
        raise ValueError(f"{name} of shape {y.shape} must be one-hot rows, with one 1 and zeros. "
                         "Numbers to predict? Then give classes=()")
    notes.append("one-hot rows became labels")
    return y.argmax(axis=1)


def _wanted(y, name):
    """Return numbers to be predicted as rows."""
    if y.dtype.kind not in "biuf" or y.ndim > 2:
        raise ValueError(f"{name} must be numbers, since classes=() says that numbers are to be "
                         f"predicted; got {y.dtype} of shape {y.shape}")
    y = y.astype(np.float32).reshape(len(y), -1)
    if not np.isfinite(y).all():
        raise ValueError(f"{name} must be finite numbers; row "
                         f"{int(np.argmin(np.isfinite(y).all(axis=1)))} has NaN or infinity")
    return y


def _whole(y, name):
    wrong = np.flatnonzero(~np.isfinite(y) | (y != np.round(y)))
    if len(wrong):
        raise ValueError(f"{name} must be whole numbers, or words, to be labels; row {wrong[0]} "
                         f"has {y[wrong[0]]}. Numbers to predict? Then give classes=()")
    return y.astype(np.int64)
