"""Problems: what the checker says of a draft, as a page and as the island beside the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, render_template, request

from app.content.problems import ADVICE, ERROR, HINT, Problem
from app.content.report import method
from app.models.draft import Draft
from app.studio import blueprint
from app.studio.drafts import own_draft
from app.ui import requests
from app.ui.access import access
from app.ui.view import current
from app.ui.words import gettext as _
from app.ui.words import ngettext

if TYPE_CHECKING:
    from app.content.source import Parsed

SEVERITIES = (ERROR, ADVICE, HINT)
JOURNEY = "journey.yaml"


@dataclass(frozen=True, slots=True)
class Found:
    """A problem as it is shown; `lines` are the numbered ones around it, `own` is its own."""

    code: str
    severity: str
    message: str
    hint: str
    file: str
    line: int
    column: int
    lines: tuple[tuple[int, str], ...]
    near: str = ""

    @property
    def is_in_text(self) -> bool:
        """Whether the editor shows its line."""
        return self.file == JOURNEY


@blueprint.get("/studio/<slug>/pruefung")
@access("facilitator")
def show_check(slug: str) -> str:
    """Show all problems, grouped by severity, and how long the ways take."""
    draft = own_draft(slug)
    return render_template("studio/problems/show.html", **problems_of(draft), here="check")


@blueprint.get("/studio/<slug>/probleme")
@access("facilitator")
def show_problems(slug: str) -> Response:
    """Answer the island of the editor; asked for as a page, the report."""
    draft = own_draft(slug)
    if "HX-Request" not in request.headers:
        page = render_template("studio/problems/show.html", **problems_of(draft), here="check")
        return Response(page)
    return requests.part(render_template("studio/problems/_island.html", **problems_of(draft)))


def problems_of(draft: Draft) -> dict[str, object]:
    """Return what the templates of problems need to know of a draft."""
    parsed = draft.parsed(requests.db())
    found = list(_found(parsed))
    groups = [(severity, [each for each in found if each.severity == severity])
              for severity in SEVERITIES]  # fmt: skip
    return {
        "draft": draft,
        "groups": [group for group in groups if group[1]],
        "counted": _counted(groups),
        "method": method([parsed.ways], current().lang),
        "silenced": len(parsed.silenced),
    }


def _found(parsed: "Parsed") -> Iterator[Found]:
    lang = current().lang
    for problem in parsed.problems:
        yield Found(
            problem.code,
            problem.severity,
            problem.message(lang),
            problem.hint(lang),
            problem.file,
            problem.line,
            problem.column,
            _lines_around(parsed, problem),
            str(problem.values.get("near", "")),
        )


def _lines_around(parsed: "Parsed", problem: Problem) -> tuple[tuple[int, str], ...]:
    lines = parsed.lines(problem.file)
    first = max(1, problem.line - 1)
    return tuple(enumerate(lines[first - 1 : problem.line], first))


def _counted(groups: list[tuple[str, list[Found]]]) -> str:
    """Say how many there are: 1 Fehler, 2 Empfehlungen."""
    words = {
        ERROR: lambda count: ngettext("%(num)s Fehler", "%(num)s Fehler", count),
        ADVICE: lambda count: ngettext("%(num)s Empfehlung", "%(num)s Empfehlungen", count),
        HINT: lambda count: ngettext("%(num)s Hinweis", "%(num)s Hinweise", count),
    }
    said = [words[severity](len(found)) for severity, found in groups if found]
    return " · ".join(said) or _("Keine Probleme gefunden")
