"""`python -m dlnotes lab` on a real server, as root and as anybody else, and `... test`."""
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from lab import jupyterlab

import dlnotes.commands.lab
import dlnotes.commands.test
from dlnotes.__main__ import main

ROOT = Path(__file__).parents[1]
POSIX = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no root")
# An ordinary user, who may however read the folders of Python and of the course wherever they are.
ORDINARY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
            "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]


def run_as(user):
    """Choose the words in front of a command that make it run as `user`; skip if we cannot."""
    if (user == "root") == (os.geteuid() == 0):
        return []
    if user == "root":
        pytest.skip("only root can start a server as root")
    probe = [*ORDINARY, sys.executable, "-c", "import jupyterlab"]
    if shutil.which("setpriv") is None or subprocess.run(probe, capture_output=True).returncode:
        pytest.skip("setpriv cannot start this Python as another user here")
    return ORDINARY


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def course():
    """Start `python -m dlnotes lab` in another folder; give the process and what it prints."""
    servers = []
    home = Path(tempfile.mkdtemp())  # not pytest's own folder, which is for nobody else

    def start(user, *words):
        prefix = run_as(user)
        if prefix:
            os.chown(home, 65534, 65534)
        names = {name: value for name, value in os.environ.items() if "JUPYTER" not in name}
        names |= {"HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        names |= {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
        server = subprocess.Popen([*prefix, sys.executable, "-m", "dlnotes", "lab", *words],
                                  cwd=home, env=names, text=True, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE)
        servers.append(server)
        alarm = threading.Timer(90, server.kill)  # what does not start must not hang the tests
        alarm.start()
        line = server.stdout.readline()
        alarm.cancel()
        return server, line

    yield start
    for server in servers:
        server.kill()
        server.communicate()
    shutil.rmtree(home)


def opened(address):
    """The status, the final address and the text of a page."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}),
                                         urllib.request.HTTPCookieProcessor())
    try:
        with opener.open(address, timeout=20) as page:
            return page.status, page.url, page.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.url, ""


@POSIX
@pytest.mark.parametrize("user", ["root", "ordinary"])
def test_lab_opens_lesson_00_for_everybody_and_needs_its_token(course, user):
    port = free_port()
    server, line = course(user, "--no-browser", "--port", str(port))
    assert line.startswith(f"The course is open at http://127.0.0.1:{port}/lab/tree/00-start-here"
                           ".ipynb?token="), server.stderr.read()
    address = line.split(" at ")[1].split()[0]
    status, _, text = opened(address)
    assert status == 200 and "jupyter-config-data" in text
    site, token = f"http://127.0.0.1:{port}", address.split("token=")[1]
    assert opened(f"{site}/api/contents/00-start-here.ipynb?content=0&token={token}")[0] == 200
    assert "/login" in opened(f"{site}/lab/tree/00-start-here.ipynb")[1]
    assert opened(f"{site}/api/contents")[0] == 403
    listening = [one.laddr.ip for one in psutil.Process(server.pid).net_connections("inet")
                 if one.status == psutil.CONN_LISTEN]
    assert set(listening) == {"127.0.0.1"}
    server.send_signal(signal.SIGINT)
    rest, errors = server.communicate(timeout=30)
    assert (server.returncode, rest, errors) == (0, "", "")


@POSIX
def test_a_configuration_file_cannot_open_the_course_to_everybody(course, tmp_path):
    settings = 'c.ServerApp.ip = "0.0.0.0"\nc.IdentityProvider.token = ""\n'
    (tmp_path / "jupyter_server_config.py").write_text(settings)
    server, line = course("root" if os.geteuid() == 0 else "ordinary", "--no-browser",
                          f"--port={free_port()}", f"--config={tmp_path}/jupyter_server_config.py")
    assert "http://127.0.0.1:" in line and "?token=" in line, server.stderr.read()


def test_the_server_of_the_browser_tests_needs_its_token_too():
    with jupyterlab() as address:
        assert opened(address)[0] == 200
        assert "/login" in opened(address.split("?")[0])[1]


@pytest.mark.parametrize("words, options", [
    (["--ip=0.0.0.0"], {"--ServerApp.ip"}),
    (["--ServerApp.token=x", "--port", "1"], {"--IdentityProvider.token"}),
    (["--log-level", "INFO"], {"--Application.log_level"}),
    (["--allow-root"], {"--ServerApp.allow_root"}),
])
def test_what_the_user_says_is_not_said_twice(monkeypatch, words, options):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    usual = {option.split("=")[0] for option in dlnotes.commands.lab._options([])}
    now = {option.split("=")[0] for option in dlnotes.commands.lab._options(words)}
    assert usual - now == options


def test_lab_says_what_is_missing(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(dlnotes.commands.lab.importlib.util, "find_spec", lambda name: None)
    assert main(["lab"]) == 2
    assert "JupyterLab is not installed; in the folder of the course" in capsys.readouterr().err
    monkeypatch.setattr(dlnotes.commands.lab, "NOTEBOOKS", tmp_path / "notebooks")
    assert main(["lab"]) == 2
    error = capsys.readouterr().err
    assert f"must be in {tmp_path / 'notebooks'}, but" in error and "Get a copy" in error


@pytest.mark.parametrize("command", ["lab", "test"])
def test_where_nothing_is_installed_they_say_so(command):
    done = subprocess.run([sys.executable, "-S", "-m", "dlnotes", command], cwd=ROOT, text=True,
                          capture_output=True)
    assert done.returncode == 2 and "not installed" in done.stderr and done.stdout == ""


@pytest.mark.parametrize("codes, result", [([0, 0], 0), ([1], 1), ([0, 5], 5)])
def test_test_checks_the_package_and_then_the_lessons(monkeypatch, codes, result):
    monkeypatch.delenv("DLNOTES_CACHE")
    runs, left = [], list(codes)

    def run(words, **options):
        runs.append((words, options["cwd"], options["env"]["DLNOTES_CACHE"]))
        return SimpleNamespace(returncode=left.pop(0))

    monkeypatch.setattr(dlnotes.commands.test.subprocess, "run", run)
    assert main(["test"]) == result and not left
    assert all(run[1:] == (ROOT, str(ROOT / ".cache")) for run in runs)
    assert [run[0][:3] for run in runs] == [[sys.executable, "-m", "pytest"]] * len(codes)
    assert [run[0][-1] for run in runs] == ["tests", "notebooks"][:len(codes)]
    assert ["--nbval" in run[0] for run in runs] == [False, True][:len(codes)]


@pytest.mark.parametrize("paths, checked", [
    (["tests/networks", "tests/data"], [["tests/networks", "tests/data"]]),
    (["notebooks/00-start-here.ipynb"], [["notebooks/00-start-here.ipynb"]]),
    (["notebooks", "tests"], [["tests"], ["notebooks"]]),
])
def test_test_checks_a_part(monkeypatch, paths, checked):
    runs = []

    def run(words, **options):
        runs.append(words)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(dlnotes.commands.test.subprocess, "run", run)
    assert main(["test", *paths]) == 0
    assert [words[-len(part):] for words, part in zip(runs, checked)] == checked
    assert ["--nbval" in words for words in runs] == ["tests" not in part[0] for part in checked]


def test_test_says_what_is_missing(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(dlnotes.commands.test, "COURSE", tmp_path)
    assert main(["test"]) == 2
    assert f"must be in {tmp_path}, but there is no folder `tests`" in capsys.readouterr().err


@pytest.mark.parametrize("target", ["lab", "test"])
def test_make_does_what_the_plain_commands_do(target):
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^\t\$\(BIN\)/python -m dlnotes {target}\b", recipe, re.M)
