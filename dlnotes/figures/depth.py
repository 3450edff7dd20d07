"""Pictures of depth: the sawtooth, deep and shallow."""
import numpy as np

from dlnotes.live.style import BLUE, GREY, ORANGE, RED


def draw_teeth(figure):
    """A deep and a shallow network with the same number of neurons, and how many a sawtooth takes; moved by `Teeth`."""
    grid = figure.add_gridspec(2, 2, width_ratios=(1.5, 1))
    deep, shallow = (figure.add_subplot(grid[row, 0]) for row in range(2))
    needed = figure.add_subplot(grid[:, 1])
    lines, titles = [], []
    for axes, colour in ((deep, BLUE), (shallow, ORANGE)):
        lines.append(axes.plot([], [], color=colour, lw=1.2)[0])
        axes.set(xlim=(0, 1), ylim=(-0.08, 1.08), yticks=(0, 1))
        titles.append(axes.set_title("0", size=11, loc="left"))
    deep.set_xticklabels([])
    shallow.set_xlabel("input x")
    wide, = needed.plot([], [], "o-", color=ORANGE, ms=5, label="one hidden layer")
    narrow, = needed.plot([], [], "o-", color=BLUE, ms=5, label="layers of two")
    now, = needed.plot([], [], "s", color=RED, ms=9, mfc="none", mew=1.6, ls="none")
    needed.set(yscale="log", xlim=(0.5, 10.5), ylim=(1, 6000), xlabel="layers", xticks=(1, 4, 7, 10))
    needed.set_yticks((1, 10, 100, 1000), ("1", "10", "100", "1,000"))
    needed.minorticks_off()
    needed.legend(loc="upper left")
    needed.set_title("neurons for the same teeth", size=11)
    needed.tick_params(colors=GREY)

    def update(result):
        for axes, line, values in zip((deep, shallow), lines, (result.deep, result.shallow)):
            line.set_data(result.x, values)
            axes.set_xlim(0, result.until)
        teeth = 2**(result.layers - 1)
        titles[0].set_text(f"{result.layers} layer{'s' * (result.layers > 1)} of 2 neurons: {teeth} "
                           f"{'teeth' if teeth > 1 else 'tooth'}")
        titles[1].set_text(f"the same {2 * result.layers} neurons in one layer")
        layers = np.arange(1, result.layers + 1)
        wide.set_data(layers, 2.0**layers)
        narrow.set_data(layers, 2 * layers)
        now.set_data([result.layers] * 2, [2.0**result.layers, 2 * result.layers])

    return update
