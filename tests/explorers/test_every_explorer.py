"""Every explorer of the package, driven through every control."""
import importlib
import inspect
import pkgutil

import jax
import jax.numpy as jnp
import pytest

import dlnotes.explorers
from dlnotes.explorers import costs, descent
from dlnotes.live.controls import Button, Drag, Play, Random, Slider
from dlnotes.live.engine import Explorer


def factories():
    """Give every public function of the subjects that says that it returns an Explorer."""
    for module in pkgutil.iter_modules(dlnotes.explorers.__path__):
        subject = importlib.import_module(f"dlnotes.explorers.{module.name}")
        for name, made in vars(subject).items():
            if inspect.isfunction(made) and made.__module__.startswith(subject.__name__):
                signature = inspect.signature(made)
                if signature.return_annotation is Explorer:
                    needs = [p for p in signature.parameters.values() if p.default is p.empty]
                    assert not needs, f"{name} must work without arguments"
                    yield pytest.param(made, id=f"{module.name}.{name}")


def use(explorer, name):
    """Move one control of an explorer to its ends, or press it, or drag on it."""
    control = explorer.controls[name]
    if isinstance(control, Button | Random):
        explorer.press(name)
    elif isinstance(control, Drag):
        drag_everywhere(explorer, name)
    elif isinstance(control, Play):
        assert isinstance(explorer.controls[control.slider], Slider)
    else:
        for value in control.ends():
            explorer.set(**{name: value})
            frame = explorer.frame()
            assert frame.text.endswith("."), frame.text
            sizes = [len(shown.points) + len(shown.images) for shown in frame.changes.values()]
            assert sum(sizes) < 400_000


def drag_everywhere(explorer, name):
    """Drag to the corners and to the middle of a control's axes."""
    axes = explorer.controls[name].axes
    left, top, width, height = explorer.picture.boxes()[axes]
    for across, down in ((0, 0), (0.5, 0.5), (1, 1), (0.9, 0.1)):
        place = left + across * width, top + down * height
        explorer.drag(name, *explorer.picture.data_point(axes, *place))


@pytest.mark.parametrize("make", list(factories()))
def test_every_explorer_at_the_ends_of_every_control(make):
    explorer = make()
    start = dict(explorer.values)
    first = explorer.description
    assert first.endswith(".") and "0x" not in first and "-0.00" not in first
    assert explorer.title != "explorer" and explorer.size[0] <= 7.2
    for name in explorer.controls:
        use(explorer, name)
        explorer.set(**start)
    assert explorer.description == first
    assert explorer.picture.version <= 12, (
        "the picture is made anew again and again: do not create artists in update")
    data, metadata = explorer._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == first
    assert len(data["image/png"]) > 1000


def test_there_are_explorers():
    assert len(list(factories())) >= 10


@pytest.mark.parametrize("make", [
    costs.one_neuron, costs.slopes, costs.mini_batches, descent.landscape, descent.parabola,
    descent.race, descent.newton, descent.learning_rates])
def test_sliders_compile_nothing(make, caplog):
    explorer = make()
    with jax.log_compiles():
        for name, control in explorer.controls.items():
            if isinstance(control, Slider):
                values = control.values
                for value in (values[0], values[len(values) // 3], values[-1]):
                    explorer.set(**{name: value})
        assert "Compiling" not in caplog.text
        jax.jit(lambda x: x - 1)(jnp.ones(()))
        assert "Compiling" in caplog.text
