"""Assignments in tests: companies, their people, and a journey in which not all meet the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, insert, select

from app.engine import Answer
from app.engine.steps import Scale
from app.lib.tokens import random_code
from app.models.assignment import Assignment
from app.models.base import Session
from app.models.batch import Batch, Cell
from app.models.figures import publishable
from app.models.insight import coarse_options, told_stations
from app.models.journey import newest
from app.models.partition import new_partition
from app.models.run import Run
from app.models.seat import Seat
from app.models.tables import assignment, assignment_member, company, member, membership
from tests.groups import GROUP_JOURNEY

ROLES = """\
roles:
  halle: {title: "Halle", text: "Sie arbeiten in der Halle."}
  buero: {title: "Büro", text: "Sie arbeiten im Büro."}
stages:
"""
BEHIND_THE_FORK = """\
      - poll: abseits
        when: {weg: links}
        question: "Was sehen Sie links?"
        choices: [{id: wald, label: "Wald"}, {id: feld, label: "Feld"}]
      - decision: maschine
        when: {role: halle}
        title: "Die Maschine"
        text: "Sie steht."
        question: "Was tun Sie?"
        choices:
          - {id: warten, label: "Warten", feedback: "Sie warten."}
          - {id: rufen, label: "Rufen", feedback: "Jemand kommt."}
      - poll: stimmung
"""
JOURNEY = (
    GROUP_JOURNEY.replace("gruppenreise", "betriebsreise")
    .replace("Die Gruppenreise", "Die Betriebsreise")
    .replace("Ein Tag, gemeinsam.", "Ein Tag im Betrieb.")
    .replace("stages:\n", ROLES)
    .replace("      - poll: stimmung\n", BEHIND_THE_FORK)
    .replace("points: 3", "points: 5")
)
"""Everybody meets `weg`, `stimmung`, `vorher` and `nachher`; `abseits` follows one choice alone,
and `maschine` is there for one role."""


ANSWERS = {
    "weg": "links",
    "abseits": "wald",
    "maschine": "rufen",
    "stimmung": "gut",
    "vorher": {"mut": 2, "ruhe": 4},
    "gedanke": True,
    "nachher": {"mut": 5, "ruhe": 4},
}
LONG_AGO = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Given:
    """An assignment as a test made it; `code` is the one in addresses."""

    id: int
    code: str
    company_id: int
    journey_id: str


def open_company(session: Session, now: datetime, name: str = "Tischlerei Beispiel") -> int:
    """Create a company and return its id."""
    made = session.execute(
        insert(company)
        .values(
            code=random_code(80),
            name=name,
            sector="craft",
            head_count=14,
            timezone="Europe/Berlin",
            language="de",
            words="{}",
            created_at=now,
        )
        .returning(company.c.id)
    )
    return int(made.scalar_one())


def take_on(
    session: Session,
    company_id: int,
    now: datetime,
    email: str | None = None,
    learner_id: int | None = None,
) -> int:
    """Put somebody on the list of a company, known by a device or not; return the member's id."""
    made = session.execute(
        insert(member)
        .values(
            code=random_code(80), company_id=company_id, email=email, language="de", added_at=now
        )
        .returning(member.c.id)
    )
    member_id = int(made.scalar_one())
    if learner_id is not None:
        session.execute(insert(membership).values(member_id=member_id, learner_id=learner_id))
    return member_id


def leave(session: Session, member_id: int) -> None:
    """Take somebody off the list of a company."""
    session.execute(delete(member).where(member.c.id == member_id))


def assign(
    session: Session,
    company_id: int,
    journey_id: str,
    now: datetime,
    *,
    audience: str = "list",
    head_count: int = 14,
    ends_on: date | None = None,
) -> Given:
    """Issue an assignment."""
    partition_id = new_partition(session, "assignment", journey_id)
    code = random_code(80)
    session.execute(
        insert(assignment).values(
            id=partition_id,
            code=code,
            company_id=company_id,
            journey_id=journey_id,
            title="Probe",
            audience=audience,
            words="{}",
            starts_on=now.date(),
            ends_on=ends_on or date(now.year + 1, 1, 31),
            mode="protected",
            head_count=head_count,
            arrived=0,
            issued_at=now,
        )
    )
    return Given(partition_id, code, company_id, journey_id)


def set_out(
    session: Session,
    given: Given,
    learner_id: int,
    now: datetime,
    *,
    agrees: bool,
    member_id: int | None = None,
    role: str | None = None,
) -> str:
    """Let a learner begin the journey with an assignment; return the code of the run.

    As a member they are put on the list of the assignment, too.
    """
    if member_id is not None:
        put_on_list(session, given, member_id)
    which = Assignment.find(session, given.id)
    assert which
    return Seat.take(session, which, learner_id, role=role, agrees=agrees, now=now)


def put_on_list(session: Session, given: Given, member_id: int) -> None:
    """Let an assignment be for a member."""
    listed = {"assignment_id": given.id, "member_id": member_id}
    known = select(assignment_member).filter_by(**listed)
    if session.execute(known).first() is None:
        session.execute(insert(assignment_member).values(listed))


def finish(
    session: Session, code: str, token: str, answers: dict[str, Any], until: str = "da"
) -> None:
    """Answer everything until the end, or until a step before it."""
    mine = Run.own(session, code, token, LONG_AGO)
    assert mine
    while mine.state.at != until:
        step = mine.state.at
        value = answers[step] if step in answers else ANSWERS[step]
        mine.decide(session, Answer(step, value), turn=mine.turn, now=LONG_AGO)


def freeze_round(
    session: Session, given: Given, people: int, now: datetime, number: int = 1
) -> None:
    """Release a round about so many people who nobody is."""
    found = newest(session, given.journey_id)
    assert found
    version_id, journey = found
    for step in told_stations(journey):
        options = list(coarse_options(step))
        parts = (people // 2, people // 3, people - people // 2 - people // 3)
        figures = publishable([*parts, *[0] * len(options)][: len(options)])
        items = [each.id for each in step.items] if isinstance(step, Scale) else [""]
        cells = [
            Cell(item, option, figure)
            for item in items
            for option, figure in zip(options, figures, strict=True)
        ]
        Batch.freeze(session, given.id, step.id, version_id, people, cells, now, number)
