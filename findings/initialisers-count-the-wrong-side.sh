#!/usr/bin/env bash
# jax.nn.initializers take the last but one axis as the inputs.
#
# Behaviour: for weights stored as (neurons, inputs), as in Nielsen's book, in PyTorch and in this
# course, he_normal() and lecun_normal() divide by the number of neurons. A layer of 30 neurons on
# 784 inputs starts with weights 5 times too large, and nothing says so. `in_axis=-1, out_axis=-2`
# gives what is meant; glorot's are the same both ways, which hides the mistake.
# Bears on: networks/initialisation.py, which draws its own.
# Output seen (Python 3.12, JAX 0.12.0.1):
#   he 0.259, with in_axis=-1 0.0507, right 0.0505; glorot 0.0498 and 0.0498
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check jax==0.12.0.1
JAX_PLATFORMS=cpu "$folder/env/bin/python" - <<'PYTHON'
import jax
import jax.numpy as jnp

print("JAX", jax.__version__)
shape = (30, 784)  # neurons, inputs
key = jax.random.key(0)
init = jax.nn.initializers


def spread(initialiser):
    return float(jnp.std(initialiser(key, shape)))


right = (2 / 784)**0.5
he = spread(init.he_normal())
turned = spread(init.he_normal(in_axis=-1, out_axis=-2))
glorots = spread(init.glorot_normal()), spread(init.glorot_normal(in_axis=-1, out_axis=-2))
print(f"he {he:.3f}, with in_axis=-1 {turned:.4f}, right {right:.4f}; "
      f"glorot {glorots[0]:.4f} and {glorots[1]:.4f}")
assert abs(he / right - 784**0.5 / 30**0.5) < 0.2
assert abs(turned / right - 1) < 0.02
assert abs(glorots[0] / glorots[1] - 1) < 0.02
PYTHON
