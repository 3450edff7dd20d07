"""Pictures of gradient descent: in a real landscape, on a parabola, in a race, beside Newton's method, on digits."""
import numpy as np
from contourpy import contour_generator
from matplotlib.collections import LineCollection
from matplotlib.colors import PowerNorm, to_rgba

from dlnotes.live.numbers import number
from dlnotes.live.style import BLUE, FAINT, GREEN, GREY, INK, ORANGE, OVER_IMAGES, RED, SEQUENTIAL

LINES = ((BLUE, "o", "-"), (ORANGE, "s", "--"), (GREEN, "^", "-."), (RED, "D", ":"))


def contour_lines(x, y, values, levels):
    """Lines of equal height of values (len(y), len(x)), each of shape (points, 2)."""
    lines = contour_generator(x, y, values)
    return [line for level in levels for line in lines.lines(level)]


def contours(axes, x, y, values, levels, **style):
    """Draw lines of equal height."""
    return axes.add_collection(LineCollection(contour_lines(x, y, values, levels), **style))


def draw_landscape(figure):
    """The cost over two parameters, a ball that walks in it, and the cost on its way; moved by a `Landscape`."""
    axes, side = figure.subplots(1, 2, width_ratios=(1.35, 1))
    update_ground, update_cost = _ground(axes), _cost_on_the_way(side)
    path, = axes.plot([], [], ".-", color=OVER_IMAGES, lw=1.2, ms=5)
    start, = axes.plot([], [], "o", mfc="none", mec=OVER_IMAGES, mew=1.5, ms=13)
    arrow = axes.quiver([0], [0], [1], [0], angles="xy", scale_units="xy", scale=1, width=0.014, headwidth=3.4,
                        headlength=4, headaxislength=3.6, minlength=0, color=RED, zorder=3)
    ball, = axes.plot([], [], "o", color=ORANGE, mec=OVER_IMAGES, mew=1.5, ms=13)

    def update(result):
        at, walked = int(result.steps), np.clip(result.path, -60, 60)
        update_ground(result)
        update_cost(result)
        path.set_data(*walked[:at + 1].T)
        start.set_data(*walked[:1].T)
        ball.set_data(*walked[at:at + 1].T)
        arrow.set_offsets(walked[at:at + 1])
        arrow.set_UVC(*result.downhill[at:at + 1].T)

    return update


def _ground(axes):
    """The heights as an image with its contour lines; these are costly to send, and move only when they change."""
    image = axes.imshow(np.zeros((81, 81)), cmap=SEQUENTIAL, norm=PowerNorm(0.6, 0, 1), origin="lower", aspect="auto",
                        extent=(-12.15, 12.15, -12.15, 12.15))
    lines = axes.add_collection(LineCollection([], colors=OVER_IMAGES, linewidths=0.5, alpha=0.5))
    axes.set(xlim=(-12, 12), ylim=(-12, 12))
    axes.grid(False)
    names, shown = (axes.set_xlabel("0", size=10), axes.set_ylabel("0", size=10)), [None]

    def update(result):
        if result.heights is not shown[0]:
            shown[0] = result.heights
            image.set_data(result.heights)
            image.set_clim(0, np.max(result.heights))
            lines.set_segments(result.contours)
            for label, name in zip(names, result.names):
                label.set_text(name)

    return update


def _cost_on_the_way(axes):
    curve, = axes.plot([], [], color=BLUE, lw=3)
    now, = axes.plot([], [], "o", color=ORANGE, mec=OVER_IMAGES, ms=10, clip_on=False)
    axes.set(xlim=(0, 60), ylim=(1e-3, 12), yscale="log", yticks=(0.01, 0.1, 1, 10), xlabel="step")
    axes.yaxis.set_major_formatter("{x:g}")
    title = axes.set_title("0", size=11)

    def update(result):
        at, steps, costs = int(result.steps), np.arange(len(result.costs)), np.clip(result.costs, 1e-4, 1e3)
        curve.set_data(steps[:at + 1], costs[:at + 1])
        now.set_data([at], np.clip(costs[at:at + 1], 1e-3, 12))
        title.set_text(f"cost after {at} steps: {number(result.costs[at], 3)}")

    return update


def draw_parabola(figure):
    """A parabola with a path that bounces on it, and how far it is from the bottom; moved by a `Parabola`."""
    left, right = figure.subplots(1, 2)
    w = np.linspace(-2.2, 2.2, 200)
    valley, = left.plot(w, w**2, color=GREY)
    path, = left.plot([], [], ".-", color=BLUE, lw=1.2)
    ball, = left.plot([], [], "o", color=ORANGE, ms=12)
    left.set(xlim=(-2.2, 2.2), ylim=(-0.3, 5), xlabel="w", ylabel="C = λ w² / 2")
    sizes, = right.plot([], [], "o-", ms=4, color=BLUE)
    right.set(xlim=(0, 30), ylim=(1e-6, 1e6), yscale="log", xlabel="step")
    right.set_title("distance from the bottom, |w|", size=11)
    note = left.set_title("0\n0", size=11)

    def update(result):
        at = int(result.steps)
        reached = np.clip(result.w[:at + 1], -1e6, 1e6)
        valley.set_ydata(result.curvature * w**2 / 2)
        path.set_data(reached, result.curvature * reached**2 / 2)
        ball.set_data(reached[-1:], result.curvature * reached[-1:]**2 / 2)
        sizes.set_data(np.arange(at + 1), np.clip(np.abs(reached), 1e-7, 1e7))
        note.set_text(f"each step multiplies w by {number(result.factor, 2)}:\n{result.verdict}")

    return update


def draw_race(names):
    """The paths of several methods on one surface, and its height on the way; moved by a `Race`."""
    def draw(figure):
        axes, side = figure.subplots(1, 2, width_ratios=(1.35, 1))
        heights = axes.add_collection(LineCollection([], colors=FAINT, linewidths=1))
        paths = [axes.plot([], [], style, color=colour, lw=1.6, label=name)[0]
                 for name, (colour, _, style) in zip(names, LINES)]
        heads = [axes.plot([], [], marker, color=colour, ms=9)[0] for _, (colour, marker, _) in zip(names, LINES)]
        start, = axes.plot([], [], "o", mfc="none", mec=INK, mew=1.5, ms=12)
        axes.set(xlim=(-5, 5), ylim=(-3, 3), xlabel="x", ylabel="y")
        axes.grid(False)
        curves = [side.plot([], [], style, color=colour, lw=1.6, label=name)[0]
                  for name, (colour, _, style) in zip(names, LINES)]
        dots = [side.plot([], [], marker, color=colour, ms=7)[0] for _, (colour, marker, _) in zip(names, LINES)]
        side.set(xlim=(0, 100), ylim=(1e-4, 1e2), yscale="log", xlabel="step", title="height above the lowest point")
        side.legend(loc="upper right")

        def update(result):
            heights.set_segments(result.contours)
            at = int(result.step)
            start.set_data(*[[c] for c in result.paths.points[0, 0]])
            for k, (path, head, curve, dot) in enumerate(zip(paths, heads, curves, dots)):
                points = np.clip(np.nan_to_num(result.paths.points[k, :at + 1], nan=99.0), -99, 99)
                values = np.clip(np.nan_to_num(result.paths.values[k], nan=1e3), 1e-5, 1e3)
                path.set_data(*points.T)
                head.set_data(*points[-1:].T)
                curve.set_data(np.arange(at + 1), values[:at + 1])
                dot.set_data([at], values[at:at + 1])

        return update
    return draw


def draw_newton(x, y, heights):
    """Newton's method and gradient descent from one start, on a surface with a pass; moved by a `Newton`."""
    def draw(figure):
        axes, side = figure.subplots(1, 2, width_ratios=(1.35, 1))
        contours(axes, x, y, heights, np.linspace(-0.45, 4, 16), colors=FAINT, linewidths=1)
        for place, name in (((0, -0.16), "pass"), ((0, 1.14), "valley"), ((0, -1.16), "valley")):
            axes.text(*place, name, ha="center", va="center", color=GREY)
        names = ("gradient descent", "Newton")
        paths = [axes.plot([], [], marker + style, color=colour, lw=1.6, ms=5, label=name)[0]
                 for name, (colour, marker, style) in zip(names, LINES)]
        heads = [axes.plot([], [], marker, color=colour, ms=11)[0] for _, (colour, marker, _) in zip(names, LINES)]
        axes.set(xlim=(float(x[0]), float(x[-1])), ylim=(float(y[0]), float(y[-1])), xlabel="x", ylabel="y")
        axes.grid(False)
        curves = [side.plot([], [], style, color=colour, lw=1.8, label=name)[0]
                  for name, (colour, _, style) in zip(names, LINES)]
        side.set(xlim=(0, 30), ylim=(-0.7, 3), xlabel="step", title="height")
        side.legend(loc="upper right")
        note = side.text(0.96, 0.62, "", transform=side.transAxes, ha="right", va="top")

        def update(result):
            at = int(result.step)
            for path, head, curve, points, values in zip(paths, heads, curves, result.points, result.values):
                points = np.clip(np.nan_to_num(points[:at + 1], nan=99.0), -99, 99)
                path.set_data(*points.T)
                head.set_data(*points[-1:].T)
                curve.set_data(np.arange(at + 1), np.clip(np.nan_to_num(values[:at + 1], nan=99.0), -99, 99))
            note.set_text("curvature where they start:\n" + " and ".join(number(c, 1) for c in result.curvatures))

        return update
    return draw


def draw_rates(figure):
    """Cost against epochs for learning rates up to the one shown, and what each has learnt; moved by a `Rates`."""
    left, right = figure.subplots(1, 2)
    others = left.add_collection(LineCollection([], colors=to_rgba(GREY, 0.45), linewidths=1))
    curve, = left.plot([], [], "o-", color=BLUE)
    left.set(xlim=(0.8, 5.2), ylim=(0.2, 1000), yscale="log", xlabel="epoch", xticks=range(1, 6))
    left.yaxis.set_major_formatter("{x:g}")
    left.set_title("mean cost", size=11)
    shares, = right.plot([], [], "s-", color=GREY, lw=1.2, ms=5)
    dot, = right.plot([], [], "o", color=BLUE, ms=11)
    right.set(xscale="log", xlim=(7e-4, 150), ylim=(0, 1.02), xlabel="learning rate")
    right.set_xticks((0.001, 0.01, 0.1, 1, 10, 100), ("0.001", "0.01", "0.1", "1", "10", "100"))
    right.set_title("share right of unseen digits", size=11)
    note = right.text(0.03, 0.95, "", transform=right.transAxes, va="top")

    def update(result):
        k, epochs = int(result.shown), np.arange(1, 6)
        others.set_segments(np.stack(np.broadcast_arrays(epochs, result.costs[:k + 1]), axis=-1))
        curve.set_data(epochs, result.costs[k])
        shares.set_data(result.rates[:k + 1], result.right[:k + 1])
        dot.set_data(result.rates[k:k + 1], result.right[k:k + 1])
        note.set_text(f"eta = {result.rates[k]:.3g}\n{result.right[k]:.0%} right")

    return update
