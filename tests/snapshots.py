"""Snapshots of pictures: what each picture draws at three settings, small enough to read in a diff.

    python tests/snapshots.py [SUBJECT.PICTURE ...]     # records them anew: then look at them

A snapshot holds, for every slot (one artist), its operations in short: colours and widths, and
places as shares of the axes that they lie in, so that another layout changes nothing. A path is
kept as its ends, its extent and its middle, which do not depend on how many points it was drawn
with. Axes are kept as their labels. The second and third setting hold only what moved.
"""
import contextlib
import importlib
import inspect
import json
import pkgutil
import sys
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axis import Axis
from matplotlib.spines import Spine

import dlnotes.explorers
from dlnotes.live.engine import Explorer

FOLDER = Path(__file__).parent / "explorers" / "snapshots"
MANY = 30  # operations of one artist: more are kept as their number and the means of their numbers
BLOCKS = 3  # an image is kept as the mean colours of 3 x 3 blocks


def pictures():
    """Give (subject.picture, function) for every live picture of the package."""
    for module in pkgutil.iter_modules(dlnotes.explorers.__path__):
        subject = importlib.import_module(f"dlnotes.explorers.{module.name}")
        for name, made in vars(subject).items():
            if inspect.isfunction(made) and made.__module__.startswith(subject.__name__):
                if inspect.signature(made).return_annotation is Explorer:
                    yield f"{module.name}.{name}", made


def snapshot(explorer):
    """Return what an explorer draws: at its start and with all controls at either end."""
    explorer.frame()
    start = _lists(explorer, explorer.picture.scene())
    states = [{"text": explorer.description, "draws": start}]
    for end in (0, -1):
        _move_all(explorer, end)
        text = explorer.frame().text
        now = _lists(explorer, explorer.picture.scene())
        moved = {slot: ops for slot, ops in now.items() if start.get(slot) != ops}
        states.append({"text": text, "draws": moved})
    return states


def read(name):
    """Return the stored snapshot of a picture, None where there is none."""
    path = FOLDER / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def write(name, states):
    """Store a snapshot, one slot a line."""
    text = ",\n".join(_state_in_lines(state) for state in states)
    (FOLDER / f"{name}.json").write_text(f"[\n{text}\n]\n", encoding="utf-8")


def stack():
    """Return the versions that the snapshots belong to."""
    return {"matplotlib": ".".join(matplotlib.__version__.split(".")[:2])}


def differences(old, new, tolerance=0.021, where=""):
    """Give the places at which two snapshots differ.

    tolerance: of numbers below 1 absolute, as of places and colours, of larger ones relative.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            if key in old and key in new:
                yield from differences(old[key], new[key], tolerance, f"{where}/{key}")
            else:
                yield f"{where}/{key} is only in the {'old' if key in old else 'new'} one"
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new)):
            yield from differences(one, other, tolerance, f"{where}/{number}")
    elif _number(old) and _number(new):
        if abs(old - new) > tolerance * max(1.0, abs(old)):
            yield f"{where}: {old} -> {new}"
    elif old != new:
        yield f"{where}: {old!r} -> {new!r}"


def _state_in_lines(state):
    slots = [f"  {_json(slot)}: {_json(ops)}" for slot, ops in state["draws"].items()]
    lines = ",\n".join(slots)
    return f' {{"text": {_json(state["text"])},\n "draws": {{\n{lines}\n }}}}'


def _json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _move_all(explorer, end):
    """Move every control to its first or last value, but for those that do not go together."""
    controls = explorer.controls.items()
    values = {name: control.ends()[end] for name, control in controls if hasattr(control, "ends")}
    try:
        explorer.set(**values)
    except ValueError:
        for name, value in values.items():
            with contextlib.suppress(ValueError):
                explorer.set(**{name: value})


def _lists(explorer, scene):
    """Return the operations of every slot in short: of an axis its labels."""
    boxes = explorer.picture.boxes()
    size = [100 * side for side in explorer.size]
    figure = explorer.picture.figure
    backgrounds = [figure.patch, *(axes.patch for axes in figure.axes)]
    lists = {}
    for slot, (artist, drawn) in enumerate(zip(explorer.picture._artists, scene)):
        if isinstance(artist, Axis):
            ops = [" ".join(op[1] for op in drawn.ops if op[0] == "t")]
        elif isinstance(artist, Spine) or artist in backgrounds:
            ops = []
        else:
            ops = list(_operations(drawn, boxes, size))
            ops = ops if len(ops) <= MANY else [_together(ops)]
        if any(ops):
            lists[f"{slot} {type(artist).__name__}"] = ops
    return lists


def _operations(drawn, boxes, size):
    """Give the operations of a display list in short."""
    points = np.frombuffer(drawn.points, np.int16).reshape(-1, 2) / 16
    images = np.frombuffer(drawn.images, np.uint8)
    for kind, *rest in drawn.ops:
        if kind == "p":
            places, points = np.split(points, [rest[2]])
            yield ["path", *_look(rest[0]), *_extent(places, boxes, size)]
        elif kind == "m":
            _, places, points = np.split(points, [rest[2], rest[2] + rest[3]])
            yield [f"{rest[3]} markers", *_look(rest[0]), *_extent(places, boxes, size)]
        elif kind == "t":
            yield [rest[0], rest[5], *_shares(np.array([rest[1:3]]), boxes, size)]
        else:
            width, height = rest[:2]
            pixels, images = np.split(images, [4 * width * height])
            yield [f"image {width} x {height}", *_blocks(pixels.reshape(height, width, 4))]


def _together(ops):
    """Return the number of many operations, their looks, and the means of their numbers."""
    looks = sorted({part for op in ops for part in op if isinstance(part, str)})
    numbers = [[part for part in op if not isinstance(part, str)] for op in ops]
    long = max(map(len, numbers))
    means = np.mean([row for row in numbers if len(row) == long], axis=0)
    return [f"{len(ops)} operations", *looks[:MANY], *np.round(means, 2).tolist()]


def _look(style):
    """Keep what a style has: the colour of its line and the width, its filling, its dashes."""
    stroke, width, fill, dashes = style[:4]
    return [*([stroke, round(width, 1)] if stroke else []), *([f"filled {fill}"] if fill else []),
            *(["dashed"] if dashes else [])]


def _extent(points, boxes, size):
    """Return the ends, the extent and the middle of a path, or its one or two points."""
    if len(points) < 3:
        return _shares(points, boxes, size) if len(points) else []
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    halves = (points[1:] + points[:-1]) / 2
    middle = halves.T @ steps / steps.sum() if steps.sum() else points[0]
    ends = [points[0], points[-1], points.min(axis=0), points.max(axis=0), middle]
    return _shares(np.stack(ends), boxes, size)


def _shares(pixels, boxes, size):
    """Return places as shares of the axes that they lie in, and its number; else of the figure."""
    middle = (pixels.min(axis=0) + pixels.max(axis=0)) / 2
    for number, (left, top, width, height) in enumerate(boxes):
        if left <= middle[0] <= left + width and top <= middle[1] <= top + height:
            shares = (pixels - [left, top]) / [width, height] * [1, -1] + [0, 1]
            return [f"in {number}", *np.round(shares.ravel(), 2).tolist()]
    return ["in figure", *np.round((pixels / size).ravel(), 2).tolist()]


def _blocks(rgba):
    """Return the mean colours of an image's blocks, as shares of full."""
    rows = np.array_split(rgba / 255, BLOCKS)
    blocks = [part for row in rows for part in np.array_split(row, BLOCKS, axis=1)]
    means = [block.mean(axis=(0, 1)) for block in blocks]
    return np.round(np.array(means).ravel(), 2).tolist()


def main(names):
    """Record the snapshots of the pictures named, or of all."""
    FOLDER.mkdir(exist_ok=True)
    for name, make in pictures():
        if not names or name in names or name.split(".")[0] in names:
            write(name, snapshot(make()))
            print(name)
    (FOLDER / "stack.json").write_text(json.dumps(stack()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    matplotlib.use("agg")
    main(sys.argv[1:])
