"""Methods of descent race on the surfaces that a plain formula gives, and end as lesson 05 says."""
import math

import numpy as np
import pytest
from plain_descent import walked

from dlnotes.experiments.descent.surfaces import METHODS, SURFACES, race_paths

PLAIN = {  # the surfaces of the race, one number at a time
    "long valley": lambda x, y: (x**2 + 100 * y**2) / 8,
    "bowl": lambda x, y: (x**2 + y**2) / 2,
    "saddle": lambda x, y: x**2 / 4 + ((y - 0.99)**2 - 2)**2 / 8,
    "plateau": lambda x, y: 1 - math.exp(-((x - 2)**2 + y**2) / 4),
}


@pytest.mark.parametrize("surface", SURFACES)
def test_racers_run_on_the_surface_that_is_shown(surface):
    paths, rate = race_paths(surface, -4.5, 1.0), METHODS["gradient descent"][1]
    assert list(PLAIN) == list(SURFACES) and paths.points.shape == (4, 101, 2)
    for points, values in zip(paths.points[:, ::10], paths.values[:, ::10]):
        np.testing.assert_allclose(values, [PLAIN[surface](*map(float, p)) for p in points], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(paths.points[0, :21], walked(PLAIN[surface], (-4.5, 1.0), rate, 20), atol=2e-4)
    assert min(PLAIN[surface](x / 20, y / 20) for x in range(-100, 101) for y in range(-60, 61)) >= 0


def test_the_race_ends_as_the_lesson_says():
    def heights(surface):
        return dict(zip(METHODS, np.asarray(race_paths(surface, -4.5, 1.0).values)))
    valley, bowl, plateau, saddle = map(heights, ("long valley", "bowl", "plateau", "saddle"))
    assert 500 * valley["momentum"][-1] < valley["gradient descent"][-1]
    assert bowl["gradient descent"][-1] == min(values[-1] for values in bowl.values())
    arrived = {name for name, values in plateau.items() if values[-1] < 0.01}
    assert arrived == {"RMSProp", "Adam"}
    left = {name: int(np.argmax(values < 0.3)) for name, values in saddle.items()}  # the pass is at a height of 1/2
    assert max(left["RMSProp"], left["Adam"]) < min(left["momentum"], left["gradient descent"])
