"""Choices, switches and lines of text."""
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """One of a few named options.

    default: an option; None for the first. label: shown beside it; None for the control's name.
    """
    options: tuple[str, ...]
    default: str | None = None
    label: str | None = None

    def __post_init__(self):
        object.__setattr__(self, "options", tuple(self.options))
        if self.default is None:
            object.__setattr__(self, "default", self.options[0])
        self.valid("default", self.default)

    def valid(self, name: str, value: str) -> str:
        """Return the option itself. Raises ValueError for what is no option."""
        if value not in self.options:
            options = ", ".join(map(str, self.options))
            raise ValueError(f"{name} must be one of {options}; got {value!r}")
        return value

    def ends(self) -> list[str]:
        """Return every option."""
        return list(self.options)

    def spec(self) -> dict[str, Any]:
        """Return what the browser needs to know."""
        return {"kind": "choice", "options": list(self.options), "default": self.default}


@dataclass(frozen=True)
class Toggle:
    """On or off. label: shown beside it; None for the control's name."""
    default: bool = False
    label: str | None = None

    def valid(self, name: str, value: bool) -> bool:
        """Return the value itself. Raises ValueError for what is neither True nor False."""
        if not isinstance(value, bool):
            raise ValueError(f"{name} must be True or False; got {value!r}")
        return value

    def ends(self) -> list[bool]:
        """Return both values."""
        return [False, True]

    def spec(self) -> dict[str, Any]:
        """Return what the browser needs to know."""
        return {"kind": "toggle", "default": self.default}


@dataclass(frozen=True)
class Text:
    """A line of text. The compute function reads it, and raises ValueError where it cannot.

    label: shown beside it; None for the control's name.
    longest: the number of characters that a text may have.
    examples: texts that a test tries besides the default.
    """
    default: str
    label: str | None = None
    longest: int = 200
    examples: tuple[str, ...] = ()

    def valid(self, name: str, value: str) -> str:
        """Return the text itself. Raises ValueError for what is no text, or too long."""
        if not isinstance(value, str) or len(value) > self.longest:
            raise ValueError(f"{name} must be a text of at most {self.longest} characters;"
                             f" got {str(value)[:40]!r}")
        return value

    def ends(self) -> list[str]:
        """Return the default and the examples."""
        return [self.default, *self.examples]

    def spec(self) -> dict[str, Any]:
        """Return what the browser needs to know."""
        return {"kind": "text", "default": self.default, "longest": self.longest}
