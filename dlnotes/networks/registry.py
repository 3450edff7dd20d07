"""Registries: things of one kind, found by their names."""
from difflib import get_close_matches


class Registry(dict):
    """Things of one kind by their names: a dictionary that can tell a reader what it knows.

    what: what a message calls one of these things, such as "a cost".
    things: the things by their names.
    kind: their class, if `find` is to return such a thing unchanged.
    besides: what else the caller takes, for the message, such as "one of Optax".

    To add a thing, give it a name: `COSTS["mine"] = mine`.
    """

    def __init__(self, what: str, things: dict, *, kind: type | None = None, besides: str = ""):
        super().__init__(things)
        self.what = what
        self.kind = kind
        self.besides = besides

    def find(self, name: object, **more: object):
        """Return the thing that has this name; one of the registry's kind is returned unchanged.

        more: things that this one call knows as well, by their names.
        Raises ValueError for an unknown name: it lists the known ones and suggests the nearest.
        """
        if self.kind and isinstance(name, self.kind):
            return name
        known = {**self, **more}
        if isinstance(name, str) and name in known:
            return known[name]
        besides = f", or {self.besides}" if self.besides else ""
        near = get_close_matches(name.lower(), known, n=1) if isinstance(name, str) else []
        meant = f"; did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"{self.what} must be one of {', '.join(known)}{besides}; "
                         f"got {name!r}{meant}")
