"""What a learner's export says about companies: memberships, seats and certificates."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select

from app.lib.crypto import Keyring, open_sealed
from app.models.base import Session
from app.models.personal_data import exported
from app.models.tables import (
    assignment,
    assignment_member,
    certificate,
    company,
    completion,
    handed_certificate,
    join_code,
    learner,
    member,
    membership,
    muted,
    outbox,
    reminder,
    run,
    seat,
    team,
    version,
)


def memberships(session: Session, learner_id: int) -> list[dict[str, Any]]:
    """Return as whom the lists of companies know the learner, and what hangs on that."""
    mine = select(membership.c.member_id).where(membership.c.learner_id == learner_id)
    return _listed(session, member.c.id.in_(mine))


def of_address(session: Session, email: str) -> dict[str, Any]:
    """Return what the lists of all companies hold about an address, and the mails to it."""
    mails = select(*exported("outbox")).where(outbox.c.recipient == email).order_by(outbox.c.id)
    return {
        "memberships": _listed(session, member.c.email == email),
        "mails": _rows(session, mails),
    }


def _listed(session: Session, whom: ColumnElement[bool]) -> list[dict[str, Any]]:
    rows = session.execute(
        select(member, company.c.name.label("company"), team.c.name.label("team"))
        .join(company, company.c.id == member.c.company_id)
        .outerjoin(team, team.c.id == member.c.team_id)
        .where(whom)
        .order_by(member.c.id)
    ).all()
    return [
        {"company": row.company, "team": row.team}
        | shown("member", row)
        | {
            "links": _rows(session, _links(row.id)),
            "assignments": _rows(session, _titles(assignment_member, row.id)),
            "completed": _rows(session, _titles(completion, row.id)),
            "reminders": _rows(session, _titles(reminder, row.id)),
            "muted": _rows(session, _titles(muted, row.id)),
        }
        for row in rows
    ]


def seats(session: Session, learner_id: int) -> dict[int, dict[str, Any]]:
    """Return with which assignment the learner's runs go, by the id of the run."""
    rows = session.execute(
        select(seat, assignment.c.title, company.c.name)
        .join(run, run.c.id == seat.c.run_id)
        .join(assignment, assignment.c.id == seat.c.assignment_id)
        .join(company, company.c.id == assignment.c.company_id)
        .where(run.c.learner_id == learner_id)
    )
    return {
        row.run_id: {"title": row.title, "company": row.name} | shown("seat", row) for row in rows
    }


def certificates(session: Session, learner_id: int, keyring: Keyring) -> list[dict[str, Any]]:
    """Return the learner's certificates, and to which companies each was handed."""
    rows = session.execute(
        select(
            certificate,
            learner.c.key,
            run.c.code.label("run"),
            version.c.journey_id,
            version.c.number,
        )
        .join(learner, learner.c.id == certificate.c.learner_id)
        .join(run, run.c.id == certificate.c.run_id)
        .join(version, version.c.id == certificate.c.version_id)
        .where(certificate.c.learner_id == learner_id)
        .order_by(certificate.c.run_id)
    ).all()
    return [
        {"run": row.run, "journey": row.journey_id, "version": row.number}
        | shown("certificate", row)
        | {
            "name": open_sealed(keyring.unwrap(row.key), row.name),
            "handed": _rows(session, _handed(row.code)),
        }
        for row in rows
    ]


def shown(table: str, row: Any) -> dict[str, Any]:
    """Return of a row what the register does not withhold."""
    return {each.name: _plain(row._mapping[each.name]) for each in exported(table)}


def _links(member_id: int) -> Select[Any]:
    return (
        select(*exported("join_code"))
        .where(join_code.c.member_id == member_id)
        .order_by(join_code.c.id)
    )


def _titles(table: Table, member_id: int) -> Select[Any]:
    return (
        select(assignment.c.title, *exported(table.name))
        .join(table, table.c.assignment_id == assignment.c.id)
        .where(table.c.member_id == member_id)
        .order_by(assignment.c.id)
    )


def _handed(code: str) -> Select[Any]:
    given = handed_certificate.c
    return (
        select(company.c.name.label("company"), *exported("handed_certificate"))
        .join(company, company.c.id == given.company_id)
        .where(given.code == code)
        .order_by(given.company_id)
    )


def _rows(session: Session, rows: Select[Any]) -> list[dict[str, Any]]:
    return [
        {name: _plain(value) for name, value in row.items()}
        for row in session.execute(rows).mappings()
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
