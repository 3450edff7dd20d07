"""What hardware was found: on this machine, and on machines that we do not have."""
import re
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from dlnotes.data.points import xor
from dlnotes.learning.devices import Device, Hardware, devices, gigabytes, shard
from dlnotes.learning.training import fit
from dlnotes.networks.network import Network


def fake(platform, name, stats=None):
    """Make a device as JAX shows it.

    stats: what it says of its memory, or the error that it raises.
    """
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
    pattern = (r"JAX computes on .*\nin a machine of \d+ processor cores "
               r"with [\d.]+ GB of memory \(.*\)")
    assert re.fullmatch(pattern, repr(found), re.DOTALL)


@pytest.mark.parametrize("listed, text", [
    ([fake("cpu", "cpu")], "JAX computes on CPU"),
    ([fake("cpu", "cpu")] * 8, "JAX computes on 8 x CPU"),
    ([fake("gpu", "NVIDIA H200", {"bytes_limit": 105 * 10**9})],
     "JAX computes on GPU (NVIDIA H200) with 105.0 GB of memory to use"),
    ([fake("tpu", "TPU v5 lite", {"bytes_limit": 16 * 10**9})] * 4,
     "JAX computes on 4 x TPU (TPU v5 lite) with 16.0 GB of memory to use each"),
    ([fake("metal", "Apple M2", jax.errors.JaxRuntimeError("UNIMPLEMENTED"))],
     "JAX computes on METAL (Apple M2)"),
    ([fake("gpu", "A", {}), fake("gpu", "B", {})],
     "JAX computes on GPU (A)\nJAX computes on GPU (B)"),
])
def test_any_machine(monkeypatch, listed, text):
    monkeypatch.setattr(jax, "devices", lambda: listed)
    found = devices()
    assert repr(found).rsplit("\n", 1)[0] == text
    assert sum(device.count for device in found.devices) == len(listed)


def test_the_text_is_decided_by_what_was_found():
    hardware = Hardware((Device("cpu", "cpu", 1, None),), "Linux x86_64", 2, 8 * 10**9)
    assert repr(hardware) == (
        "JAX computes on CPU\n"
        "in a machine of 2 processor cores with 8.0 GB of memory (Linux x86_64)")
    assert gigabytes(0) == "0.0 GB"


def test_a_sharded_cloud_is_trained_on_all_devices_and_learns_what_it_would_on_one(key):
    network = Network((2, 3, 2))
    count = jax.device_count()

    def trained(start, epochs=20, keep=(5,)):
        return fit(network, start, xor(), key=key, batch_size=2, epochs=epochs, keep=keep)

    starts = jax.vmap(lambda key: network.init(key=key))(jax.random.split(key, 2 * count))
    alone = jax.vmap(trained)(starts)
    spread = jax.vmap(trained)(shard(starts))
    weights = spread.params[0].weights
    assert [shard.data.shape for shard in weights.addressable_shards] == [(2, 3, 2)] * count
    assert len(weights.devices()) == count
    np.testing.assert_allclose(weights, alone.params[0].weights, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(spread.history.cost, alone.history.cost, rtol=1e-5)
    further = jax.vmap(lambda run: trained(run, epochs=30, keep=()))(spread)
    assert further.history.cost.shape == (2 * count, 30)
    assert len(further.params[0].weights.devices()) == count


@pytest.mark.parametrize("listed, n, used", [
    (1, 5, 1), (2, 6, 2), (2, 5, 1), (4, 6, 3), (16, 100, 10), (4, 1, 1)])
def test_shares_are_equal(monkeypatch, listed, n, used):
    placed = []
    monkeypatch.setattr(jax, "device_count", lambda: listed)
    monkeypatch.setattr(jax, "devices", lambda: list(range(listed)))
    monkeypatch.setattr("dlnotes.learning.devices.Mesh", lambda devices, names: devices)
    monkeypatch.setattr("dlnotes.learning.devices.NamedSharding", lambda mesh, axes: (mesh, axes))
    monkeypatch.setattr(jax, "device_put", lambda many, sharding: placed.append(sharding) or many)
    many = {"a": jnp.zeros((n, 2)), "b": jnp.zeros(n)}
    assert shard(many) is many
    assert len(placed) == 1
    used_devices, axes = placed[0]
    assert list(used_devices) == list(range(used))
    assert axes == jax.sharding.PartitionSpec("shares")


def test_keys_can_be_sharded(key):
    keys = jax.random.split(key, 2 * jax.device_count())
    draw = jax.vmap(jax.random.uniform)
    np.testing.assert_array_equal(draw(shard(keys)), draw(keys))


@pytest.mark.parametrize("many, text", [
    ((), "got no arrays"), (jnp.array(1.0), r"got the shapes \(\)"),
    ((jnp.zeros(3), jnp.zeros((4, 2))), r"got the shapes \(3,\), \(4, 2\)"),
    ((jnp.zeros(3), 1.0), r"got the shapes \(3,\), \(\)")])
def test_what_cannot_be_sharded_says_so(many, text):
    words = f"many must be arrays whose first axes are equally long.*{text}"
    with pytest.raises(ValueError, match=words):
        shard(many)
