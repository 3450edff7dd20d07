#!/usr/bin/env bash
# optax.clip_by_global_norm in float16 makes a large gradient zero.
#
# Behaviour: the squares of the entries are added up in float16, whose largest number is 65504. Ten
# entries of 200, whose norm is 632, give infinity; the gradient is divided by it and becomes 0. So
# training stands still just where clipping was meant to help, and no NaN tells it. Entries of 50
# are clipped rightly, and in bfloat16 200 are, too.
# Bears on: learning/clipping.py, which divides by the largest entry first.
# Output seen (Python 3.12, JAX 0.12.0.1, Optax 0.2.8):
#   float16 entries of 50: norm 158, clipped to 0.316; of 200: norm inf, clipped to 0
#   bfloat16 entries of 200: norm 632, clipped to 0.316
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check jax==0.12.0.1 optax==0.2.8
JAX_PLATFORMS=cpu "$folder/env/bin/python" - <<'PYTHON'
import jax
import jax.numpy as jnp
import optax

print("JAX", jax.__version__, "Optax", optax.__version__)
clip = optax.clip_by_global_norm(1.0)


def clipped(entry, dtype):
    gradient = jnp.full(10, entry, dtype)
    update, _ = clip.update(gradient, clip.init(gradient))
    return float(optax.global_norm(gradient)), float(update[0])


small = clipped(50, jnp.float16)
large = clipped(200, jnp.float16)
other = clipped(200, jnp.bfloat16)
print(f"float16 entries of 50: norm {small[0]:.0f}, clipped to {small[1]:.3f}; "
      f"of 200: norm {large[0]:.0f}, clipped to {large[1]:.0f}")
print(f"bfloat16 entries of 200: norm {other[0]:.0f}, clipped to {other[1]:.3f}")
assert abs(small[1] - 0.316) < 0.002 and large[1] == 0 and abs(other[1] - 0.316) < 0.004
PYTHON
