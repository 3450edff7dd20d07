"""What an exercise says has the colours of the pictures."""
import pytest

from dlnotes.answers.outcome import KINDS
from dlnotes.live import style


@pytest.mark.parametrize("kind, colour", [
    ("right", style.GREEN), ("wrong", style.RED), ("raised", style.RED),
    ("unanswered", style.GREY), ("task", style.BLUE), ("hint", style.ORANGE),
    ("solution", style.BLUE)])
def test_kinds_have_colours_of_the_style(kind, colour):
    assert KINDS[kind][2] == colour
