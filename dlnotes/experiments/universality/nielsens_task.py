"""Nielsen's task: bumps of equal width for one function, their score, and the best heights.

Source: Nielsen, chapter 4, the interactive exercise.
"""
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

POINTS = 100  # 0, 0.01, ..., 0.99: where the task compares


def task(x: Float[Array | np.ndarray, "*n"]) -> Float[Array, "*n"]:
    """Return the function that Nielsen's chapter 4 sets the reader.

    f(x) = 0.2 + 0.4 x^2 + 0.3 x sin 15x + 0.05 cos 50x

    On [0, 1] it is between 0.095 and 0.853, so that a sigmoid output can give it. (In one place his
    text has sin 15x without the x before it; that function would fall below 0.)

    x: inputs of any shape. Returns f(x) of the same shape.
    """
    return 0.2 + 0.4 * x**2 + 0.3 * x * jnp.sin(15 * x) + 0.05 * jnp.cos(50 * x)


def logit(p: Float[Array, "*n"]) -> Float[Array, "*n"]:
    """Return the inverse of the sigmoid, logit(p) = ln(p / (1 - p)).

    It is the weighted input for which a sigmoid gives p.

    p: between 0 and 1, of any shape. Returns any numbers, of the same shape.
    """
    return jnp.log(p) - jnp.log1p(-p)


def task_wanted() -> Float[Array, "100"]:
    """Return the weighted input that the output neuron should have at 0, 0.01, ..., 0.99.

    logit(task(x)), since the output neuron is a sigmoid.
    """
    return logit(task(jnp.arange(POINTS) / POINTS))


def bump_of_point(bumps: int) -> Int[np.ndarray, "100"]:
    """Return for each of the task's 100 points on which bump it lies, counted from 0.

    bumps: how many there are, of equal width.
    """
    return np.arange(POINTS) * bumps // POINTS


def score(heights: Float[Array, "n"]) -> Float[Array, ""]:
    """Return how far bumps of equal width are from the task; less is better.

    The mean over 100 points x of abs(logit(f(x)) - the height of the bump there).

    heights: those of the bumps, from left to right.
    """
    return jnp.mean(jnp.abs(task_wanted() - heights[bump_of_point(len(heights))]))


def best_heights(bumps: int) -> Float[Array, "{bumps}"]:
    """Return the heights with the smallest `score`.

    The best height of a bump is the median of the numbers that are wanted there: no other number is
    as near to them, on average.

    bumps: from 1 to 100. Raises ValueError for other numbers.
    """
    if not 1 <= bumps <= POINTS:
        raise ValueError(f"bumps must be from 1 to {POINTS}, a point for each; got {bumps}")
    wanted = np.asarray(task_wanted())
    bump = bump_of_point(bumps)
    return jnp.array([np.median(wanted[bump == j]) for j in range(bumps)], jnp.float32)
