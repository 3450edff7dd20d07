"""Pictures of backpropagation: a small network with every number on it, checks of gradients, what gradients cost."""
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from dlnotes.explorers.parts.canvas import TINT, canvas
from dlnotes.live.numbers import factor, number
from dlnotes.live.style import BLUE, GREEN, GREY, INK, ORANGE, PAPER, RED

SIZES, LAYERS = (2, 3, 2, 1), 3
NEURONS = [(l, j) for l in range(1, LAYERS + 1) for j in range(SIZES[l])]
WEIGHTS = [(l, j, k) for l in range(1, LAYERS + 1) for j in range(SIZES[l]) for k in range(SIZES[l - 1])]
APART = (150, 96, 96, 96)  # neurons of a layer, in pixels
AT = [[(52 + 180 * l, 160 + APART[l] * (j - (n - 1) / 2)) for j in range(n)] for l, n in enumerate(SIZES)]
ALONG = {1: 0.32, 2: 0.35, 3: 0.4}  # where on its line the number of a weight stands, layer by layer
UP, DOWN = "⁰¹²³", "₀₁₂₃"


def name(letter, l, *places):
    """A symbol with its layer above and its neurons, counted from 1, below: "w²₁₃"."""
    return letter + UP[l] + "".join(DOWN[p + 1] for p in places)


PARTS = {**{name("w", *w): w for w in WEIGHTS}, **{name("δ", *n): n for n in NEURONS}}


def middle(l, j, k):
    """Where the number of a weight stands."""
    (x0, y0), (x1, y1), t = AT[l - 1][k], AT[l][j], ALONG[l]
    return x0 + t * (x1 - x0), y0 + t * (y1 - y0)


def draw_microscope(figure):
    """A 2-3-2-1 network with z, a and delta at its neurons and weights or gradients on its lines, and below it the
    chain of factors of what is selected; moved by a `Microscope`."""
    axes = canvas(figure, 720, 420)
    show_lines, show_neurons = _lines(axes), _neurons(axes)
    path = axes.add_collection(LineCollection([], colors=RED, linewidths=3))
    ring, = axes.plot([], [], "o", ms=41, mfc="none", mec=RED, mew=3, zorder=4)
    ends = [axes.text(624, y, "", va="center", color=INK) for y in (150, 172)]
    said = [axes.text(16, y, "", va="center", color=INK, size=size)
            for y, size in ((317, 12), (343, 10.5), (364, 10), (385, 10.5), (408, 11))]

    def update(result):
        step = int(result.step)
        show_lines(result, step)
        show_neurons(result, step)
        selected = list(PARTS.values())[int(result.selected)]
        path.set_segments(_path(selected))
        ring.set_data(*([v] for v in AT[selected[0]][selected[1]]))
        ends[0].set_text(f"C = {number(result.cost, 3)}" if step >= LAYERS else "C = ?")
        ends[1].set_text(f"y = {number(result.y, 1)}")
        for text, line in zip(said, [_step_in_words(step), *_chain(result, selected, step)]):
            text.set_text(line)

    return update


def _lines(axes):
    """The lines of all weights, with numbers on them: the weights, and once the pass has come back, their gradient."""
    lines = axes.add_collection(LineCollection([(AT[l - 1][k], AT[l][j]) for l, j, k in WEIGHTS]))
    numbers = [axes.text(*middle(*w), "", ha="center", va="center", size=10, zorder=4,
                         bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}) for w in WEIGHTS]
    heads = [axes.text((AT[l - 1][0][0] + AT[l][0][0]) / 2, 14, "", ha="center", va="center", size=11, weight="bold")
             for l in (1, 2, 3)]

    def update(result, step):
        passed = [step - LAYERS > LAYERS - l for l in range(LAYERS + 1)]
        for (l, j, k), text in zip(WEIGHTS, numbers):
            value = (result.back.gradient if passed[l] else result.params)[l - 1].weights[j, k]
            weight = "bold" if list(PARTS.values())[int(result.selected)] == (l, j, k) else "normal"
            text.set(text=number(value, 3 if passed[l] else 2), color=RED if passed[l] else INK, weight=weight)
        for l, head in enumerate(heads, start=1):
            head.set(text=f"∂C/∂W{UP[l]}" if passed[l] else f"W{UP[l]}", color=RED if passed[l] else INK)
        weights = np.array([result.params[l - 1].weights[j, k] for l, j, k in WEIGHTS])
        lines.set_color([to_rgba(ORANGE if w > 0 else BLUE, 0.7) for w in weights])
        lines.set_linestyle(["-" if w > 0 else (0, (2, 0.7)) for w in weights])
        lines.set_linewidth(0.6 + np.minimum(abs(weights), 3))

    return update


def _neurons(axes):
    """The circles of inputs and neurons, with the numbers that the pass has reached: a inside, z above, delta below."""
    spots = [spot for layer in AT for spot in layer]
    for colour in (PAPER, "none"):
        circles = axes.scatter(*zip(*spots), s=1250, linewidths=1.3, edgecolors=INK, facecolors=colour, zorder=3)
    a, z, deltas = ([axes.text(x, y + down, "", ha="center", va="center", color=colour, size=10, zorder=5)
                     for x, y in spots] for down, colour in ((0, INK), (-39, BLUE), (39, RED)))
    places = [(l, j) for l, size in enumerate(SIZES) for j in range(size)]

    def update(result, step):
        shown = [float(result.back.trace.a[l][j]) if l <= step else 0.0 for l, j in places]
        circles.set_facecolor(TINT(np.clip(shown, 0, 1)))
        for n, (l, j) in enumerate(places):
            a[n].set_text(number(result.back.trace.a[l][j], 2) if l <= step else "")
            z[n].set_text(f"z {number(result.back.trace.z[l - 1][j], 2)}" if 0 < l <= step else "")
            passed = l > 0 and step - LAYERS > LAYERS - l
            deltas[n].set_text(f"δ {number(result.back.deltas[l - 1][j], 3)}" if passed else "")

    return update


def _path(selected):
    """The lines from what is selected to the output."""
    l, j, *before = selected
    here = [(AT[l - 1][before[0]], AT[l][j])] if before else []
    reached = {j}
    for m in range(l + 1, LAYERS + 1):
        here += [(AT[m - 1][k], AT[m][i]) for i in range(SIZES[m]) for k in reached]
        reached = set(range(SIZES[m]))
    return here


def _step_in_words(step):
    if step == 0:
        return "The input, a⁰ = x, and weights that nobody has trained. Step on."
    if step <= LAYERS:
        here = UP[step]
        return f"Forwards, layer {step}:  z{here} = W{here} a{UP[step - 1]} + b{here},  a{here} = f(z{here})"
    l = 2 * LAYERS + 1 - step
    if l == LAYERS:
        return f"Backwards, layer {l}:  δ{UP[l]} = ∂C/∂z{UP[l]}  (BP1),  then its gradients"
    return f"Backwards, layer {l}:  δ{UP[l]} = W{UP[l + 1]}ᵀ δ{UP[l + 1]} ⊙ f′(z{UP[l]})  (BP2),  then its gradients"


def _chain(result, selected, known):
    """The error of what is selected, all its factors, its product with a, and the two gradients: four lines."""
    l, j, *before = selected
    if known - LAYERS <= LAYERS - l:
        part = list(PARTS)[int(result.selected)]
        return f"{part} is selected: its chain of factors appears when the pass has come back to it.", "", "", ""
    delta, gradient, tried = result.back.deltas[l - 1][j], result.back.gradient[l - 1], result.differences[l - 1]
    label, pair = name("b", l, j), (gradient.biases[j], tried.biases[j])
    product = f"∂C/∂{label} = {name('δ', l, j)}  (BP3)"
    if before:
        k, = before
        label, pair = name("w", l, j, k), (gradient.weights[j, k], tried.weights[j, k])
        product = (f"∂C/∂{label} = {name('δ', l, j)} · {name('a', l - 1, k)} = "
                   f"{factor(delta, 4)} · {factor(result.back.trace.a[l - 1][k], 4)}  (BP4)")
    return (*_error(result, l, j, delta), product,
            f"∂C/∂{label}:  backpropagation {number(pair[0], 7)},  central difference {number(pair[1], 7)}  "
            + ("✓" if abs(pair[0] - pair[1]) < 1e-6 else "✗"))


def _error(result, l, j, delta):
    """An error from those one layer back, and from the output error all at once: two lines."""
    if l == LAYERS:
        return f"{name('δ', l, j)} = ∂C/∂{name('z', l, j)} = {number(delta, 4)}, the output error", ""
    sums = " + ".join(f"{factor(result.params[l].weights[i, j])} · {factor(result.back.deltas[l][i], 4)}"
                      for i in range(SIZES[l + 1]))
    ways = "  +  ".join("·".join(way) for way in _ways(result, l, j))
    return (f"{name('δ', l, j)} = f′({name('z', l, j)}) · Σ w δ{UP[l + 1]} = {number(result.slopes[l - 1][j], 4)} · "
            f"[{sums}] = {number(delta, 4)}", f"all factors: {ways}")


def _ways(result, l, j):
    """The factors on each way from neuron j of layer l to the output error."""
    if l == LAYERS:
        return [[factor(result.back.deltas[-1][j], 3)]]
    return [[factor(result.slopes[l - 1][j], 3), factor(result.params[l].weights[i, j]), *way]
            for i in range(SIZES[l + 1]) for way in _ways(result, l + 1, i)]


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def large(n):
    """A whole number, from ten million on as a power of ten: "1.1 · 10⁹"."""
    front, power = f"{float(n):.1e}".split("e")
    return f"{int(n):,}" if n < 1e7 else f"{front} · 10{str(int(power)).translate(RAISED)}"


def draw_price(figure):
    """Multiplications for one gradient in three ways; moved by a `Price`."""
    axes = figure.subplots()
    names = ("one forward pass", "backpropagation, with\nits forward pass", "central differences for\nevery parameter")
    bars = axes.barh((2, 1, 0), (1, 1, 1), color=(BLUE, GREEN, RED), height=0.62)
    axes.set(xscale="log", xlim=(1e3, 1e21), ylim=(-0.55, 2.55), yticks=(2, 1, 0), yticklabels=names,
             xlabel="multiplications", xticks=[10.0**n for n in range(3, 22, 3)])
    axes.grid(False, axis="y")
    title = axes.set_title("", loc="left")
    counts = [axes.text(1, y, "", va="center", color=INK) for y in (2, 1, 0)]

    def update(result):
        title.set_text(f"{int(result.parameters):,} parameters")
        for bar, text, n in zip(bars, counts, (result.forward, result.backward, result.differences)):
            bar.set_width(float(n))
            text.set(x=1.25 * float(n), text=large(n))

    return update


DEEPEST = 6


def draw_structures(figure):
    """How far the same code is from autodiff and from differences, layer by layer; moved by a `Structure`."""
    axes = figure.subplots()
    marks = [axes.plot([], [], mark, color=colour, ms=9, label=label, mfc=fill)[0] for mark, colour, fill, label in
             (("o", BLUE, BLUE, "from automatic differentiation"), ("s", ORANGE, PAPER, "from central differences"))]
    axes.axhline(1e-5, color=RED, ls="--", lw=1.6)
    axes.text(DEEPEST + 0.45, 3e-5, "disagree", color=RED, ha="right")
    axes.set(yscale="log", xlim=(0.5, DEEPEST + 0.5), ylim=(1e-18, 1), xlabel="layer of neurons",
             ylabel="relative difference", xticks=range(1, DEEPEST + 1), yticks=(1e-16, 1e-12, 1e-8, 1e-4, 1))
    axes.legend(loc="upper left", ncols=2)
    title = axes.set_title("", loc="left")

    def update(result):
        sizes = [int(n) for n in result.sizes if n]
        for mark, shares in zip(marks, (result.autodiff, result.differences)):
            mark.set_data(np.arange(1, len(sizes)), np.maximum(shares[:len(sizes) - 1], 1e-17))
        right = max(*result.autodiff, *result.differences) <= 1e-5
        title.set_text(" → ".join(map(str, sizes)) + (":  all layers agree ✓" if right else ":  they disagree ✗"))

    return update


def draw_detective(figure):
    """The table of a gradient check, and what becomes of a verdict; moved by a `Case`."""
    axes = canvas(figure, 720, 300)
    for x, word in ((70, "layer"), (200, "∂C/∂W"), (330, "∂C/∂b")):
        axes.text(x, 40, word, ha="center", va="center", color=INK, size=13, weight="bold")
    rows = [3, 2, 1]
    for i, l in enumerate(rows):
        axes.text(70, 90 + 56 * i, f"{l}", ha="center", va="center", color=INK, size=13)
    cells = [[axes.text(x, 90 + 56 * i, "", ha="center", va="center", size=12) for x in (200, 330)] for i in range(3)]
    axes.text(40, 258, "how far from jax.grad, as a share of the largest entry (✗: central differences say so too)",
              color=GREY, va="center", size=10)
    heading = axes.text(424, 40, "", color=INK, size=14, weight="bold", va="center")
    verdict = [axes.text(424, y, "", color=INK, size=12, va="center") for y in (90, 120, 150, 180)]

    def update(result):
        heading.set_text(f"Patient {'ABCDEF'[int(result.patient)]}")
        for i, l in enumerate(rows):
            for cell, share in zip(cells[i], result.shares[l - 1]):
                right = share <= 1e-5
                cell.set(text="✓ agrees" if right else f"✗ {number(100 * share, 1)} %", color=GREEN if right else RED)
        lines = _verdict_in_words(result)
        for text, line in zip(verdict, (*lines, "", "", "", "")):
            text.set_text(line)
        verdict[0].set_color(INK if result.verdict == 0 else GREEN if result.right else RED)

    return update


def _verdict_in_words(result):
    """What becomes of a verdict, in lines."""
    if int(result.verdict) == 0:
        return "Which line is wrong?", "Choose a verdict."
    if result.right:
        return "✓ Right.", "Now try the next patient."
    return "✗ That would look different.", "Which entries does that line", "reach, directly or through", "other layers?"
