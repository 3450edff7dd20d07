"""Pictures of XOR by three neurons."""
from matplotlib.patches import FancyArrowPatch

from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, DIVERGING, GREEN, INK, ORANGE, OVER_IMAGES, RED


def combination(weights, names, bias, digits=1):
    """A weighted input as one writes it down: "1.0 x1 − 1.0 x2 + 0.5"."""
    terms = " + ".join(f"{number(w, digits)} {name}" for w, name in zip(weights, names))
    return f"{terms} + {number(bias, digits)}".replace("+ −", "− ")


def draw_xor(figure):
    """The plane under a network of two hidden neurons, their two lines, and the four rows of XOR; moved by a `Xor`."""
    figure.set_layout_engine("none")
    axes, table = figure.add_axes([0.085, 0.15, 0.38, 0.76]), figure.add_axes([0.53, 0.06, 0.46, 0.9])
    plane, lines = _plane(axes)
    table.set(xlim=(0, 1), ylim=(0, 1))
    table.axis("off")
    places = (0.02, 0.14, 0.28, 0.42, 0.6, 0.8)
    for x, name in zip(places, ("x1", "x2", "h1", "h2", "a", "XOR")):
        table.text(x, 0.93, name, color=INK, weight="bold", ha="center")
    rows = [[table.text(x, 0.8 - 0.12 * row, "", color=INK, ha="center") for x in (*places, 0.93)] for row in range(4)]
    notes = [table.text(-0.03, y, "", color=INK) for y in (0.26, 0.15, 0.04)]

    def update(result):
        plane.set_data(result.plane)
        for (line, arrow, word), edge, (tail, head) in zip(lines, result.edges, result.arrows):
            line.set_data(*edge.T)
            arrow.set_positions(tail, head)
            word.set_position(tail - 0.42 * (head - tail))
        for row, texts in enumerate(rows):
            right = result.right[row]
            cells = (*(f"{n:.0f}" for n in result.x[row]), *(number(h, 2) for h in result.hidden[row]),
                     number(result.a[row], 2), f"{result.wanted[row]:.0f}", "✓" if right else "✗")
            for text, cell in zip(texts, cells):
                text.set_text(cell)
            texts[-1].set_color(GREEN if right else RED)
        digits = 2 if abs(result.W).max() < 2 else 1
        for text, name, line, w, b in zip(notes, ("h1", "h2"), ("solid", "dashed"), result.W, result.b):
            text.set_text(f"{line}: {name} = f({combination(w, ('x1', 'x2'), b, digits)})")
        notes[2].set_text(f"output: a = f({combination(result.v, ('h1', 'h2'), result.c)})")

    return update


def _plane(axes):
    """The plane with its four points; gives the image, and the line, the arrow and the name of each hidden neuron."""
    heat = axes.imshow([[0.0]], cmap=DIVERGING, vmin=0, vmax=1, origin="lower", extent=(-0.6, 1.6, -0.6, 1.6))
    lines = [_line_with_arrow(axes, style, name) for style, name in (("-", "h1"), ("--", "h2"))]
    for x1, x2 in ((0, 0), (0, 1), (1, 0), (1, 1)):
        marker, colour = ("s", ORANGE) if x1 != x2 else ("o", BLUE)
        axes.plot([x1], [x2], marker, ms=15, mec=OVER_IMAGES, mew=1.5, mfc=colour)
        axes.text(x1, x2, str(int(x1 != x2)), ha="center", va="center", size=10, color=OVER_IMAGES)
    axes.set(xlim=(-0.6, 1.6), ylim=(-0.6, 1.6), xlabel="x1", ylabel="x2", xticks=(0, 1), yticks=(0, 1))
    axes.grid(False)
    axes.set_title("output: blue 0, orange 1", size=11)
    return heat, lines


def _line_with_arrow(axes, style, name):
    """The line of a neuron, an arrow to the side on which it fires, and its name behind it."""
    arrow = FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", mutation_scale=16, color=OVER_IMAGES, lw=1.8, shrinkA=0,
                            shrinkB=0)
    return (axes.plot([], [], style, color=OVER_IMAGES, lw=1.8)[0], axes.add_patch(arrow),
            axes.text(0, 0, name, ha="center", va="center", color=OVER_IMAGES, clip_on=True))
