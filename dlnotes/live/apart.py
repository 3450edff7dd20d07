"""Work that nothing a cell has set can reach, and that changes nothing that a cell sees.

JupyterLab has the kernel answer a moved slider in another thread than the one that runs the cells,
at the same time. What libraries keep for the whole process or for one thread then differs between
an answer and a cell. NumPy's print options and the precision of `decimal` are context variables:
the answer works in a new context, where they are as they were at the beginning. Matplotlib's
settings belong to the process: a style that a cell is using would colour our pictures, and
`rc_context` in two threads at once can leave the one's settings to the other for ever. So the
settings of an answer lie over those of the process, and are seen by the answer alone.
"""
import contextvars
from collections.abc import Callable

import matplotlib

from dlnotes.live.style import STYLE

_HOUSE = contextvars.ContextVar("house", default=None)  # the settings of the work under way


class _Layered(matplotlib.RcParams):
    """Matplotlib's settings, over which those of the work under way lie."""

    def _get(self, key):
        house = self._house()
        return super()._get(key) if house is None else house[key]

    def _set(self, key, val):
        house = self._house()
        if house is None:
            super()._set(key, val)
        else:
            house[key] = val

    def _update_raw(self, other_params):
        house = self._house()
        if house is None:
            super()._update_raw(other_params)
        else:
            house.update(other_params)

    def _house(self):
        """Return the settings of the work under way; None where there is none, and for copies."""
        return _HOUSE.get() if self is matplotlib.rcParams else None


def _house_style():
    """Return all settings: Matplotlib's own, and over them those of the house style."""
    settings = matplotlib.rcParamsDefault.copy()
    settings.update(STYLE)
    return {key: settings._get(key) for key in settings}


_STYLE = _house_style()
matplotlib.rcParams.__class__ = _Layered  # other modules hold this very object


def apart(function: Callable, /, *arguments, **named):
    """Call a function in the house style, apart from all that a cell has set; return its result."""
    def in_house_style():
        _HOUSE.set(dict(_STYLE))
        return function(*arguments, **named)
    return contextvars.Context().run(in_house_style)
