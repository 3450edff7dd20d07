"""Data sets of sequences, which are not equally long: each comes with its length."""
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int32

from dlnotes.data.shipped import VOWELS, unpack

VOWELS_TRAIN = 270  # the others are for testing, as published


@dataclass(frozen=True, eq=False, repr=False)
class Sequences:
    """Sequences with their lengths and labels, apart for training and for testing.

    x_...: one sequence a row, as long as the longest; after its own end it is filled with zeros,
        which are no data.
    lengths_...: how many moments of each row are data.
    y_...: the number of each sequence's class.
    name: of the data set; classes: the name of each class.
    source, licence: where the data are from, and what allows their use.
    """
    x_train: Float[Array, "train moments inputs"]
    lengths_train: Int32[Array, "train"]
    y_train: Int32[Array, "train"]
    x_test: Float[Array, "test moments inputs"]
    lengths_test: Int32[Array, "test"]
    y_test: Int32[Array, "test"]
    name: str
    classes: tuple[str, ...]
    source: str
    licence: str

    @property
    def inputs(self) -> int:
        """The count of numbers at one moment: the input neurons of a network for it."""
        return self.x_train.shape[2]

    @property
    def outputs(self) -> int:
        """The count of classes: the output neurons of a network for it."""
        return len(self.classes)

    def __repr__(self) -> str:
        lengths = np.concatenate([self.lengths_train, self.lengths_test])
        rows = [("training", f"{len(self.y_train):,} sequences"),
                ("test", f"{len(self.y_test):,} sequences"),
                ("sequence",
                 f"{lengths.min()} to {lengths.max()} moments of {self.inputs} numbers"),
                ("classes", f"{self.outputs}: {', '.join(self.classes)}"),
                ("source", self.source), ("licence", self.licence)]
        return "\n".join([self.name, *(f"  {label:<11} {text}" for label, text in rows)])


def vowels() -> Sequences:
    """Load 640 recordings of nine Japanese speakers, each of whom says the vowels "a" and "e".

    A recording is a sequence of 7 to 29 moments, with 12 numbers each that describe its sound
    (cepstrum coefficients of linear prediction). The question is who speaks. The 270 recordings
    for training are 30 of each speaker. The 370 for testing are 24 to 88 of each, so that always
    naming the same speaker is right on up to 24 % of them. Both stand speaker after speaker.
    """
    found = unpack(VOWELS)
    lengths = found["lengths"].astype(np.int32)
    x = np.zeros((len(lengths), lengths.max(), 12), np.float32)
    x[np.arange(lengths.max()) < lengths[:, None]] = found["millionths"] / 1e6
    parts = []
    for part in (slice(VOWELS_TRAIN), slice(VOWELS_TRAIN, None)):
        labels = found["speakers"][part].astype(np.int32) - 1
        parts += map(jnp.asarray, (x[part], lengths[part], labels))
    return Sequences(
        *parts, name="Japanese vowels", classes=tuple(f"speaker {n}" for n in range(1, 10)),
        source="M. Kudo, J. Toyama and M. Shimbo, Japanese Vowels, UCI (1999)",
        licence="CC BY 4.0")
