"""Exercises of lesson 06: find bugs by what they do to the gradient, and find the best step h."""
from dlnotes.answers.engine import Exercise, Mistake
from dlnotes.answers.words import kind
from dlnotes.experiments.backprop.broken_backprop import PATIENTS, VERDICTS

RIGHT = {patient: verdict for patient, (_, verdict) in PATIENTS.items()}


def _judged(diagnosis, patient):
    """Say what is wrong with the first wrong verdict up to this patient, or "right"."""
    if not isinstance(diagnosis, dict):
        return f"{kind(diagnosis)}, where a dict was expected"
    for one in RIGHT:
        if one > patient or diagnosis.get(one) == RIGHT[one]:
            continue
        if diagnosis.get(one, ...) is ...:
            return f"no verdict for {one}"
        is_verdict = diagnosis[one] in VERDICTS[1:]
        return f"wrong for {one}" if is_verdict else f"{diagnosis[one]!r} is no verdict"
    return "right"


diagnosis = Exercise(
    "diagnosis",
    "Which line is wrong in each patient? Write a dict such as {'A': 'BP1', 'B': 'no bug', ...} "
    "for all six, with 'BP1', 'BP2', 'BP3', 'BP4' or 'no bug'.",
    RIGHT, cases=[(patient,) for patient in RIGHT], use=_judged,
    mistakes=[
        Mistake({**RIGHT, "A": "BP2"},
                "Look at patient A: all biases agree, so every delta is right. Which line comes "
                "after the deltas?"),
        Mistake({**RIGHT, "B": "BP1"},
                "Look at patient B: the last layer agrees, so BP1 is right. Which line comes next "
                "on the way back?"),
        Mistake({**RIGHT, "C": "BP2"},
                "Look at patient C: is there a cross anywhere?"),
        Mistake({**RIGHT, "D": "BP2"},
                "Look at patient D: the last layer differs already, in its weights and in its "
                "biases. Which line computes the last layer's error?"),
        Mistake({**RIGHT, "E": "BP1"},
                "Look at patient E: the weights agree, and they are computed from delta. "
                "So delta is right."),
        Mistake({**RIGHT, "F": "no bug"},
                "Look at patient F: an error of a few per cent looks small, but a right gradient "
                "agrees to many digits. The last layer does agree."),
    ],
    hints=[
        "Go backwards through the layers: where does the first ✗ stand?",
        "If the biases agree, all errors delta are right. If the last layer agrees, BP1 is right.",
        "A bug in BP2 shows in weights and biases of every layer but the last. A bug in BP3 shows "
        "in biases only, and a bug in BP4 in weights only.",
    ],
    solution=f"diagnosis = {RIGHT!r}")

SINGLE = "In single precision, compare `error_at(2, jnp.float32)` with `error_at(3, jnp.float32)`."
DOUBLE = "In double precision, compare `error_at(5, jnp.float64)` with `error_at(6, jnp.float64)`."

best_steps = Exercise(
    "best_steps",
    "For which n is the error of central differences with h = 10^-n least, in single and in double "
    "precision? Give the pair (single, double).",
    (2, 5),
    mistakes=[
        Mistake((8, 8),
                "The smallest h is not the best, because C(p + h) and C(p - h) are then so alike "
                "that most of their digits cancel."),
        Mistake((5, 2),
                "The pair is the wrong way round. Single precision has fewer digits, so it needs "
                "the larger h."),
        Mistake((5, 5),
                "Your answer for double precision is right. Single precision has only 7 digits: "
                "try n = 1, 2, 3."),
        Mistake((3, 5), f"One of the two is right. {SINGLE}"),
        Mistake((2, 6), f"One of the two is right. {DOUBLE}"),
        Mistake((3, 6), f"Both are close. {SINGLE} {DOUBLE}"),
        Mistake((0.01, 1e-5),
                "These are the steps h. The question asks for n, where h = 10^-n."),
        Mistake((1, 1),
                "The largest h is not the best, because the cost bends between p - h and p + h: "
                "this error, which grows with h^2, is still large."),
    ],
    hints=[
        "Print `error_at(n, jnp.float32)` for n = 1 to 8, then the same with `jnp.float64`.",
        "`min(range(1, 9), key=lambda n: error_at(n, jnp.float32))` finds the n "
        "with the least error.",
    ],
    solution="best_steps = (2, 5)")
