"""Looks of lines that are told apart without their colours: a colour and a line style for each."""
from dlnotes.live.style import CYCLE

LINE_STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 2)))
LOOKS = tuple(zip(CYCLE, LINE_STYLES))
