"""A real JupyterLab and a real browser, for tests: a server on loopback over a copy of the
notebooks."""
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-quic", "--disable-component-update", "--disable-sync"]
NOTEBOOKS = Path(__file__).parent.parent / "notebooks"


def find_browser() -> str | None:
    """The system's Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@contextmanager
def jupyterlab(folder=NOTEBOOKS):
    """Serve a copy of a folder of notebooks; gives the address, with the token that it needs."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        left_out = shutil.ignore_patterns(".ipynb_checkpoints")
        shutil.copytree(folder, f"{home}/notebooks", ignore=left_out)
        token = secrets.token_hex(24)
        server = subprocess.Popen(_command(home, port), env=_environment(home, token),
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield _answering(f"http://127.0.0.1:{port}/?token={token}", server)
        finally:
            server.terminate()
            server.wait(20)


def _command(home, port):
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [sys.executable, "-m", "jupyterlab", "--no-browser", *root, "--ip=127.0.0.1",
            f"--port={port}", "--ServerApp.port_retries=0", "--LabApp.expose_app_in_browser=True",
            "--LabApp.news_url=None", f"--ServerApp.root_dir={home}/notebooks"]


def _environment(home, token):
    """Nothing of the user's own Jupyter; and the token, which a command line would show to all."""
    places = {f"JUPYTER_{name}_DIR": f"{home}/{name}" for name in ("CONFIG", "DATA", "RUNTIME")}
    for name in ("SETTINGS", "WORKSPACES"):
        places[f"JUPYTERLAB_{name}_DIR"] = f"{home}/lab-{name}"
    return {**os.environ, **places, "IPYTHONDIR": f"{home}/ipython", "JUPYTER_TOKEN": token}


def _answering(address, server):
    for _ in range(240):
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab ended with exit code {server.returncode}")
        try:
            urllib.request.urlopen(_page(address, "api/status"), timeout=2).close()
            return address
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("JupyterLab did not answer within a minute")


def _page(address, path):
    """The address of another page of the server, with the same token."""
    return urljoin(address, path) + "?" + address.partition("?")[2]


@contextmanager
def chromium(scale=1, width=1200, height=1000):
    """A headless browser; gives a function that opens a new page."""
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        try:
            yield lambda scale=scale: browser.new_context(
                viewport={"width": width, "height": height}, device_scale_factor=scale).new_page()
        finally:
            browser.close()


def open_notebook(page, address, name, run=True, dark=False, timeout=120_000):
    """Open a notebook in JupyterLab, run it, and wait until all is done."""
    page.goto(_page(address, f"lab/tree/{name}") + "&reset")
    page.wait_for_selector(".jp-Notebook", timeout=timeout)
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.session"
                           "?.kernel?.connectionStatus === 'connected'", timeout=timeout)
    if dark:
        page.evaluate("jupyterapp.commands.execute('apputils:change-theme',"
                      " {theme: 'JupyterLab Dark'})")
        page.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
    if run:
        page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for_function("![...document.querySelectorAll('.jp-InputPrompt')]"
                               ".some(p => p.textContent.includes('[*]'))"
                               " && jupyterapp.shell.currentWidget.sessionContext.session"
                               ".kernel.status === 'idle'", timeout=timeout)
        page.wait_for_timeout(500)
