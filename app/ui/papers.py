"""Papers to print: poster, card, certificates and the works-council sheet, as PDF/UA-1.

What they look like stands in `templates/papers`, black on white; their words are put together
here, in the language of the page. The rooms give facts and get bytes.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from app.lib import pdf, qr
from app.ui import formats, view
from app.ui.horizon import horizon
from app.ui.words import gettext as _

FOLDER = Path(__file__).parents[1] / "templates" / "papers"
SVG = "http://www.w3.org/2000/svg"
GREYS = (
    ".far{fill:#e6e6e6}.mid{fill:#cccccc}.near{fill:#a3a3a3}"
    ".front,.landmark,.firs{fill:#333}.landmark{fill-rule:evenodd}.firs{stroke:#333}"
    ".sun{fill:#fff;stroke:#333;stroke-width:3}.glow,.stars{fill:none}"
    ".field{fill:none;stroke:#707070;stroke-width:1.5}"
    ".route{fill:none;stroke:#fff;stroke-width:4;stroke-linecap:round;stroke-dasharray:1 10}"
    ".w{fill:#333;stroke:#fff;stroke-width:3.5}"
)
MARK = (
    f'<svg xmlns="{SVG}" viewBox="5 3 22 26"><rect x="5" y="3" width="22" height="26" rx="4"/>'
    '<path d="M11 18a6 6 0 0 1 12-2l-4 3z" fill="#fff"/>'
    '<path d="M5 21c5-6 8-4 11-1.5s7 2 11-3.5" fill="none" stroke="#fff" stroke-width="3"/></svg>'
)

Words = str | Markup
"""Of a phrase with markup only the words are printed; its soft joints stay."""


@dataclass(frozen=True, slots=True)
class Invite:
    """What poster and card say. `link` is in the QR code, `address` is short enough to type.

    `proves`: the company learns of each person whether they finished.
    """

    company: str
    journey: Words
    summary: Words
    slug: str
    stages: int
    minutes: int
    link: str
    address: str
    until: date | None
    proves: bool


@dataclass(frozen=True, slots=True)
class Personal:
    """A card of one person: `link` is in its QR code, `address` can be typed."""

    name: str
    link: str
    address: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who took part in what; `check` is the address of the page that says whether it is valid.

    Where there is no name, none is printed.
    """

    name: str
    journey: Words
    slug: str
    stages: int
    version: int
    minutes: int
    topics: Sequence[Words]
    day: date
    check: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a sheet: paragraphs, points, and a table whose first row is its head.

    `key` is what a page knows it by.
    """

    title: str
    texts: Sequence[str] = ()
    points: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A longer paper out of sections, such as the one for the works council.

    `since` is the day from which on it has said the same.
    """

    title: str
    about: str
    lead: str
    sections: Sequence[Section]
    day: date
    checksum: str
    since: date


def checksum(*content: str | Section) -> str:
    """Return what tells this content from any other, as people can compare it."""
    told = json.dumps([asdict(each) if isinstance(each, Section) else each for each in content])
    digest = hashlib.sha256(told.encode()).hexdigest()[:20]
    return " ".join(re.findall("....", digest))


def poster(invite: Invite) -> bytes:
    """Return a poster, one page of A4."""
    return _paper("poster", _invited(invite))


def card(invite: Invite) -> bytes:
    """Return the same as a card to hand out, one page of A6."""
    return _paper("card", _invited(invite))


def cards(invite: Invite, people: Iterable[Personal]) -> bytes:
    """Return cards with a way in for one person each, eight to a page of A4, to be cut out.

    Link and address of `invite` are not used.
    """
    told = _invited(invite)
    kept = ("title", "invites", "journey", "promise", "known", "until", "or_type")
    shown = [
        {
            "name": each.name,
            "address": each.address,
            "qr": _code(each.link),
            "qr_alt": _("QR-Code. Er führt zur selben Reise wie %(address)s", address=each.address),
        }
        for each in people
    ]
    return _paper("cards", {name: told[name] for name in kept} | {"cards": shown})


def certificates(some: Iterable[Certificate]) -> bytes:
    """Return certificates of participation, a page of A4 each."""
    title = _("Nachweis der Teilnahme")
    return _paper("certificate", {"title": title, "pages": [_certified(each) for each in some]})


def sheet(paper: Sheet) -> bytes:
    """Return a sheet on pages of A4, each with its day and its checksum."""
    return _paper(
        "sheet",
        {
            "title": _text(paper.title),
            "about": _text(paper.about),
            "lead": _text(paper.lead),
            "sections": [asdict(each) for each in paper.sections],
            "facts": [
                _("Stand: %(day)s", day=formats.date(paper.day)),
                _("Inhalt gleich seit: %(day)s", day=formats.date(paper.since)),
                _("Prüfsumme: %(checksum)s", checksum=paper.checksum),
            ],
            "pages": _("Seite %(page)s von %(pages)s", page="{page}", pages="{pages}"),
        },
    )


def _invited(invite: Invite) -> dict[str, Any]:
    minutes = formats.minutes(invite.minutes)
    known = (
        _("Er erfährt nur, ob Sie die Reise abgeschlossen haben: ja oder nein.")
        if invite.proves
        else _("Er erfährt nur ungefähr, wie viele angekommen sind.")
    )
    return {
        "title": _text(invite.journey),
        "invites": _("%(company)s lädt ein", company=invite.company),
        "headline": _("%(minutes)s für morgen.", minutes=minutes),
        "journey": _text(invite.journey),
        "summary": _text(invite.summary),
        "horizon": _landscape(invite.slug, invite.stages),
        "qr": _code(invite.link),
        "qr_alt": _("QR-Code. Er führt zur selben Reise wie %(address)s", address=invite.address),
        "steps": [
            _("Code mit dem Handy scannen"),
            _("Ohne Konto und App losgehen"),
            _("Jederzeit Pause machen"),
        ],
        "or_type": _("Oder diese Adresse eintippen:"),
        "address": invite.address,
        "promise": _("Ihr Betrieb sieht nicht, was Sie antworten."),
        "known": known,
        "until": _("Zeit bis zum %(day)s", day=formats.date(invite.until)) if invite.until else "",
    }


def _certified(certificate: Certificate) -> dict[str, Any]:
    facts = [
        (_("Dauer"), formats.minutes(certificate.minutes)),
        (_("Themen"), ", ".join(_text(topic) for topic in certificate.topics)),
        (_("Ausgestellt am"), formats.date(certificate.day)),
        (_("Fassung der Reise"), str(certificate.version)),
    ]
    return {
        "name": certificate.name,
        "took_part": _("hat an dieser Lernreise teilgenommen und ist am Ziel angekommen:")
        if certificate.name
        else _("Wer dieses Blatt hat, war auf dieser Lernreise und ist am Ziel angekommen:"),
        "journey": _text(certificate.journey),
        "horizon": _landscape(certificate.slug, certificate.stages, strip=True),
        "facts": [fact for fact in facts if fact[1]],
        "note": _(
            "Dieser Nachweis bestätigt die Teilnahme. Er sagt nichts über Antworten und ersetzt "
            "keine Prüfung."
        ),
        "check_title": _("Nachweis prüfen"),
        "check_text": _("Diese Seite sagt nur, ob der Nachweis gültig ist."),
        "address": certificate.check.partition("://")[2],
        "qr": _code(certificate.check),
        "qr_alt": _("QR-Code zur Seite, die den Nachweis prüft"),
    }


def _paper(name: str, data: dict[str, Any]) -> bytes:
    common = {"lang": view.current().lang, "author": "Zukunftsreise", "mark": MARK}
    return pdf.render(FOLDER / f"{name}.typ", common | data)


def _text(words: Words) -> str:
    return words.striptags() if isinstance(words, Markup) else words


def _landscape(slug: str, stages: int, strip: bool = False) -> str:
    """Return the hills of a journey in greys, as a drawing that stands alone."""
    drawn = str(horizon(slug, stages, strip=strip)).replace("<svg", f'<svg xmlns="{SVG}"', 1)
    head, end, hills = drawn.partition(">")
    return f"{head}{end}<style>{GREYS}</style>{hills}"


def _code(text: str) -> str:
    width, path = qr.path(text)
    return f'<svg xmlns="{SVG}" viewBox="0 0 {width} {width}"><path d="{path}"/></svg>'
