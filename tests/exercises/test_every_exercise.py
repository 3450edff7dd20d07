"""Every exercise: its answer passes, each of its mistakes is recognised, unanswered is calm."""
import ast
import builtins
import importlib
import pkgutil

import pytest

import dlnotes.exercises
from dlnotes.answers.engine import Exercise
from dlnotes.answers.solved import home
from dlnotes.answers.trials import attempt
from dlnotes.exercises.vanishing import depth

NAMES = [module.name for module in pkgutil.iter_modules(dlnotes.exercises.__path__)]
MODULES = [importlib.import_module(f"dlnotes.exercises.{name}") for name in NAMES]
FOUND = {f"{module.__name__.rsplit('.')[-1]}.{name}": (module, one)
         for module in MODULES for name, one in vars(module).items() if isinstance(one, Exercise)}
MISTAKES = [(name, number)
            for name, (_, one) in FOUND.items() for number in range(len(one.mistakes))]
SMALL = {"depths": (30,), "rates": (0.05,), "seeds": 1}


def anew(name: str) -> Exercise:
    """Return the exercise as it is before anybody tried: no hint is given yet."""
    one = FOUND[name][1]
    one._hints_given = 0
    return one


@pytest.fixture(autouse=True)
def small_budget(monkeypatch):
    """Let `mine` train one network where the lesson trains thirty; its answers are told apart."""
    monkeypatch.setattr(depth, "BUDGET", SMALL)


@pytest.mark.parametrize("name", FOUND)
def test_it_is_complete(name):
    one = anew(name)
    assert name.endswith(f".{one.name}") and one.task.endswith((".", "?")) and one.cases
    assert len(one.mistakes) >= 3 and len(one.hints) >= 2
    hints = [*one.hints, *(mistake.hint for mistake in one.mistakes)]
    assert len(set(hints)) == len(hints) and all(hint.endswith((".", "?", ")")) for hint in hints)


@pytest.mark.parametrize("name", FOUND)
def test_the_reference_passes_and_raises_nothing(name):
    one = anew(name)
    assert one.check(one.reference).passed
    assert not any(attempt(one.use, one.reference, case).error for case in one.cases)


@pytest.mark.parametrize("name", FOUND)
def test_the_solution_runs_and_passes(name):
    subject, one = FOUND[name]
    module = home(subject, one.name)
    used = {node.id for node in ast.walk(ast.parse(one.code)) if isinstance(node, ast.Name)}
    found = {n: getattr(module, n, one) for n in used - set(dir(builtins))}
    namespace = {n: value for n, value in found.items() if not isinstance(value, Exercise)}
    exec(one.code, namespace)
    assert anew(name).check(namespace[one.name]).passed


@pytest.mark.parametrize("name, number", MISTAKES)
def test_a_mistake_is_caught_shown_and_told(name, number):
    one = anew(name)
    mistake = one.mistakes[number]
    outcome = one.check(mistake.answer)
    assert outcome.kind in ("wrong", "raised") and outcome.hint == mistake.hint
    assert outcome.facts and all(value for _, value in outcome.facts)
    if outcome.kind == "wrong" and one.cases != [()]:
        assert dict(outcome.facts)["came"] != dict(outcome.facts)["expected"]


@pytest.mark.parametrize("name", FOUND)
def test_unanswered_is_calm(name):
    blanks = [..., *([lambda *inputs: None] if callable(FOUND[name][1].reference) else [])]
    assert [anew(name).check(blank).kind for blank in blanks] == ["unanswered"] * len(blanks)


@pytest.mark.parametrize("name, number", MISTAKES)
def test_what_it_says_is_the_same_each_time_and_without_addresses(name, number):
    mistake = FOUND[name][1].mistakes[number]
    outcomes = [anew(name).check(mistake.answer) for _ in range(2)]
    texts = {repr(outcome) + outcome._repr_html_() for outcome in outcomes}
    assert len(texts) == 1 and " at 0x" not in texts.pop()


@pytest.mark.slow
def test_thirty_layers_at_full_size_say_the_same(monkeypatch):
    monkeypatch.setattr(depth, "BUDGET", {})
    one = anew("vanishing.mine")
    assert one.check(one.reference).passed
    for mistake in one.mistakes:
        assert one.check(mistake.answer).hint == mistake.hint
