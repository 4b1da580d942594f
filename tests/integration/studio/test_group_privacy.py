"""P15: what a facilitator can observe is the same whatever one learner does, until a release."""

from collections.abc import Callable, Iterator
from random import Random

import pytest
from flask import Flask

from scripts.figures import record
from tests.groups import GROUP_JOURNEY, Workshop
from tests.people import Person
from tests.walks import Walk

PAIRS = 40
CANARY = "Kanarienvogel, nur für mich"
PLACES = ("", "beigetreten", "aushang", "qr.svg", "umzug", "schluss", "auswertung/weg",
          "auswertung/stimmung", "auswertung/vorher", "auswertung/gedanke")  # fmt: skip
STATIONS = ("weg", "stimmung", "vorher")


@pytest.fixture
def workshop(app: Flask, load: Callable[..., str]) -> Workshop:
    """An open group nobody has joined."""
    return Workshop.open(app, load(GROUP_JOURNEY))


def transcript(workshop: Workshop) -> list[object]:
    """Return all that the facilitator can observe: pages, parts, refused presses, headers."""
    facilitator = workshop.facilitator
    answers = [facilitator.get("/studio/gruppen"), facilitator.get("/studio")]
    answers += [facilitator.get(workshop.at(place)) for place in PLACES]
    answers.append(facilitator.get(workshop.at("beigetreten"), HX_Request="true"))
    answers += [facilitator.send(workshop.at(f"auswertung/{step}"), 409) for step in STATIONS]
    return [
        (answer.status, answer.data, [pair for pair in answer.headers if pair[0] != "X-Request-Id"])
        for answer in answers
    ]


def acts(walk: Walk, chance: Random) -> Iterator[Callable[[], object]]:
    """Yield what one learner may do on a way, in an order that the journey allows."""
    person, group = walk.person, f"/gruppe/{walk.code}"
    choice, other = chance.sample(["links", "rechts", "bleiben"], 2)
    yield lambda: walk.send("weg", answer=choice)
    yield lambda: person.send(group)
    yield lambda: walk.send("stimmung", **chance.choice(({"answer": "gut"}, {"skip": "1"})))
    yield lambda: person.send(group, agrees="yes")
    yield lambda: walk.send("vorher", **{"item-mut": chance.choice("123"), "item-ruhe": ""})
    yield lambda: walk.draft("gedanke", field="text", text=CANARY, seen="0")
    yield lambda: walk.send("weg/anders", answer=other)
    yield lambda: walk.send("gedanke", text=CANARY)
    yield lambda: walk.see("weg/gruppe")
    yield lambda: person.send("/meine-daten/loeschen")


def test_nothing_that_one_learner_does_shows_before_a_release(workshop: Workshop) -> None:
    chance = Random(2026)
    for walk in workshop.many("links", "rechts", "links"):
        walk.send("stimmung", answer="gut")
        walk.send("vorher", **{"item-mut": "1", "item-ruhe": "3"})
    pairs, different = 0, []
    while pairs < PAIRS:
        walk = workshop.join(agrees=chance.random() < 0.5)
        before = transcript(workshop)
        for number, act in enumerate(acts(walk, chance)):
            act()
            pairs += 1
            if transcript(workshop) != before:
                different.append(f"act {number}")
    record(
        "groups: transcripts that differ by one learner's doings",
        len(different),
        goal="0",
        ok=not different,
        command="make test",
        unit=f"of {pairs}",
        quiet=True,
    )
    assert different == []


def test_the_transcript_changes_where_something_may_show(workshop: Workshop) -> None:
    before = transcript(workshop)
    for _ in range(5):
        workshop.join(agrees=False)
    assert transcript(workshop) != before


def test_no_page_of_a_facilitator_holds_what_a_learner_wrote_or_who_chose_what(
    workshop: Workshop,
) -> None:
    walks = workshop.many(*["links"] * 5, "rechts", "bleiben", "bleiben")
    for walk in walks:
        walk.send("stimmung", answer="gut")
        walk.send("vorher", **{"item-mut": "1", "item-ruhe": "3"})
        walk.send("gedanke", text=CANARY)
    for step in STATIONS:
        workshop.release(step)
    seen = [workshop.facilitator.get(workshop.at(place)).data.decode() for place in PLACES]
    learners = [walk.person.get("/meine-daten/export.json").get_json() for walk in walks]
    secrets = [CANARY, *(walk.code for walk in walks)]
    secrets += [learner["learner"]["tag"] for learner in learners]
    assert not [secret for secret in secrets for page in seen if secret in page]


def test_who_did_not_agree_changes_nothing_in_a_release(app: Flask, load) -> None:
    told = []
    journey = load(GROUP_JOURNEY)
    for others in ((), ("rechts",), ("rechts", "bleiben", "bleiben")):
        workshop = Workshop.open(app, journey)
        workshop.many(*["links"] * 6)
        workshop.many(*others, agrees=False)
        told.append(workshop.release().replace(workshop.code, "code"))
    assert len(set(told)) == 1


def test_a_learner_learns_nothing_of_others_before_a_release(workshop: Workshop) -> None:
    looker = workshop.many("links")[0]
    places = [looker.at("weg/gruppe"), f"/gruppe/{looker.code}", f"/m/{workshop.code}"]
    before = [looker.person.get(place).data for place in places]
    workshop.many("rechts", "rechts", "bleiben")
    assert [looker.person.get(place).data for place in places] == before
    assert [Person(workshop.app).get(places[2]).status_code] == [200]
