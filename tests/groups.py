"""Groups in tests: a facilitator who opens one, and learners who join and answer."""

import re
from dataclasses import dataclass, field

from flask import Flask

from tests.people import Person
from tests.walks import Walk

GROUP_JOURNEY = """\
format: zukunftsreise/1
id: gruppenreise
title: "Die Gruppenreise"
summary: "Ein Tag, gemeinsam."
languages: [de]
topics: [Probe]
stages:
  - stage: anfang
    title: "Am Anfang"
    steps:
      - decision: weg
        title: "Die Gabelung"
        text: "Zwei Wege liegen vor Ihnen."
        question: "Wohin gehen Sie?"
        choices:
          - {id: links, label: "Nach links", feedback: "Links ist es hell."}
          - {id: rechts, label: "Nach rechts", feedback: "Rechts ist es still."}
          - {id: bleiben, label: "Ich bleibe", feedback: "Auch das geht."}
      - poll: stimmung
        question: "Wie ist die Stimmung?"
        choices: [{id: gut, label: "gut"}, {id: so, label: "mittel"}]
      - scale: vorher
        title: "Heute"
        points: 3
        from: "gar nicht"
        to: "sehr"
        items: [{id: mut, label: "Ich frage nach."}, {id: ruhe, label: "Ich bleibe ruhig."}]
  - stage: schluss
    title: "Am Schluss"
    steps:
      - {reflection: gedanke, prompt: "Was nehmen Sie mit?"}
      - {scale: nachher, repeats: vorher}
      - {end: da, title: "Angekommen", text: "Schön."}
"""


@dataclass
class Workshop:
    """A facilitator with an open group, and the learners in it."""

    app: Flask
    facilitator: Person
    code: str
    walks: list[Walk] = field(default_factory=list)

    @classmethod
    def open(cls, app: Flask, journey: str, title: str = "Team Versand") -> "Workshop":
        """Let somebody sign in and open a group."""
        facilitator = Person(app)
        facilitator.sign_in("facilitator")
        sent = facilitator.send("/studio/gruppen", title=title, journey=journey, known="")
        return cls(app, facilitator, sent.headers["Location"].rsplit("/", 1)[1])

    def at(self, place: str = "") -> str:
        """Return the address of a place in the studio."""
        return f"/studio/gruppe/{self.code}/{place}".rstrip("/")

    def see(self, place: str = "", status: int = 200) -> str:
        """Open a page of the group as its facilitator."""
        return self.facilitator.see(self.at(place), status)

    def join(self, *, agrees: bool = True, role: str = "", person: Person | None = None) -> Walk:
        """Let somebody join, at a device of their own unless it is given."""
        person = person or Person(self.app)
        fields = ({"agrees": "yes"} if agrees else {}) | ({"role": role} if role else {})
        run = person.send(f"/m/{self.code}", **fields).headers["Location"].rsplit("/", 1)[1]
        walk = Walk(person, "", code=run)
        self.walks.append(walk)
        return walk

    def many(self, *answers: str, agrees: bool = True) -> list[Walk]:
        """Let as many join as there are answers, and decide at the fork."""
        walks = [self.join(agrees=agrees) for _ in answers]
        for walk, answer in zip(walks, answers, strict=True):
            walk.send("weg", answer=answer)
        return walks

    def release(self, step: str = "weg", status: int = 303) -> str:
        """Press „Station auswerten“, and return what stands on the page then."""
        sent = self.facilitator.send(self.at(f"auswertung/{step}"), status)
        return sent.get_data(as_text=True) if status != 303 else self.see(f"auswertung/{step}")


def shares(page: str) -> list[tuple[str, str]]:
    """Return what a page tells about each option, as pairs of label and words."""
    rows = re.findall(r"<dt>([^<]*)</dt><dd>(?:<svg.*?</svg>)?([^<]*)</dd>", page)
    return [(label, words) for label, words in rows]
