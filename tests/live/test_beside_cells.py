"""A real kernel whose cells run while a picture is moved: on a subshell, and on none."""
import os
import re
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import samples
from jupyter_client.manager import KernelManager

OPEN = """
import time, threading, samples, numpy as np, matplotlib.pyplot as plt
from IPython.display import display
threads = []
def describe(r):
    threads.append(threading.current_thread() is threading.main_thread())
    return f"up to {np.array([r.y.max() / 3])} in {plt.rcParams['axes.facecolor']}"
e = samples.make_wave(describe=describe)
e
"""


class Kernel:
    """A kernel, the browser's end of its widgets, and how messages are sent there."""

    def __init__(self, client, on_subshell):
        self.client = client
        self.subshell = self._new_subshell() if on_subshell else None
        self.said = []
        self.idle = set()
        self.widget = None
        self.asked = 0

    def _new_subshell(self):
        message = self.client.session.msg("create_subshell_request", {})
        self.client.control_channel.send(message)
        return self.client.get_control_msg(timeout=20)["content"]["subshell_id"]

    def start(self, code):
        """Start a cell; returns the number of its message."""
        return self.client.execute(code)

    def run(self, code):
        """Run a cell to its end."""
        number = self.start(code)
        self.wait(lambda: number in self.idle)

    def ask(self, **request):
        """Ask the widget, as the browser does; returns the number of the request."""
        self.asked += 1
        content = {"ask": self.asked, "view": "test", **request}
        data = {"method": "custom", "content": content}
        message = self.client.session.msg("comm_msg", {"comm_id": self.widget, "data": data})
        message["header"]["subshell_id"] = self.subshell
        self.client.shell_channel.send(message)
        return self.asked

    def answer(self, number, seconds=20):
        """Wait for the answer to a request, and return it."""
        found = self.wait(lambda: [one for one in self.said if one["answer"] == number], seconds)
        return found[0]

    def wait(self, condition, seconds=60):
        """Read what the kernel says until a condition holds, and return what it gives."""
        end = time.monotonic() + seconds
        while not (value := condition()):
            assert time.monotonic() < end, "it did not happen"
            if self.client.iopub_channel.msg_ready():
                self._hear(self.client.get_iopub_msg(timeout=1))
            else:
                time.sleep(0.01)
        return value

    def _hear(self, message):
        content = message["content"]
        kind = message["msg_type"]
        assert kind != "error", content
        if kind == "comm_open" and "spec" in content["data"].get("state", {}):
            self.widget = content["comm_id"]
        elif kind == "comm_msg" and content["data"]["method"] == "custom":
            self.said.append(content["data"]["content"])
        elif kind == "status" and content["execution_state"] == "idle":
            self.idle.add(message["parent_header"]["msg_id"])


@contextmanager
def started(on_subshell):
    """Start a kernel that has shown a picture, `e`."""
    manager = KernelManager()
    # The kernel imports the pictures of samples.py, which stands with the tests.
    paths = [str(Path(samples.__file__).parent), os.environ.get("PYTHONPATH", "")]
    manager.start_kernel(env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        about = client.kernel_info(reply=True, timeout=20)["content"]
        if on_subshell and "kernel subshells" not in about.get("supported_features", []):
            pytest.skip("this ipykernel has no subshells")
        kernel = Kernel(client, on_subshell)
        kernel.run(OPEN)
        yield kernel
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module", params=[True, False], ids=["on a subshell", "on none"])
def kernel(request):
    with started(request.param) as one:
        yield one


def value_of(kernel, name):
    """Ask for the present values, after all that was asked before."""
    return kernel.answer(kernel.ask(values={}))["values"][name]


def test_a_picture_answers_while_a_cell_runs_whoever_moved_it_last(kernel):
    if kernel.subshell is None:
        pytest.skip("without subshells the kernel does one thing after the other")
    for touch in ("None", "e.set(height=0.5)", "display(e)"):
        cell = kernel.start(f"{touch}; time.sleep(3)")
        time.sleep(0.5)
        for frequency in (1.0, 2.0):
            answer = kernel.answer(kernel.ask(values={"frequency": frequency}), seconds=2)
            assert answer["values"]["frequency"] == frequency
        assert cell not in kernel.idle
        kernel.wait(lambda: cell in kernel.idle)


def test_the_last_value_wins(kernel):
    cell = kernel.start("e.set(height=0.5); time.sleep(1)")
    for frequency in (1.0, 2.0):
        number = kernel.ask(values={"frequency": frequency})
    assert kernel.answer(number)["values"] == {"frequency": 2.0, "height": 0.5}
    kernel.wait(lambda: cell in kernel.idle)
    assert value_of(kernel, "frequency") == 2.0


def test_a_cell_and_a_reader_move_different_controls_and_both_count(kernel):
    cell = kernel.start("for k in range(40): e.set(height=k / 40); time.sleep(0.01)")
    for tenth in range(40):
        number = kernel.ask(values={"frequency": tenth / 10})
        kernel.answer(number)
    kernel.wait(lambda: cell in kernel.idle)
    assert (value_of(kernel, "frequency"), value_of(kernel, "height")) == (3.9, 39 / 40)


def test_what_a_cell_sets_does_not_reach_an_answer_nor_the_other_way_round(kernel):
    kernel.run("e.set(height=1.0, frequency=3.0); np.set_printoptions(precision=2)")
    cell = kernel.start("with plt.style.context('dark_background'):\n    time.sleep(1)\n")
    texts = {kernel.answer(kernel.ask(values={"frequency": 3.0 + k % 2 / 10}))["text"]
             for k in range(20)}
    kernel.wait(lambda: cell in kernel.idle)
    assert all(re.fullmatch(r"up to \[0\.333\d{5}\] in #ffffff", text) for text in texts), texts
    kernel.run("assert plt.rcParams['axes.facecolor'] == 'white', plt.rcParams['axes.facecolor']")
    kernel.run("assert str(np.array([1 / 3])) == '[0.33]'; np.set_printoptions(precision=8)")


def test_a_live_picture_runs_beside_answers(kernel):
    kernel.run("from dlnotes.live.engine import LivePicture\n"
               "watch = LivePicture(samples.draw_wave, str, samples.wave(0.0, 0.0))")
    widget = kernel.widget
    cell = kernel.start("with watch as show:\n"
                        "    for k in range(60): show(samples.wave(k / 10, 1.0)); time.sleep(0.01)")
    kernel.wait(lambda: kernel.widget != widget)
    live = kernel.widget
    for k in range(10):
        kernel.widget = widget
        assert "error" not in kernel.answer(kernel.ask(values={"frequency": k / 10}))
        kernel.widget = live
        assert "error" not in kernel.answer(kernel.ask())
    kernel.wait(lambda: cell in kernel.idle)
    kernel.widget = widget
