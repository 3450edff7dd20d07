"""Read a reader's own files: a table of numbers with labels, or folders of pictures."""
import csv
import re
from pathlib import Path

import numpy as np

from dlnotes.data.own_inputs import is_number

MISSING = {"", "?", "na", "n/a", "nan", "null", "none"}


def read_table(path: str | Path, label: str | int) -> tuple[np.ndarray, list]:
    """Read a table from a text file: the numbers of each row, and its label as it stands there.

    label: the name or the number of the column of labels.
    Raises ValueError, with the line and the column, for what is no number or is missing.
    """
    path = _existing(path, "path")
    text = path.read_text(encoding="utf-8-sig")
    separator = max(",;\t", key=text.partition("\n")[0].count)
    rows = [row for row in csv.reader(text.splitlines(), delimiter=separator) if row]
    if len(rows) < 2:
        raise ValueError(f"path must be a table with a row for each example; {path} has "
                         f"{len(rows)} rows")
    if separator == ";":
        rows = [[re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", cell) for cell in row] for row in rows]
    names = [cell.strip() for cell in rows[0]]
    named = not any(map(is_number, names))
    column = _column(label, names, named)
    x = []
    y = []
    for number, row in enumerate(rows[named:], 1 + named):
        if len(row) != len(names):
            raise ValueError(f"{path} has {len(names)} columns, but line {number} has {len(row)}")
        cells = [cell.strip() for cell in row]
        y.append(_label(cells.pop(column), path, number))
        x.append([_number(cell, path, number, [*names[:column], *names[column + 1:]][place])
                  for place, cell in enumerate(cells)])
    return np.array(x), y if not all(map(is_number, y)) else list(map(float, y))


def read_pictures(folder: str | Path, size: tuple[int, int]
                  ) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Read the pictures in the folders of a folder: grey, all scaled to one size.

    size: (rows, columns).
    Returns them (n, rows, columns) in bytes from 0 to 255, the number of each one's folder, and
    the folders' names.
    Raises ValueError for a file that is no picture, and where there are no folders of pictures.
    """
    folder = _existing(folder, "folder")
    rooms = sorted(one for one in folder.iterdir() if one.is_dir() and one.name[0] != ".")
    if not rooms:
        raise ValueError(f"folder must hold a folder of pictures for each class, named after it; "
                         f"{folder} holds no folder")
    pictures = []
    labels = []
    for number, room in enumerate(rooms):
        paths = sorted(one for one in room.iterdir() if one.is_file() and one.name[0] != ".")
        if not paths:
            raise ValueError(f"folder must hold pictures of each class; {room} holds none")
        pictures += [_scaled(path, size) for path in paths]
        labels += [number] * len(paths)
    return np.stack(pictures), np.array(labels), [room.name for room in rooms]


def open_picture(path: str | Path) -> np.ndarray:
    """Read a picture file as grey bytes (rows, columns); what is see-through counts as white.

    Raises ValueError for a file that is no picture, FileNotFoundError if there is none.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    path = _existing(path, "path")
    try:
        with Image.open(path) as file:
            upright = ImageOps.exif_transpose(file).convert("RGBA")
    except (UnidentifiedImageError, OSError) as error:
        raise ValueError(f"{path} cannot be read as a picture. Take it away, or save it as PNG "
                         "or JPEG") from error
    white = Image.new("RGBA", upright.size, "white")
    return np.asarray(Image.alpha_composite(white, upright).convert("L"))


def _scaled(path, size):
    """Scale a picture into the middle of a frame of that size, filled up like its own edge."""
    from PIL import Image

    grey = open_picture(path)
    edge = int(np.median(np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])))
    zoom = min(size[0] / grey.shape[0], size[1] / grey.shape[1])
    rows, columns = (max(1, round(zoom * length)) for length in grey.shape)
    small = Image.fromarray(grey).resize((columns, rows), Image.Resampling.BOX)
    frame = np.full(size, edge, np.uint8)
    top = (size[0] - rows) // 2
    left = (size[1] - columns) // 2
    frame[top:top + rows, left:left + columns] = small
    return frame


def _existing(path, name):
    if not isinstance(path, str | Path):
        raise ValueError(f"{name} must be a path, such as 'data/mine'; got {path!r:.60}")
    path = Path(path).expanduser()
    if not path.exists():
        raise FileNotFoundError(f"{name} must be of something that is there; there is no {path}")
    return path


def _column(label, names, named):
    if isinstance(label, str) and named and label in names:
        return names.index(label)
    whole = isinstance(label, int) and not isinstance(label, bool)
    if whole and -len(names) <= label < len(names):
        return label % len(names)
    known = f"one of {', '.join(names)}, or " if named else ""
    raise ValueError(f"label must be {known}the number of a column, 0 to {len(names) - 1}; "
                     f"got {label!r}")


def _label(cell, path, line):
    if cell.lower() in MISSING:
        raise ValueError(f"{path}, line {line}: the label is missing. Leave that row out")
    return cell


def _number(cell, path, line, name):
    if cell.lower() in MISSING:
        raise ValueError(f"{path}, line {line}: a value is missing in column {name}. Leave that "
                         "row out, or fill the value in")
    if not is_number(cell):
        raise ValueError(f"{path}, line {line}: {cell!r} in column {name} is no number. Leave that "
                         "column out, or give each of its words a number")
    return float(cell)
