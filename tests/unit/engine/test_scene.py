"""What the learner sees: faces, variants, words, offers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.engine import Counter, Journey, Rejected, Scene, State, scene, start
from app.engine import conditions as c
from app.engine.steps import (
    Check,
    CheckAnswer,
    Choice,
    Criterion,
    Decision,
    Effects,
    Explore,
    Goal,
    Item,
    Media,
    Meeting,
    Place,
    Poll,
    Practice,
    Reflection,
    Scale,
    Story,
    Variant,
)
from app.engine.text import Text
from tests.unit.engine.small import fakten, journey_of, text, walk

PFLEGE = c.Role(("pflege",))


def show(journey: Journey, *values: Any, step: str | None = None, **given: Any) -> Scene:
    state = walk(journey, start(journey, given.pop("role", None)), *values)
    return scene(journey, state, step, **{"lang": "de", **given})


def said(found: Text | None) -> str | None:
    return None if found is None else "".join(str(p) for b in found.blocks for p in b.pieces)


def labels(shown: Scene) -> list[tuple[str, bool]]:
    return [(option.id, option.chosen) for option in shown.options]


@pytest.mark.parametrize(
    ("step", "key"),
    [
        (Decision(id="x", choices=(Choice("a"),)), "question"),
        (Poll(id="x", choices=(Choice("a"),)), "question"),
        (Reflection(id="x"), "prompt"),
        (Goal(id="x"), "prompt"),
        (Meeting(id="x"), "prompt"),
        (Practice(id="x"), "task"),
    ],
)
def test_the_heading_is_the_title_else_the_question(step: Story, key: str) -> None:
    untitled = show(journey_of(step, texts={f"x.{key}": "Und Sie?"}))
    assert (said(untitled.heading), untitled.titled, untitled.question) == ("Und Sie?", False, None)
    titled = show(journey_of(step, texts={f"x.{key}": "Und Sie?", "x.title": "Titel"}))
    assert (said(titled.heading), titled.titled) == ("Titel", True)
    assert said(titled.question) == "Und Sie?"


def test_a_scale_without_title_has_no_heading_of_its_own() -> None:
    shown = show(journey_of(Scale(id="x", items=(Item("i"),))))
    assert (shown.heading, shown.titled, shown.question) == (None, False, None)


def test_the_first_variant_that_fits_replaces_key_by_key() -> None:
    step = Story(
        id="x",
        variants=(
            Variant("pflege", PFLEGE, frozenset({"text"})),
            Variant("alle", c.Not(c.Role(("leitung",))), frozenset({"text", "title", "plain"})),
        ),
    )
    texts = {
        "x.title": "Titel", "x.text": "Text", "x.plain": "leicht", "x@pflege.text": "Pflege",
        "x@alle.text": "Alle", "x@alle.title": "Titel für alle", "x@alle.plain": "leicht für alle",
    }  # fmt: skip
    journey = journey_of(step, texts=texts, roles=("pflege", "buero", "leitung"))

    def words(role: str, *, easy: bool = False) -> tuple[str | None, str | None, bool]:
        shown = show(journey, role=role, easy=easy)
        return said(shown.heading), said(shown.text), shown.easy

    assert words("pflege") == ("Titel", "Pflege", False)
    assert words("buero") == ("Titel für alle", "Alle", False)
    assert words("leitung") == ("Titel", "Text", False)
    assert words("leitung", easy=True) == ("Titel", "leicht", True)
    assert words("buero", easy=True) == ("Titel für alle", "leicht für alle", True)
    assert words("pflege", easy=True) == ("Titel", "Pflege", False), "its plain tells another story"


def test_easy_words_are_used_only_where_there_are_some() -> None:
    shown = show(journey_of(Story(id="x"), texts={"x.text": "Text"}), easy=True)
    assert (said(shown.text), shown.easy) == ("Text", False)


def test_a_variant_brings_its_own_medium_with_its_own_words() -> None:
    own = Media("image", "b.svg")
    step = Story(
        id="x", media=Media("image", "a.svg"), variants=(Variant("pflege", PFLEGE, media=own),)
    )
    texts = {"x.image.alt": "Büro", "x@pflege.image.alt": "Station", "x.transcript": "Wortlaut"}
    journey = journey_of(step, texts=texts, roles=("pflege", "buero"))
    shown = show(journey, role="buero")
    assert (shown.media, said(shown.alt), said(shown.transcript)) == (
        Media("image", "a.svg"), "Büro", "Wortlaut",
    )  # fmt: skip
    shown = show(journey, role="pflege")
    assert (shown.media, said(shown.alt), shown.transcript) == (own, "Station", None)
    plain = journey_of(Story(id="x", media=Media("image", "a.svg", decorative=True)), texts=texts)
    assert show(plain).alt is None


def test_a_missing_translation_falls_back_to_the_source() -> None:
    journey = journey_of(
        Story(id="x"), texts={"x.title": "Titel", "x.text": "Text"}, english={"x.title": "Title"}
    )
    shown = show(journey, lang="en")
    assert shown.heading is not None
    assert shown.text is not None
    assert (shown.heading.lang, shown.text.lang) == ("en", "de")


def test_a_decision_offers_its_open_choices_and_tells_the_one_taken() -> None:
    wahl = Decision(
        id="x", choices=(Choice("a"), Choice("b"), Choice("zu", when=c.Role(("niemand",))))
    )
    texts = {
        "x.choices.a.label": "Ich frage.", "x.choices.a.feedback": "Gut.",
        "x.choices.a.voice.who": "Meister", "x.choices.a.voice.text": "Fragen kostet nichts.",
        "x.choices.b.feedback": "Schade.",
    }  # fmt: skip
    journey = journey_of(wahl, Story(id="y"), texts=texts)
    asked = show(journey)
    assert (asked.face, labels(asked)) == ("ask", [("a", False), ("b", False)])
    assert [said(option.label) for option in asked.options] == ["Ich frage.", "b"]
    assert (asked.may_skip, asked.may_leave, asked.may_change, asked.value) == (
        False, False, False, None,
    )  # fmt: skip
    told = show(journey, "a", step="x")
    one, other = told.options
    assert (told.face, told.value, told.may_change) == ("told", "a", True)
    assert (said(one.feedback), said(one.voice_who)) == ("Gut.", "Meister")
    assert said(one.voice) == "Fragen kostet nichts."
    assert (other.chosen, other.feedback) == (False, None)


def test_a_told_face_is_built_from_the_state_as_it_was() -> None:
    wahl = Decision(
        id="x",
        choices=(Choice("a", when=c.Number("mut", "is", 0), effects=Effects(add={"mut": 1})),),
        variants=(Variant("mutig", c.Number("mut", "at_least", 1), frozenset({"text"})),),
    )
    texts = {"x.text": "vorher", "x@mutig.text": "nachher"}
    journey = journey_of(wahl, Story(id="y"), texts=texts, counters={"mut": Counter()})
    before = start(journey, None)
    after = walk(journey, before, "a")
    told = scene(journey, after, "x", lang="de")
    assert (said(told.text), labels(told)) == ("vorher", [("a", True)])
    assert scene(journey, after, "x", lang="de", before=before) == told
    assert told.progress.done == after.done


def test_an_explore_shows_open_places_and_those_visited() -> None:
    places = (Place("p", "x.p"), Place("q", "x.q"), Place("r", "x.r", c.Includes("x", "q")))
    haus = Explore(id="x", places=places)
    inner = {f"x.{i}": [Story(id=f"in-{i}")] for i in "pqr"}
    journey = journey_of(haus, Story(id="y"), inner=inner)
    first = show(journey)
    assert (labels(first), first.may_leave, first.value) == (
        [("p", False), ("q", False)], False, None,
    )  # fmt: skip
    again = show(journey, {"place": "q"}, True)
    assert (again.face, labels(again), again.may_leave) == (
        "ask", [("p", False), ("q", True), ("r", False)], True,
    )  # fmt: skip
    inside = show(journey, {"place": "q"}, step="x")
    assert (inside.face, inside.may_change) == ("seen", False)
    left = show(journey, {"place": "q"}, True, {"leave": True}, step="x")
    assert (left.face, left.may_change, left.value["places"]) == ("seen", True, ["q"])
    full = show(journey, {"place": "q"}, True, {"place": "r"}, True, {"place": "p"}, True, step="x")
    assert (labels(full), full.may_change) == ([("p", True), ("q", True), ("r", True)], False)


def test_a_check_tells_the_last_try_above_the_next_and_the_solution_at_the_end() -> None:
    texts = {"fakten.answers.schlecht.feedback": "Nein.", "fakten.answers.gut.feedback": "Ja."}
    journey = journey_of(fakten(tries=2), Story(id="y"), texts=texts)
    asked = show(journey)
    assert (asked.face, asked.tries_left, asked.may_skip, asked.may_leave) == (
        "ask", 2, True, False,
    )  # fmt: skip
    retry = show(journey, ["schlecht"])
    assert (retry.face, retry.tries_left, retry.may_skip, retry.may_leave) == (
        "retry", 1, False, True,
    )  # fmt: skip
    assert [(o.chosen, said(o.feedback), o.correct) for o in retry.options] == [
        (False, None, None), (True, "Nein.", None),
    ]  # fmt: skip
    told = show(journey, ["schlecht"], ["gut"], step="fakten")
    assert (told.face, told.tries_left, told.may_change) == ("told", 0, False)
    assert [(o.chosen, said(o.feedback), o.correct) for o in told.options] == [
        (True, "Ja.", True), (False, None, False),
    ]  # fmt: skip
    skipped = show(journey, None, step="fakten")
    assert (skipped.face, skipped.value) == ("seen", None)


def test_a_scale_that_repeats_shows_the_earlier_words_and_values() -> None:
    items = (Item("i"), Item("k"))
    earlier = Scale(id="vor", points=4, items=items, variants=(
        Variant("pflege", PFLEGE, frozenset({"items.i.label"})),))  # fmt: skip
    later = Scale(id="nach", points=4, items=items, repeats="vor")
    texts = {
        "vor.from": "nie", "vor.to": "immer", "vor.items.i.label": "Ich prüfe.",
        "vor@pflege.items.i.label": "Ich prüfe am Bett.",
    }  # fmt: skip
    journey = journey_of(earlier, later, texts=texts, roles=("pflege", "buero"))
    shown = show(journey, {"i": 2}, role="buero")
    assert [(r.id, said(r.label), r.value, r.before) for r in shown.rows] == [
        ("i", "Ich prüfe.", None, 2), ("k", "k", None, None),
    ]  # fmt: skip
    assert (said(shown.scale_from), said(shown.scale_to), shown.points) == ("nie", "immer", 4)
    assert said(show(journey, None, role="pflege").rows[0].label) == "Ich prüfe am Bett."
    back = show(journey, {"i": 2}, {"i": 3, "k": 1}, step="nach", role="buero")
    assert [(r.value, r.before) for r in back.rows] == [(3, 2), (1, None)]


def test_a_practice_shows_its_helps_and_what_was_ticked() -> None:
    step = Practice(id="x", criteria=(Criterion("k"), Criterion("l")), has_sample=True)
    journey = journey_of(step, Story(id="y"), texts={"x.sample": "Muster"})
    hints = (text("Rat"), text("mehr Rat"))
    journey = replace(journey, texts={"de": {**journey.texts["de"], "x.hints": hints}})
    asked = show(journey)
    assert (asked.hints, said(asked.sample), asked.may_skip) == (hints, "Muster", True)
    seen = show(journey, {"ticked": ["l"]}, step="x")
    assert (seen.face, labels(seen), seen.may_change) == (
        "seen", [("k", False), ("l", True)], True,
    )  # fmt: skip


def test_a_meeting_says_what_to_do_alone_and_together() -> None:
    journey = journey_of(Meeting(id="x"), texts={"x.alone": "allein", "x.together": "zu zweit"})
    shown = show(journey)
    assert (said(shown.alone), said(shown.together)) == ("allein", "zu zweit")


def test_terms_are_those_of_the_words_on_this_face() -> None:
    wahl = Decision(id="x", choices=(Choice("a"), Choice("b")))
    journey = journey_of(wahl, Story(id="y"))
    words = {
        "x.title": text("Titel", terms=("KI",)),
        "x.choices.a.feedback": text("…", terms=("Prompt", "KI", "ohne")),
        "glossary.KI.text": text("ein Werkzeug"),
        "glossary.Prompt.text": text("ein Auftrag"),
        "glossary.Prompt.term": text("der Prompt"),
    }
    journey = replace(journey, texts={"de": words})
    assert [said(term) for term, _ in show(journey).terms] == ["KI"]
    told = show(journey, "a", step="x")
    assert [(said(t), said(m)) for t, m in told.terms] == [
        ("KI", "ein Werkzeug"), ("der Prompt", "ein Auftrag"),
    ]  # fmt: skip


def test_the_arrival_offers_nothing() -> None:
    journey = journey_of(Story(id="x", sources=("ki-vo",)))
    end = show(journey, True)
    assert (end.face, end.options, end.may_skip, end.may_leave) == ("end", (), False, False)
    back = show(journey, True, step="x")
    assert (back.face, back.may_change, back.sources) == ("seen", False, ("ki-vo",))
    assert back.progress.bar == 1.0


def test_the_present_step_may_be_named() -> None:
    journey = journey_of(Story(id="x"))
    assert show(journey, step="x") == show(journey)


def test_a_step_off_the_way_has_no_scene() -> None:
    journey = journey_of(Story(id="x"), Story(id="y"))
    for step in ("y", "niemals"):
        with pytest.raises(Rejected, match="^not-on-way$"):
            show(journey, step=step)


def test_a_label_without_words_is_its_id_made_safe() -> None:
    check = Check(id="x", answers=(CheckAnswer("<a>"),))
    assert said(show(journey_of(check)).options[0].label) == "&lt;a&gt;"


def test_an_item_may_be_called_missed() -> None:
    journey = journey_of(Scale(id="x", points=5, items=(Item("missed"), Item("i"))))
    back = show(journey, {"missed": 4, "i": 2}, step="x")
    assert [row.value for row in back.rows] == [4, 2]


def test_a_missed_scale_has_no_values() -> None:
    scale = Scale(id="x", items=(Item("i"),))
    journey = journey_of(scale, Story(id="y"))
    state = State(None, {}, {"x": {"missed": True}}, "y", {}, 0)
    shown = scene(journey, state, "x", lang="de", before=start(journey, None))
    assert [(row.value, row.before) for row in shown.rows] == [(None, None)]


ASKED = {
    "question": [Decision(id="x", choices=(Choice("a"),)), Poll(id="x", choices=(Choice("a"),)),
                 Explore(id="x", places=(Place("p", "x.p"),)), replace(fakten(), id="x")],
    "task": [Practice(id="x")],
    "prompt": [Reflection(id="x"), Goal(id="x"), Meeting(id="x")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "step"), [(key, step) for key, steps in ASKED.items() for step in steps]
)
def test_what_a_step_asks_is_its_heading_where_it_has_no_title(key: str, step: Any) -> None:
    inner = {"x.p": [Story(id="in-p")]}
    shown = show(journey_of(step, inner=inner, texts={f"x.{key}": "Was?"}))
    assert (said(shown.heading), shown.question) == ("Was?", None)


def test_a_counter_is_no_competence_unless_told() -> None:
    assert not Counter().competence


def test_plain_words_are_shown_to_those_who_want_them() -> None:
    journey = journey_of(Story(id="a"), texts={"a.text": "Schwer", "a.plain": "Leicht"})
    assert (said(show(journey).text), show(journey).easy) == ("Schwer", False)
    assert said(show(journey, easy=True).text) == "Leicht"


def test_places_and_criteria_have_their_own_words() -> None:
    tour = Explore(id="x", places=(Place("p", "x.p"), Place("q", "x.q")))
    practice = Practice(id="y", criteria=(Criterion("k"),))
    texts = {"x.places.p.label": "Zur Presse", "y.criteria.k.label": "Es ist kurz."}
    inner = {"x.p": [Story(id="in-p")], "x.q": [Story(id="in-q")]}
    assert said(show(journey_of(tour, inner=inner, texts=texts)).options[0].label) == "Zur Presse"
    assert said(show(journey_of(practice, texts=texts)).options[0].label) == "Es ist kurz."


def test_only_a_scale_has_points() -> None:
    assert show(journey_of(Story(id="x"))).points == 0
