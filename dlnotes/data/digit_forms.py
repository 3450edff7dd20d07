"""The 8 x 8 digits as they were collected: fourteen forms of 130 digits, each filled in by a hand.

Everybody copied the same row of digits, 0123456789 three times and then a hundred more. Some
digits were lost when the forms were read, so that a form has 122 to 130 of them here. The labels
of each form are those of the full row, in its order, with a few left out (and with one written
or read wrongly in the third form), and in this way one finds where each form begins.

The collection names 13 people for 14 forms. No two forms are as alike as the digits within each
of them: so if one person filled in two, their digits changed from form to form.
"""
import gzip
import hashlib
import importlib.util
from pathlib import Path
from typing import NamedTuple

import numpy as np
from jaxtyping import Int, UInt8

BEGINNINGS = (0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667)
SHA256 = "68aea062d35a127749050fa0e52dca09d6569ac08092c925610e0954e172dde2"


class Forms(NamedTuple):
    """All digits, form after form: their pixels, 0 to 16, their labels, and whose hand it was."""
    pixels: UInt8[np.ndarray, "1797 64"]
    labels: UInt8[np.ndarray, "1797"]
    hands: Int[np.ndarray, "1797"]


def read_forms() -> Forms:
    """Read the digits from the file that comes with scikit-learn, without importing it.

    The file takes some milliseconds; to import scikit-learn takes two seconds and 80 MB.
    Raises FileNotFoundError if scikit-learn is not installed, and ValueError if its file is not
    the one that this course knows.
    """
    package = importlib.util.find_spec("sklearn")  # which finds it and does not import it
    if package is None:
        raise FileNotFoundError("the digits come with scikit-learn, which is not installed: "
                                "python -m pip install scikit-learn")
    path = Path(package.submodule_search_locations[0], "datasets", "data", "digits.csv.gz")
    try:
        with gzip.open(path, "rt", encoding="ascii") as file:
            lines = file.read().splitlines() or [""]
        rows = np.array([line.split(",") for line in lines]).astype(float).astype(np.uint8)
    except (OSError, EOFError, ValueError) as error:
        raise ValueError(f"{path} cannot be read ({error}): install scikit-learn again") from error
    if hashlib.sha256(rows.tobytes()).hexdigest() != SHA256:
        raise ValueError(f"{path} does not hold the digits that this course knows: install "
                         "scikit-learn again")
    hands = np.searchsorted(BEGINNINGS, np.arange(len(rows)), side="right") - 1
    return Forms(rows[:, :64], rows[:, 64], hands)
