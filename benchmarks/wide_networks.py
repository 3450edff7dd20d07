"""Measure what it costs to run very many neurons, with `wide_networks.outputs` and its peers.

    python benchmarks/wide_networks.py [ROUNDS]

A staircase of steep sigmoids for Nielsen's function is run with 1e3 to 1e6 hidden neurons, at so
many points that 1e9 sigmoids are computed. Each measurement has a process of its own, so that its
peak memory is known, beyond what it has after importing. All work in pieces of about 4 million
numbers. Peers that are not installed are left out.
"""
import json
import resource
import statistics
import subprocess
import sys
import time

import numpy as np

SIGMOIDS = 10**9
PIECE = 2**22  # numbers at once
NEURONS = (10**3, 10**4, 10**5, 10**6)


def nielsen(x):
    """Return f(x) = 0.2 + 0.4 x^2 + 0.3 x sin 15x + 0.05 cos 50x."""
    return 0.2 + 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.05 * np.cos(50 * x)


def staircase(neurons):
    """Return weights, biases, heights and points in single precision, and the first value."""
    places = np.arange(1, neurons + 1) / (neurons + 1)
    values = nielsen((np.arange(neurons + 1) + 0.5) / (neurons + 1))
    w = 20.0 * (neurons + 1)
    x = np.random.default_rng(0).random(SIGMOIDS // neurons)
    arrays = (np.full(neurons, w), -w * places, np.diff(values), x)
    return [np.asarray(array, np.float32) for array in arrays], values[0]


def by_dlnotes(arrays, base):
    """Prepare a run by the package, with the same parameters as a `Network`."""
    import jax.numpy as jnp

    from dlnotes.experiments.universality.wide_networks import outputs
    from dlnotes.networks.layers.dense import Layer
    from dlnotes.networks.network import Network
    w, b, heights, x = map(jnp.asarray, arrays)
    network = Network((1, len(w), 1), output="linear")
    params = (Layer(w[:, None], b), Layer(heights[None], jnp.array([base], jnp.float32)))

    def run():
        return np.asarray(outputs(network, params, x[:, None]))[:, 0]

    return run


def by_numpy(arrays, base):
    """Prepare a run by NumPy and SciPy's sigmoid, a piece of the points at a time."""
    from scipy.special import expit
    w, b, heights, x = arrays
    at_once = max(1, PIECE // len(w))

    def run():
        parts = np.split(x, range(at_once, len(x), at_once))
        found = [expit(part[:, None] * w + b) @ heights + np.float32(base) for part in parts]
        return np.concatenate(found)

    return run


def by_pytorch(arrays, base):
    """Prepare a run by PyTorch, a piece of the points at a time."""
    import torch
    w, b, heights, x = map(torch.from_numpy, arrays)
    at_once = max(1, PIECE // len(w))

    def run():
        with torch.no_grad():
            found = [torch.sigmoid(part[:, None] * w + b) @ heights + base
                     for part in x.split(at_once)]
            return torch.cat(found).numpy()

    return run


PEERS = {"dlnotes": by_dlnotes, "NumPy": by_numpy, "PyTorch": by_pytorch}


def peak_memory():
    """Return the largest memory that this process has had, in MB, on Linux."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(peer, neurons, rounds):
    """Return seconds of the first run, of later ones, MB beyond those before, the largest error."""
    arrays, base = staircase(neurons)
    run = PEERS[peer](arrays, base)
    before = peak_memory()
    times = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        found = run()
        times.append(time.perf_counter() - start)
    error = float(np.abs(found - nielsen(np.asarray(arrays[3], float))).max())
    return times[0], statistics.median(times[1:]), peak_memory() - before, error


def measured_apart(peer, neurons, rounds):
    """Return what `measure` returns in a process of its own, or None without the peer's library."""
    command = [sys.executable, __file__, peer, str(neurons), rounds]
    done = subprocess.run(command, capture_output=True, text=True)
    if "No module named 'torch'" in done.stderr:
        return None
    if not done.stdout:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def main():
    """Print a table of all peers, or, called with three arguments, one measurement."""
    if len(sys.argv) == 4:
        _, peer, neurons, rounds = sys.argv
        print(json.dumps(measure(peer, int(neurons), int(rounds))))
        return
    rounds = sys.argv[1] if sys.argv[1:] else "3"
    print("|   neurons |  points | by      | first s | then s | 1e9 sigmoids/s | peak MB "
          "| largest error |")
    print("|----------:|--------:|---------|--------:|-------:|---------------:|--------:"
          "|--------------:|")
    for neurons in NEURONS:
        for peer in PEERS:
            if measured := measured_apart(peer, neurons, rounds):
                first, then, peak, error = measured
                rate = SIGMOIDS / then / 1e9
                print(f"| {neurons:9,} | {SIGMOIDS // neurons:7,} | {peer:<7} | {first:7.2f} "
                      f"| {then:6.2f} | {rate:14.2f} | {peak:7.0f} | {error:13.1e} |")


if __name__ == "__main__":
    main()
