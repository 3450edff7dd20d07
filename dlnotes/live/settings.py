"""The values that an explorer's controls have, and those that a drag or a press asks for."""
from typing import Any

import jax

from dlnotes.live.controls import Slider


class Settings:
    """The rules for the values of some controls; the values themselves are dicts, by name.

    controls: by name. defaults: the values to begin with, of those controls that hold one.
    """

    def __init__(self, controls: dict):
        self._controls = controls
        self._presses = 0
        self.defaults = {name: control.default for name, control in controls.items()
                         if hasattr(control, "default")}

    def validated(self, values: dict) -> dict[str, Any]:
        """Return values as `compute` gets them.

        Raises ValueError for names and values that the controls do not have.
        """
        unknown = values.keys() - self.defaults.keys()
        if unknown:
            raise ValueError(f"the controls are {', '.join(self.defaults)};"
                             f" got {', '.join(sorted(unknown))}")
        return {name: self._controls[name].valid(name, value) for name, value in values.items()}

    def dragged(self, name: str, values: dict, began: tuple[float, float], x: float,
                y: float) -> dict[str, Any]:
        """Return the values after a drag from where it began to (x, y), in data coordinates.

        Sliders move in their own steps.
        """
        asked = self._controls[name].values_at(values, began, x, y)
        snapped = {one: self._snapped(one, value) for one, value in asked.items()}
        return self.validated({**values, **snapped})

    def pressed(self, name: str, values: dict) -> dict[str, Any]:
        """Return the values after a press of the button of that name; each has a new key."""
        self._presses += 1
        key = jax.random.fold_in(jax.random.key(0), self._presses)
        asked = self._controls[name].pressed(dict(values), key, self._controls)
        return self.validated({**values, **asked})

    def _snapped(self, name, value):
        control = self._controls[name]
        return control.nearest(value) if isinstance(control, Slider) else value
