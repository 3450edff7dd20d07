"""Where ipykernel delivers what a widget's view sends: beside the running cell, or behind it.

JupyterLab 4.4 and later send a widget's messages to a thread of their own, a subshell, so that a
picture answers while a cell runs. ipykernel 7.4.0 delivers them elsewhere: to the thread *that sent
this widget's last message*. After a cell has shown or moved a picture, that is the main thread, and
the picture would wait for the end of the cell; and a later message could overtake an earlier one
that waits there. ipykernel 7.3 delivers messages where they were sent, and with 6 there is one
thread only.
"""


def answer_beside_cells(comm) -> None:
    """Have ipykernel 7.4 deliver a comm's messages where the browser sends them."""
    if hasattr(comm, "_reply_subshell_for"):
        comm._reply_subshell_for = _as_it_was_sent


def _as_it_was_sent(data, default):
    """Return the subshell that a message names."""
    return default
