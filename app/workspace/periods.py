"""Periods: the company's words for a journey, and from when to when people are invited."""

from datetime import date, timedelta

from flask import current_app, request
from werkzeug.wrappers import Response

from app.engine.journey import Journey
from app.models.assignment import today
from app.models.assignment_draft import AssignmentDraft
from app.models.company import LONGEST_WORDS, Company
from app.models.issue import check_period
from app.models.refusal import Refused
from app.ui import requests, view
from app.ui.access import access
from app.ui.answers import day_of
from app.ui.forms import Form
from app.ui.scene import Teller
from app.workspace import blueprint
from app.workspace.companies import own_company
from app.workspace.drafts import ROOT, ahead, asking, journey_of, own_draft

USUAL_DAYS = 21


class WordsForm(Form):
    """The company's words for the slots of a journey; without one the author's own stays."""

    def __init__(self, journey: Journey | None) -> None:
        self.slots = journey.slots if journey else ()
        super().__init__(request.form)

    def read(self) -> None:
        """Take one line for each slot."""
        typed = {slot: " ".join(self.word(f"slot-{slot}").split()) for slot in self.slots}
        for slot, word in typed.items():
            if len(word) > LONGEST_WORDS:
                self.refuse(f"slot-{slot}", "word-long", most=LONGEST_WORDS)
        self.words = {slot: word for slot, word in typed.items() if word}


class PeriodForm(WordsForm):
    """Words, and the first and the last day; an empty first day is today."""

    def __init__(self, journey: Journey | None, day: date) -> None:
        self.day = day
        super().__init__(journey)

    def read(self) -> None:
        """Take all; a day that is over is refused."""
        super().read()
        self.starts_on = day_in(self, "starts-on") if self.word("starts-on") else self.day
        self.ends_on = day_in(self, "ends-on")
        if self.starts_on and self.starts_on < self.day:
            self.refuse("starts-on", "start-past")
        elif self.starts_on and self.ends_on:
            check_days(self, self.starts_on, self.ends_on, self.day)


def day_in(form: Form, field: str) -> date | None:
    """Return the day in a field, None where it is none; note that."""
    found = day_of(form.word(field))
    if found is None:
        form.refuse(field, "date-wrong" if form.word(field) else "date-missing")
        return None
    return date.fromisoformat(found)


def check_days(form: Form, starts_on: date, ends_on: date, day: date) -> None:
    """Note what is wrong with a period; `day` is today."""
    try:
        check_period(starts_on, ends_on, day)
    except Refused as refusal:
        form.refuse("ends-on", refusal.code)


@blueprint.get(f"{ROOT}/<code>/worte")
@access("manager")
def edit_period(code: str) -> str:
    """Ask for words and period."""
    return _ask(own_draft(code))


@blueprint.post(f"{ROOT}/<code>/worte")
@access("manager")
def update_period(code: str) -> Response:
    """Take words and period."""
    draft = own_draft(code)
    form = PeriodForm(journey_of(draft), today(requests.now(), own_company().timezone))
    if form.errors:
        return current_app.response_class(_ask(draft, form), 422)
    values = {"words": form.words, "starts_on": form.starts_on, "ends_on": form.ends_on}
    return ahead(draft.choose(requests.db(), **values))


def slots_of(journey: Journey | None) -> list[tuple[str, str, str]]:
    """Return the slots of a journey, each with its label and the author's own words."""
    if journey is None:
        return []
    tell = Teller(journey, None, view.current().lang)
    plain = [
        [
            tell.plain(journey.text(tell.lang, f"slots.{slot}.{part}"))
            for part in ("label", "default")
        ]
        for slot in journey.slots
    ]
    return [
        (slot, label or slot, given)
        for slot, (label, given) in zip(journey.slots, plain, strict=True)
    ]


def typed(day: date | None) -> str:
    """Write a day as it is typed, in either language."""
    return f"{day:%d.%m.%Y}" if day else ""


def _ask(draft: AssignmentDraft, form: PeriodForm | None = None) -> str:
    company = own_company()
    return asking(
        "periods/edit_period.html",
        draft,
        form.sentences() if form else None,
        slots=slots_of(journey_of(draft)),
        words=form.words if form else _words(draft, company),
        **_days(draft, company, form),
    )


def _words(draft: AssignmentDraft, company: Company) -> dict[str, str]:
    """Return what stands in the fields: of this draft once it was answered, else the company's."""
    is_answered = draft.choices.ends_on is not None
    return dict(draft.choices.words if is_answered else company.words)


def _days(draft: AssignmentDraft, company: Company, form: PeriodForm | None) -> dict[str, str]:
    if form:
        return {"starts_on": form.word("starts-on"), "ends_on": form.word("ends-on")}
    day = today(requests.now(), company.timezone)
    return {
        "starts_on": typed(draft.choices.starts_on or day),
        "ends_on": typed(draft.choices.ends_on or day + timedelta(days=USUAL_DAYS)),
    }
