"""Pictures of single neurons."""
import numpy as np
from matplotlib.patches import FancyArrowPatch

from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, DIVERGING, FAINT, GREY, INK, ORANGE, OVER_IMAGES, RED


def article(digit):
    """A digit as one says it: a 7, an 8."""
    return f"{'an' if digit == 8 else 'a'} {digit}"


def draw_one_input(figure):
    """A neuron with one input: its output and its slope over x, and the step point; moved by a `OneInput`."""
    axes = figure.subplots()
    output, = axes.plot([], [], color=BLUE, label="output a = f(wx + b)")
    slope, = axes.plot([], [], "--", color=ORANGE, label="its slope da/dx")
    axes.axhline(0, color=GREY, lw=0.8)
    at = axes.axvline(0, color=RED, lw=1.2, ls=":")
    dot, = axes.plot([], [], "o", color=RED)
    note = axes.text(0.02, 0.97, "", transform=axes.transAxes, va="top", color=RED)
    axes.set(xlim=(-6, 6), xlabel="input x")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2, ncols=2)

    def update(result):
        if not np.allclose(axes.get_ylim(), result.shown):  # new limits mean that the whole axis is drawn again
            axes.set_ylim(*result.shown)
        output.set_data(result.x, result.a)
        slope.set_data(result.x, result.slope)
        at.set_xdata([result.step_point] * 2)
        dot.set_data([result.step_point], [result.at_step])
        note.set_text(f"step point s = {number(result.step_point, 2)}" if np.isfinite(result.step_point)
                      else "w = 0: there is no step to place")

    return update


def _plane(axes, reach):
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach), xlabel="input x1", ylabel="input x2", aspect="equal")
    axes.grid(False)
    return axes.imshow(np.zeros((2, 2)), vmin=0, vmax=1, cmap=DIVERGING, origin="lower", interpolation="none",
                       extent=(-reach, reach, -reach, reach))


def _arrow(axes, colour=RED):
    """The weights, from the origin."""
    return axes.add_patch(FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>", mutation_scale=18, color=colour, lw=2.5,
                                          shrinkA=0, shrinkB=0))


def draw_two_inputs(figure):
    """A neuron with two inputs: its output over the plane, its weights as an arrow, and a cut along that arrow; moved
    by a `TwoInputs`."""
    plane, cut = figure.subplots(1, 2, width_ratios=(1, 1.1))
    heat = _plane(plane, 4)
    edge, = plane.plot([], [], color=OVER_IMAGES, lw=1.5)
    arrow = _arrow(plane, OVER_IMAGES)
    title = plane.set_title("", size=11)
    along, = cut.plot([], [], color=BLUE)
    cut.set(xlim=(-4, 4), ylim=(-1.1, 2.6), xlabel="distance from the line z = 0")
    cut.set_title("the output on the way along the arrow", size=11)

    def update(result):
        heat.set_data(result.outputs)
        heat.set_clim(*result.shown)
        low, high = result.shown
        title.set_text(f"output: blue {low:g}, white {(low + high) / 2:g}, orange {high:g}".replace("-", "\u2212"))
        edge.set_data(*result.edge)
        arrow.set_positions((0, 0), tuple(result.weights))
        along.set_data(result.distance, result.across)

    return update


def draw_activations(figure):
    """Ten activations with their slopes (dashed), and one z on all of them; moved by a `Gallery`."""
    grid = figure.subplots(2, 5, sharex=True, sharey=True)
    curves = [(*axes.plot([], [], color=BLUE, lw=2), *axes.plot([], [], "--", color=ORANGE, lw=1.5),
               *axes.plot([], [], "o", color=RED, ms=6, clip_on=False), axes.set_title("name", size=11),
               axes.text(-4.1, 3.6, "", color=BLUE, size=10), axes.text(-4.1, 2.75, "", color=ORANGE, size=10))
              for axes in grid.flat]
    for axes in grid.flat:
        axes.set(xlim=(-4.3, 4.3), ylim=(-1.4, 4.3), xticks=(-3, 0, 3), yticks=(-1, 0, 1, 2, 3, 4))

    def update(gallery):
        values = zip(gallery.names, gallery.a, gallery.slope, gallery.here, gallery.slope_here)
        for (curve, dashes, dot, title, value, slope), (name, a, d, a_here, d_here) in zip(curves, values):
            curve.set_data(gallery.z, a)
            dashes.set_data(gallery.z, d)
            dot.set_data([gallery.at], [max(a_here, -1.4)])  # the linear one leaves the picture: pinned to its edge
            title.set_text(name.replace("_", " "))
            value.set_text(f"a {number(a_here, 2)}")
            slope.set_text(f"f\u2032 {number(d_here, 2)}")

    return update


def small(value):
    """A share in three digits, behind the sign for what differs between machines, down to one in a million."""
    return f"\u2248{value:.{2 - int(np.floor(np.log10(value)))}f}" if value >= 1e-6 else "below 0.000001"


def draw_smooth_step(figure):
    """The sigmoid of wx on the step, and their largest difference beyond the edge against its bound; moved by a
    `SmoothStep`."""
    left, right = figure.subplots(1, 2, width_ratios=(1.2, 1))
    band = left.axvspan(-1, 1, color=FAINT)
    left.plot([-1, 0, 0, 1], [0, 0, 1, 1], color=GREY, lw=1.5, label="step")
    curve, = left.plot([], [], color=BLUE, label="\u03c3(wx)")
    left.set(xlim=(-1, 1), ylim=(-0.05, 1.05), xticks=(-1, -0.5, 0, 0.5, 1),
             xlabel="x; grey: closer to the edge than \u03b5")
    left.legend(loc="upper left")
    bound, = right.plot([], [], "--", color=ORANGE, label="bound e^(\u2212w\u03b5)")
    gap, = right.plot([], [], color=BLUE, label="difference")
    dot, = right.plot([], [], "o", color=RED, clip_on=False)
    right.set(xscale="log", yscale="log", xlim=(0.8, 1250), ylim=(1e-9, 2))
    right.legend(loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.2, ncols=2, columnspacing=1)
    note = right.set_xlabel("w")

    def update(result):
        band.set_bounds(-result.epsilon, 0, 2 * result.epsilon, 1)
        curve.set_data(result.x, result.a)
        bound.set_data(result.weights, np.maximum(result.bounds, 1e-12))
        gap.set_data(result.weights, np.maximum(result.gaps, 1e-12))
        dot.set_data([result.weight], [max(result.gap, 1e-9)])  # below the picture: pinned to its edge
        note.set_text(f"w; at {result.weight:g}: {small(result.gap)}")

    return update


def _two_classes(axes, size):
    """Blue squares for 0 and orange circles for 1."""
    looks = (("s", BLUE), ("o", ORANGE))
    return [axes.plot([], [], marker, color=colour, ms=size, ls="")[0] for marker, colour in looks]


def draw_perceptron(figure):
    """The perceptron rule at work on a gate: the line so far, the example in turn, and the errors; moved by a
    `PerceptronStep`."""
    plane, errors = figure.subplots(1, 2, width_ratios=(1, 1.2))
    marks = _two_classes(plane, 13)
    edge, = plane.plot([], [], color=INK)
    side = plane.fill([0, 0, 0], [0, 0, 0], color=ORANGE, alpha=0.15)[0]
    ring, = plane.plot([], [], "o", ms=24, mfc="none", mec=RED, mew=2)
    plane.set(xlim=(-0.6, 1.6), ylim=(-0.6, 1.6), xticks=(0, 1), yticks=(0, 1), xlabel="x1", ylabel="x2",
              aspect="equal")
    title = plane.set_title("", size=11)
    count, = errors.plot([], [], drawstyle="steps-post", color=RED)
    now, = errors.plot([], [], "o", color=RED)
    errors.set(xlim=(-1, 41), ylim=(-0.2, 5), yticks=range(5), xlabel="step", title="wrong answers, of four")
    errors.legend(marks, ["should give 0", "should give 1"], loc="upper right", ncols=2, markerscale=0.6)

    def update(result):
        for mark, value in zip(marks, (0, 1)):
            mark.set_data(*result.x[result.y == value].T)
        edge.set_data(*result.edge)
        side.set_xy(result.side)
        ring.set_data([result.example[0]], [result.example[1]])
        count.set_data(np.arange(result.step + 1), result.wrong[:result.step + 1])
        now.set_data([result.step], [result.wrong[result.step]])
        w1, w2 = result.weights
        title.set_text(f"w = ({number(w1, 0)}, {number(w2, 0)}), b = {number(result.bias, 0)}")

    return update


def moves_in_looks(moves, looks):
    """How often the rule moved, in words."""
    return f"{moves} {'move' if moves == 1 else 'moves'} in {looks} {'look' if looks == 1 else 'looks'}"


def draw_by_hand(figure):
    """Two clouds of points and a line that should part them; moved by a `ByHand`."""
    plane, bars = figure.subplots(1, 2, width_ratios=(1.25, 1))
    marks = _two_classes(plane, 6)
    wrong, = plane.plot([], [], "o", ms=13, mfc="none", mec=RED, mew=1.5)
    yours, = plane.plot([], [], color=INK, label="your line")
    arrow = _arrow(plane)
    rule, = plane.plot([], [], "--", color=GREY, label="the rule's line")
    plane.set(xlim=(-4.4, 4.4), ylim=(-4.4, 4.4), xlabel="x1", ylabel="x2", aspect="equal")
    plane.legend(loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2, ncols=2)
    rows = bars.barh([1, 0], [0, 0], color=(INK, GREY), height=0.5)
    bars.set(xlim=(0, 92), ylim=(-0.6, 1.5), title="points on the wrong side")
    bars.set_yticks((1, 0), ("you", "rule"))
    bars.grid(False, axis="y")
    counts = [bars.text(0, y, "", va="center", size=13) for y in (1, 0)]
    steps = bars.text(1.5, -0.45, "", va="center")

    def update(result):
        for mark, value in zip(marks, (0, 1)):
            mark.set_data(*result.x[result.y == value].T)
        wrong.set_data(*result.x[result.missed].T)
        yours.set_data(*result.edge)
        arrow.set_positions((0, 0), tuple(result.weights))
        rule.set_data(*result.rule_edge)
        for row, text, value in zip(rows, counts, (result.wrong, result.rule_wrong)):
            row.set_width(value)
            text.set_text(f"{value:.0f}" if np.isfinite(value) else "not started")
            text.set_x(1.5 + (value if np.isfinite(value) else 0))
        steps.set_text(f"after {moves_in_looks(result.moves, result.looks)}" if result.looks else "")

    return update


def draw_digit_neuron(figure):
    """One neuron over 64 pixels: the digit, the weights, their products, and the sum; moved by a `DigitNeuron`."""
    grid = figure.subplots(1, 3)
    images = [axes.imshow(np.zeros((8, 8)), vmin=low, vmax=1, cmap=colours, interpolation="none")
              for axes, low, colours in zip(grid, (0, -1, -1), ("gray_r", DIVERGING, DIVERGING))]
    titles = [axes.set_title("", size=12) for axes in grid]
    for axes in grid:
        axes.set(xticks=[], yticks=[])
        axes.grid(False)
        axes.spines[:].set_visible(False)
    under = grid[2].set_xlabel("", size=13)
    grid[1].set_xlabel("orange: for, blue: against", size=11)

    def update(result):
        for image, values in zip(images, (result.image, result.weights, result.products)):
            image.set_data(values)
        titles[0].set_text(f"the input: {article(result.label)}")
        titles[1].set_text(f"weights of \u201cis it {article(result.wanted)}?\u201d")
        titles[2].set_text("each input times its weight")
        under.set_text(f"sum + b = {number(result.z)}: {'yes' if result.z > 0 else 'no'}")

    return update
