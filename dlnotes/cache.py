"""Where the course keeps files that it can make again: a folder that may be deleted at any time."""
from __future__ import annotations

import os
import sys
from pathlib import Path


def folder(name: str) -> Path:
    """Return the cache folder for one kind of file, such as "programs". It may not exist yet.

    It lies in the folder that the environment variable DLNOTES_CACHE names, or else in "dlnotes" in
    the usual cache folder of the system.
    Raises RuntimeError if the system does not say where the user's home is.
    """
    root = os.environ.get("DLNOTES_CACHE")
    # The kernel of a notebook runs in another folder, and must mean the same cache: absolute().
    return (Path(root).expanduser() if root else _usual() / "dlnotes").absolute() / name


def _usual() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
