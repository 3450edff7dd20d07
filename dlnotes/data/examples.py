"""The form of all data sets: examples for training, for validation and for testing."""
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int32, PRNGKeyArray

from dlnotes.data.own_files import read_pictures, read_table
from dlnotes.data.own_inputs import as_inputs
from dlnotes.data.own_labels import as_labels
from dlnotes.data.splitting import held_out, numpy_generator, split, split_numbers

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

    @classmethod
    def from_arrays(cls, x, y, *, classes: Iterable | None = None, test_fraction: float = 0.2,
                    name: str = "Own data", source: str = "own", licence: str = "not stated",
                    key: PRNGKeyArray | None = None) -> "Dataset":
        """Make a data set of a reader's own arrays, lists or frames.

        What had to be changed is printed in a line: words that became labels, bytes that became
        numbers from 0 to 1, dark ink on light paper, and so on.
        x: an example a row, or pictures (n, rows, columns), perhaps with colours.
        y: a label for each: words, truth values, whole numbers, or one-hot rows; or numbers.
        classes: the names of the classes in their order; None to take them from y; () if y are
            numbers to be predicted.
        test_fraction: the share of each class that is kept for testing.
        key: shuffles the examples; `jax.random.key(0)` if None.
        Raises ValueError, with the remedy, for what cannot be understood for certain.
        """
        notes = []
        x, shape = as_inputs(x, notes)
        y, classes = as_labels(y, classes, notes)
        if len(x) != len(y):
            raise ValueError(f"x and y must have a row for each example; got {len(x):,} and "
                             f"{len(y):,}")
        rng = numpy_generator(key)
        parts = (split(x, y, len(classes), test_fraction, rng) if classes
                 else split_numbers(x, y, test_fraction, rng))
        if notes:
            print(f"{name}: {'; '.join(notes)}")
        return cls(*parts, name=name, classes=classes, shape=shape, source=source,
                   licence=licence)

    @classmethod
    def from_csv(cls, path: str | Path, *, label: str | int = -1, **settings) -> "Dataset":
        """Make a data set of a table in a text file, with commas, semicolons or tabs.

        A first row of words is taken for the names of the columns.
        label: the column of the labels, by its name or number; the last one unless told otherwise.
        settings: as for `from_arrays`.
        Raises ValueError for a missing value or a word among the numbers, with its place, and
        FileNotFoundError if there is no such file.
        """
        x, y = read_table(path, label)
        return cls.from_arrays(x, y, **{"name": Path(path).stem, **settings})

    @classmethod
    def from_images(cls, folder: str | Path, *, size: tuple[int, int] = (28, 28), **settings
                    ) -> "Dataset":
        """Make a data set of pictures in folders, one folder for each class, named after it.

        size: (rows, columns) that each picture is scaled to; its proportions are kept.
        settings: as for `from_arrays`.
        Raises ValueError for a file that is no picture and a folder without any, and
        FileNotFoundError if there is no such folder.
        """
        x, y, classes = read_pictures(folder, size)
        return cls.from_arrays(x, y, **{"name": Path(folder).name, "classes": classes, **settings})

    def hold_out(self, n: int) -> "Dataset":
        """Return the same data with n non-test examples held out for validation.

        They are the last ones of each class, and of each class the same share. Where numbers are
        wanted instead of classes, they are taken evenly from all examples.
        Raises ValueError if n leaves a class with no example on one of the sides.
        """
        x = self.x_train
        y = self.y_train
        if len(self.y_validation):
            x = jnp.concatenate([x, self.x_validation])
            y = jnp.concatenate([y, self.y_validation])
        held = held_out(np.asarray(y), n, self.classes)
        return replace(self, x_train=x[~held], y_train=y[~held],
                       x_validation=x[held], y_validation=y[held])

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
