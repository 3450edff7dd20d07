"""What an exercise says, as text and as HTML: a word and a sentence, facts, code, a hint."""
from dataclasses import dataclass
from html import escape
from re import sub
from textwrap import indent

# For each kind: a symbol, a word, and the colour of the border, clear on light and dark pages.
KINDS = {"right": ("✓", "Right", "#00865f"), "wrong": ("✗", "Not yet", "#c8452a"),
         "raised": ("!", "An error", "#c8452a"), "unanswered": ("…", "Not answered yet", "#6b7480"),
         "task": ("▸", "Exercise", "#0072b2"), "hint": ("?", "Hint", "#d98200"),
         "solution": ("=", "A solution", "#0072b2")}
BOX = "padding: 0.2em 1em; color: inherit"
CELL = "text-align: left; vertical-align: top"


@dataclass(frozen=True, repr=False)
class Outcome:
    """One thing that an exercise says, displayed at the end of a cell.

    kind: of an answer "right", "wrong", "raised" or "unanswered"; also "task", "hint", "solution".
    facts: names and values, such as ("w", "2"). code: lines of Python.
    """
    kind: str
    text: str
    facts: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    code: str = ""

    @property
    def passed(self) -> bool:
        """Whether the answer is right."""
        return self.kind == "right"

    def __repr__(self) -> str:
        symbol, word, _ = KINDS[self.kind]
        width = max((len(name) for name, _ in self.facts), default=0) + 3
        lines = [f"{symbol} {word}: {self.text}"]
        for name, value in self.facts:
            lines.append(f"    {name:<{width}}" + value.replace("\n", "\n" + " " * (4 + width)))
        if self.code:
            lines.append(indent(self.code, "    "))
        if self.hint:
            lines.append(f"  Hint: {self.hint}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        symbol, word, colour = KINDS[self.kind]
        lines = [f'<div role="status" style="border-left: 4px solid {colour}; {BOX}">',
                 f'<p><span aria-hidden="true">{symbol}</span> <strong>{word}:</strong>'
                 f' {_rich(self.text)}</p>']
        if self.facts:
            rows = [_row(name, value) for name, value in self.facts]
            lines += ['<table style="color: inherit">', *rows, "</table>"]
        if self.code:
            lines.append(f"<pre><code>{escape(self.code)}</code></pre>")
        if self.hint:
            lines.append(f"<p><strong>Hint:</strong> {_rich(self.hint)}</p>")
        return "\n".join([*lines, "</div>"])


def _row(name, value):
    """Write a fact as a row of a table."""
    text = f'<pre style="white-space: pre-wrap">{escape(value)}</pre>'
    return (f'<tr><th scope="row" style="{CELL}; white-space: nowrap">{escape(name)}</th>'
            f'<td style="{CELL}">{text}</td></tr>')


def _rich(text):
    """Escape a text, and show as code what stands in backticks."""
    return sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
