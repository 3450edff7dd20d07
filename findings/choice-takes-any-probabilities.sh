#!/usr/bin/env bash
# jax.random.choice takes probabilities that are none.
#
# Behaviour: NumPy refuses p that is negative, does not add up to 1, or has fewer entries above 0
# than are to be drawn without replacement. JAX draws in silence: it scales p (for draws with
# replacement), takes negative ones, and draws what has probability 0 once the others are used up.
# Bears on: drawing examples by weights; shares that were meant to be percentages or logits.
# Output seen (Python 3.12, JAX 0.12.0.1, NumPy 2.5.5): NumPy refuses 3 of 3;
#   without replacement, p = (1, 0, 0): [0 1 2]; p = (2, 5, 3): shares 0.20 0.50 0.30;
#   p = (2, -1, 0): only [0]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check jax==0.12.0.1 numpy==2.5.5
JAX_PLATFORMS=cpu "$folder/env/bin/python" - <<'PYTHON'
import jax
import jax.numpy as jnp
import numpy

print("JAX", jax.__version__, "NumPy", numpy.__version__)
key = jax.random.key(0)
refused = 0
for count, replace, p in ((3, False, (1, 0, 0)), (9, True, (2, 5, 3)), (9, True, (2, -1, 0))):
    try:
        numpy.random.default_rng(0).choice(3, count, replace, p)
    except ValueError:
        refused += 1
used_up = jax.random.choice(key, 3, (3,), replace=False, p=jnp.array([1.0, 0.0, 0.0]))
scaled = jax.random.choice(key, 3, (10_000,), p=jnp.array([2.0, 5.0, 3.0]))
shares = jnp.bincount(scaled, length=3) / 10_000
negative = jnp.unique(jax.random.choice(key, 3, (1000,), p=jnp.array([2.0, -1.0, 0.0])))
print(f"NumPy refuses {refused} of 3; without replacement, p = (1, 0, 0): {used_up}; "
      f"p = (2, 5, 3): shares {' '.join(f'{s:.2f}' for s in shares)}; p = (2, -1, 0): only {negative}")
assert refused == 3 and sorted(used_up.tolist()) == [0, 1, 2]
assert jnp.allclose(shares, jnp.array([0.2, 0.5, 0.3]), atol=0.02)
assert negative.tolist() == [0]
PYTHON
