"""Companies of a draft: those that find its journey where only some do."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from app.models.base import Session, take_turns
from app.models.company import Company
from app.models.draft import Draft
from app.models.tables import company, draft_company
from app.models.user import User


def let_in(session: Session, draft: Draft, company_id: int, *, by: User, now: datetime) -> None:
    """Let a company find the journey; one that does already stays as it is."""
    take_turns(session, f"companies of draft {draft.id}")
    if company_id not in {each.id for each in Company.finding(session, draft.id)}:
        row = {"draft_id": draft.id, "company_id": company_id}
        session.execute(insert(draft_company).values(row | {"added_at": now, "added_by": by.id}))


def shut_out(session: Session, draft: Draft, code: str) -> bool:
    """Let a company find the journey no more; False where it did not.

    What it has assigned goes on to its end.
    """
    which = select(company.c.id).where(company.c.code == code)
    done = session.execute(
        delete(draft_company).where(
            draft_company.c.draft_id == draft.id, draft_company.c.company_id.in_(which)
        )
    )
    return bool(done.rowcount)
