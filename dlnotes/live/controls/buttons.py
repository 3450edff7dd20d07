"""Buttons: for new values, for random ones, and for a slider that moves by itself."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax


@dataclass(frozen=True)
class Button:
    """A button that changes values.

    action(values, key): gives the new values, by name; key is a new one with each press.
    """
    label: str
    action: Callable[..., dict[str, Any]]

    def pressed(self, values: dict, key, controls: dict) -> dict[str, Any]:
        """Return the values that a press asks for."""
        return self.action(values, key)

    def spec(self) -> dict[str, Any]:
        """Return what the browser needs to know."""
        return {"kind": "button"}


@dataclass(frozen=True)
class Random:
    """A button that moves the named sliders to random places of theirs."""
    sliders: tuple[str, ...]
    label: str = "random"

    def pressed(self, values: dict, key, controls: dict) -> dict[str, Any]:
        """Return the values that a press asks for: each slider's are all equally likely."""
        asked = {}
        places = jax.random.uniform(key, (len(self.sliders),)).tolist()
        for name, place in zip(self.sliders, places):
            choices = controls[name].values
            asked[name] = choices[int(place * len(choices))]
        return asked

    def spec(self) -> dict[str, Any]:
        """Return what the browser needs to know."""
        return {"kind": "button"}


@dataclass(frozen=True)
class Play:
    """A button that moves a slider from its value to its end.

    seconds: the time for the whole slider, from its lowest value on.
    """
    slider: str
    seconds: float = 4.0
    label: str = "play"

    def spec(self) -> dict[str, Any]:
        """Return what the browser needs to know."""
        return {"kind": "play", "slider": self.slider, "seconds": self.seconds}
