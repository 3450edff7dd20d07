"""Which thread runs a widget's callback depends on ipykernel's version and on who spoke last.

JupyterLab 4.4 and later send the messages of widgets to a subshell, a thread beside the one that
runs the cells. ipykernel 6 has no subshells. ipykernel 7.3 delivers a message to the subshell that
it names. ipykernel 7.4.0 delivers it to the thread that sent this widget's last message: after a
cell has touched the widget, the callback waits for the end of the running cell.

dlnotes/live/beside.py has 7.4 deliver messages as 7.3 does.
"""
from installed import run_with

CODE = """
from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="python3")
heard = []

def run(code):
    client.execute_interactive(code, output_hook=heard.append, timeout=60)

run('''
import threading, ipywidgets
def callback(widget, content, buffers):
    print("main" if threading.current_thread() is threading.main_thread() else "beside")
widget = ipywidgets.Label()
widget.on_msg(callback)
''')
run("print(widget.model_id)")
model = [m["content"]["text"].strip() for m in heard if m["msg_type"] == "stream"][-1]
client.control_channel.send(client.session.msg("create_subshell_request", {}))
subshell = client.get_control_msg(timeout=20)["content"].get("subshell_id")

def ask():
    data = {"method": "custom", "content": {}}
    message = client.session.msg("comm_msg", {"comm_id": model, "data": data})
    message["header"]["subshell_id"] = subshell
    client.shell_channel.send(message)
    while True:
        message = client.get_iopub_msg(timeout=20)
        if message["msg_type"] == "stream":
            return message["content"]["text"].strip()

run("widget.value = 'a cell has spoken'")
print(ask())
client.stop_channels()
manager.shutdown_kernel(now=True)
"""


def thread_of(version: str) -> str:
    """Return where ipykernel of that version runs a callback after a cell has spoken."""
    return run_with([f"ipykernel=={version}", "ipywidgets==8.1.9", "jupyter_client==8.10.0"], CODE)


if __name__ == "__main__":
    found = {version: thread_of(version) for version in ("7.3.0", "7.4.0")}
    print(found)
    assert found == {"7.3.0": "beside", "7.4.0": "main"}
