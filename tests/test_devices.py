"""What hardware was found: on this machine, and on machines that we do not have."""
import re
from types import SimpleNamespace

import jax
import pytest

from dlnotes.devices import Device, Hardware, devices, gigabytes


def fake(platform, name, stats=None):
    """A device as JAX shows it; stats: what it says of its memory, or the error that it raises."""
    def memory_stats():
        if isinstance(stats, Exception):
            raise stats
        return stats
    return SimpleNamespace(platform=platform, device_kind=name, memory_stats=memory_stats)


def test_this_machine():
    found = devices()
    assert sum(device.count for device in found.devices) == jax.device_count()
    assert found.devices[0].platform == jax.default_backend()
    assert found.cores >= 1 and found.memory > 1e8
    assert re.fullmatch(r"JAX computes on .*\nin a machine of \d+ processor cores with [\d.]+ GB of memory \(.*\)",
                        repr(found), re.DOTALL)


@pytest.mark.parametrize("listed, text", [
    ([fake("cpu", "cpu")], "JAX computes on CPU"),
    ([fake("cpu", "cpu")] * 8, "JAX computes on 8 x CPU"),
    ([fake("gpu", "NVIDIA H200", {"bytes_limit": 105 * 10**9})],
     "JAX computes on GPU (NVIDIA H200) with 105.0 GB of memory to use"),
    ([fake("tpu", "TPU v5 lite", {"bytes_limit": 16 * 10**9})] * 4,
     "JAX computes on 4 x TPU (TPU v5 lite) with 16.0 GB of memory to use each"),
    ([fake("metal", "Apple M2", jax.errors.JaxRuntimeError("UNIMPLEMENTED"))], "JAX computes on METAL (Apple M2)"),
    ([fake("gpu", "A", {}), fake("gpu", "B", {})], "JAX computes on GPU (A)\nJAX computes on GPU (B)")])
def test_any_machine(monkeypatch, listed, text):
    monkeypatch.setattr(jax, "devices", lambda: listed)
    found = devices()
    assert repr(found).rsplit("\n", 1)[0] == text
    assert sum(device.count for device in found.devices) == len(listed)


def test_the_text_is_decided_by_what_was_found():
    hardware = Hardware((Device("cpu", "cpu", 1, None),), "Linux x86_64", 2, 8 * 10**9)
    assert repr(hardware) == ("JAX computes on CPU\n"
                              "in a machine of 2 processor cores with 8.0 GB of memory (Linux x86_64)")
    assert gigabytes(0) == "0.0 GB"
