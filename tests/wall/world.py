"""A world with two of each: companies, managers, members, learners and authors, full of canaries.

A canary says whose words it stands in and of which sort they are: `kanarie-a-innen` is what only
company A may read, `-aussen` what it tells those it invites, `-amt` what the operator sees too.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import String, Text, insert, select

from app.content.importers.bundle import zipped
from app.content.source import parse
from app.lib import clock
from app.lib.tokens import random_code
from app.models.assignment_draft import Choices
from app.models.author import invite
from app.models.base import metadata
from app.models.company import Company
from app.models.draft_company import let_in
from app.models.handed_certificate import HandedCertificate
from app.models.invitation import Invitation
from app.models.join_code import JoinCode
from app.models.journey import publish
from app.models.review import share
from app.models.tables import (
    assignment_draft,
    certificate,
    company,
    draft_author,
    media_file,
    run,
)
from app.models.user import User
from app.studio.trails import Trail
from app.ui.mails import reset_link
from app.ui.security import Account
from tests.assignments import Given, freeze_round
from tests.firms import Firm, set_out
from tests.handed import give
from tests.integration.conftest import SMALL_JOURNEY
from tests.integration.studio.conftest import Writer
from tests.offices import lead
from tests.people import Person
from tests.reminders import reminded
from tests.walks import Walk
from tests.wall.rows import Owner

COMPANY = re.compile(r'name="company" value="([^"]+)"')
CANARY = re.compile(r"kanarie-([a-z])-([a-z]+)", re.IGNORECASE)
SLUG, FREE, KEPT = "kleine-reise", "freie-reise", "eigene-reise"
JOURNEY = SMALL_JOURNEY.replace(
    "roles:", 'slots:\n  kontakt: {label: "Ansprechperson", default: "die Leitung"}\nroles:', 1
).replace('question: "Wohin', 'text: "{{slot.kontakt}} wartet."\n        question: "Wohin', 1)
FILES = {
    "bild.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h8"/></svg>',
    "notiz.md": b"Eine Notiz.",
}
PLANTED = {
    "company": {"name", "words"},
    "team": {"name"},
    "member": {"name", "email"},
    "assignment": {"title", "words", "legal_basis"},
    "assignment_draft": {"choices"},
    "user_invitation": {"email"},
    "handed_certificate": {"name", "journey", "topics"},
}
"""Every column of a company in which words of people stand."""
NO_WORDS = {
    "company": {"code", "sector", "timezone", "language", "journey_code"},
    "member": {"code", "language"},
    "assignment": {"code", "journey_id", "audience", "mode"},
    "assignment_draft": {"code"},
    "join_code": {"code", "token"},
    "user_invitation": {"roles"},
    "sheet_edition": {"checksum"},
    "handed_certificate": {"code"},
}


def mark(owner: str, sort: str = "innen") -> str:
    """Return a canary."""
    return f"Kanarie-{owner}-{sort}"


def unplanted() -> set[tuple[str, str]]:
    """Return the columns of companies for words in which the world plants nothing."""
    known = {
        (table, column)
        for each in (PLANTED, NO_WORDS)
        for table, columns in each.items()
        for column in columns
    }
    return {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if (table.name == "company" or "company_id" in table.columns)
        and isinstance(column.type, String | Text)
    } - known


@dataclass(frozen=True)
class House:
    """A company with the people around it."""

    firm: Firm
    company: Company
    manager: Person
    member: Person


class World:
    """Everybody who may ask, by the letter or word of their canaries, and links they were sent."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.posted: list[str] = []
        """Addresses that stand in mails or are shown once."""
        self.given: dict[str, list[str]] = {}
        """Addresses that no page names as the world stands."""
        self.shown: dict[str, list[tuple[str, dict[str, list[str]]]]] = {}
        """Forms that stand in the answers to other forms: their addresses and fields."""
        self._walkers: dict[str, str] = {}
        """By the letter of a learner the code of one of their runs."""
        self.author = self._author("f", SLUG)
        self._publish(self.author)
        self._import(self.author)
        self._keep_for_one_company(self.author)
        self.other_author = self._author("g", "fremde-reise")
        self._show_to_holders(self.other_author, "fremde-reise")
        self.learner, self.other = self._learner("l"), self._learner("o")
        self.houses = {letter: self._house(letter) for letter in "ab"}
        self.operator = Person(app)
        self.operator.sign_in("operator")
        self._send_links()

    def everybody(self) -> dict[str, Person]:
        """Return all who may ask."""
        return {
            "nobody": Person(self.app),
            "learner": self.learner,
            "other learner": self.other,
            "member of A": self.houses["a"].member,
            "manager of A": self.houses["a"].manager,
            "manager of B": self.houses["b"].manager,
            "facilitator": self.author,
            "operator": self.operator,
            "other facilitator": self.other_author,
            "member of B": self.houses["b"].member,
        }

    def owners(self) -> dict[str, Owner]:
        """Return whose rows are whose, by the letters of canaries."""
        owners = {each: ("company_id", [house.firm.id]) for each, house in self.houses.items()}
        with self.app.extensions["database"].read() as session:
            for letter, code in self._walkers.items():
                found = session.execute(select(run.c.learner_id).where(run.c.code == code))
                owners[letter] = ("learner_id", [found.scalar_one()])
            for letter, author in (("f", self.author), ("g", self.other_author)):
                mine = draft_author.c.user_id == author.user.id
                found = session.execute(select(draft_author.c.draft_id).where(mine))
                owners[letter] = ("draft_id", list(found.scalars()))
        return owners

    def _author(self, letter: str, slug: str) -> Writer:
        author = Writer(self.app, f"{mark(letter, 'aussen')}@reise.example")
        author.writes(JOURNEY.replace(SLUG, slug), slug)
        return author

    def _publish(self, author: Writer) -> None:
        """Publish twice, restore the first version, and go on writing what nobody may see."""
        at = f"/studio/{SLUG}"
        for name, content in FILES.items():
            author.send(f"{at}/medien", file=(BytesIO(content), name))
        author.send(f"{at}/veroeffentlichung", **self._hidden(author, f"{at}/veroeffentlichung"))
        text = author.draft().text
        self._write(author, text.replace("Links ist es hell.", "Links ist es still."))
        author.send(f"{at}/veroeffentlichung", **self._hidden(author, f"{at}/veroeffentlichung"))
        self._write(author, text.replace("Die kleine Reise", mark("f", "entwurf")))
        author.send(f"{at}/sprachen", language="en")
        author.send(f"{at}/versionen/1/wiederherstellung", seen=author.draft().revision)
        self._write(author, text.replace("Die kleine Reise", mark("f", "entwurf")))
        author.send(f"{at}/sprachen", language="en")
        author.send(f"{at}/versionen/1/rueckzug")
        with self.app.extensions["database"].read() as session:
            digest = session.execute(select(media_file.c.sha256).limit(1)).scalar_one()
        trail = Trail().encode()
        self.given["facilitator"] = [
            f"{at}/{place}"
            for place in ("sprachen/en/zeile/1", "sprachen/en/loeschen", "sprachen/en/datei",
                          "sprachen/en/verwaist", "veroeffentlichung/1", "import",
                          f"vorschau/{trail}/weg/anders")
        ]  # fmt: skip
        self.given["nobody"] = [f"/medien/{digest}/bild.svg"]

    def _import(self, author: Writer) -> None:
        """Import a journey with a translation that it does not list; nobody writes another one."""
        text = JOURNEY.replace(SLUG, "zweite-reise")
        files = {"journey.yaml": text.encode(), "texts.en.yaml": b"title: A second one\n"}
        sent = (BytesIO(zipped(files)), "reise.zip")
        author.send("/studio/importieren", file=sent, id="zweite-reise")
        self.given["facilitator"] += ["/studio/zweite-reise/import",
                                      "/studio/zweite-reise/sprachen/en/loeschen"]  # fmt: skip
        with self.app.extensions["database"].write() as session:
            publish(session, parse(JOURNEY.replace(SLUG, FREE), name="journey.yaml"), clock.now())
        self.given["facilitator"].append(f"/studio/{FREE}/oeffnen")

    def _keep_for_one_company(self, author: Writer) -> None:
        """Publish a journey that a company finds of which nobody here is."""
        text = JOURNEY.replace(SLUG, KEPT).replace("Die kleine Reise", mark("f", "betrieb"))
        author.writes(text, KEPT)
        at, now = f"/studio/{KEPT}/veroeffentlichung", clock.now()
        author.send(f"/studio/{KEPT}/sichtbarkeit", visibility="companies")
        author.send(at, **self._hidden(author, at))
        with self.app.extensions["database"].write() as session:
            made = Company.create(session, "Betrieb nebenan", "craft", 14, now, by=None)
            let_in(session, author.draft(KEPT), made.id, by=author.user, now=now)
        self.given["facilitator"].append(f"/studio/{KEPT}/betriebe/{made.code}/ende")

    def _show_to_holders(self, author: Writer, slug: str) -> None:
        """Publish a journey for those who hold its link."""
        at = f"/studio/{slug}/veroeffentlichung"
        author.send(f"/studio/{slug}/sichtbarkeit", visibility="link")
        author.send(at, **self._hidden(author, at))
        code = author.draft(slug).link_code
        self.given["nobody"].append(f"/r/{code}")

    def _write(self, author: Writer, text: str) -> None:
        author.send(f"/studio/{SLUG}", text=text, seen=author.draft().revision)

    @staticmethod
    def _hidden(person: Person, path: str) -> dict[str, str]:
        return {"note": "Neue Worte"} | dict(
            re.findall(r'name="(seen|against)" value="([^"]*)"', person.see(path))
        )

    def _learner(self, letter: str) -> Person:
        """Let somebody walk twice: one walk in a group to its end, one on the way."""
        learner = Person(self.app)
        group = {"l": self.author, "o": self.other_author}[letter]
        title = mark({"l": "f", "o": "g"}[letter], "aussen")
        sent = group.send("/studio/gruppen", title=title, journey=SLUG, known="")
        word = sent.headers["Location"].rsplit("/", 1)[1]
        self._arrive(set_out(learner, word, role="lager"), letter)
        self._walk(Walk(learner, SLUG, "lager"), letter)
        return learner

    def _walk(self, walk: Walk, letter: str) -> Walk:
        walk.send("vorher", **{"item-mut": "3"})
        walk.send("weg", answer="links")
        walk.send("am-bach", text=mark(letter))
        walk.draft("gedanke", text=mark(letter), seen="0")
        return walk

    def _arrive(self, walk: Walk, letter: str) -> None:
        self._walk(walk, letter)
        self._walkers[letter] = walk.code
        walk.send("gedanke", text=mark(letter))
        walk.send("plan", picture=mark(letter))
        walk.send("nachher", **{"item-mut": "4"})

    def _house(self, letter: str) -> House:
        database, inside = self.app.extensions["database"], mark(letter)
        firm = Firm(database, mark(letter, "aussen"))
        firm.change(company, firm.id, words=json.dumps({"kontakt": inside}))
        with database.read() as session:
            own = Company.with_id(session, firm.id)
        assert own
        team = firm.team(inside)
        for number in range(3):
            firm.member(f"{inside} {number}", team, email=f"{inside}-{number}@firma.example")
        manager = lead(self.app, own, email=f"leitung-{letter}@firma.example")
        lead(self.app, own, email=f"zweite-{letter}@firma.example")
        self._assign(letter, firm)
        self._invite(letter, firm)
        return House(firm, own, manager, self._member(letter, firm))

    def _assign(self, letter: str, firm: Firm) -> None:
        """Assign in the mode proof, which is not confirmed, and begin another assignment."""
        words = {"kontakt": mark(letter, "aussen")}
        asked = {"mode": "proof", "legal_basis": mark(letter, "amt")}
        assigned = firm.assign(SLUG, title=mark(letter, "aussen"), words=words, **asked)
        self.posted.append(f"/m/{assigned.token}")
        self.given[f"manager of {letter.upper()}"] = ["/betrieb/aufgaben/mitbestimmung"]
        with self.app.extensions["database"].write() as session:
            begun = Choices(
                journey=SLUG,
                audience="everybody",
                head_count=40,
                words={"kontakt": mark(letter)},
                starts_on=clock.now().date(),
                ends_on=clock.now().date() + timedelta(days=21),
                mode="protected",
            )
            values = {"code": random_code(80), "company_id": firm.id, "choices": begun.stored()}
            session.execute(insert(assignment_draft).values(created_at=clock.now(), **values))

    def _invite(self, letter: str, firm: Firm) -> None:
        """Let people put themselves on the list, and show what a list of others would add."""
        with self.app.extensions["database"].write() as session:
            JoinCode.into_company(session, firm.id, "", clock.now())
        kept = json.dumps([[1, mark(letter), "", ""]])
        self.shown[f"manager of {letter.upper()}"] = [("/betrieb/menschen/neu", {"people": [kept]})]

    def _member(self, letter: str, firm: Firm) -> Person:
        """Let somebody walk with an assignment whose link is theirs, while another one waits."""
        person, own = Person(self.app), firm.member("Mika", email=f"mika-{letter}@firma.example")
        facts: dict[str, Any] = {"title": mark(letter, "aussen"), "ends_on": date(2099, 1, 1)}
        words = {"kontakt": mark(letter, "aussen")}
        everyone = firm.assign(SLUG, words=words, **facts)
        firm.change_link(everyone, paused_at=None)
        listed = firm.assign(SLUG, members=[own], words=words, **facts)
        token = firm.link(listed.id, member_id=own)
        self.posted.append(reminded(firm, listed, own))
        walk = set_out(person, token, role="lager")
        self._arrive(walk, f"{chr(ord(letter) + 12)}")
        self._prove(letter, firm, person, walk)
        with firm.database.write() as session:
            given = Given(listed.id, listed.code, firm.id, SLUG)
            freeze_round(session, given, 12, clock.now())
        return person

    def _prove(self, letter: str, firm: Firm, person: Person, walk: Walk) -> None:
        """Hand certificates to the company, one of which it fetched; anybody may check a paper."""
        at = f"/mein-nachweis/{walk.code}"
        person.send(at, name=mark(letter, "aussen"))
        code = COMPANY.search(person.see(f"{at}/weitergabe"))
        assert code
        person.send(f"{at}/weitergabe", company=code[1])
        with firm.database.read() as session:
            made = session.execute(select(certificate.c.code)).scalars().all()
        self.posted.append(f"/nachweis/{made[-1]}")
        fetched = give(firm.database, firm.id, mark(letter), journey=SLUG)
        with firm.database.write() as session:
            HandedCertificate.fetch(session, firm.id, fetched, clock.now())

    def _send_links(self) -> None:
        now, database = clock.now(), self.app.extensions["database"]
        keyring = self.app.extensions["keyring"]
        with self.app.test_request_context(method="POST"), database.write() as session:
            for letter, house in self.houses.items():
                by = User.by_email(session, f"leitung-{letter}@firma.example")
                address = f"{mark(letter, 'amt')}@firma.example"
                token = house.company.invite(session, keyring, address, now, by=by)
                self.posted.append(f"/einladung/{token}")
            token = Invitation.create(session, "neu@reise.example", ["facilitator"], now)
            self.posted.append(f"/einladung/{token}")
            account = Account.held(session, self.author.user.id)
            assert account
            self.posted.append(reset_link(account).split("/", 3)[3].join(("/", "")))
            ours, theirs = self.author.draft(), self.other_author.draft("fremde-reise")
            self.posted.append("/durchsicht/" + share(session, ours, by=self.author.user, now=now))
            self.posted.append(f"{self.posted[-1]}/vorschau/{Trail().encode()}/weg/anders")
            self.posted.append(
                "/mitschreiben/" + invite(session, theirs, by=self.other_author.user, now=now)
            )
