"""What this machine has to compute with, as JAX sees it, and how to use all of it: the same few lines for a CPU, a GPU,
a TPU."""
import os
import platform
from collections import Counter
from typing import Any, NamedTuple

import jax
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec


class Device(NamedTuple):
    """One kind of device: `platform` ("cpu", "gpu", "tpu"), `name`, how many (`count`), and the bytes of `memory` that
    each may use, None where JAX does not say (a CPU shares the memory of its machine)."""
    platform: str
    name: str
    count: int
    memory: int | None


class Hardware(NamedTuple):
    """What JAX computes on (`devices`), and the machine around it: `system`, processor `cores`, bytes of `memory`."""
    devices: tuple[Device, ...]
    system: str
    cores: int
    memory: int

    def __repr__(self) -> str:
        lines = [f"JAX computes on {_described(device)}" for device in self.devices]
        memory = gigabytes(self.memory)
        machine = f"in a machine of {self.cores} processor cores with {memory} of memory ({self.system})"
        return "\n".join([*lines, machine])


def devices() -> Hardware:
    """The devices that JAX uses unless told otherwise, counted by kind, and the machine that they are in."""
    import psutil

    kinds = Counter((device.platform, device.device_kind, _memory(device)) for device in jax.devices())
    found = tuple(Device(platform, name, count, memory) for (platform, name, memory), count in kinds.items())
    cores = os.cpu_count() or 1
    return Hardware(found, f"{platform.system()} {platform.machine()}", cores, psutil.virtual_memory().total)


def shard(many: Any) -> Any:
    """The same arrays in equal shares on all devices: what is mapped over their first axis is then computed on all.

        runs = jax.vmap(lambda start: fit(network, start, data, key=key))(shard(starts))

    many: a pytree of arrays whose first axes are equally long, n; it goes on as many devices as divide n. To JAX a CPU
    is one device, however many cores it has. `import dlnotes` makes it two devices if it has two cores or more, unless
    `JAX_NUM_CPU_DEVICES` says another number.
    Raises ValueError for arrays that have no first axis in common.
    """
    shapes = [np.shape(leaf) for leaf in jax.tree.leaves(many)]
    firsts = {shape[:1] for shape in shapes}
    if len(firsts) != 1 or firsts == {()}:
        raise ValueError("many must be arrays whose first axes are equally long, as jax.vmap gives them; got "
                         + (f"the shapes {', '.join(map(str, shapes))}" if shapes else "no arrays"))
    (n,), = firsts
    count = max(count for count in range(1, jax.device_count() + 1) if n % count == 0)
    mesh = Mesh(np.array(jax.devices()[:count]), ("shares",))
    return jax.device_put(many, NamedSharding(mesh, PartitionSpec("shares")))


def gigabytes(size: int) -> str:
    """A number of bytes as people say it: "7.6 GB", with 1 GB = 10**9 bytes."""
    return f"{size / 1e9:.1f} GB"


def _memory(device):
    try:
        return (device.memory_stats() or {}).get("bytes_limit")
    except jax.errors.JaxRuntimeError:  # some platforms have no such figures
        return None


def _described(device):
    many = f"{device.count} x " if device.count > 1 else ""
    name = "" if device.name.lower() == device.platform else f" ({device.name})"
    memory = "" if device.memory is None else f" with {gigabytes(device.memory)} of memory to use"
    return f"{many}{device.platform.upper()}{name}{memory}{' each' if memory and device.count > 1 else ''}"
