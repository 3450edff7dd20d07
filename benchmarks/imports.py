"""Measure imports: seconds of a fresh Python, in turn, beyond those of JAX alone.

    python benchmarks/imports.py
"""
import statistics
import subprocess
import sys
import time

ROUNDS = 5
WHAT = {
    "jax": "import jax",
    "dlnotes": "import jax, dlnotes",
    "the network": "import dlnotes.networks.network",
    "training": "import dlnotes.learning.training",
    "an explorer": "import dlnotes.explorers.neurons",
}


def seconds(code):
    """Return the wall time of a Python that runs `code`."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def main():
    rounds = [{name: seconds(code) for name, code in WHAT.items()} for _ in range(ROUNDS + 1)]
    del rounds[0]  # the first one fills the caches of the file system
    for name in WHAT:
        whole = statistics.median(one[name] for one in rounds)
        beyond = statistics.median(one[name] - one["jax"] for one in rounds)
        print(f"{name:<12} {whole:5.2f} s, {beyond:+.2f} s beyond jax")


if __name__ == "__main__":
    main()
