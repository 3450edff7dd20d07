"""The first cell of the test's own notebook: explorers that are slow, wrong or hard to paint."""
import time
from typing import NamedTuple

import jax.numpy as jnp

from dlnotes.live.controls import Drag, Play, Slider, Text
from dlnotes.live.engine import Explorer


class Result(NamedTuple):
    """A word, and the place of a dot."""
    word: str
    x: float


def compute(word, x):
    """Refuse words that shout."""
    if "!" in word:
        raise ValueError("no shouting, please")
    return Result(word, x)


def draw(figure):
    """Draw an image, hatched bars, points of two colours, a dot that moves and a title."""
    left, right = figure.subplots(1, 2)
    left.imshow([[0, 1, 2], [3, 4, 5]], cmap="viridis")
    left.grid(False)
    right.bar([1, 2], [3, 4], color=["#0072b2", "#d98200"], hatch=["", "//"])
    right.scatter([1, 2, 1.5], [1, 2, 4.4], c=["#c8452a", "#c8452a", "#00865f"])
    dot, = right.plot([1], [4.5], "o", color="#1b1f24")
    word = right.set_title("word")

    def update(result):
        word.set_text(result.word)
        dot.set_xdata([result.x])
    return update


explorer = Explorer(
    compute, draw,
    {"word": Text("hello"), "x": Slider(0.5, 2.5, 1.0), "pull": Drag(x="x", axes=1)},
    lambda r: f"{r.word} at {r.x:.1f}.", title="Test picture")


def slow(one, two, three):
    """Take 0.2 seconds, and 1.5 where three is 1."""
    time.sleep(1.5 if three == 1.0 else 0.2)
    return jnp.array([one, two, three])


def bars(figure):
    """Draw three dots at heights from 0 to 1."""
    axes = figure.subplots()
    dots, = axes.plot([1, 2, 3], [0, 0, 0], "o", color="#1b1f24")
    axes.set(xlim=(0.5, 3.5), ylim=(0, 1))
    return lambda heights: dots.set_ydata(heights)


def lifted(values, x, y):
    """Move the dot that is nearest to the pointer."""
    return {("one", "two", "three")[round(x) - 1]: y}


three = Explorer(
    slow, bars,
    {**{name: Slider(0.0, 1.0, 0.0) for name in ("one", "two", "three")},
     "lift": Drag(move=lifted)}, str)


def stairs(figure):
    """Draw twelve steps; each is touched only when it moves."""
    axes = figure.subplots()
    steps = [axes.plot([k], [0], "s", ms=20, color="#1b1f24")[0] for k in range(12)]
    axes.set(xlim=(-1, 12), ylim=(-0.5, 1.5))

    def update(top):
        for k, step in enumerate(steps):
            if step.get_ydata()[0] != (k <= top):
                step.set_ydata([1.0 * (k <= top)])
    return update


climb = Explorer(lambda top: jnp.asarray(top), stairs, {"top": Slider(0, 11, 0, 1)},
                 lambda top: f"{top} steps up.")
far = Explorer(
    lambda way: jnp.full(3, way / 2000), bars,
    {"way": Slider(0, 1000, 0, 1), "play": Play("way", 3.0),
     "one": Drag(x="way"), "other": Drag(x="way")}, str)
