"""P4 and P5: a text on its way is stored exactly when it says so, and never lost to another."""

import pytest
from flask import Flask

from tests.integration.player.conftest import rows, walk_to
from tests.people import Person, main_of
from tests.walks import Walk

TEXTS = "SELECT step, field, revision, answered FROM thought ORDER BY step, field"


@pytest.fixture
def writing(alice: Person, every_kind: str) -> Walk:
    """Alice stands at a reflection."""
    walk = walk_to(Walk(alice, every_kind), "gedanke")
    walk.person.app.testing = False
    return walk


def stored(walk: Walk) -> list[tuple[object, ...]]:
    return [row[1:] for row in rows(walk.person.app, TEXTS) if row[0] == "gedanke"]


def own(walk: Walk) -> dict[str, str]:
    return {"learner": walk.hidden("gedanke")["learner"]}


def test_saved_is_said_with_the_revision_that_the_server_stored(writing: Walk) -> None:
    answer = writing.draft("gedanke", text="Ein Anfang", seen="0", **own(writing))
    assert answer.headers["ZR-Saved"] == "1"
    assert answer.headers["ZR-Part"] == "1"
    assert answer.get_data(as_text=True).startswith("Gespeichert, ")
    assert stored(writing) == [("text", 1, 0)]
    assert "Ein Anfang" in writing.see("gedanke")
    assert writing.hidden("gedanke")["seen-text"] == "1"


def test_a_draft_does_not_make_the_step_answered(writing: Walk) -> None:
    writing.draft("gedanke", text="Ein Anfang", seen="0")
    assert writing.stands_at() == "gedanke"


def test_weiter_answers_with_the_same_row(writing: Walk) -> None:
    writing.draft("gedanke", text="Ein Anfang", seen="0")
    writing.send("gedanke", text="Ein Anfang")
    assert stored(writing)[0][2] == 1
    assert len(stored(writing)) == 1


def test_the_same_text_twice_is_no_conflict(writing: Walk) -> None:
    writing.draft("gedanke", text="Ein Anfang", seen="0")
    assert writing.draft("gedanke", text="Ein Anfang", seen="0").headers["ZR-Saved"] == "1"


def test_an_older_tab_sees_both_texts(writing: Walk) -> None:
    writing.draft("gedanke", text="Vom Handy", seen="0")
    answer = writing.draft("gedanke", 409, text="Vom Rechner", seen="0")
    assert answer.headers["ZR-Part"] == "1"
    assert "ZR-Saved" not in answer.headers
    assert "Vom Handy" in main_of(answer)
    assert "Vom Handy" in writing.see("gedanke")


@pytest.mark.parametrize("htmx", [False, True])
def test_weiter_with_an_older_text_shows_both_and_stores_nothing(
    writing: Walk, app: Flask, htmx: bool
) -> None:
    writing.htmx = htmx
    old = writing.hidden("gedanke")
    writing.draft("gedanke", text="Vom Handy", seen="0")
    writing.post("gedanke", 409, old | {"text": "Vom Rechner"})
    page = main_of(writing.last)
    assert "Vom Handy" in page
    assert "Vom Rechner" in page
    assert page.count("<form") == 1
    assert stored(writing) == [("text", 1, 0)]
    assert writing.stands_at() == "gedanke"


@pytest.mark.parametrize(
    ("which", "text"),
    [
        ("mine", "Vom Rechner"),
        ("theirs", "Vom Handy"),
        ("both", "Vom Handy\n\nVom Rechner"),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_the_learner_picks_a_text_or_joins_them(
    writing: Walk, which: str, text: str, htmx: bool
) -> None:
    writing.htmx = htmx
    old = writing.hidden("gedanke") | {"text": "Vom Rechner"}
    writing.draft("gedanke", text="Vom Handy", seen="0")
    writing.post("gedanke", 409, old)
    writing.post("gedanke", None, old | {"other-text": "1", "keep": f"text.{which}"})
    assert writing.led_to() == "gedanke"
    assert text in writing.see("gedanke")
    writing.send("gedanke", text=text)
    assert writing.led_to() == "plan"


def test_a_third_text_in_the_meantime_is_a_new_conflict(writing: Walk) -> None:
    old = writing.hidden("gedanke") | {"text": "Vom Rechner"}
    writing.draft("gedanke", text="Vom Handy", seen="0")
    writing.draft("gedanke", text="Noch später", seen="1")
    writing.post("gedanke", 409, old | {"other-text": "1", "keep": "text.mine"})
    assert "Noch später" in main_of(writing.last)


def test_enter_in_a_conflict_is_no_choice(writing: Walk) -> None:
    old = writing.hidden("gedanke") | {"text": "Vom Rechner"}
    writing.draft("gedanke", text="Vom Handy", seen="0")
    page = main_of(writing.post("gedanke", 409, old))
    first = page[page.index("<button", page.index("data-conflict")) :].split(">")[0]
    assert "name=" not in first


def test_a_text_of_another_learner_is_not_stored(writing: Walk, bob: Person, small: str) -> None:
    named = own(writing)
    bob.depart(small, "lager")
    intruder = Walk(bob, small, code=writing.code)
    answer = intruder.draft("gedanke", 409, text="Was Alice schrieb", seen="0", **named)
    assert "ZR-Saved" not in answer.headers
    assert "ZR-Part" not in answer.headers
    assert "Was Alice schrieb" in main_of(answer)
    assert stored(writing) == []


def test_an_ended_session_stores_nothing(writing: Walk) -> None:
    named = own(writing)
    writing.person.client.delete_cookie("zr_device")
    answer = writing.draft("gedanke", 409, text="Noch da", seen="0", **named)
    assert "ZR-Saved" not in answer.headers
    assert "Noch da" in main_of(answer)
    assert stored(writing) == []


def test_a_lost_token_stores_nothing(writing: Walk) -> None:
    writing.draft("gedanke", 400, text="Noch da", csrf_token="alt")
    assert stored(writing) == []


def test_a_text_too_long_is_refused_with_the_reason(writing: Walk) -> None:
    answer = writing.draft("gedanke", 422, text="ä" * 10_001, seen="0")
    assert "Möglich sind 10.000 Zeichen" in main_of(answer)
    assert "ZR-Saved" not in answer.headers
    writing.draft("gedanke", text="ä" * 10_000, seen="0")


def test_each_field_of_a_goal_has_its_own_revision(writing: Walk) -> None:
    writing.send("gedanke", skip="1")
    writing.draft("plan", field="then", then="frage ich", seen="0")
    writing.draft("plan", field="then", then="frage ich nach", seen="1")
    writing.draft("plan", field="picture", picture="Ruhe", seen="0")
    hidden = writing.hidden("plan")
    assert (hidden["seen-then"], hidden["seen-picture"], hidden["seen-if"]) == ("2", "1", "0")


def test_a_field_that_the_step_lacks_is_refused(writing: Walk) -> None:
    writing.draft("gedanke", 400, field="picture", picture="Ruhe", seen="0")
    writing.draft("weg", 400, text="Ruhe", seen="0")


def test_a_draft_for_a_step_beside_the_way_is_a_404(writing: Walk) -> None:
    writing.draft("plan", 404, field="picture", picture="Ruhe", seen="0")
    writing.draft("gibt-es-nicht", 404, text="Ruhe", seen="0")


def test_without_the_script_a_draft_leads_back_to_its_step(writing: Walk) -> None:
    path = writing.at("gedanke/entwurf")
    writing.person.send(path, text="Ein Anfang", seen="0")
    assert "Ein Anfang" in writing.see("gedanke")


def test_no_text_stands_readable_in_the_database(writing: Walk, app: Flask) -> None:
    writing.draft("gedanke", text="Ein sehr eigener Gedanke", seen="0")
    (text,) = rows(app, "SELECT text FROM thought WHERE step = 'gedanke'")[0]
    assert b"eigener" not in bytes(text)
