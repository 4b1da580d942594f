"""Problems: what the checker says of a draft, as a page and as the island beside the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, render_template, request
from markupsafe import Markup

from app.content.edit_fix import with_step
from app.content.problems import ADVICE, ERROR, HINT, Problem
from app.engine.space import BUDGET, Survey
from app.models.draft import Draft
from app.models.draft_files import names_another
from app.studio import blueprint
from app.studio.drafts import own_draft
from app.studio.outlines import outline_of
from app.ui import formats, requests
from app.ui.access import access
from app.ui.scene import Teller
from app.ui.view import current
from app.ui.words import gettext as _
from app.ui.words import ngettext

if TYPE_CHECKING:
    from app.content.source import Parsed

SEVERITIES = (ERROR, ADVICE, HINT)
JOURNEY = "journey.yaml"
MOST_STATIONS = 20
"""So many missing steps at most are offered to be made."""


@dataclass(frozen=True, slots=True)
class Found:
    """A problem as it is shown; `lines` are the numbered ones up to its own.

    `near` is the name that was probably meant, `missing` a step that can be made, `untranslated`
    the language and the key of a text without translation.
    """

    code: str
    severity: str
    message: str
    hint: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    lines: tuple[tuple[int, str], ...]
    near: str
    missing: str
    untranslated: tuple[str, str] | None

    @property
    def is_in_text(self) -> bool:
        """Whether the editor shows its line."""
        return self.file == JOURNEY

    @property
    def lang(self) -> str:
        """The language in whose translation its line stands."""
        return "" if self.is_in_text else self.file.removeprefix("texts.").removesuffix(".yaml")


@blueprint.get("/studio/<slug>/pruefung")
@access("facilitator")
def show_check(slug: str) -> str:
    """Show all problems, grouped by severity, and how long the ways take."""
    return _report(own_draft(slug))


@blueprint.get("/studio/<slug>/probleme")
@access("facilitator")
def show_problems(slug: str) -> Response | str:
    """Answer the island of the editor; asked for as a page, the report.

    `seen` is the revision the asker knows: where it is older, somebody else has written since.
    """
    draft = own_draft(slug)
    if "HX-Request" not in request.headers:
        return _report(draft)
    seen = request.args.get("seen-text", "")
    is_stale = seen.isdigit() and int(seen) != draft.revision
    context = problems_of(draft) | {"is_stale": is_stale, "swaps": True}
    return requests.part(render_template("studio/problems/_answer.html", **context))


def problems_of(draft: Draft) -> dict[str, Any]:
    """Return what the templates of problems and of the outline need to know of a draft."""
    parsed = draft.parsed(requests.db())
    found = list(_found(parsed))
    groups = [(severity, [each for each in found if each.severity == severity])
              for severity in SEVERITIES]  # fmt: skip
    other = names_another(parsed, draft.journey_id)
    return {
        "draft": draft,
        "groups": [group for group in groups if group[1]],
        "counted": _counted(groups, other),
        "method": _method(parsed.ways),
        "silenced": len(parsed.silenced),
        "names_another": other,
        "outline": outline_of(parsed),
        "is_stale": False,
        "swaps": False,
    }


def _report(draft: Draft) -> str:
    parsed = draft.parsed(requests.db())
    context = problems_of(draft) | {"times": _times(parsed), "here": "check"}
    return render_template("studio/problems/show.html", **context)


def _found(parsed: "Parsed") -> Iterator[Found]:
    lang = current().lang
    left = MOST_STATIONS
    files: dict[str, list[str]] = {}
    for problem in parsed.problems:
        missing = ""
        if problem.code == "ZR301" and left and problem.file == JOURNEY:
            left -= 1
            missing = str(problem.values["name"]) if with_step(parsed, problem) else ""
        if problem.file not in files:
            files[problem.file] = parsed.lines(problem.file)
        lines = files[problem.file]
        near = problem.values.get("near") if problem.file == JOURNEY else None
        yield Found(
            problem.code,
            problem.severity,
            problem.message(lang),
            problem.hint(lang),
            problem.file,
            problem.line,
            problem.column,
            problem.end_line,
            problem.end_column,
            _lines_around(lines, problem),
            near if isinstance(near, str) else "",
            missing,
            _untranslated(problem),
        )


def _untranslated(problem: Problem) -> tuple[str, str] | None:
    if problem.code not in ("ZR601", "ZR602"):
        return None
    return str(problem.values["lang"]), str(problem.values.get("key", ""))


def _lines_around(lines: list[str], problem: Problem) -> tuple[tuple[int, str], ...]:
    first = max(1, problem.line - 1)
    return tuple(enumerate(lines[first - 1 : problem.line + 1], first))


def _counted(groups: list[tuple[str, list[Found]]], names_another: str | None) -> str:
    """Say how many there are: 1 Fehler, 2 Empfehlungen."""
    counts = {severity: len(found) for severity, found in groups}
    counts[ERROR] += names_another is not None
    said = []
    if counts[ERROR]:
        said.append(ngettext("%(num)s Fehler", "%(num)s Fehler", counts[ERROR]))
    if counts[ADVICE]:
        said.append(ngettext("%(num)s Empfehlung", "%(num)s Empfehlungen", counts[ADVICE]))
    if counts[HINT]:
        said.append(ngettext("%(num)s Hinweis", "%(num)s Hinweise", counts[HINT]))
    return " · ".join(said) or _("Keine Probleme gefunden")


def _method(ways: Survey | None) -> str:
    """Say how thoroughly the ways were checked."""
    if ways is None:
        return _("Die Wege sind noch nicht geprüft: Zuerst kommen die Fehler.")
    if ways.exact:
        return _(
            "Wege Zustand für Zustand geprüft: %(states)s.", states=formats.number(ways.states)
        )
    return _(
        "Wege im Überschlag geprüft, denn es gibt mehr als %(most)s Zustände. "
        "Bewiesen ist nur, was nie eintritt, und die Zeiten sind geschätzt.",
        most=formats.number(BUDGET),
    )


def _times(parsed: "Parsed") -> list[tuple[Markup | str, int, int, int]]:
    """Return for each role its shortest, typical and longest way in minutes."""
    ways: Survey | None = parsed.ways
    if ways is None:
        return []
    tell = Teller(parsed.sketch, None, current().lang) if parsed.sketch else None
    rows = []
    for role, times in ways.times.items():
        title = tell.words(f"roles.{role}.title") if tell and role else role or _("alle")
        spans = (times.shortest, times.typical, times.longest)
        rows.append((title, *(max(1, round(span)) for span in spans)))
    return rows
