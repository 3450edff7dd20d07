"""The form of all data sets: examples for training, for validation and for testing."""
import math
from dataclasses import dataclass, replace

import jax.numpy as jnp
from jaxtyping import Array, Float, Int32

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
