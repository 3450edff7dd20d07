"""Run a script with pinned packages, from a temporary folder that goes away again."""
import os
import subprocess
import sys
import tempfile


def run_with(packages: list[str], code: str) -> str:
    """Install packages, run code with them in a new Python, and return what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, *packages]
        subprocess.run(pip, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        environment = {**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=folder,
                              capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()
