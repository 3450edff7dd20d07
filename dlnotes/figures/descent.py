"""Pictures of gradient descent: on a slice of a real landscape, on a parabola, in a race, and beside Newton's method."""
import numpy as np
from contourpy import contour_generator
from matplotlib.collections import LineCollection

from dlnotes.figures.style import BLUE, FAINT, GREEN, GREY, INK, ORANGE, OVER_IMAGES, RED, SEQUENTIAL, number

LINES = ((BLUE, "o", "-"), (ORANGE, "s", "--"), (GREEN, "^", "-."), (RED, "D", ":"))


def contour_lines(x, y, values, levels):
    """Lines of equal height of values (len(y), len(x)), each of shape (points, 2)."""
    lines = contour_generator(x, y, values)
    return [line for level in levels for line in lines.lines(level)]


def contours(axes, x, y, values, levels, **style):
    """Draw lines of equal height."""
    return axes.add_collection(LineCollection(contour_lines(x, y, values, levels), **style))


def draw_landscape(places, costs):
    """The cost over two weights, a ball, its arrow downhill, and the path from it; moved by a `Landscape`."""
    def draw(figure):
        axes, side = figure.subplots(1, 2, width_ratios=(1.5, 1))
        low, high = float(places[0]), float(places[-1])
        image = axes.imshow(costs, cmap=SEQUENTIAL, origin="lower", extent=(low, high, low, high), aspect="auto")
        contours(axes, places, places, costs, np.linspace(0.1, float(np.max(costs)), 12), colors=OVER_IMAGES,
                 linewidths=0.5, alpha=0.5)
        axes.grid(False)
        arrow, = axes.plot([], [], color=ORANGE, lw=3)
        path, = axes.plot([], [], ".-", color=OVER_IMAGES, lw=1.2, ms=5)
        ball, = axes.plot([], [], "o", color=ORANGE, mec=OVER_IMAGES, mew=1.5, ms=13)
        axes.set(xlim=(low, high), ylim=(low, high), xlabel="one weight, w1", ylabel="another, w2")
        figure.colorbar(image, ax=axes, label="cost", pad=0.02)
        curve, = side.plot([], [], color=BLUE)
        now, = side.plot([], [], "o", color=RED)
        side.set(xlim=(0, 50), ylim=(0, 3.5), xlabel="step", title="cost on the way")

        def update(result):
            at = int(result.steps)
            path.set_data(*np.clip(result.path[:at + 1], 4 * low, 4 * high).T)
            ball.set_data([result.path[0, 0]], [result.path[0, 1]])
            arrow.set_data(*zip(result.path[0], result.path[0] + result.arrow))
            curve.set_data(np.arange(51), result.costs)
            now.set_data([at], [result.costs[at]])

        return update
    return draw


def draw_parabola(figure):
    """A parabola with a path that bounces on it, and how far it is from the bottom; moved by a `Parabola`."""
    left, right = figure.subplots(1, 2)
    w = np.linspace(-2.2, 2.2, 200)
    valley, = left.plot(w, w**2, color=GREY)
    path, = left.plot([], [], ".-", color=BLUE, lw=1.2)
    ball, = left.plot([], [], "o", color=ORANGE, ms=12)
    left.set(xlim=(-2.2, 2.2), ylim=(-0.3, 5), xlabel="w", ylabel="C = λ w² / 2")
    sizes, = right.plot([], [], "o-", ms=4, color=BLUE)
    right.set(xlim=(0, 30), ylim=(1e-6, 1e6), yscale="log", xlabel="step", title="distance from the bottom, |w|")
    note = left.text(0.5, 0.97, "", transform=left.transAxes, ha="center", va="top", size=11)

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
        side.legend(loc="upper right", fontsize=9)

        def update(result):
            heights.set_segments(result.contours)
            at = int(result.step)
            start.set_data(*[[c] for c in result.points[0, 0]])
            for k, (path, head, curve, dot) in enumerate(zip(paths, heads, curves, dots)):
                points = np.clip(np.nan_to_num(result.points[k, :at + 1], nan=99.0), -99, 99)
                values = np.clip(np.nan_to_num(result.values[k], nan=1e3), 1e-5, 1e3)
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
