"""Display lists decoded by hand and painted with Pillow, for tests: no line is shared with ours."""
import numpy as np
from PIL import Image, ImageDraw


def points(shown):
    """Return the points of a display list in pixels, (n, 2)."""
    return np.frombuffer(shown.points, np.int16).reshape(-1, 2) / 16


def painted(lists, width, height):
    """Paint the lines, shapes and images of display lists: an array (height, width, 3)."""
    canvas = Image.new("RGB", (width, height), "white")
    for shown in lists:
        xy = points(shown)
        images = shown.images
        for op in shown.ops:
            if op[0] == "i":
                size = 4 * op[1] * op[2]
                _paste(canvas, op, images[:size])
                images = images[size:]
            elif op[0] == "p":
                _paint(canvas, op, xy[:op[3]])
                xy = xy[op[3]:]
    return np.asarray(canvas)


def _paste(canvas, op, rgba):
    _, columns, rows, matrix, *_ = op
    image = Image.frombytes("RGBA", (columns, rows), rgba)
    width, height, x, y = (round(matrix[i]) for i in (0, 3, 4, 5))
    if height < 0:
        image = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        height = -height
        y -= height
    large = image.resize((width, height), Image.Resampling.NEAREST)
    canvas.paste(large, (x, y), large)


def _paint(canvas, op, path):
    _, style, letters, _ = op
    stroke, line_width, fill, *_ = style
    pen = ImageDraw.Draw(canvas)
    for piece in _pieces(letters.replace("Z", ""), [tuple(point) for point in path]):
        if fill and len(piece) > 2:
            pen.polygon(piece, fill=fill[:7])
        elif stroke and len(piece) > 1:
            pen.line(piece, fill=stroke[:7], width=max(1, round(line_width)))


def _pieces(letters, path):
    """Cut a path of straight lines where it is lifted."""
    starts = [at for at, letter in enumerate(letters or "M") if letter == "M"]
    ends = [*starts[1:], len(path)]
    return [path[start:end] for start, end in zip(starts, ends)]
