"""Make the small data files of this folder from the published ones.

    python -m dlnotes.data.files.make FOLDER_OF_MNIST FOLDER_OF_VOWELS

The first folder holds the four IDX files of MNIST, not packed; the second holds
JapaneseVowels_TRAIN.ts and JapaneseVowels_TEST.ts. `README.md` says which packages carry them.
"""
import hashlib
import lzma
import sys
from pathlib import Path

import numpy as np

from dlnotes.data.downloads import MNIST
from dlnotes.data.shipped import MNIST_PART, VOWELS
from dlnotes.data.unpacking import digest, read_idx

IDX = {"x_train": "train-images-idx3-ubyte", "y_train": "train-labels-idx1-ubyte",
       "x_test": "t10k-images-idx3-ubyte", "y_test": "t10k-labels-idx1-ubyte"}


def mnist_part(folder: Path) -> dict[str, np.ndarray]:
    """Cut the first 6,000 training digits and every fifth test digit out of MNIST.

    The first half of the test digits is harder than the second, so that the first 2,000 of them
    would be no fair test: therefore every fifth.
    Raises ValueError if the folder does not hold MNIST, to the last byte.
    """
    whole = read_idx([folder / file for file in IDX.values()], MNIST.shapes)
    if digest(whole) != MNIST.sha256:
        raise ValueError(f"{folder} does not hold MNIST as it was published")
    return {name: array[:6000] if "train" in name else array[::5]
            for name, array in whole.items()}


def vowels(folder: Path) -> dict[str, np.ndarray]:
    """Read all sequences, those for training first, with their lengths and speakers."""
    sequences = []
    for part in ("TRAIN", "TEST"):
        sequences += read_ts((folder / f"JapaneseVowels_{part}.ts").read_text(encoding="utf-8"))
    return {
        "lengths": np.array([len(frames) for frames, _ in sequences], "u1"),
        "speakers": np.array([speaker for _, speaker in sequences], "u1"),
        "millionths": np.concatenate([frames for frames, _ in sequences]).astype("<i4")}


def read_ts(text: str) -> list[tuple[np.ndarray, int]]:
    """Read a .ts file: for each sequence, its frames (moments, 12) in millionths, and its speaker.

    A line holds the course of each of the 12 numbers in turn, parted by colons, then the speaker.
    """
    sequences = []
    for line in text.partition("@data\n")[2].splitlines():
        *courses, speaker = line.split(":")
        numbers = np.array([course.split(",") for course in courses], float).T
        frames = np.rint(numbers * 1e6)
        assert np.allclose(frames / 1e6, numbers, rtol=0, atol=1e-12), "six decimals, no more"
        sequences.append((frames, int(speaker)))
    return sequences


def write(arrays: dict[str, np.ndarray], path: Path) -> str:
    """Pack the bytes of all arrays into a file. Returns their SHA-256, for `shipped`."""
    content = b"".join(array.tobytes() for array in arrays.values())
    path.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    here = Path(__file__).parent
    print(MNIST_PART.name, write(mnist_part(Path(sys.argv[1])), here / MNIST_PART.name))
    print(VOWELS.name, write(vowels(Path(sys.argv[2])), here / VOWELS.name))
