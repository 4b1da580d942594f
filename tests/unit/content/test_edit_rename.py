"""Another name, at every place that means it and at no other; refused where it would not fit."""

import re
from pathlib import Path

import pytest

from app.content.edit_rename import CannotRename, HasErrors, rename
from app.content.source import parse
from app.content.uses import declared
from app.engine.walks import run_test
from tests.unit.content.cases import BASE, FILES, MINIMAL

JOURNEYS = Path(__file__).parents[3] / "journeys"
SHIPPED = sorted(JOURNEYS.glob("*/journey.yaml"))

SAME = {"STEP": "x", "PART": "x", "ROLE": "x", "SLOT": "x", "SOURCE": "x", "STAGE": "x",
        "ITEM": "x", "SCALE": "s", "END": "e", "COUNTER": "z", "SKILL": "c", "VARIANT": "v",
        "ANSWER": "x", "PLACE": "x", "CRITERION": "x", "HUB": "h", "CHECK": "k"}  # fmt: skip
"""Names that are told apart by their places alone."""

JOURNEY = Path(__file__).with_name("same_names.yaml").read_text("utf-8")
TEXTS = Path(__file__).with_name("same_names.en.yaml").read_text("utf-8")
TRANSCRIPT = "x {{§STEP}} [x](source:§SOURCE)\n"
RENAMED = {
    "STEP": "x", "PART": "x.x", "ROLE": "role.x", "SLOT": "slot.x", "SOURCE": "sources.x",
    "STAGE": "stages.x", "ITEM": "s.x", "SCALE": "s", "END": "e", "COUNTER": "z", "SKILL": "c",
    "VARIANT": "x@v", "ANSWER": "k.x", "PLACE": "h.x", "CRITERION": "p.x", "HUB": "h",
    "CHECK": "k",
}  # fmt: skip


def filled(template, names):
    return re.sub("§([A-Z]+)", lambda match: names[match[1]], template)


def read(text=MINIMAL, texts="", files=FILES):
    raw = {"en": texts.encode()} if texts else {}
    return parse(text.encode(), name="/reise/journey.yaml", texts=raw, files=files)


def renamed(old, new, text=MINIMAL, texts="", *, remember=False, files=FILES):
    """Return journey and translations after a renaming."""
    done = rename(read(text, texts, files), old, new, remember=remember).contents
    return (
        done.get(Path("/reise/journey.yaml"), text.encode()).decode(),
        done.get(Path("/reise/texts.en.yaml"), texts.encode()).decode(),
    )


def same(names):
    files = FILES | {
        "film.de.md": filled(TRANSCRIPT, names).encode(),
        "film.en.md": filled(TRANSCRIPT, names).encode(),
    }
    return filled(JOURNEY, names), filled(TEXTS, names), files


def test_the_journey_of_these_tests_has_no_errors_of_its_own():
    text, texts, files = same(SAME)
    errors = [p for p in read(text, texts, files).problems if p.severity == "error"]
    assert {p.code for p in errors} == {"ZR601"}
    assert set(RENAMED.values()) <= set(declared(read(text, "", files).known))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("kind", SAME)
def test_a_name_changes_where_it_is_meant_and_nowhere_else(kind, newline):
    text, texts, files = same(SAME)
    after, after_texts, after_files = same(SAME | {kind: "neu-1"})
    text, texts = text.replace("\n", newline), texts.replace("\n", newline)
    found = rename(read(text, texts, files), RENAMED[kind], "neu-1", remember=False)
    changed = {path.name: data for path, data in found.contents.items()}
    assert changed.get("journey.yaml", b"").decode() == after.replace("\n", newline)
    if "texts.en.yaml" in changed:
        texts = changed["texts.en.yaml"].decode()
    assert texts == after_texts.replace("\n", newline)
    for name in ("film.de.md", "film.en.md"):
        assert changed.get(name, files[name]) == after_files[name]


def everything():
    yield "base", BASE, {}, FILES
    for file in SHIPPED:
        texts = {t.name.split(".")[1]: t.read_bytes() for t in file.parent.glob("texts.*.yaml")}
        files = {media.name: media.read_bytes() for media in (file.parent / "media").glob("*")}
        yield file.parent.name, file.read_text("utf-8"), texts, files


@pytest.mark.parametrize(
    ("name", "text", "texts", "files"), list(everything()), ids=lambda value: None
)
def test_names_of_every_kind_go_forth_and_back_and_the_tests_of_the_journey_hold(
    name, text, texts, files
):
    now = parse(text.encode(), name="/reise/journey.yaml", texts=texts, files=files)
    assert now.journey is not None, name
    done = []
    for old in _one_of_each_kind(now.known):
        new = f"{old[: len(old) - len(declared(now.known)[old].name)]}ganz-neu-{len(done)}"
        now = _with(now, rename(now, old, new, remember=False))
        assert old not in declared(now.known)
        done.append((old, new))
    assert now.journey is not None
    assert [failure for test in now.tests for failure in run_test(now.journey, test)] == []
    for old, new in reversed(done):
        now = _with(now, rename(now, new, old, remember=False))
    assert now.given.text.decode() == text
    assert now.given.texts == texts


def _one_of_each_kind(known):
    """Return the names of some kinds; a step's and its parts' last, as they name each other."""
    kinds = {name.kind: full for full, name in declared(known).items()}
    return [kinds[kind] for kind in ("counter", "role", "slot", "part", "step") if kind in kinds]


def _with(parsed, renaming):
    done = {path.name: data for path, data in renaming.contents.items()}
    return parse(
        done.get("journey.yaml", parsed.given.text),
        name="/reise/journey.yaml",
        texts={
            lang: done.get(f"texts.{lang}.yaml", raw) for lang, raw in parsed.given.texts.items()
        },
        files={name: done.get(name, raw) for name, raw in parsed.given.files.items()},
    )


# What keeps learners' answers


@pytest.mark.parametrize(
    ("old", "new", "entry"),
    [
        ("los", "start-hier", "los: start-hier"),
        ("risiko", "wagnis", "risiko: wagnis"),
        ("antwort.senden", "antwort.schicken", "antwort.senden: antwort.schicken"),
        ("antwort.senden", "schicken", "antwort.senden: antwort.schicken"),
        ("role.buero", "kontor", "role.buero: role.kontor"),
        ("role.buero", "role.kontor", "role.buero: role.kontor"),
        ("vorher.lesen", "nachlesen", "vorher.lesen: vorher.nachlesen"),
    ],
)
def test_the_old_name_is_remembered_where_answers_may_hold_it(old, new, entry):
    text = MINIMAL if old == "los" else BASE
    after, _ = renamed(old, new, text, remember=True)
    assert entry in after
    assert parse(after, files=FILES).journey.renamed[entry.split(": ")[0]] == entry.split(": ")[1]


@pytest.mark.parametrize("old", ["slot.kontakt", "sources.gesetz", "stages.anfang"])
def test_names_that_no_answer_holds_are_not_remembered(old):
    assert renamed(old, "neu", BASE, remember=True) == renamed(old, "neu", BASE)


END = "      - {end: fertig, title: Fertig, text: Das war es.}\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (MINIMAL, END + "\nrenamed:\n  los: neu\n"),
        (MINIMAL.rstrip("\n"), END + "\nrenamed:\n  los: neu\n"),
        (
            MINIMAL + "\n# Proben\ntests: []\n",
            END + "\nrenamed:\n  los: neu\n\n# Proben\ntests: []\n",
        ),
        (
            MINIMAL + "          # zum Ende\ntests: []\n",
            END + "          # zum Ende\n\nrenamed:\n  los: neu\n\ntests: []\n",
        ),
        (
            MINIMAL + "renamed: {alt: los}   # früher\n",
            END + "renamed: {alt: neu, los: neu}   # früher\n",
        ),
        (MINIMAL + "renamed: {}\n", END + "renamed: {los: neu}\n"),
        (
            MINIMAL + "renamed:\n    alt: los # früher\n# Ende\n",
            END + "renamed:\n    alt: neu # früher\n    los: neu\n# Ende\n",
        ),
        (MINIMAL + "renamed:\n  alt: los", END + "renamed:\n  alt: neu\n  los: neu\n"),
    ],
)
def test_renamed_stands_behind_the_stages_or_where_it_is(text, after):
    assert renamed("los", "neu", text, remember=True)[0].endswith(after)


def test_a_file_in_brackets_remembers_too():
    text = (
        '{"format": "zukunftsreise/1", "id": "kurz", "title": "Kurz", "languages": ["de"],\n'
        '"stages": [{"stage": "eins", "title": "Eins", "steps": [{"end": "los", "title": "x",\n'
        '"text": "y"}]}]}\n'
    )
    after, _ = renamed("los", "neu", text, remember=True)
    assert after == text.replace('"los"', '"neu"').replace("]}]}", "]}], renamed: {los: neu}}")


def test_going_back_to_an_old_name_turns_the_entry_around():
    once, _ = renamed("los", "neu", remember=True)
    back, _ = renamed("neu", "los", once, remember=True)
    assert back == MINIMAL + "\nrenamed:\n  neu: los\n"
    thrice, _ = renamed("los", "dritter", back, remember=True)
    assert thrice.endswith("renamed:\n  neu: dritter\n  los: dritter\n")


# What is refused


@pytest.mark.parametrize(
    ("old", "new", "reason", "near"),
    [
        ("antwrt", "neu", "unknown_near", "antwort"),
        ("antwort.sendn", "neu", "unknown_near", "antwort.senden"),
        ("buero", "neu", "unknown_near", "role.buero"),
        ("senden", "neu", "unknown_near", "antwort.senden"),
        ("xyzxyzxyz", "neu", "unknown", None),
        ("antwort", "Die Antwort", "bad_near", "die-antwort"),
        ("antwort", "Äußerung!", "bad_near", "aeusserung"),
        ("antwort", "???", "bad", None),
        ("antwort", "", "bad", None),
        ("antwort.senden", "morgen.senden", "bad_near", "senden"),
        ("antwort", "a" * 41, "bad_near", "a" * 40),
        ("antwort", "ziel", "reserved", None),
        ("antwort", "a--b", "reserved", None),
        ("risiko", "role", "reserved", None),
        ("antwort", "morgen", "taken", None),
        ("antwort", "risiko", "taken", None),
        ("risiko", "pruefen", "taken", None),
        ("antwort.senden", "warten", "taken", None),
        ("role.buero", "halle", "taken", None),
        ("antwort", "antwort", "same", None),
    ],
)
def test_a_name_that_does_not_fit_is_refused(old, new, reason, near):
    with pytest.raises(CannotRename) as refused:
        renamed(old, new, BASE)
    assert refused.value.reason == reason
    assert refused.value.values.get("near") == near


@pytest.mark.parametrize("group", ["renamed: {neu: fertig}", "removed: {neu: fertig}"])
def test_a_name_that_meant_something_else_once_is_refused(group):
    with pytest.raises(CannotRename) as refused:
        renamed("los", "neu", MINIMAL + group + "\n")
    assert refused.value.reason == "was_used"


def test_a_variant_cannot_take_the_name_of_a_role_that_has_one():
    text, _, files = same(SAME)
    with pytest.raises(CannotRename) as refused:
        renamed("x@v", "x", text, files=files)
    assert refused.value.reason == "taken"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (MINIMAL.replace("title: Los", "title: Los: jetzt"), "ZR115"),
        (MINIMAL.replace("title: Los", "titel: Los"), "ZR202"),
        (MINIMAL.replace("title: Los", "title: Los, next: weg"), "ZR301"),
    ],
)
def test_a_journey_in_which_places_may_be_overlooked_is_refused(text, code):
    with pytest.raises(HasErrors) as refused:
        renamed("los", "neu", text)
    assert code in [problem.code for problem in refused.value.problems]
    assert not refused.value.afterwards


def test_missing_translations_and_other_faults_do_not_hinder():
    text = MINIMAL.replace("[de]", "[de, fr]")
    assert "story: neu" in renamed("los", "neu", text)[0]


def test_translations_that_cannot_be_read_are_refused():
    with pytest.raises(HasErrors) as refused:
        renamed("los", "neu", texts="format: zukunftsreise-texts/1\nid: a: b\n")
    assert [problem.code for problem in refused.value.problems] == ["ZR115"]


def test_a_renaming_that_would_give_two_entries_one_key_is_refused():
    texts = (
        "format: zukunftsreise-texts/1\nid: kurz\nlanguage: en\ntexts:\n"
        "  los.title: {source: Los, text: Go}\n  neu.title: {source: Neu, text: New}\n"
    )
    with pytest.raises(HasErrors) as refused:
        renamed("los", "neu", MINIMAL.replace("[de]", "[de, en]"), texts)
    assert refused.value.afterwards
    assert [(p.code, p.line) for p in refused.value.problems] == [("ZR113", 6)]


def test_five_hundred_steps_are_renamed_in_one_go():
    steps = "".join(
        f"      - {{story: s{n}, title: S, text: T, next: s{n + 1}}}   # s{n}\n" for n in range(498)
    )
    text = MINIMAL.replace(
        "      - {story: los",
        steps + "      - {story: s498, title: S, text: T}\n" * 1 + "      - {story: los",
    ).replace("      - {story: los, title: Los, text: Es geht los.}\n", "")
    after, _ = renamed("s250", "mitte", text)
    assert after == text.replace("story: s250,", "story: mitte,").replace(
        "next: s250}", "next: mitte}"
    )
