"""Set JAX up for the lessons: keep compiled programs, and give the processor two devices.

Set the output up as well, so that no sign that it lacks raises an error.

What the user has set stays as it is, and so does everything if JAX has already started its devices.
JAX is not imported here, since it takes half a second and not every command needs it: if it is not
there yet, it is set up as soon as somebody imports it.
"""
from __future__ import annotations

import io
import os
import sys
import tempfile
import warnings
from importlib.machinery import PathFinder

from dlnotes import cache

DEVICES = 2  # the lessons are made for a processor with two cores
SIGNS = "\u2248\u2713\u2717\u2026"  # some that results and exercises use
NO_NUMBER = -1  # jax_num_cpu_devices, where nobody has set it
USUAL_SECONDS = 1.0  # jax_persistent_cache_min_compile_time_secs, where nobody has set it


def set_up_jax() -> None:
    """Set JAX up now if it has been imported, or else as soon as it is."""
    jax = sys.modules.get("jax")
    if jax is not None:
        _set_up(jax.config)
    elif _Import not in sys.meta_path:
        sys.meta_path.insert(0, _Import)


def set_up_output() -> None:
    """Let signs that the output's encoding lacks, such as the one for "about", be written as ?.

    Python would raise UnicodeEncodeError where the encoding is ASCII, or that of an old terminal.
    An output that is told how to treat them, or that is no text file, stays as it is.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            try:
                SIGNS.encode(stream.encoding)
            except UnicodeEncodeError:
                stream.reconfigure(errors="replace")


class _Import:
    """An entry of sys.meta_path: finds JAX where Python does, and sets it up after it is loaded."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        spec = PathFinder.find_spec(name, path, target) if name == "jax" else None
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def load_and_set_up(module):
            load(module)
            _set_up(module.config)

        spec.loader.exec_module = load_and_set_up
        return spec


def _set_up(config):
    if not _has_started(config):
        _set_devices(config)
        _keep_programs(config)


def _has_started(config):
    """Ask whether JAX has started its devices: from then on it refuses another number of them."""
    number = config.jax_num_cpu_devices
    try:
        config.update("jax_num_cpu_devices", number + 1)
    except RuntimeError:
        return True
    config.update("jax_num_cpu_devices", number)
    return False


def _set_devices(config):
    """Make the processor two devices, or one if it has one core. JAX alone makes it one."""
    flags = os.environ.get("XLA_FLAGS", "")
    if config.jax_num_cpu_devices == NO_NUMBER and "host_platform_device_count" not in flags:
        config.update("jax_num_cpu_devices", min(DEVICES, _cores()))


def _cores():
    """Count the cores that this process may use, which in a container can be fewer than all."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _keep_programs(config):
    """Keep compiled programs, so that a lesson opens twice as fast the second time."""
    if config.jax_compilation_cache_dir is not None:
        return
    try:
        programs = cache.folder("programs")
        programs.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=programs):  # raises OSError if nothing can be written there
            pass
    except (OSError, RuntimeError):
        return  # everything works without a cache, only more slowly
    config.update("jax_compilation_cache_dir", str(programs))
    # A cache that fails later, as on a full disk, only costs time: readers need not be told.
    warnings.filterwarnings("ignore", "Error (reading|writing) persistent compilation", UserWarning)
    seconds = "jax_persistent_cache_min_compile_time_secs"
    if seconds.upper() not in os.environ and getattr(config, seconds) == USUAL_SECONDS:
        config.update(seconds, 0.0)
