"""Bring a reader's own inputs to the form of a data set, or say why that cannot be.

`own_labels` does the same for labels. Both return what they brought to form, and add to a list of
notes, in words, what they changed. What cannot be understood for certain is refused: the message
names the argument, what came, and the remedy.
"""
import numpy as np
from jaxtyping import Float

COLOURS = (3, 4)  # the last axis of a picture with colours: red, green, blue, perhaps opacity


def as_array(values, name: str) -> np.ndarray:
    """Make a NumPy array of lists, tuples, frames, pictures of Pillow or arrays of any library.

    name: of the argument, for the message.
    Raises ValueError for rows of different lengths, and for what is no collection of values.
    """
    if isinstance(values, str | bytes | dict | set) or values is None:
        raise ValueError(f"{name} must be an array, a list or a frame; got {_said(values)}")
    if hasattr(values, "to_numpy"):  # pandas, polars
        values = values.to_numpy()
    if isinstance(values, list | tuple):  # pictures of Pillow, arrays, plain lists
        values = [np.asarray(row) if hasattr(row, "__array_interface__") else row
                  for row in values]
    try:
        array = np.asarray(values)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{name} must have rows of one length; got rows of different lengths, "
                         "or things that are no numbers") from error
    if array.ndim == 0 or array.size == 0:
        raise ValueError(f"{name} must have one row for each example; got {_said(values)}")
    return array


def as_inputs(values, notes: list[str], name: str = "x"
              ) -> tuple[Float[np.ndarray, "n inputs"], tuple[int, ...]]:
    """Return inputs as rows of numbers, and the shape of one example.

    Pictures (n, rows, columns) may have colours in a last axis, bytes from 0 to 255 instead of
    numbers from 0 to 1, and dark ink on light paper.
    Raises ValueError for words, complex numbers, NaN and infinity, and other shapes.
    """
    x = as_array(values, name)
    if x.dtype == object or x.dtype.kind in "US":
        x = as_numbers(x, name)
    if x.dtype.kind not in "biuf":
        raise ValueError(f"{name} must be real numbers; got values of type {x.dtype}")
    bytes_before = x.dtype == np.uint8
    x = x.astype(np.float32)
    if not np.isfinite(x).all():
        row = int(np.argmin(np.isfinite(x).reshape(len(x), -1).all(axis=1)))
        raise ValueError(f"{name} must be finite numbers; row {row} has NaN or infinity. Leave "
                         "such rows out, or fill in what is missing")
    if x.ndim == 1:
        x = x[:, None]
        notes.append(f"{name} was one number for each example, and became a column")
    if x.ndim > 2:
        x = _pictures(x, bytes_before, notes, name)
    elif _are_bytes(x, bytes_before):
        x = x / 255
        notes.append("bytes from 0 to 255 became numbers from 0 to 1")
    return x.reshape(len(x), -1), x.shape[1:]


def _pictures(x, bytes_before, notes, name):
    """Return pictures (n, rows, columns) with ink 1 on paper 0."""
    if x.ndim == 4 and x.shape[3] in COLOURS:
        x = x[..., :3].mean(axis=3)
        notes.append("colours became grey")
    if x.ndim == 4 and x.shape[3] == 1:
        x = x[..., 0]
    if x.ndim != 3:
        raise ValueError(f"{name} must be rows of numbers, or pictures (n, rows, columns) or "
                         f"(n, rows, columns, 3); got shape {x.shape}")
    if x.min() < 0 or x.max() > 255:
        raise ValueError(f"{name} must be pictures from 0 to 1 or from 0 to 255; got "
                         f"{x.min():g} to {x.max():g}")
    if bytes_before or x.max() > 1:
        x = x / 255
        notes.append("bytes from 0 to 255 became numbers from 0 to 1")
    edges = np.concatenate([x[:, 0], x[:, -1], x[:, :, 0], x[:, :, -1]], axis=1)
    if np.median(edges) > 0.5:
        x = 1 - x
        notes.append("dark on light became light on dark, since paper is 0 and ink 1 here")
    return x


def _are_bytes(x, bytes_before):
    """Return whether rows are pixels from 0 to 255: by their type, or as no other rows are."""
    if bytes_before:
        return x.max() > 1
    whole = (x == x.round()).all()
    return whole and x.shape[1] >= 16 and x.min() == 0 and 200 < x.max() <= 255


def as_numbers(x: np.ndarray, name: str) -> np.ndarray:
    """Return an array of objects or words as numbers, where all of them are."""
    wrong = [value for value in x.ravel() if not is_number(value)]
    if wrong:
        raise ValueError(f"{name} must be numbers; got {str(wrong[0])!r}. Leave that column out, "
                         "or give each of its values a number")
    return x.astype(float)


def is_number(value) -> bool:
    """Return whether a value can be read as a number."""
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _said(value):
    text = repr(value)
    return text if len(text) < 60 else f"{text[:57]}..."
