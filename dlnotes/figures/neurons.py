"""Pictures of single neurons."""
from dlnotes.figures.style import BLUE, GREY, INK, ORANGE, RED


def draw_one_input(figure):
    """A neuron with one input: its output and its slope over x, and the step point; moved by a `OneInput`."""
    axes = figure.subplots()
    output, = axes.plot([], [], color=BLUE, label="a = f(wx + b)")
    slope, = axes.plot([], [], "--", color=ORANGE, label="its slope, da/dx")
    axes.axhline(0, color=GREY, lw=0.8)
    at = axes.axvline(0, color=RED, lw=1.2, ls=":")
    dot, = axes.plot([], [], "o", color=RED)
    note = axes.text(0.02, 0.96, "", transform=axes.transAxes, va="top", color=INK)
    axes.set(xlim=(-6, 6), ylim=(-1.6, 2.6), xlabel="input x", ylabel="output a")
    axes.legend(loc="lower right", ncols=2)

    def update(result):
        output.set_data(result.x, result.a)
        slope.set_data(result.x, result.slope)
        at.set_xdata([result.step_point] * 2)
        dot.set_data([result.step_point], [result.at_step])
        note.set_text(f"step point s = \u2212b/w = {result.step_point:.2f}")

    return update
