"""Catalogue and cover: what is shown, filtered and said before the start."""

from collections.abc import Callable

import pytest

from tests.people import Person


def test_the_catalogue_shows_each_journey(alice: Person, small: str, lonely: str) -> None:
    page = alice.see("/reisen")
    for words in ("Die kleine Reise", "Ohne Rollen", "2 Rollen", "Lager, Datenschutz", "Deutsch"):
        assert words in page
    assert f"/reise/{small}" in page
    assert f"/reise/{lonely}" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("thema=Lager", ["Die kleine Reise"]),
        ("thema=Lernen", ["Ohne Rollen"]),
        ("rolle=Teamleitung", ["Die kleine Reise"]),
        ("dauer=kurz", ["Die kleine Reise", "Ohne Rollen"]),
        ("dauer=lang", []),
        ("dauer=unsinn", ["Die kleine Reise", "Ohne Rollen"]),
        ("thema=Lager&rolle=Teamleitung&dauer=kurz", ["Die kleine Reise"]),
        ("thema=Lernen&rolle=Teamleitung", []),
    ],
)
def test_the_filter_keeps_what_fits(
    alice: Person, small: str, lonely: str, query: str, shown: list[str]
) -> None:
    page = alice.see(f"/reisen?{query}")
    assert [title for title in ("Die kleine Reise", "Ohne Rollen") if title in page] == shown


def test_an_empty_selection_offers_the_way_back(alice: Person, small: str) -> None:
    page = alice.see("/reisen?thema=Raumfahrt")
    assert "Zu dieser Auswahl gibt es noch keine Reise." in page
    assert 'href="/reisen"' in page
    assert "Filter zurücksetzen" in page


def test_the_filter_keeps_what_was_chosen(alice: Person, small: str) -> None:
    assert '<option value="Lager" selected>' in alice.see("/reisen?thema=Lager")


def test_no_journeys_at_all_is_said(alice: Person) -> None:
    assert "Zurzeit ist noch keine geladen." in alice.see("/reisen")
    assert "Zurzeit ist noch keine geladen." in alice.see("/")


def test_the_cover_says_what_to_expect(alice: Person, small: str) -> None:
    page = alice.see(f"/reise/{small}")
    for words in (
        "Ein Tag im Lager.",
        "Sie packen Pakete.",
        "Sie planen Schichten.",
        "ein eigenes Zielbild und einen ersten Schritt",
        "den Vergleich, wie Sie sich vorher und nachher sehen",
        "Rolle wählen",
    ):
        assert words in page
    assert "Minuten" in page


def test_a_journey_in_another_language_says_so_first(
    alice: Person, load: Callable[..., str]
) -> None:
    slug = load(
        "format: zukunftsreise/1\nid: night-shift\ntitle: Night shift\nsummary: At work.\n"
        "languages: [en]\nstages:\n  - stage: one\n    title: One\n    steps:\n"
        "      - {story: go, title: Go, text: Off we go.}\n"
        "      - {end: here, title: Here, text: Arrived.}\n"
    )
    page = alice.see(f"/reise/{slug}")
    assert "Diese Reise gibt es noch nicht auf Deutsch." in page
    assert '<span lang="en">Night shift</span>' in page
    english = alice.see(f"/reise/{slug}", Accept_Language="en")
    assert "Diese Reise gibt es noch nicht" not in english
    assert 'lang="en"' not in english


def test_an_open_run_stands_on_the_cover_and_at_home(alice: Person, small: str) -> None:
    code = alice.depart(small, "lager")
    assert f"/unterwegs/{code}" in alice.see(f"/reise/{small}")
    home = alice.see("/")
    assert f"/unterwegs/{code}" in home
    assert "Weiterreisen" in home
    assert "Etappe 1 von 2" in home
    assert "Am Anfang" in home


def test_nobody_else_sees_my_open_run(alice: Person, bob: Person, small: str) -> None:
    code = alice.depart(small, "lager")
    for path in ("/", f"/reise/{small}", f"/reise/{small}/rolle", "/tagebuch", "/meine-daten"):
        assert code not in bob.see(path)
