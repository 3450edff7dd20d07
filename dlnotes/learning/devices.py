"""Find out what this machine has to compute with, as JAX sees it, and use all of it.

The same few lines serve a CPU, a GPU and a TPU.
"""
import os
import platform
from collections import Counter
from typing import Any, NamedTuple

import jax
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec


class Device(NamedTuple):
    """One kind of device.

    platform: "cpu", "gpu" or "tpu".
    name: of this kind, as its maker calls it.
    count: how many of them there are.
    memory: the bytes that each may use; None where JAX does not say, as for a CPU, which shares
        the memory of its machine.
    """
    platform: str
    name: str
    count: int
    memory: int | None


class Hardware(NamedTuple):
    """The devices that JAX computes on, and the machine around them.

    devices: one entry for each kind of device.
    system: the operating system and the kind of processor.
    cores: how many processor cores the machine has.
    memory: the bytes of memory of the machine.
    """
    devices: tuple[Device, ...]
    system: str
    cores: int
    memory: int

    def __repr__(self) -> str:
        lines = [f"JAX computes on {_described(device)}" for device in self.devices]
        machine = (f"in a machine of {self.cores} processor cores "
                   f"with {gigabytes(self.memory)} of memory ({self.system})")
        return "\n".join([*lines, machine])


def devices() -> Hardware:
    """Find the devices that JAX uses unless told otherwise, and the machine that they are in.

    Returns both; devices of one kind are counted together.
    """
    import psutil

    kinds = Counter((one.platform, one.device_kind, _memory(one)) for one in jax.devices())
    found = tuple(Device(*kind, count, memory) for (*kind, memory), count in kinds.items())
    system = f"{platform.system()} {platform.machine()}"
    return Hardware(found, system, os.cpu_count() or 1, psutil.virtual_memory().total)


def shard(many: Any) -> Any:
    """Spread arrays over all devices, in equal shares of their first axis.

    Whatever is then mapped over that axis is computed on all of these devices at once:

        runs = jax.vmap(lambda start: fit(network, start, data, key=key))(shard(starts))

    many: a pytree of arrays whose first axes are equally long.
    Returns the same arrays, on the largest number of devices that divides the length of the first
    axis, so that all shares are equal.
    Raises ValueError for arrays that have no first axis in common.

    To JAX a CPU is one device, however many cores it has. `import dlnotes` makes it two devices
    if it has two cores or more, unless `JAX_NUM_CPU_DEVICES` says another number.
    """
    length = _common_length(many)
    numbers = range(1, jax.device_count() + 1)
    count = max(number for number in numbers if length % number == 0)
    mesh = Mesh(np.array(jax.devices()[:count]), ("shares",))
    return jax.device_put(many, NamedSharding(mesh, PartitionSpec("shares")))


def gigabytes(size: int) -> str:
    """Write a number of bytes as people say it: "7.6 GB", with 1 GB = 10**9 bytes."""
    return f"{size / 1e9:.1f} GB"


def _common_length(many):
    """Return the length of the first axis, which all arrays of a pytree must share."""
    shapes = [np.shape(leaf) for leaf in jax.tree.leaves(many)]
    lengths = {shape[0] if shape else None for shape in shapes}
    if len(lengths) != 1 or None in lengths:
        got = f"the shapes {', '.join(map(str, shapes))}" if shapes else "no arrays"
        raise ValueError("many must be arrays whose first axes are equally long, "
                         f"as jax.vmap needs them; got {got}")
    return lengths.pop()


def _memory(device):
    """Return the bytes that a device may use, or None where JAX does not say."""
    try:
        return (device.memory_stats() or {}).get("bytes_limit")
    except jax.errors.JaxRuntimeError:  # some platforms have no such figures
        return None


def _described(device):
    """Say in a few words which devices of one kind there are, and with how much memory."""
    words = [f"{device.count} x"] if device.count > 1 else []
    words.append(device.platform.upper())
    if device.name.lower() != device.platform:  # a CPU is only called "cpu"
        words.append(f"({device.name})")
    if device.memory is not None:
        words.append(f"with {gigabytes(device.memory)} of memory to use")
        words += ["each"] if device.count > 1 else []
    return " ".join(words)
