"""Additions: a list that is pasted or sent as a file, looked at first, then taken.

Between the two pages the list is in the form alone: nothing is kept of what nobody takes.
"""

import json
from collections.abc import Mapping
from typing import Any

from flask import abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.lib import tables
from app.lib.tables import Row, Table, Unreadable
from app.models import member_list
from app.models.audit import Audit
from app.models.people_columns import HEAD, MOST_LINES, Found, Trouble, people_in
from app.models.refusal import Refused
from app.ui import errors, formats, requests, staff
from app.ui.access import access
from app.ui.forms import CONTROL_SIGNS, Form
from app.ui.sizes import takes
from app.workspace import blueprint
from app.workspace.companies import own_company, page, refused

ROOT = "/betrieb/menschen/neu"
LARGEST_REQUEST = 2 * tables.LARGEST
SHOWN = 50
"""So many people, and so many lines that cannot be used, the preview names."""


class ListForm(Form):
    """A list of people: a file where one was sent, else what was pasted."""

    found: Found | None = None

    def read(self) -> None:
        """Read it; what is no list at all is refused, with the words of its reader."""
        sent = request.files.get("file")
        self.pasted = self.text("list")
        has_file = sent is not None and bool(sent.filename)
        try:
            self.found = people_in(_table(sent.read() if sent and has_file else None, self.pasted))
        except Unreadable as problem:
            values = {name: _number(value) for name, value in problem.values.items()}
            self.refuse("file" if has_file else "list", problem.code, **values)


@blueprint.get(ROOT)
@access("manager")
def new_members() -> str:
    """Ask for a list."""
    return page("additions/new.html", pasted="", errors={}, most=MOST_LINES)


@blueprint.post(f"{ROOT}/pruefen")
@access("manager")
@takes(LARGEST_REQUEST)
def show_members_preview() -> Response | str:
    """Show what a list would add; nothing is written, and the answer alone holds the list."""
    form, db, company = ListForm(request.form), requests.db(), own_company()
    try:
        plan = member_list.plan(db, company.id, form.found.people) if form.found else None
    except Refused as refusal:
        form.refuse("list", refusal.code)
    if form.errors or plan is None or form.found is None:
        return refused("additions/new.html", form, pasted=form.pasted, most=MOST_LINES)
    return page(
        "additions/preview.html",
        plan=plan,
        troubles=[(each.line, _words(each)) for each in form.found.troubles[:SHOWN]],
        wrong=len(form.found.troubles),
        shown=SHOWN,
        kept=json.dumps([(p.line, p.name, p.email, p.team) for p in plan.new]),
    )


@blueprint.post(ROOT)
@access("manager")
@takes(LARGEST_REQUEST)
def create_members() -> Response:
    """Take the list that the preview showed; a second press adds nobody."""
    db, company, now = requests.db(), own_company(), requests.now()
    try:
        added = member_list.add(db, company, _kept().people, now)
    except Refused as refusal:
        told = page("additions/new.html", pasted="", errors={"list": errors.words(refusal.code)},
                    most=MOST_LINES)  # fmt: skip
        return current_app.response_class(told, 422)
    if added:
        Audit.note(db, "member:add", by=staff.acting().email, about=company.code, now=now)
    return redirect(url_for("workspace.list_members"), 303)


def _table(sent: bytes | None, pasted: str) -> Table:
    return tables.read(sent) if sent is not None else tables.pasted(pasted)


def _kept() -> Found:
    """Return the list of the preview's form, examined like any other."""
    try:
        rows = json.loads(request.form.get("people", ""))
        kept = [Row(int(line), tuple(map(_plain, cells))) for line, *cells in rows]
        return people_in(Table((HEAD, *kept), ()))
    except (ValueError, TypeError, AttributeError, RecursionError, Unreadable):
        abort(400)


def _plain(cell: str) -> str:
    return " ".join(CONTROL_SIGNS.sub("", cell).split())


def _words(trouble: Trouble) -> str:
    values: Mapping[str, Any] = trouble.values
    return errors.words(trouble.code, **values)


def _number(value: object) -> object:
    return formats.number(value) if isinstance(value, int) else value
