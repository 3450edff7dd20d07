"""What an import costs: seconds of a fresh Python, in turn, beyond that of JAX alone.

    python benchmarks/imports.py
"""
import statistics
import subprocess
import sys
import time

ROUNDS = 5
WHAT = {"jax": "import jax", "dlnotes": "import jax, dlnotes", "the network": "import dlnotes.networks.network",
        "training": "import dlnotes.learning.training", "an explorer": "import dlnotes.explorers.neurons"}


def seconds(code):
    """Wall time of a Python that runs `code`."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def main():
    rounds = [{name: seconds(code) for name, code in WHAT.items()} for _ in range(ROUNDS + 1)][1:]
    for name in WHAT:
        beyond = statistics.median(r[name] - r["jax"] for r in rounds)
        print(f"{name:<12} {statistics.median(r[name] for r in rounds):5.2f} s, {beyond:+.2f} s beyond jax")


if __name__ == "__main__":
    main()
