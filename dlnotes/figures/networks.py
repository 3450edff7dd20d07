"""Pictures of networks: their shapes, their wiring, their parameters, what they compute."""
import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba

from dlnotes.explorers.parts.canvas import ACTIVE, SIGNED, TINT, box, canvas
from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, FAINT, GREEN, GREY, INK, ORANGE, PAPER, PURPLE, RED, SKY

ROWS = 6


def draw_shapes(figure):
    """Each layer of neurons as a' = f(Wa + b), with the shapes of all four; moved by a `Shapes`."""
    axes = canvas(figure, 720, 400)
    for x, word, colour in ((136, "a′", GREEN), (186, "=  f (", INK), (300, "W", INK), (434, "a", PURPLE),
                            (484, "+", INK), (528, "b", GREEN), (562, ")", INK), (652, "parameters", INK)):
        axes.text(x, 22, word, ha="center", va="center", color=colour, size=13, weight="bold")
    blocks = {colour: axes.add_collection(PolyCollection([], facecolors=colour)) for colour in (FAINT, GREEN, PURPLE)}
    names, counts = ([axes.text(x, 0, "", ha=ha, va="center", color=INK) for _ in range(ROWS)]
                     for x, ha in ((20, "left"), (706, "right")))
    labels = [[axes.text(x, 0, "", ha="center", va="top", color=INK, size=10) for x in (136, 300, 434, 528)]
              for _ in range(ROWS)]
    total = axes.text(706, 386, "", ha="right", va="center", color=INK, size=12, weight="bold")

    def update(result):
        tall, longest = min(150, 325 / len(result.W)), np.log(max(result.sizes)) or 1.0
        polygons = {colour: [] for colour in blocks}
        for text in (*names, *counts, *(label for row in labels for label in row)):
            text.set_text("")
        for k, (W, b, parameters) in enumerate(zip(result.W, result.b, result.parameters)):
            y = 199 + tall * (k + 0.5 - len(result.W) / 2)
            long = [(0.1 + 0.9 * np.log(n) / longest) * (tall - 24) for n in result.sizes[k:k + 2]]
            for colour, boxes in _layer_boxes(y, *long, 150 * long[0] / (tall - 24)).items():
                polygons[colour] += boxes
            for text, said in ((names[k], f"hidden {k + 1}"), (counts[k], f"{parameters:,}")):
                text.set(text=said, y=y)
            shapes = (result.a[k + 1], long[1]), (W, long[1]), (result.a[k], long[0]), (b, long[1])
            for text, (shape, length) in zip(labels[k], shapes):
                text.set(text=" × ".join(f"{n:,}" for n in shape), y=y + length / 2 + 2)
        names[len(result.W) - 1].set_text("output")
        for colour, collection in blocks.items():
            collection.set_verts(polygons[colour])
        total.set_text(f"{sum(result.parameters):,} in all")

    return update


def _layer_boxes(y, before, here, wide):
    """W with an edge in the colour of its rows and one in that of its columns, a', b and a: as boxes, by colour."""
    left = 300 - wide / 2
    return {FAINT: [box(left, y, wide, here)],
            GREEN: [box(131, y, 10, here), box(523, y, 10, here), box(left - 5, y, 4, here)],
            PURPLE: [box(429, y, 10, before), box(left, y - here / 2 - 3, wide, 4)]}


CELL, TOP, COLUMNS = 52, 58, {"W": 92, "a": 328, "b": 408, "z": 508, "a′": 632}


def draw_one_layer(figure):
    """A layer as a product of matrices, in numbers, with the row of one neuron framed; moved by a `OneLayer`."""
    axes = canvas(figure, 720, 360)
    for name, x in COLUMNS.items():
        axes.text(x + CELL * (2 if name == "W" else 0.5), 34, name, ha="center", color=INK, size=13, weight="bold")
    for x, sign in ((314, "·"), (394, "+"), (484, "="), (596, "f →")):
        axes.text(x, TOP + 1.5 * CELL, sign, ha="center", va="center", color=INK, size=15)
    tables = {"W": (3, 4), "a": (4, 1), "b": (3, 1), "z": (3, 1), "a′": (3, 1)}
    places = [(name, j, k) for name, shape in tables.items() for j, k in np.ndindex(shape)]
    corners = [(COLUMNS[name] + k * CELL, TOP + (j + 0.5) * CELL) for name, j, k in places]
    squares = [box(x, y, CELL, CELL) for x, y in corners]
    cells = axes.add_collection(PolyCollection(squares, edgecolors=GREY, linewidths=0.8))
    texts = [axes.text(x + CELL / 2, y, "", ha="center", va="center", color=INK, size=10) for x, y in corners]
    frames = axes.add_collection(PolyCollection([], facecolors="none", edgecolors=RED, linewidths=2.6))
    for j in range(3):
        axes.text(82, TOP + (j + 0.5) * CELL, f"neuron {j + 1}", ha="right", va="center", color=INK)
    sums = [axes.text(20, y, "", color=INK) for y in (300, 330)]

    def update(result):
        values = {"W": result.W, "a": result.a, "b": result.b, "z": result.z, "a′": result.output}
        shown = np.array([np.reshape(values[name], tables[name])[j, k] for name, j, k in places])
        cells.set_facecolors(SIGNED(0.5 + np.clip(shown / 8, -0.22, 0.22)))  # pale, for the ink on them
        for text, (name, *_), value in zip(texts, places, shown):
            text.set_text(number(value, 2 if name in ("z", "a′") else 1))
        j = int(result.neuron) - 1
        y = TOP + (j + 0.5) * CELL
        frames.set_verts([box(COLUMNS["W"], y, 4 * CELL, CELL), box(COLUMNS["a"], TOP + 2 * CELL, CELL, 4 * CELL)]
                         + [box(COLUMNS[name], y, CELL, CELL) for name in ("b", "z", "a′")])
        terms = " + ".join(f"({number(w)})({number(x)})" for w, x in zip(result.W[j], result.a))
        sums[0].set_text(f"neuron {j + 1}:  z = {terms} + ({number(result.b[j])}) = {number(result.z[j], 2)}")
        sums[1].set_text(f"a′ = f({number(result.z[j], 2)}) = {number(result.output[j], 2)}")

    return update


def draw_wiring(figure):
    """A network as circles, filled as far as they are active, and lines, as thick as weights; moved by a `Wiring`."""
    axes = canvas(figure, 720, 400)
    lines = axes.add_collection(LineCollection([]))
    under, circles = (axes.scatter([], [], s=360, linewidths=1.2, edgecolors=INK, zorder=3) for _ in range(2))
    under.set_facecolor(PAPER)
    heads = [axes.text(0, 16, "", ha="center", va="center", color=INK) for _ in range(5)]
    outputs = [axes.text(668, 0, "", va="center", color=INK) for _ in range(10)]
    axes.plot([20, 50], [388, 388], color=ORANGE, lw=3)
    axes.text(56, 388, "positive weight", va="center", color=INK, size=10)
    axes.plot([180, 210], [388, 388], color=BLUE, lw=3, ls=(0, (2, 0.7)))
    axes.text(216, 388, "negative weight (dashed)", va="center", color=INK, size=10)

    def update(result):
        sizes = [int(n) for n in result.sizes if n]
        gap = min(60, 340 / max(sizes))
        at = [[(60 + 585 * k / (len(sizes) - 1), 203 + gap * (j - (n - 1) / 2)) for j in range(n)]
              for k, n in enumerate(sizes)]
        wires = [(at[k][i], at[k + 1][j], float(result.params[k].weights[j, i]))
                 for k in range(len(sizes) - 1) for i in range(sizes[k]) for j in range(sizes[k + 1])]
        wires = [wire for wire in wires if wire[2]]
        lines.set_segments([wire[:2] for wire in wires])
        strength = np.array([min(abs(weight) / 3, 1.0) for *_, weight in wires])
        lines.set_color([to_rgba(ORANGE if w > 0 else BLUE, 0.25 + 0.7 * s) for (*_, w), s in zip(wires, strength)])
        lines.set_linewidth(0.3 + 4 * strength)
        lines.set_linestyle(["-" if w > 0 else (0, (2, 0.7)) for *_, w in wires])
        for scatter in (under, circles):
            scatter.set_offsets([place for layer in at for place in layer])
        circles.set_facecolor(ACTIVE(np.concatenate([a[:n] for a, n in zip(result.a, sizes)])))
        for k, head in enumerate(heads):
            head.set_text("" if k >= len(sizes) else ["input", *["hidden"] * (len(sizes) - 2), "output"][k])
            head.set_x(60 + 585 * k / (len(sizes) - 1))
        for j, text in enumerate(outputs):
            text.set_text(number(result.a[len(sizes) - 1][j], 2) if j < sizes[-1] else "")
            text.set_y(at[-1][min(j, sizes[-1] - 1)][1])

    return update


def memory(parameters):
    """Bytes in words, 4 for each parameter: "95.4 kB"."""
    size, unit = parameters * 4.0, "bytes"
    for larger in ("kB", "MB", "GB"):
        if size >= 1000:
            size, unit = size / 1000, larger
    return f"{size:.0f} bytes" if unit == "bytes" else f"{size:.1f} {unit}"


def draw_growth(figure):
    """Parameters against the width of the hidden layers, and against their number; moved by a `Growth`."""
    against_width, against_depth = figure.subplots(1, 2, width_ratios=(1.2, 1))
    curve, = against_width.plot([], [], color=BLUE)
    for factor in (10, 100):
        against_width.plot([40, 400], [700, 700 * factor], "--", color=GREY, lw=1.5)
        against_width.text(430, 700 * factor, f"× {factor}", va="center", color=INK, size=10)
    against_width.set(xscale="log", yscale="log", xlim=(1, 1000), ylim=(500, 3e7), ylabel="parameters",
                      xlabel="neurons in each hidden layer")
    stairs, = against_depth.plot([], [], "o-", color=BLUE)
    against_depth.set(xlim=(0.5, 10.5), ylim=(0, 13), xlabel="hidden layers", xticks=range(1, 11),
                      ylabel="times as many as with one")
    dots = [axes.plot([], [], "o", color=RED, ms=11, clip_on=False)[0] for axes in (against_width, against_depth)]
    note, detail = (axes.set_title("", size=11) for axes in (against_width, against_depth))

    def update(result):
        times = result.by_depth / result.by_depth[0]
        curve.set_data(result.widths, result.by_width)
        stairs.set_data(result.depths, times)
        dots[0].set_data([result.width], [result.parameters])
        dots[1].set_data([result.depth], [times[result.depth - 1]])
        note.set_text(f"{result.parameters:,} parameters, {memory(result.parameters)} as float32")
        detail.set_text(f"each further layer adds {result.by_depth[1] - result.by_depth[0]:,}")

    return update


def draw_digit_pass(figure):
    """A digit on its way: pixels, a hidden neuron's weights, all hidden neurons, outputs; moved by a `DigitPass`."""
    axes = figure.subplots(1, 4, width_ratios=(1, 1, 1, 1.15))
    picture = axes[0].imshow(np.zeros((8, 8)), vmin=0, vmax=1, cmap="gray_r")
    hidden = axes[2].imshow(np.zeros((5, 6)), vmin=0, vmax=1, cmap=ACTIVE)
    weights = axes[1].imshow(np.zeros((8, 8)), vmin=-1, vmax=1, cmap=SIGNED)
    bars = axes[3].barh(range(10), [0] * 10, color=ORANGE)
    titles = [one.set_title(title, size=11) for one, title in zip(axes, ("input", "", "hidden layer", ""))]
    for one in axes[:3]:
        one.grid(False)
        one.set(xticks=(), yticks=(), anchor="N")
        one.spines[:].set_visible(True)
    axes[3].set(xlim=(0, 1), ylim=(9.6, -0.6), yticks=range(10), xticks=(0, 0.5, 1), xlabel="output")
    axes[3].grid(False, axis="y")
    frame, = axes[2].plot([], [], color=RED, lw=2.6, clip_on=False)
    below = [one.set_xlabel("") for one in axes[:3]]

    def update(result):
        j = int(result.neuron) - 1
        picture.set_data(result.x)
        hidden.set_data(result.hidden)
        weights.set_data(result.weights / np.abs(result.weights).max())
        row, column = divmod(j, 6)
        frame.set_data(column + np.array([-0.5, 0.5, 0.5, -0.5, -0.5]), row + np.array([-0.5, -0.5, 0.5, 0.5, -0.5]))
        for k, (bar, a) in enumerate(zip(bars, result.output)):
            bar.set_width(a)
            bar.set(edgecolor=INK, linewidth=1.8 * (k == result.answer))
        titles[1].set_text(f"weights of neuron {j + 1}")
        titles[3].set_text(f"says {result.answer} " + ("✓" if result.answer == result.label else "✗"))
        below[0].set_text(f"a {result.label}")
        below[1].set_text(f"z = {number(result.z, 2)}")
        below[2].set_text(f"neuron {j + 1}: a = {number(result.hidden[row, column], 2)}")

    return update


def draw_many_fits(figure):
    """The curves of many networks that were fitted to the same points; moved by a `ManyFits`."""
    axes = figure.subplots()
    curves = axes.add_collection(LineCollection([], colors=to_rgba(BLUE, 0.5), linewidths=1.4))
    points, = axes.plot([], [], "o", color=RED, ms=9)
    note = axes.set_title("")
    axes.set(xlim=(-1.2, 1.2), ylim=(-3, 3), xlabel="input x", ylabel="output")

    def update(result):
        curves.set_segments(np.stack(np.broadcast_arrays(result.grid, np.clip(result.curves, -50, 50)), -1))
        points.set_data(result.x, result.y)
        note.set_text(f"20 networks, {result.parameters} parameters to choose, {len(result.x)} points; "
                      f"largest error there: {number(result.error, 2)}")

    return update
