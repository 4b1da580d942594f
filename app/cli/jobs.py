"""`flask jobs run`: what happens by time alone. Run it from a timer, every ten minutes or so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import AppGroup

from app import logs
from app.lib import clock
from app.lib.crypto import Keyring
from app.models import reminding, retention, rounds
from app.models.audit import Audit
from app.models.base import Database, Session
from app.models.invitation import Invitation
from app.models.lone import alone
from app.models.outbox import Outbox
from app.ui import sheets

Work = Callable[[Database, Keyring, datetime], str]
"""Does what is due, in transactions of its own, and says what it did; twice does no harm."""


@dataclass(frozen=True, slots=True)
class Job:
    """One thing that happens by time."""

    name: str
    work: Work


def _counted(verb: Callable[[Database, datetime], int]) -> Work:
    return lambda database, _keyring, now: f"{verb(database, now)} forgotten"


def _forgotten(verb: Callable[[Session, datetime], None]) -> Work:
    """Return the work of a verb that needs a single transaction."""

    def work(database: Database, _keyring: Keyring, now: datetime) -> str:
        with database.write() as session:
            verb(session, now)
        return "done"

    return work


def _release(database: Database, _keyring: Keyring, now: datetime) -> str:
    # How many people were counted stands nowhere, not even here.
    return f"{rounds.look_everywhere(database, now)} assignments looked at"


def _remind(database: Database, keyring: Keyring, now: datetime) -> str:
    # For how many people stands nowhere, either.
    return f"{reminding.ask_everywhere(database, keyring, now)} due"


def _note_sheets(database: Database, _keyring: Keyring, now: datetime) -> str:
    return f"{sheets.note_editions(database, now)} say something new"


def _forget_acts(session: Session, _now: datetime) -> None:
    # The database itself keeps the audit for 24 months by its own clock, which no --now moves.
    Audit.forget(session, clock.now())


# In this order: what waits to be counted is counted before it may go, and a learner goes once the
# last run and the last device are gone.
JOBS: tuple[Job, ...] = (
    Job("figures of companies", _release),
    Job("reminders", _remind),
    Job("sheets for works councils", _note_sheets),
    Job("drafts of texts", _counted(retention.forget_drafts)),
    Job("runs", _counted(retention.forget_runs)),
    Job("devices", _counted(retention.forget_devices)),
    Job("learners", _counted(retention.forget_learners)),
    Job("drafts of assignments", _counted(retention.forget_assignment_drafts)),
    Job("checks of certificates", _counted(retention.forget_certificate_checks)),
    Job("attempts", _counted(retention.forget_attempts)),
    Job("invitations of authors", _counted(retention.forget_author_invitations)),
    Job("invitations", _forgotten(Invitation.forget)),
    Job("mail", _forgotten(Outbox.forget)),
    Job("audit", _forgotten(_forget_acts)),
)

jobs = AppGroup("jobs", help="What happens by time alone.")


@jobs.command("run")
@click.option(
    "--now",
    "moment",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    help="Pretend that it is this moment, in UTC; never in production.",
)
@click.pass_context
def run(context: click.Context, moment: datetime | None) -> None:
    """Do everything that is due, each job by itself: one that fails holds no other up.

    While one run is at work another does nothing. Exit 1 where a job failed.
    """
    if moment and current_app.config["ZR"].is_production:
        raise click.UsageError("--now is for trying things out, not for production.")
    now = moment.replace(tzinfo=UTC) if moment else clock.now()
    with alone(current_app.extensions["database"], "jobs") as is_free:
        if not is_free:
            click.echo("Another run is at work; nothing done.")
            return
        failed = [job.name for job in JOBS if not _does(job, now)]
    context.exit(1 if failed else 0)


def _does(job: Job, now: datetime) -> bool:
    """Do one job and tell what came of it; return whether it went well."""
    try:
        done = job.work(current_app.extensions["database"], current_app.extensions["keyring"], now)
    except Exception as error:  # noqa: BLE001 (whatever it is, the other jobs must run)
        logs.failure(error)
        click.echo(f"{job.name}: failed, {type(error).__name__}. The log says where.")
        return False
    click.echo(f"{job.name}: {done}.")
    return True
