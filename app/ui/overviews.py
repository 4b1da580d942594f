"""Journeys and runs at a glance, for the start page, the catalogue, the cover and lists of runs.

Texts come in the language of the page, or in the journey's own, then marked with `lang`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from babel import Locale
from markupsafe import Markup

from app.engine import range_of
from app.engine.journey import Journey
from app.engine.steps import End
from app.models.learner import Learner
from app.models.retention import end_of_run
from app.models.run import Run
from app.ui import errors, formats, requests, view
from app.ui.scene import NO_SLOTS, Teller
from app.ui.slots import slots_of
from app.ui.words import gettext as _
from app.ui.words import ngettext


@dataclass(frozen=True, slots=True)
class RoleOverview:
    """A role as it is offered; `number` counts from 1 and chooses the waymark."""

    id: str
    number: int
    title: Markup
    text: Markup
    minutes: str


@dataclass(frozen=True, slots=True)
class JourneyOverview:
    """What a card and a cover say; `shortest` and `longest` are minutes over all roles.

    `plain_title` is for places without markup. `speaks` tells whether the journey has the
    language of the page.
    """

    id: str
    title: Markup
    plain_title: str
    summary: Markup
    topics: tuple[Markup, ...]
    roles: tuple[RoleOverview, ...]
    languages: tuple[str, ...]
    shortest: int
    longest: int
    stages: int
    speaks: bool

    @property
    def minutes(self) -> str:
        return _lasts(self.shortest, self.longest)

    @property
    def language_names(self) -> str:
        return ", ".join(language(lang) for lang in self.languages)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What stands at the foot of a card: an icon and its words."""
        facts = [("clock", self.minutes)]
        if len(self.roles) > 1:
            roles = ngettext("%(num)s Rolle", "%(num)s Rollen", len(self.roles))
            facts.append(("users-round", roles))
        facts.append(("languages", self.language_names))
        return [*facts, ("", Markup(", ").join(self.topics))] if self.topics else facts


@dataclass(frozen=True, slots=True)
class RunOverview:
    """Where one run stands; `role` is None where the journey has no roles.

    `ends_at` is known in the last sixty days before the run is deleted.
    """

    code: str
    journey_id: str
    title: Markup
    plain_title: str
    role: Markup | None
    role_number: int
    stage: Markup
    number: int
    stages: int
    arrived: bool
    started_at: datetime
    updated_at: datetime
    ends_at: datetime | None

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What stands at the foot of a card: an icon and its words."""
        day = _("zuletzt am %(day)s", day=formats.date(self.updated_at))
        facts = [("footprints", self.role), ("clock", day)] if self.role else [("clock", day)]
        return [*facts, ("trash-2", self.end)] if self.end else facts

    @property
    def end(self) -> str:
        """Say when the run is deleted unless somebody goes on, "" while that is far away."""
        if self.ends_at is None:
            return ""
        return _(
            "wird am %(day)s gelöscht, wenn Sie bis dahin nichts eintragen",
            day=formats.date(self.ends_at),
        )

    @property
    def where(self) -> str:
        """Say how far the run has come."""
        if self.arrived:
            return _("Angekommen")
        return _("Etappe %(number)s von %(total)s", number=self.number, total=self.stages)


def journey_overview(journey: Journey, slots: Mapping[str, str] = NO_SLOTS) -> JourneyOverview:
    """Say what a learner wants to know before starting, in the words of a company where it has."""
    lang = view.current().lang
    teller = Teller(journey, None, lang, slots=slots)
    spans = [range_of(journey, role) for role in journey.roles or (None,)]
    return JourneyOverview(
        id=journey.id,
        title=teller.words("title"),
        plain_title=teller.plain(journey.text(lang, "title")),
        summary=teller.words("summary"),
        topics=tuple(teller.phrase(topic) for topic in journey.text_list(lang, "topics")),
        roles=tuple(
            RoleOverview(
                role,
                number,
                teller.words(f"roles.{role}.title"),
                teller.words(f"roles.{role}.text"),
                _lasts(*span),
            )
            for number, (role, span) in enumerate(zip(journey.roles, spans, strict=False), 1)
        ),
        languages=journey.languages,
        shortest=min(low for low, _ in spans),
        longest=max(high for _, high in spans),
        stages=len(journey.stages),
        speaks=lang in journey.languages,
    )


def journey_overviews(
    journeys: Iterable[Journey], most: int | None = None
) -> list[JourneyOverview]:
    """Overview several journeys, at most so many; those in the language of the page come first."""
    lang = view.current().lang
    ordered = sorted(journeys, key=lambda journey: lang not in journey.languages)
    return [journey_overview(journey) for journey in ordered[:most]]


def run_overview(run: Run) -> RunOverview:
    """Say where a run stands."""
    journey = run.journey
    lang = view.current().lang
    teller = Teller(journey, None, lang, slots=slots_of(run))
    step = journey.steps[run.state.at]
    return RunOverview(
        code=run.code,
        journey_id=journey.id,
        title=teller.words("title"),
        plain_title=teller.plain(journey.text(lang, "title")),
        role=teller.words(f"roles.{run.role}.title") if run.role else None,
        role_number=journey.roles.index(run.role) + 1 if run.role in journey.roles else 0,
        stage=teller.words(f"stages.{journey.stages[step.stage]}.title"),
        number=step.stage + 1,
        stages=len(journey.stages),
        arrived=isinstance(step, End),
        started_at=run.started_at,
        updated_at=run.updated_at,
        ends_at=end_of_run(requests.db(), run.id, run.updated_at, requests.now()),
    )


def language(lang: str) -> str:
    """Name a language of a journey in the language of the page."""
    names = {"de": _("Deutsch"), "en": _("Englisch")}
    return names.get(lang) or Locale.parse(lang).get_display_name(view.current().lang) or lang


def own_learner() -> Learner | None:
    """Return whose device asks, None for a device that nobody set out from."""
    token = requests.device_token()
    return Learner.by_token(requests.db(), token, requests.now()) if token else None


def own_runs() -> list[Run]:
    """Return every run of the device's learner, the one walked last first."""
    learner = own_learner()
    return Run.of_learner(requests.db(), learner.id) if learner else []


def open_runs(journey_id: str | None = None) -> list[RunOverview]:
    """Return what the device's learner has not finished, of one journey or of all."""
    return [
        run_overview(run)
        for run in own_runs()
        if not run.finished_at and journey_id in (None, run.journey_id)
    ]


def role_errors(code: str, roles: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return what an error summary says of a form that asks for a role; "" is no error."""
    if not code:
        return []
    about_role = code in ("role-missing", "unknown-role") and roles
    return [(f"role-{roles[0]}" if about_role else "start", errors.words(code))]


def _lasts(low: int, high: int) -> str:
    """Write a span of minutes; nothing takes no time at all."""
    return formats.lasts(max(1, low), max(1, high))
