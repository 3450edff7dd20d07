"""`python -m dlnotes lab`: open the course in JupyterLab, on every system and for every user."""
from __future__ import annotations

import argparse
import importlib.util
import os
import secrets
import signal
import sys
import webbrowser
from urllib.parse import urljoin

from dlnotes.commands import COURSE, INSTALL, refused

NOTEBOOKS = COURSE / "notebooks"
START = "00-start-here.ipynb"


def lab(arguments: argparse.Namespace) -> int:
    """Run JupyterLab until it is told to end. Returns 0, or 2 if there is nothing to open.

    arguments.others: words for JupyterLab itself, such as `--no-browser`. They win over what the
    course would tell it.
    """
    if not (NOTEBOOKS / START).is_file():
        return refused(f"The lessons must be in {NOTEBOOKS}, but {START} is not there. Get a copy "
                       f"of the course with its notebooks; then, {INSTALL}")
    if importlib.util.find_spec("jupyterlab") is None:
        return refused(f"JupyterLab is not installed; {INSTALL}")
    from jupyterlab.labapp import LabApp

    server = LabApp.initialize_server(argv=[*_options(arguments.others), *arguments.others])
    if sys.platform != "win32":  # there, Ctrl-C ends the server without a question by itself
        signal.signal(signal.SIGINT, lambda *_: server.stop(from_signal=True))
    server.io_loop.add_callback(_say_where, server)  # runs once the server can answer
    server.start()
    return 0


def _options(others: list[str]) -> list[str]:
    """Choose what JupyterLab is told, apart from what the words of the user say already."""
    wanted = {
        "ServerApp.root_dir": NOTEBOOKS,
        "LabApp.default_url": f"/lab/tree/{START}",
        "ServerApp.ip": "127.0.0.1",  # this machine only, whatever a configuration file says
        "IdentityProvider.token": os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(24),
        "Application.log_level": "ERROR",  # so that the address is not lost in the log
    }
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        wanted["ServerApp.allow_root"] = True
    if not _has_browser():
        wanted["ServerApp.open_browser"] = False
    given = {_name(word) for word in others}  # JupyterLab refuses an option that is given twice
    return [f"--{option}={value}" for option, value in wanted.items() if _name(option) not in given]


def _name(option):
    """Shorten an option to its name: `--ServerApp.ip=0.0.0.0` and `--ip` are both `ip`."""
    return option.partition("=")[0].rpartition(".")[2].lstrip("-").replace("-", "_")


def _has_browser():
    try:
        return bool(webbrowser.get())
    except webbrowser.Error:
        return False


async def _say_where(server) -> None:
    """Print the address of the course, after the server has answered at it."""
    from tornado.httpclient import AsyncHTTPClient

    await AsyncHTTPClient().fetch(urljoin(server.connection_url, "api"), validate_cert=False)
    token = server.identity_provider.token
    address = urljoin(server.public_url, f"?token={token}") if token else server.public_url
    print(f"The course is open at {address} (Ctrl-C ends it)", flush=True)
