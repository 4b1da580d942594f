"""Papers: they say what they must in both languages, hold the longest words, and are accessible."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from flask import Flask
from markupsafe import Markup

from app.ui import papers, view
from app.ui.papers import Certificate, Invite, Personal, Section, Sheet
from tests.printed import Box, Printed, squeezed

INVITE = Invite(
    company="Tischlerei Beispiel",
    journey=Markup("Ein <em>Montag</em> mit KI &amp; Kaffee"),
    summary="Sie begleiten einen Arbeitstag und entscheiden selbst.",
    slug="montag-mit-ki",
    stages=4,
    minutes=25,
    link="https://reise.example/m/0123456789abcdef",
    address="reise.example/m/K7RQ-2M9D",
    until=date(2026, 12, 20),
    proves=False,
)
CERTIFICATE = Certificate(
    name="Lea Łukaszewska",
    journey="Ein Montag mit KI",
    slug="montag-mit-ki",
    stages=4,
    version=3,
    minutes=25,
    topics=("Entscheiden", Markup("Daten&shy;schutz")),
    day=date(2026, 12, 3),
    check="https://reise.example/nachweis/k7rq2m9dk7rq2m9d",
)
SHEET = Sheet(
    title="Was über Beschäftigte gespeichert wird",
    about="Tischlerei Beispiel",
    lead="Dieses Blatt entsteht aus dem, was eingestellt ist.",
    sections=(
        Section("Zwecke", ("Es geht um Lernen.",), ("Gänge wiederfinden", "Gemeinsam sprechen")),
        Section(
            "Daten",
            table=(
                ("Was", "Wozu", "Wer sieht es", "Wie lange"),
                *[(f"Feld {n}", "Lernen", "nur die Person", "90 Tage") for n in range(60)],
            ),
        ),
        Section("Restrisiko", ("Wer Teilnehmende erfindet, erfährt etwas über andere.",)),
    ),
    day=date(2026, 11, 28),
    checksum="1a2b 3c4d 5e6f 7a8b 9c0d",
    since=date(2026, 11, 2),
)
PERSONAL = Personal(
    name="Lea Łukaszewska",
    link="https://reise.example/m/0123456789abcdef",
    address="reise.example/m/0123-4567-89AB-CDEF",
)
LONG = "Beschäftigtendatenschutzgrundverordnungsanpassungsgesetz"
ENDLESS = "Z" * 120
HOSTILE = '#panic("x") *b* $x$ @r <l> // `c` \\ ])}'
MARGIN = {"poster": 17, "card": 9, "cards": 15, "certificate": 22, "sheet": 20}
"""Millimetres on the left and on the right in which no letter may stand."""

Print = Callable[[], bytes]


@pytest.fixture(params=["de", "en"])
def lang(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    """The language of the page that asks for a paper."""
    with app.app_context():
        view.choose(view.View(lang=request.param))
        yield request.param
        view.choose(None)


@pytest.fixture
def german(app: Flask) -> Iterator[None]:
    """Somebody who reads German asks for a paper."""
    with app.app_context():
        view.choose(view.View(lang="de"))
        yield
        view.choose(None)


def every(words: str) -> dict[str, Print]:
    """Return each paper with these words in every field that people fill in."""
    invite = replace(INVITE, company=words, journey=words, summary=words)
    certificate = replace(CERTIFICATE, name=words, journey=words, topics=(words, words))
    section = Section(words, (words,), (words,), ((words,) * 4, (words,) * 4))
    sheet = replace(SHEET, title=words, about=words, lead=words, sections=(section,))
    return {
        "poster": lambda: papers.poster(invite),
        "card": lambda: papers.card(invite),
        "cards": lambda: papers.cards(invite, [replace(PERSONAL, name=words)]),
        "certificate": lambda: papers.certificates([certificate]),
        "sheet": lambda: papers.sheet(sheet),
    }


SAYS = {
    "de": (
        "25 Minuten für morgen.",
        "Ihr Betrieb sieht nicht, was Sie antworten.",
        "Tischlerei Beispiel lädt ein",
        "Zeit bis zum 20.12.2026",
    ),
    "en": (
        "25 minutes for tomorrow.",
        "Your company does not see what you answer.",
        "Tischlerei Beispiel invites you",
        "Time until 20 December 2026",
    ),
}


@pytest.mark.parametrize(("make", "size"), [(papers.poster, (210, 297)), (papers.card, (105, 148))])
def test_poster_and_card_say_what_brings_somebody_in(
    lang: str, make: Callable[[Invite], bytes], size: tuple[int, int]
) -> None:
    printed = Printed(make(INVITE))
    assert printed.pages == 1
    assert printed.size() == size
    for words in (*SAYS[lang], "Ein Montag mit KI & Kaffee", "reise.example/m/K7RQ-2M9D"):
        assert printed.says(words), words
    assert printed.is_accessible()
    assert printed.language == lang


def test_eight_cards_to_a_page_have_each_a_name_and_a_way_in_of_their_own(german: None) -> None:
    people = [
        Personal(f"Person {number:03}", f"https://reise.example/m/{number}", f"m/AB-{number:03}")
        for number in range(20)
    ]
    printed = Printed(papers.cards(INVITE, people))
    assert printed.pages == 3
    assert printed.size() == (210, 297)
    for number, person in enumerate(people):
        assert printed.says(person.name, number // 8)
        assert printed.says(person.address, number // 8)
    assert printed.words().count("Ein Montag mit KI & Kaffee") == 8
    assert not printed.says("K7RQ-2M9D")
    assert printed.is_accessible()


def test_they_say_openly_what_the_company_learns(german: None) -> None:
    assert Printed(papers.poster(INVITE)).says("ungefähr, wie viele angekommen sind")
    proving = replace(INVITE, proves=True)
    for make in (papers.poster, papers.card):
        assert Printed(make(proving)).says("ob Sie die Reise abgeschlossen haben: ja oder nein")


def test_without_a_last_day_they_name_none(german: None) -> None:
    assert "Zeit bis" not in Printed(papers.poster(replace(INVITE, until=None))).words()


def test_the_qr_code_stands_there_in_black_with_white_around_it(german: None) -> None:
    other = Printed(papers.poster(replace(INVITE, link="https://reise.example/m/anders"))).picture()
    mine = Printed(papers.poster(INVITE)).picture()
    places = [
        (x, y)
        for y in range(0, mine.height, 2)
        for x in range(0, mine.width, 2)
        if mine.getpixel((x, y)) != other.getpixel((x, y))
    ]
    assert len(places) > 1000
    left, right = min(x for x, _ in places), max(x for x, _ in places)
    top, bottom = min(y for _, y in places), max(y for _, y in places)
    millimetre = 2 * 72 / 25.4
    assert right - left > 45 * millimetre
    frame = [(x, y) for x in (left - 15, right + 15) for y in range(top, bottom, 3)]
    assert {mine.getpixel(place) for place in frame} == {255}


def test_a_certificate_names_person_journey_and_facts(lang: str) -> None:
    printed = Printed(papers.certificates([CERTIFICATE]))
    facts = {
        "de": ("Nachweis der Teilnahme", "25 Minuten", "03.12.2026"),
        "en": ("Certificate of participation", "25 minutes", "3 December 2026"),
    }[lang]
    own = ("Lea Łukaszewska", "Ein Montag mit KI", "Entscheiden, Datenschutz")
    for words in (*facts, *own, "reise.example/nachweis/k7rq2m9dk7rq2m9d"):
        assert printed.says(words), words
    assert re.search(r"(Fassung der Reise|Version of the journey)\s*3", printed.words())
    assert printed.is_accessible()


def test_several_certificates_are_a_page_each_in_one_file(german: None) -> None:
    names = [f"Person {number}" for number in range(1, 31)]
    printed = Printed(papers.certificates(replace(CERTIFICATE, name=name) for name in names))
    assert printed.pages == len(names)
    assert all(printed.says(name, page) for page, name in enumerate(names))
    assert printed.is_accessible()


def test_a_sheet_repeats_the_head_of_a_table_and_tells_its_day_and_checksum(lang: str) -> None:
    printed = Printed(papers.sheet(SHEET))
    assert printed.pages == 3
    for page in range(printed.pages):
        assert printed.says(SHEET.checksum, page)
        assert printed.says({"de": "28.11.2026", "en": "28 November 2026"}[lang], page)
        number = {"de": f"Seite {page + 1} von 3", "en": f"Page {page + 1} of 3"}[lang]
        assert printed.says(number, page)
    assert printed.says("Wer sieht es", 0) and printed.says("Wer sieht es", 1)
    assert printed.says("Feld 0", 0) and printed.says("Feld 59", 1)
    assert printed.is_accessible()


def test_the_checksum_of_a_sheet_follows_its_content() -> None:
    own = papers.checksum("Titel", *SHEET.sections)
    assert own == papers.checksum("Titel", *SHEET.sections)
    assert own != papers.checksum(
        "Titel", *SHEET.sections[:-1], Section("Restrisiko", ("Keines.",))
    )
    assert own != papers.checksum("\ud800", *SHEET.sections)
    assert re.fullmatch(r"([0-9a-f]{4} ){4}[0-9a-f]{4}", own)


@pytest.mark.parametrize("name", MARGIN)
def test_what_people_write_stays_text_in_every_field(german: None, name: str) -> None:
    printed = Printed(every(HOSTILE)[name]())
    told = "".join(squeezed(printed.words(page)) for page in range(printed.pages))
    least = {"poster": 3, "card": 2, "cards": 3, "certificate": 4, "sheet": 14}[name]
    assert told.count(squeezed(HOSTILE)) == least


@pytest.mark.parametrize("words", [LONG, f"{LONG} und {LONG}", ENDLESS, "Wort " * 24])
@pytest.mark.parametrize("name", MARGIN)
def test_the_longest_words_stay_on_the_page_and_whole(german: None, name: str, words: str) -> None:
    printed = Printed(every(words)[name]())
    assert printed.pages == 1
    width, height = (side / 25.4 * 72 for side in printed.size())
    boxes = printed.boxes()
    edge = MARGIN[name] / 25.4 * 72 - 1.5
    for box in boxes:
        assert edge <= box.left and box.right <= width - edge, box
        assert box.bottom >= 0 and box.top <= height, box
    assert not [pair for pair in pairwise(boxes) if overlap(*pair)]
    shown = squeezed(printed.words()).replace("-", "")
    assert shown.count(squeezed(words)) >= 2


def overlap(one: Box, other: Box) -> bool:
    """Return whether the middle of one sign lies inside of another."""
    x, y = (other.left + other.right) / 2, (other.bottom + other.top) / 2
    return one.left < x < one.right and one.bottom < y < one.top


@pytest.mark.parametrize("name", MARGIN)
def test_equal_facts_make_equal_bytes(german: None, name: str) -> None:
    assert every("Gleich")[name]() == every("Gleich")[name]()


@pytest.mark.parametrize("name", sorted(file.name for file in papers.FOLDER.glob("*.typ")))
def test_no_template_evaluates_or_loads_anything(name: str) -> None:
    text = (papers.FOLDER / name).read_text("utf-8")
    assert not re.search(r"\beval\(|\bread\(|@preview|https?:", text)
    assert set(re.findall(r"sys\.inputs\.(\w+)", text)) <= {"data"}
