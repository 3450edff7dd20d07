"""Matplotlib's `rc_context` in two threads at once leaves one's settings to the whole process.

`rc_context` notes all settings when it begins and puts them back when it ends. If a second one
begins in another thread meanwhile and ends later, it puts back what it found: the settings of the
first, which are then never taken back.

dlnotes/live/apart.py lays our settings over those of the process instead.
"""
from installed import run_with

CODE = """
import threading
import matplotlib

begun, cell_ended = threading.Event(), threading.Event()

def answer():
    with matplotlib.rc_context({"axes.grid": True}):
        begun.set()
        cell_ended.wait(20)

with matplotlib.rc_context({"axes.facecolor": "black"}):
    thread = threading.Thread(target=answer)
    thread.start()
    begun.wait(20)
cell_ended.set()
thread.join()
print(matplotlib.rcParams["axes.facecolor"], matplotlib.rcParams["axes.grid"])
"""

if __name__ == "__main__":
    left = run_with(["matplotlib==3.11.2"], CODE)
    print(left)
    assert left == "black False", "the style of the first is left, though both have ended"
