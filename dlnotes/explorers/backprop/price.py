"""What one gradient costs: by backpropagation, and by trying every parameter."""
from dlnotes.live.controls import Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.numbers import large
from dlnotes.live.style import BLUE, GREEN, INK, RED
from dlnotes.learning.operations import Price, multiplications
from dlnotes.networks.network import Network

NAMES = ("one forward pass", "backpropagation, with\nits forward pass",
         "central differences for\nevery parameter")


def compute(width: int, layers: int) -> Price:
    """Count the multiplications for `layers` hidden layers of `width` neurons."""
    return multiplications(Network((784, *[width] * layers, 10)))


def draw(figure):
    """Draw a bar of multiplications for each way to a gradient."""
    axes = figure.subplots()
    bars = axes.barh((2, 1, 0), (1, 1, 1), color=(BLUE, GREEN, RED), height=0.62)
    axes.set(xscale="log", xlim=(1e3, 1e21), xticks=[10.0**n for n in range(3, 22, 3)],
             xlabel="multiplications", ylim=(-0.55, 2.55), yticks=(2, 1, 0), yticklabels=NAMES)
    axes.grid(False, axis="y")
    title = axes.set_title("", loc="left")
    counts = [axes.text(1, y, "", va="center", color=INK) for y in (2, 1, 0)]

    def update(result):
        title.set_text(f"{int(result.parameters):,} parameters")
        amounts = (result.forward, result.backward, result.differences)
        for bar, text, n in zip(bars, counts, amounts):
            bar.set_width(float(n))
            text.set(x=1.25 * float(n), text=large(n))

    return update


def describe(result):
    """Say how many multiplications each way takes."""
    return (f"{result.parameters:,} parameters: a forward pass takes {result.forward:,} "
            f"multiplications, backpropagation {result.backward / result.forward:.1f} times as "
            f"many, central differences {result.differences // result.forward:,} times.")


def price() -> Explorer:
    """Compare what one gradient costs by backpropagation and by trying."""
    controls = {
        "width": Slider(10, 10_000, 30, 60, log=True, label="neurons in each hidden layer"),
        "layers": Slider(1, 10, 1, 1, label="hidden layers"),
    }
    return Explorer(compute, draw, controls, describe,
                    title="What a gradient costs", size=(7.2, 3.0))
