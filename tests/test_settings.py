"""How `import dlnotes` sets JAX up, each time in a Python of its own; and where caches lie."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dlnotes import cache

ROOT = Path(__file__).parents[1]
IMPORTS = {"jax first": "import jax, dlnotes", "dlnotes first": "import dlnotes, jax"}
imports = pytest.mark.parametrize("imports", IMPORTS.values(), ids=IMPORTS)
# Count the devices; compile something; print the folder of the cache and its shortest time.
REPORT = """
print(jax.device_count("cpu"), float(jax.jit(lambda x: 3 * x)(2.0)))
print(jax.config.jax_compilation_cache_dir)
print(jax.config.jax_persistent_cache_min_compile_time_secs)
"""
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
WANTED = str(min(2, CORES))


def reported(code, *prefix, **names):
    """Run code with REPORT behind it, where warnings are errors; give the lines that it prints."""
    given = {name: value for name, value in os.environ.items()
             if not name.startswith(("JAX", "XLA", "DLNOTES", "XDG"))}
    given |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "JAX_PLATFORMS": "cpu"}
    done = subprocess.run([*prefix, sys.executable, "-W", "error", "-c", code + REPORT], text=True,
                          capture_output=True, env=given | names)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout.splitlines()


@imports
def test_programs_are_kept_and_the_processor_is_two_devices(imports, tmp_path):
    found = reported(imports, DLNOTES_CACHE=str(tmp_path))
    assert found == [f"{WANTED} 6.0", str(tmp_path / "programs"), "0.0"]
    assert list((tmp_path / "programs").iterdir())


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system has no affinities")
def test_one_core_is_one_device(tmp_path):
    code = "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]); import dlnotes, jax"
    assert reported(code, DLNOTES_CACHE=str(tmp_path))[0] == "1 6.0"


@imports
def test_what_the_environment_says_stays(imports, tmp_path):
    own = str(tmp_path / "own")
    found = reported(imports, DLNOTES_CACHE=str(tmp_path / "ours"), JAX_COMPILATION_CACHE_DIR=own,
                     JAX_NUM_CPU_DEVICES="3")
    assert found == ["3 6.0", own, "1.0"] and not (tmp_path / "ours").exists()
    flags = "--xla_force_host_platform_device_count=4"
    found = reported(imports, DLNOTES_CACHE=str(tmp_path), XLA_FLAGS=flags,
                     JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS="1")
    assert found == ["4 6.0", str(tmp_path / "programs"), "1.0"]


@pytest.mark.parametrize("order", ["import jax; {}; import dlnotes", "import dlnotes, jax; {}"])
def test_what_the_code_says_stays(order, tmp_path):
    update = (f'jax.config.update("jax_compilation_cache_dir", {str(tmp_path / "own")!r});'
              'jax.config.update("jax_persistent_cache_min_compile_time_secs", 7.0);'
              'jax.config.update("jax_num_cpu_devices", 5)')
    found = reported(order.format(update), DLNOTES_CACHE=str(tmp_path / "ours"))
    assert found == ["5 6.0", str(tmp_path / "own"), "7.0"]


@pytest.mark.parametrize("names", [{}, {"JAX_NUM_CPU_DEVICES": "3"}])
def test_devices_that_have_started_stay_and_so_does_all_else(names, tmp_path):
    found = reported("import jax; jax.devices(); import dlnotes", DLNOTES_CACHE=str(tmp_path / "c"),
                     **names)
    count = names.get("JAX_NUM_CPU_DEVICES", "1")
    assert found == [f"{count} 6.0", "None", "1.0"] and not (tmp_path / "c").exists()


@imports
def test_a_cache_that_cannot_be_made_is_done_without(imports, tmp_path):
    (tmp_path / "file").touch()
    found = reported(imports, DLNOTES_CACHE=str(tmp_path / "file"))
    assert found == [f"{WANTED} 6.0", "None", "1.0"]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no such permissions")
@imports
def test_a_cache_that_cannot_be_written_is_done_without(imports, tmp_path):
    programs = tmp_path / "programs"
    programs.mkdir()
    programs.chmod(0o555)
    prefix = []
    if os.geteuid() == 0:  # root may write even there, but not where a mount is read-only
        prefix = ["unshare", "--mount", "sh", "-c", 'mount --bind "$0" "$0" && mount -o '
                  'remount,bind,ro "$0" && exec "$@"', str(programs)]
        if shutil.which("unshare") is None or subprocess.run([*prefix, "true"]).returncode:
            pytest.skip("a folder cannot be made read-only for this user")
    found = reported(imports, *prefix, DLNOTES_CACHE=str(tmp_path))
    assert found == [f"{WANTED} 6.0", "None", "1.0"] and not list(programs.iterdir())


def test_a_cache_that_fails_later_is_not_the_readers_business(tmp_path):
    code = (f"import dlnotes, jax, shutil; jax.jit(lambda x: x + 1)(2.0);"
            f"shutil.rmtree({str(tmp_path)!r}); open({str(tmp_path)!r}, 'w').close()")
    assert reported(code, DLNOTES_CACHE=str(tmp_path))[0] == f"{WANTED} 6.0"


def test_looking_whether_jax_is_there_changes_nothing(tmp_path):
    code = "import dlnotes, importlib.util; importlib.util.find_spec('jax'); import jax"
    assert reported(code, DLNOTES_CACHE=str(tmp_path))[0] == f"{WANTED} 6.0"


@pytest.mark.parametrize("platform, names, wanted", [
    ("linux", {}, "home/.cache/dlnotes"),
    ("linux", {"XDG_CACHE_HOME": "xdg"}, "xdg/dlnotes"),
    ("darwin", {"XDG_CACHE_HOME": "xdg"}, "home/Library/Caches/dlnotes"),
    ("win32", {}, "home/AppData/Local/dlnotes"),
    ("win32", {"LOCALAPPDATA": "local"}, "local/dlnotes"),
    ("win32", {"DLNOTES_CACHE": "own"}, "own"),
    ("linux", {"DLNOTES_CACHE": "~/own"}, "home/own"),
])
def test_the_folder_of_each_system(monkeypatch, tmp_path, platform, names, wanted):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("DLNOTES_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    assert cache.folder("results") == tmp_path / wanted / "results"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("encoding, shown", [
    ("ascii", "?0.12 ?"), ("cp1252", "?0.12 ?"), ("utf-8", "\u22480.12 \u2717"),
    ("ascii:backslashreplace", "\\u22480.12 \\u2717")])
def test_an_output_that_lacks_a_sign_shows_another(encoding, shown):
    code = "import jax, dlnotes; print('\\u22480.12 \\u2717'); "
    assert reported(code, PYTHONIOENCODING=encoding)[0].encode() == shown.encode()
