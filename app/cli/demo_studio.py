"""Demo data of the studio: a draft to mend, one of a published journey, a group that answered."""

from contextlib import suppress
from datetime import datetime
from itertools import cycle
from pathlib import Path

from flask import current_app

from app.content.source import read
from app.content.starters import starter
from app.engine import Answer
from app.engine.steps import Decision
from app.lib import clock
from app.models.base import Database, Session
from app.models.draft import Draft, Taken
from app.models.draft_files import Files
from app.models.group import Group, spaced
from app.models.journey import newest, publish
from app.models.learner import Learner
from app.models.run import Run
from app.models.user import User
from app.ui import mails

FACILITATOR = "lea@demo.example"
TO_MEND = "demo-entwurf"
MISTAKES = (
    ("{{punkt-vier}}", "{{punkt-fier}}"),
    ('prompt: "Was versteht', 'promt: "Was versteht'),
    ('label: "Ich streiche', 'next: bei-jonna\n            label: "Ich streiche'),
)
"""What somebody types who writes for the first time, each with a cure in the list of problems."""
PUBLISHED = "zehn-minuten-ki"
HOME = Path(__file__).parents[2] / "journeys" / PUBLISHED / "journey.yaml"
GROUP = "Demo: Team Versand"
LEARNERS = 9


def seed() -> list[str]:
    """Make what is missing; return where to look at it."""
    database: Database = current_app.extensions["database"]
    with database.write() as session:
        user = User.by_email(session, FACILITATOR)
        assert user is not None, "the people were made before"
        now = clock.now()
        _publish(session, now)
        with suppress(Taken):
            Draft.create(session, TO_MEND, Files(_with_mistakes()), by=user, now=now)
        with suppress(Taken):
            Draft.from_version(session, PUBLISHED, by=user, now=now)
        group = _group(session, user, now)
    to_mend, published = (
        mails.address_of("studio.show_editor", slug=slug) for slug in (TO_MEND, PUBLISHED)
    )
    of_group = mails.address_of("studio.show_group", code=group.code)
    return [
        f"Lea writes a draft with mistakes: {to_mend}",
        f"Lea writes on at a published journey: {published}",
        f"Lea's group, code {spaced(group.code)}, {LEARNERS} learners: {of_group}",
    ]


def _with_mistakes() -> str:
    text = starter("mini", TO_MEND, title="Demo: Ein Entwurf mit Fehlern")
    for right, wrong in MISTAKES:
        text = text.replace(right, wrong, 1)
    return text


def _publish(session: Session, now: datetime) -> None:
    if newest(session, PUBLISHED) is None:
        publish(session, read(HOME), now)


def _group(session: Session, user: User, now: datetime) -> Group:
    """Return the demo group of this facilitator, with learners who agreed and decided."""
    known = [group for group in Group.of_owner(session, user.id) if group.title == GROUP]
    if known:
        return known[0]
    group = Group.open(session, user.id, PUBLISHED, GROUP, now)
    roles = cycle(tuple(group.journey(session).roles) or (None,))
    for number in range(LEARNERS):
        learner = Learner.create(session, current_app.extensions["keyring"], now)
        group.join(session, learner.id, next(roles), agrees=True, now=now)
        (run,) = Run.of_learner(session, learner.id)
        station = _decide(session, run, number, now)
    group.evaluate(session, station, now)
    return Group.find(session, group.id) or group


def _decide(session: Session, run: Run, number: int, now: datetime) -> str:
    """Let a learner walk to the first decision and choose there; return where that was."""
    while not isinstance(step := run.journey.steps[run.state.at], Decision):
        run.decide(session, Answer(step.id, True), turn=run.turn, now=now)
    offered = [choice.id for choice in step.choices if choice.when is None]
    run.decide(session, Answer(step.id, offered[number % len(offered)]), turn=run.turn, now=now)
    return step.id
