"""The pages that explain: complete, in both languages, each with one heading and a way on."""

import re

import pytest

from tests.people import Person

PAGES = ["/", "/reisen", "/hilfe", "/barrierefreiheit", "/datenschutz", "/darstellung", "/weiter",
         "/m", "/meine-daten", "/meine-daten/reisecode", "/meine-daten/beenden",
         "/meine-daten/loeschen", "/tagebuch", "/hilfe/autoren", "/hilfe/autoren/ZR301",
         "/hilfe/autoren/handbuch/yaml"]  # fmt: skip
LINK = re.compile(r'href="(/[^"#?]*)')
ANCHOR = re.compile(r'href="(/[^"#?]*)?#([^"]+)"')


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_each_page_has_one_heading_and_its_own_title(
    alice: Person, path: str, language: str
) -> None:
    html = alice.get(path, Accept_Language=language).get_data(as_text=True)
    assert f'<html lang="{language}"' in html
    assert len(re.findall("<h1", html)) == 1
    title = re.search("<title>(.+?) – Zukunftsreise</title>", html)
    assert title
    assert title[1].strip()


def test_every_title_differs(alice: Person) -> None:
    titles = [re.search("<title>(.*?)</title>", alice.get(p).get_data(as_text=True)) for p in PAGES]
    assert len({title[1] for title in titles if title}) == len(PAGES)


def test_every_link_of_these_pages_leads_somewhere(alice: Person) -> None:
    met = set()
    for path in PAGES:
        met |= set(LINK.findall(alice.get(path).get_data(as_text=True)))
    met = {path for path in met if not path.startswith("/static/")}
    assert {"/reisen", "/impressum", "/meine-daten"} <= met
    assert {path: alice.get(path).status_code for path in met} == dict.fromkeys(met, 200)


def test_every_anchor_exists(alice: Person) -> None:
    for path in PAGES:
        for page, anchor in ANCHOR.findall(alice.get(path).get_data(as_text=True)):
            assert f'id="{anchor}"' in alice.get(page or path).get_data(as_text=True), anchor


def test_help_answers_what_people_ask(alice: Person) -> None:
    page = alice.see("/hilfe")
    for words in (
        "Wer sieht meine Antworten?",
        "Der Reisecode",
        "Ein Gerät für mehrere Menschen",
        "Mit der Tastatur",
        "Hier anders abbiegen",
        "Nur für Sie",
    ):
        assert words in page


def test_the_statement_on_accessibility_says_what_is_missing_and_whom_to_tell(
    alice: Person,
) -> None:
    page = alice.see("/barrierefreiheit")
    assert "Was noch nicht geht" in page
    assert "Eine Barriere melden" in page
    assert 'href="/impressum"' in page


def test_privacy_names_every_cookie_and_all_that_is_stored(alice: Person) -> None:
    page = alice.see("/datenschutz")
    for words in (
        "zr_device",
        "zr_session",
        "zr_view",
        "zr_known",
        "90 Tage",
        "1 Jahr",
        "verschlüsselt",
    ):
        assert words in page
    assert "Was wird gespeichert?" in alice.see("/meine-daten")


def test_home_shows_at_most_three_journeys(alice: Person, load: object) -> None:
    for number in range(5):
        load(  # type: ignore[operator]
            f"format: zukunftsreise/1\nid: reise-{number}\ntitle: Reise {number}\n"
            "languages: [de]\nstages:\n  - stage: eins\n    title: Eins\n    steps:\n"
            "      - {story: los, title: Los, text: Los.}\n"
            "      - {end: da, title: Da, text: Da.}\n"
        )
    assert alice.see("/").count('class="journey-card"') == 3
    assert alice.see("/reisen").count('class="journey-card"') == 5


def test_a_finished_run_is_not_offered_for_going_on(alice: Person, lonely: str) -> None:
    code = alice.depart(lonely)
    assert f"/unterwegs/{code}" in alice.see("/")
    alice.send(f"/unterwegs/{code}/los", turn=0)
    assert f"/unterwegs/{code}" not in alice.see("/")
    assert "Angekommen" in alice.see("/tagebuch")


def test_damaged_cookies_do_no_harm(alice: Person) -> None:
    for name in ("zr_device", "zr_view", "zr_session", "zr_known"):
        alice.client.set_cookie(name, "\\x00<script>'\"%ff" * 50)
    for path in PAGES:
        alice.see(path)
