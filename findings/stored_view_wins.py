"""nbconvert shows no picture for a stored widget view, although a PNG file is stored beside it.

A notebook that stores its widgets' state, as one may choose in JupyterLab, is exported as a page
that fetches scripts from the web for each view. The PNG file of the same output is left out.

So an explorer stores a picture and no view: see dlnotes/live/stills.py.
"""
from installed import run_with

CODE = """
import nbformat
from nbconvert import HTMLExporter

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
png = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
       "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")

def pictures(with_state):
    data = {VIEW: {"version_major": 2, "version_minor": 0, "model_id": "a"}, "image/png": png}
    output = nbformat.v4.new_output("display_data", data=data)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[output])])
    if with_state:
        model = {"model_name": "LabelModel", "model_module": "@jupyter-widgets/controls",
                 "model_module_version": "2.0.0", "state": {}}
        book.metadata.widgets = {STATE: {"version_major": 2, "version_minor": 0,
                                         "state": {"a": model}}}
    page, _ = HTMLExporter().from_notebook_node(book)
    return page.count(png)

print(pictures(False), pictures(True))
"""

if __name__ == "__main__":
    shown = run_with(["nbconvert==7.17.2"], CODE)
    print("pictures without and with stored state:", shown)
    assert shown == "1 0"
