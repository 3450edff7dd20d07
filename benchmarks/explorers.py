"""What a change of a picture costs in the kernel: recorded for the browser, against painted here and sent as a PNG.

    python benchmarks/explorers.py [NAME ...]

For every explorer, or those named: the median over 30 changes of its first slider, in turn, and the bytes to send.
"""
import importlib
import inspect
import io
import pkgutil
import statistics
import sys
import time

import dlnotes.explorers
from dlnotes.live.controls import Slider
from dlnotes.live.engine import Explorer
from dlnotes.live.view import packed

CHANGES = 30


def explorers():
    """Every explorer of the package, by its name."""
    for module in pkgutil.iter_modules(dlnotes.explorers.__path__):
        for name, made in vars(importlib.import_module(f"dlnotes.explorers.{module.name}")).items():
            if inspect.isfunction(made) and inspect.signature(made).return_annotation is Explorer:
                yield name, made


def recorded(explorer, values):
    """Seconds and bytes of one change as a display list."""
    start = time.perf_counter()
    slots, buffers = packed(explorer.frame_at(values).changes)
    return time.perf_counter() - start, len(repr(slots)) + sum(map(len, buffers))


def painted(explorer, values):
    """Seconds and bytes of one change as a picture."""
    explorer.frame_at(values)  # the artists move in both; only the painting counts
    start, file = time.perf_counter(), io.BytesIO()
    explorer.picture.figure.savefig(file, format="png", dpi=100)
    return time.perf_counter() - start, file.tell()


def main():
    print(f"| {'explorer':<20} | recorded ms |    kB | painted ms |    kB | ratio |")
    print(f"|{'-' * 22}|------------:|------:|-----------:|------:|------:|")
    for name, make in explorers():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        explorer = make()
        sliders = [n for n, c in explorer.controls.items() if isinstance(c, Slider)]
        if not sliders:
            continue
        values = explorer.controls[sliders[0]].values
        rows = [(recorded(explorer, at), painted(explorer, at)) for i in range(CHANGES + 2)
                for at in [{**explorer.values, sliders[0]: values[i * 7 % len(values)]}]][2:]
        (ms, size), (paint_ms, paint_size) = ([statistics.median(v) for v in zip(*side)] for side in zip(*rows))
        print(f"| {name:<20} | {1e3 * ms:11.1f} | {size / 1e3:5.1f} | {1e3 * paint_ms:10.1f} | {paint_size / 1e3:5.1f} "
              f"| {paint_ms / ms:5.1f} |")


if __name__ == "__main__":
    main()
