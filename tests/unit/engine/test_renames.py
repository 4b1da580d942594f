"""Old names on newer versions: they are read as those of today."""

from __future__ import annotations

from dataclasses import replace

from app.engine import (
    MISSED,
    Counter,
    Renames,
)
from app.engine.steps import (
    Check,
    CheckAnswer,
    Choice,
    Criterion,
    Decision,
    Effects,
    Item,
    Place,
    Practice,
    Scale,
    Story,
)
from tests.unit.engine.versions import (
    GEDANKE,
    IN_RUNDE,
    RUNDE,
    WAHL,
    A,
    B,
    moved,
    on_round,
    version,
)

# New names


def test_answers_are_read_under_their_new_names() -> None:
    check = Check(id="k", answers=(CheckAnswer("gut", True), CheckAnswer("nie")), tries=2)
    scale = Scale(id="vorher", items=(Item("i"), Item("j")))
    again = Scale(id="nachher", items=scale.items, repeats="vorher")
    practice = Practice(id="auftrag", criteria=(Criterion("k1"), Criterion("k2")))
    old = version(A, WAHL, RUNDE, check, scale, practice, again, B, inner=IN_RUNDE)
    values = {
        "a": True, "wahl": "x", **on_round("p", left=True, **{"bei-p": True}),
        "k": {"tries": [["nie"], ["gut"]], "left": False}, "vorher": {"i": 1, "j": 2},
        "auftrag": {"ticked": ["k1"]}, "nachher": {"i": 3},
    }  # fmt: skip
    renamed = {
        "a": "aa", "wahl": "weg", "wahl.x": "wahl.xx", "weg.xx": "weg.xxx", "runde": "kreis",
        "runde.p": "kreis.pp", "bei-p": "bei-pp", "k.nie": "k.nicht", "vorher": "zuerst",
        "vorher.i": "zuerst.ii", "auftrag.k1": "auftrag.eins",
    }  # fmt: skip
    items = (Item("ii"), Item("j"))
    new = version(
        Story(id="aa"),
        Decision(id="weg", choices=(Choice("xxx"), Choice("y"))),
        replace(
            RUNDE, id="kreis", places=(Place("pp", "kreis.pp"), Place("q", "kreis.q"))
        ),
        replace(check, answers=(CheckAnswer("gut", True), CheckAnswer("nicht"))),
        replace(scale, id="zuerst", items=items),
        replace(practice, criteria=(Criterion("eins"), Criterion("k2"))),
        replace(again, items=items, repeats="zuerst"),
        B,
        inner={"kreis.pp": [Story(id="bei-pp")], "kreis.q": [Story(id="bei-q")]},
        renamed=renamed,
    )  # fmt: skip
    found = moved(old, new, values)
    assert (found.kind, found.state.at, found.missed, found.lost) == ("moves", "b", (), ())
    assert not found.touched
    assert found.state.way["kreis"] == {"places": ["pp"], "left": True}
    assert found.state.way["k"]["tries"] == [["nicht"], ["gut"]]
    assert found.state.way["nachher"] == {"ii": 3}
    assert found.state.way["weg"] == "xxx"
    names = Renames(new)
    assert names.former("weg") == ("wahl",)
    assert names.values(found.state.values) == found.state.values


def test_two_places_that_became_one_count_once() -> None:
    one = replace(RUNDE, places=(Place("r", "runde.r"), Place("s", "runde.s")))
    new = version(
        one, A, inner={"runde.r": [B], "runde.s": [GEDANKE]},
        renamed={"runde.p": "runde.r", "runde.q": "runde.r", "bei-p": "b", "bei-q": "b"},
    )  # fmt: skip
    values = {"runde": {"places": ["p", "q"], "left": True}, "bei-p": True, "bei-q": True}
    assert Renames(new).values(values) == on_round("r", left=True, b=True)


def test_junk_stays_junk_under_any_name() -> None:
    new = version(WAHL, RUNDE, inner=IN_RUNDE, renamed={"w": "wahl", "r": "runde", "x.y": "x.z"})
    names = Renames(new)
    for junk in (None, 3, [], {}, "nie", {"places": 1}, {"places": [1, None]}, {"tries": [3]}):
        assert names.values({"w": junk, "r": junk, "weg": junk}) == {
            "wahl": junk, "runde": junk, "weg": junk,
        }  # fmt: skip


def test_a_renamed_counter_is_the_same_counter() -> None:
    def counting(name: str) -> Decision:
        return replace(WAHL, choices=(Choice("x", effects=Effects(add={name: 2})), Choice("y")))

    old = version(counting("mut"), A, counters={"mut": Counter()})
    new = version(
        counting("kraft"), A, B, counters={"kraft": Counter()}, renamed={"mut": "kraft"}
    )  # fmt: skip
    found = moved(old, new, {"wahl": "x"})
    assert (found.state.counters, found.touched) == ({"kraft": 2}, False)
    other = version(WAHL, A, B, counters={"mut": Counter()})
    assert moved(old, other, {"wahl": "x"}).touched


# Names that a version has


def test_a_name_that_a_version_has_is_never_an_old_one() -> None:
    parts = {"wahl": "x", "runde": "p", "k": "gut", "skala": "i", "auftrag": "k1"}
    new = version(
        WAHL,
        RUNDE,
        Check(id="k", answers=(CheckAnswer("gut", True), CheckAnswer("nie"))),
        Scale(id="skala", items=(Item("i"), Item("j"))),
        Practice(id="auftrag", criteria=(Criterion("k1"), Criterion("k2"))),
        inner=IN_RUNDE,
        renamed={f"{step}.{part}": f"{step}.fort" for step, part in parts.items()},
    )
    assert {step: Renames(new).part(step, part) for step, part in parts.items()} == parts


def test_former_names_are_names_of_steps_that_are_gone() -> None:
    names = Renames(version(A, B, renamed={"a": "b", "x.y": "a", "z": "a"}))
    assert (names.former("a"), names.former("b")) == (("z",), ())


def test_a_circle_of_old_names_ends() -> None:
    circle = {"x": "y", "y": "x", "role.u": "role.v", "role.v": "role.u"}
    names = Renames(version(A, roles=("da",), renamed=circle))
    assert names.step("x") in {"x", "y"}
    assert names.role("u") in {"u", "v"}


def test_the_parts_of_an_unknown_step_stay_as_they_are() -> None:
    assert Renames(version(WAHL, renamed={"alt": "wahl"})).part("nie", "x") == "x"


def test_an_item_once_called_missed_is_not_taken_for_a_missed_scale() -> None:
    scale = Scale(id="skala", items=(Item("i"),))
    names = Renames(version(scale, renamed={"skala.missed": "skala.i"}))
    assert names.value("skala", MISSED) == MISSED
    assert names.value("skala", None) is None
