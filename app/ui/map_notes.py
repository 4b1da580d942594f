"""What authors are told on a map: problems at their steps, targets that do not exist, empty steps.

Everything is also said in words: in the drawing as a sign with a number, beside it in the outline.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import escape

SIGN = 8
MISSING_SIGNS = 16


@dataclass(frozen=True, slots=True)
class Note:
    """What is noted at one step. ``href`` leads to its line; ``broken`` names missing targets."""

    href: str = ""
    line: int = 0
    errors: int = 0
    warnings: int = 0
    broken: tuple[str, ...] = ()
    is_empty: bool = False
    words: str = ""

    @property
    def severity(self) -> str:
        """The worse of both; "" where nothing is to be told."""
        return "error" if self.errors else "warning" if self.warnings else ""

    @property
    def looks(self) -> str:
        """The classes of its box."""
        empty = " is-empty" if self.is_empty else ""
        return (f" has-{self.severity}" if self.severity else "") + empty


def linked(note: Note | None, drawn: str) -> str:
    """Let a box lead to its line. The outline is what the keyboard walks, so no box takes focus."""
    if note is None or not note.href:
        return drawn
    return f'<a href="{escape(note.href)}" tabindex="-1" data-line="{note.line}">{drawn}</a>'


def sign(note: Note | None, right: int, y: int) -> str:
    """Draw the sign of a problem and how many there are, into the upper right corner of a box."""
    if note is None or not note.severity:
        return ""
    x = right - 16
    count = note.errors or note.warnings
    if note.errors:
        shape = f'<circle cx="{x}" cy="{y}" r="{SIGN}"/>'
    else:
        shape = f'<path d="M{x} {y - SIGN}l{SIGN} {2 * SIGN - 2}h-{2 * SIGN}z"/>'
    return (
        f'<g class="sign {note.severity}">{shape}<text x="{x}" y="{y + 4}" text-anchor="middle">!'
        f'</text><text class="count" x="{x - 13}" y="{y + 4}" text-anchor="end">{count}</text></g>'
    )


def stub(note: Note | None, right: int, y: int) -> str:
    """Draw a line into nothing, below the right of a box, for targets that do not exist."""
    if note is None or not note.broken:
        return ""
    x, end, names = right - 14, y + 11, ", ".join(note.broken)
    short = names if len(names) <= MISSING_SIGNS else names[: MISSING_SIGNS - 1] + "…"
    return (
        f'<path class="way broken" d="M{x} {y}V{end}"/>'
        f'<path class="way broken" d="M{x - 4} {end - 4}l8 8m0-8l-8 8"/>'
        f'<text class="label broken" x="{right}" y="{end + 17}" text-anchor="end">'
        f"{escape(short)}</text>"
    )
