"""The desk of a facilitator: signed in in a real browser, with drafts to work at."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from playwright.sync_api import BrowserContext
from sqlalchemy import select

from app import config, create_app
from app.content.media import Media
from app.lib import clock
from app.models.draft import Draft
from app.models.draft_files import Files
from app.models.tables import user_account
from app.models.user import User
from app.ui.sessions import STAFF
from app.ui.staff import SEEN
from tests.benchmarks.product import Product

CHOICES = """\
          - id: ruhig
            label: "Ruhig bleiben und nachfragen"
            feedback: "Das bringt Klarheit."
            steps:
              - {{story: abstecher-{n}, title: "Ein Abstecher zur Werkstatt", text: "Dort."}}
          - {{id: schnell, label: "Schnell weiter", feedback: "Das spart Zeit."}}
"""


class Desk:
    """Somebody who writes, at the database of a running product."""

    def __init__(self, product: Product, email: str = "ada@reise.example") -> None:
        given = {**os.environ, **product.environ}
        self.app: Flask = create_app(config.load(given, Path(product.folder) / "instance"))
        with self.app.extensions["database"].write() as session:
            known = User.by_email(session, email)
            self.user = known or User.create(session, email, "Ada", clock.now(), "facilitator")
            own = user_account.c.id == self.user.id
            self.mark = session.execute(
                select(user_account.c.fs_uniquifier).where(own)
            ).scalar_one()

    def sits_at(self, context: BrowserContext) -> None:
        """Sign in in this browser."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        url = self.app.config["ZR"].base_url
        value = signer.dumps({STAFF: self.mark, SEEN: clock.now().timestamp()})
        context.add_cookies([{"name": "zr_session", "value": value, "url": url}])

    def writes(self, slug: str, text: str, media: dict[str, bytes] | None = None) -> str:
        """Begin a draft, unless it is there; return its id."""
        with self.app.extensions["database"].write() as session:
            if Draft.within_reach(session, slug, self.user) is None:
                files = Files(text, {}, Media(media or {}))
                Draft.create(session, slug, files, by=self.user, now=clock.now())
        return slug

    def text_of(self, slug: str) -> str:
        """Return the text of a draft as it is stored."""
        with self.app.extensions["database"].read() as session:
            found = Draft.within_reach(session, slug, self.user)
            assert found is not None
            return found.text

    def edits(self, slug: str, text: str) -> None:
        """Store another text."""
        with self.app.extensions["database"].write() as session:
            found = Draft.within_reach(session, slug, self.user)
            assert found is not None
            found.edit(session, text, by=self.user, seen=found.revision, now=clock.now())


def long_journey(slug: str, steps: int = 80) -> str:
    """Return a journey of two roles and so many steps, with detours, leaps and places."""
    each = steps // 4
    stages = []
    for number in range(4):
        rows = []
        for n in range(number * each, (number + 1) * each):
            if n % 8 == 3:
                rows.append(
                    f'      - decision: wahl-{n}\n        title: "Die Wahl Nummer {n}"\n'
                    f'        question: "Was tun Sie bei Station {n}?"\n        choices:\n'
                    + CHOICES.format(n=n)
                )
            elif n % 8 == 4:
                continue  # The detour above counts for it.
            elif n % 8 == 6:
                rows.append(
                    f'      - {{story: nur-{n}, title: "Nur für die Leitung", text: "Planen Sie.",'
                    f" when: {{role: leitung}}}}\n"
                )
            else:
                rows.append(
                    f'      - {{story: szene-{n}, title: "Eine Szene am Tor {n}",'
                    f' text: "Es ist {n} Uhr."}}\n'
                )
        if number == 3:
            rows.append('      - {end: da, title: "Angekommen", text: "Schön."}\n')
        stages.append(
            f'  - stage: etappe-{number}\n    title: "Etappe {number + 1}: Unterwegs im Betrieb"\n'
            "    steps:\n" + "".join(rows)
        )
    return (
        f'format: zukunftsreise/1\nid: {slug}\ntitle: "Eine lange Reise"\nsummary: "Ein Tag."\n'
        "languages: [de, en]\ntopics: [Lager, Beschäftigtendatenschutz]\nroles:\n"
        '  lager: {title: "Lager", text: "Sie packen."}\n'
        '  leitung: {title: "Teamleitung", text: "Sie planen."}\nstages:\n' + "".join(stages)
    )
