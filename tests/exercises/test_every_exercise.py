"""Every exercise of the package: its answer passes, each of its mistakes is caught and told, unanswered is calm."""
import ast
import builtins
import importlib
import pkgutil

import pytest

import dlnotes.exercises
from dlnotes.answers.engine import Exercise

NAMES = [module.name for module in pkgutil.iter_modules(dlnotes.exercises.__path__)]
MODULES = [importlib.import_module(f"dlnotes.exercises.{name}") for name in NAMES]
FOUND = {f"{module.__name__.rsplit('.')[-1]}.{name}": (module, one)
         for module in MODULES for name, one in vars(module).items() if isinstance(one, Exercise)}
MISTAKES = [(name, number) for name, (_, one) in FOUND.items() for number in range(len(one.mistakes))]


def anew(name: str) -> Exercise:
    """The exercise as it is before anybody tried: no hint is given yet."""
    one = FOUND[name][1]
    one._hints_given = 0
    return one


@pytest.mark.parametrize("name", FOUND)
def test_it_is_complete(name):
    one = anew(name)
    assert name.endswith(f".{one.name}") and one.task.endswith((".", "?")) and one.cases
    assert len(one.mistakes) >= 3 and len(one.hints) >= 2
    assert len({*one.hints, *(mistake.hint for mistake in one.mistakes)}) == len(one.hints) + len(one.mistakes)


@pytest.mark.parametrize("name", FOUND)
def test_the_reference_passes(name):
    assert anew(name).check(FOUND[name][1].reference).passed


@pytest.mark.parametrize("name", FOUND)
def test_the_solution_runs_and_passes(name):
    module, one = FOUND[name]
    names = {node.id for node in ast.walk(ast.parse(one.code)) if isinstance(node, ast.Name)} - set(dir(builtins))
    namespace = {n: getattr(module, n) for n in names if not isinstance(getattr(module, n, one), Exercise)}
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
