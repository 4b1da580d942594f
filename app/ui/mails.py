"""The words of every mail, put together at the moment it is sent and only if it still holds.

A room puts a kind with its values into the outbox; `compose` makes the mail of it, or None where
there is nothing to say any more. Links begin with ZR_BASE_URL and never with what a request said.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_security.recoverable import generate_reset_password_token

from app.models import reminding
from app.models.assignment import Assignment
from app.models.base import Session
from app.models.company import Company
from app.models.invitation import VALID, Invitation
from app.models.journey import compiled_by_hash, newest_version
from app.models.mailing import KIND, addressee
from app.models.outbox import REMINDER
from app.models.user import Role
from app.ui import formats, view
from app.ui.overviews import journey_overview
from app.ui.security import RESET_VALID, Account
from app.ui.words import gettext as _

ROLE_NAMES: dict[Role, LazyString] = {
    "facilitator": _l("Lernbegleitung"),
    "manager": _l("Betrieb"),
    "operator": _l("Betreiber"),
}
CHANGES: dict[str, LazyString] = {
    "password": _l("Ihr Passwort wurde geändert."),
    "second-factor-on": _l("Der zweite Faktor wurde eingeschaltet."),
    "second-factor-off": _l("Der zweite Faktor wurde ausgeschaltet."),
    "recovery-codes": _l("Ihre Notfallcodes wurden neu angelegt."),
}
ONE_CLICK = "List-Unsubscribe=One-Click"
"""What a mail program posts to the link of a mail whose reader wants no more of them (RFC 8058)."""
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says. `goes_out` is False where it is for nobody, and nobody may notice that."""

    subject: str
    text: str
    headers: Values = field(default_factory=dict)
    goes_out: bool = True


def compose(
    session: Session, kind: str, values: Values, asked: datetime, now: datetime
) -> Mail | None:
    """Return what a mail says, None where it no longer holds. `asked` is when it was wanted."""
    view.choose(view.View(lang=values.get("lang", "de")))
    try:
        return COMPOSERS[kind](session, values, asked, now)
    finally:
        view.choose(None)


def address_of(endpoint: str, **values: Any) -> str:
    """Return the complete address of a page for a mail or a terminal."""
    base = current_app.config["ZR"].base_url
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{base}{path}"


def reset_link(account: Account) -> str:
    """Return a link with which this account gets a new password, good for 30 minutes, once."""
    token = generate_reset_password_token(account)
    return address_of("accounts.edit_forgotten_password", token=token)


def role_names(roles: Iterable[Role]) -> str:
    """Write roles as people call them."""
    return ", ".join(str(ROLE_NAMES[role]) for role in roles)


def _invitation(session: Session, values: Values, _asked: datetime, now: datetime) -> Mail | None:
    invitation = Invitation.by_token(session, values["token"])
    if invitation is None or invitation.is_over(now):
        return None
    company_id = invitation.company_id
    company = Company.with_id(session, company_id) if company_id is not None else None
    named = [_("Sie handeln damit für diesen Betrieb:") + f" {company.name}"] if company else []
    return Mail(
        _("Ihre Einladung zu Zukunftsreise"),
        _paragraphs(
            _("Guten Tag,"),
            _(
                "Sie sind bei Zukunftsreise eingeladen. Ihre Rolle: %(roles)s.",
                roles=role_names(invitation.roles),
            ),
            *named,
            _("Mit diesem Link nehmen Sie an:"),
            address_of("accounts.show_invitation", token=values["token"]),
            _(
                "Der Link gilt %(days)s Tage, bis zum %(day)s, und nur einmal.",
                days=VALID.days,
                day=formats.date(invitation.expires_at),
            ),
            _("Haben Sie damit nicht gerechnet? Dann brauchen Sie nichts zu tun."),
        ),
    )


def _password_reset(
    session: Session, values: Values, asked: datetime, now: datetime
) -> Mail | None:
    # Whether there is an account is asked here, not in the request: so its answer cannot tell.
    account = Account.by_email(session, values["email"])
    if account is None or not account.active or now - asked >= RESET_VALID:
        return None
    return Mail(
        _("Ein neues Passwort für Zukunftsreise"),
        _paragraphs(
            _("Guten Tag,"),
            _("jemand hat für dieses Konto ein neues Passwort verlangt."),
            _("Mit diesem Link legen Sie es fest:"),
            reset_link(account),
            _("Der Link gilt 30 Minuten und nur einmal."),
            _("Waren Sie es nicht? Dann tun Sie nichts: Ihr Passwort bleibt, wie es ist."),
        ),
    )


def _change(session: Session, values: Values, _asked: datetime, _now: datetime) -> Mail | None:
    if Account.by_email(session, values["email"]) is None:
        return None
    return Mail(
        _("Ihr Konto bei Zukunftsreise wurde geändert"),
        _paragraphs(
            _("Guten Tag,"),
            str(CHANGES[values["what"]]),
            _("Waren Sie es nicht? Dann legen Sie hier sofort ein neues Passwort fest:"),
            address_of("accounts.new_forgotten_password"),
        ),
    )


def _assignment(session: Session, values: Values, _asked: datetime, now: datetime) -> Mail | None:
    found = addressee(session, values, now)
    if found is None:
        return None
    link = address_of("player.show_invitation", code=found.token)
    return inviting(session, found.company, found.assignment, link)


def inviting(session: Session, company: str, assignment: Assignment, link: str) -> Mail:
    """Return what somebody reads whom a company invites to a journey."""
    told = _told(session, company, assignment)
    return Mail(
        _("%(company)s lädt Sie ein: %(title)s", company=told["company"], title=told["title"]),
        _paragraphs(
            _("Guten Tag,"),
            _(
                "%(company)s lädt Sie zu einer kurzen Reise in die Arbeit mit KI ein: „%(title)s“, "
                "%(minutes)s, auf dem eigenen Gerät, ohne Konto.",
                **told,
            ),
            _("Hier geht es los. Der Link ist nur für Sie:"),
            link,
            _(
                "Zeit ist bis zum %(day)s. Sie können jederzeit Pause machen.",
                day=formats.date(assignment.ends_on),
            ),
            seen_by_company(assignment),
        ),
    )


def _reminder(session: Session, values: Values, _asked: datetime, now: datetime) -> Mail | None:
    found = reminding.addressee(session, values, now)
    if found is None:
        return None
    link = address_of("player.show_invitation", code=found.token)
    stop = address_of("player.confirm_mute", token=values["mute"])
    words = reminding_of(session, found.company, found.assignment, link, stop)
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": ONE_CLICK}
    return replace(words, headers=headers, goes_out=found.is_concerned)


def reminding_of(
    session: Session, company: str, assignment: Assignment, link: str, stop: str
) -> Mail:
    """Return what somebody reads who is reminded of a journey; `stop` is the link that ends it."""
    told = _told(session, company, assignment)
    return Mail(
        _("Zur Erinnerung: %(title)s", title=told["title"]),
        _paragraphs(
            _("Guten Tag,"),
            _(
                "%(company)s hat Sie zu einer kurzen Reise in die Arbeit mit KI eingeladen: "
                "„%(title)s“, %(minutes)s, auf dem eigenen Gerät, ohne Konto.",
                **told,
            ),
            _("Hier geht es los, oder weiter, wo Sie waren. Der Link ist nur für Sie:"),
            link,
            _(
                "Zeit ist bis zum %(day)s. Sie können jederzeit Pause machen.",
                day=formats.date(assignment.ends_on),
            ),
            _("Waren Sie schon am Ziel, oder möchten Sie nicht? Dann brauchen Sie nichts zu tun."),
            seen_by_company(assignment),
            _("Keine Erinnerung mehr an diese Reise:"),
            stop,
        ),
    )


def seen_by_company(assignment: Assignment) -> str:
    """Say what the company sees; what it asked for and may still get is told as if it held."""
    if assignment.mode == "proof":
        return _(
            "Der Betrieb sieht nicht, was Sie antworten. Er erfährt nur, ob Sie die Reise "
            "abgeschlossen haben: ja oder nein."
        )
    return _(
        "Der Betrieb sieht nicht, was Sie antworten. Er erfährt nur ungefähr, wie viele "
        "angekommen sind."
    )


COMPOSERS: dict[str, Callable[[Session, Values, datetime, datetime], Mail | None]] = {
    "invitation": _invitation,
    "password-reset": _password_reset,
    "account-change": _change,
    KIND: _assignment,
    REMINDER: _reminder,
}


def _told(session: Session, company: str, assignment: Assignment) -> dict[str, str]:
    """Return who invites, to what, and how long that takes; each on one line."""
    last = newest_version(session, assignment.journey_id)
    assert last is not None, "versions are never deleted"
    journey = journey_overview(compiled_by_hash(session, last.id, last.hash))
    return {
        "company": " ".join(company.split()),
        "title": journey.plain_title,
        "minutes": journey.minutes,
    }


def _paragraphs(*texts: str) -> str:
    return "\n\n".join((*texts, "Zukunftsreise")) + "\n"
