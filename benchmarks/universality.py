"""What a network of very many neurons costs to run: `universality.outputs` and its peers, and the memory they take.

    python benchmarks/universality.py [ROUNDS]

A staircase of steep sigmoids for Nielsen's function, 1e3 to 1e6 hidden neurons, at so many points that 1e9 sigmoids
are computed; each in a process of its own, so that its peak memory, beyond what it has after importing, can be told. All
work in pieces of about 4 million numbers. Peers that are not installed are left out.
"""
import json
import resource
import statistics
import subprocess
import sys
import time

import numpy as np

SIGMOIDS, PIECE = 10**9, 2**22
NEURONS = (10**3, 10**4, 10**5, 10**6)


def staircase(neurons):
    """Weights, biases and heights of the construction, and points: in single precision."""
    places = np.arange(1, neurons + 1) / (neurons + 1)
    middles = (np.arange(neurons + 1) + 0.5) / (neurons + 1)
    values = 0.2 + 0.4 * middles**2 + 0.3 * middles * np.sin(15 * middles) + 0.05 * np.cos(50 * middles)
    w = 20.0 * (neurons + 1)
    x = np.random.default_rng(0).random(SIGMOIDS // neurons)
    return [np.asarray(v, np.float32) for v in (np.full(neurons, w), -w * places, np.diff(values), x)], values[0]


def by_dlnotes(arrays, base):
    """The package: the same parameters as a `Network`."""
    import jax.numpy as jnp

    from dlnotes.networks.network import Layer, Network
    from dlnotes.experiments.universality import outputs
    w, b, heights, x = map(jnp.asarray, arrays)
    network = Network((1, len(w), 1), output="linear")
    params = Layer(w[:, None], b), Layer(heights[None], jnp.array([base], jnp.float32))
    return lambda: np.asarray(outputs(network, params, x[:, None]))[:, 0]


def by_numpy(arrays, base):
    """NumPy and SciPy's sigmoid, some points at a time."""
    from scipy.special import expit
    w, b, heights, x = arrays
    at_once = max(1, PIECE // len(w))
    return lambda: np.concatenate([expit(part[:, None] * w + b) @ heights + np.float32(base)
                                   for part in np.split(x, range(at_once, len(x), at_once))])


def by_pytorch(arrays, base):
    """PyTorch, some points at a time."""
    import torch
    w, b, heights, x = map(torch.from_numpy, arrays)
    at_once = max(1, PIECE // len(w))

    def run():
        with torch.no_grad():
            return torch.cat([torch.sigmoid(part[:, None] * w + b) @ heights + base
                              for part in x.split(at_once)]).numpy()
    return run


PEERS = {"dlnotes": by_dlnotes, "NumPy": by_numpy, "PyTorch": by_pytorch}


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # MB, on Linux


def measure(peer, neurons, rounds):
    """Seconds of the first run and of those after it, MB beyond those before it, and the largest error."""
    arrays, base = staircase(neurons)
    run, before, times = PEERS[peer](arrays, base), memory(), []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        found = run()
        times.append(time.perf_counter() - start)
    x = np.asarray(arrays[3], float)
    wanted = 0.2 + 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.05 * np.cos(50 * x)
    return times[0], statistics.median(times[1:]), memory() - before, float(np.abs(found - wanted).max())


def main():
    if len(sys.argv) == 4:
        return print(json.dumps(measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
    rounds = sys.argv[1] if sys.argv[1:] else "3"
    print("|   neurons |  points | by      | first s | then s | 1e9 sigmoids/s | peak MB | largest error |")
    print("|----------:|--------:|---------|--------:|-------:|---------------:|--------:|--------------:|")
    for neurons in NEURONS:
        for peer in PEERS:
            done = subprocess.run([sys.executable, __file__, peer, str(neurons), rounds], capture_output=True, text=True)
            if "No module named 'torch'" in done.stderr:
                continue
            first, then, peak, error = json.loads(done.stdout or sys.exit(done.stderr))
            print(f"| {neurons:9,} | {SIGMOIDS // neurons:7,} | {peer:<7} | {first:7.2f} | {then:6.2f} | "
                  f"{SIGMOIDS / then / 1e9:14.2f} | {peak:7.0f} | {error:13.1e} |")


if __name__ == "__main__":
    main()
