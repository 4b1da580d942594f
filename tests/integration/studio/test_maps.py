"""The map of a draft: what is on it, what is wrong, and where each step stands."""

import re

import pytest

from tests.browser.hostile import CORPUS
from tests.integration.conftest import SMALL_JOURNEY

ONLY_ONE = '{story: schicht, title: "Schicht", text: "Plan.", when: {role: leitung}}'
ROLES = SMALL_JOURNEY.replace(
    "- {reflection: gedanke", f"- {ONLY_ONE}\n      - {{reflection: gedanke"
)


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


def test_each_step_leads_to_its_line(ada, slug):
    page = ada.see(f"/studio/{slug}/karte")
    line = line_of(SMALL_JOURNEY, "am-bach")
    assert f'href="/studio/{slug}?zeile={line}#zeile-{line}" data-step="am-bach"' in page
    assert page.count('class="step-link"') == 7
    assert len(re.findall(r'<g class="[^"]*" data-step=', page)) == 7
    assert 'aria-hidden="true"' in re.search(r"<svg xmlns[^>]*>", page)[0]


def test_one_role_is_shown_at_a_time(ada):
    ada.writes(ROLES)
    for role, is_there in (("", False), ("?role=lager", False), ("?role=leitung", True),
                           ("?role=quatsch", False)):  # fmt: skip
        page = ada.see(f"/studio/kleine-reise/karte{role}")
        assert ('<g class="tell" data-step="schicht">' in page) is is_there, role
        assert ("Nur in anderen Rollen" in page) is not is_there
    assert '<option value="leitung" selected>Teamleitung' in ada.see(
        "/studio/kleine-reise/karte?role=leitung"
    )


def test_a_broken_draft_shows_the_last_good_map_with_its_faults(ada, slug):
    question, new = 'question: "Wohin gehen Sie?"', '{story: neu, title: "Neu", text: ""}'
    broken = SMALL_JOURNEY.replace(question, f"{question}\n        next: nirgends")
    broken = broken.replace("- {scale: nachher", f"- {new}\n      - {{scale: nachher")
    ada.send(f"/studio/{slug}", text=broken, seen_text=1)
    page = ada.see(f"/studio/{slug}/karte")
    assert "Die Karte zeigt den letzten Stand, der sich gehen ließ" in page
    assert "Ziel „nirgends“ gibt es nicht" in page
    assert '<text class="label broken"' in page and ">nirgends</text>" in page
    assert "has-error" in page and "1 Fehler" in page
    assert "Noch nicht auf der Karte" in page and 'data-step="neu"' in page


def test_an_unreachable_step_is_listed_apart(ada, slug):
    text = SMALL_JOURNEY.replace(
        "      - {reflection: gedanke",
        '      - {story: sprung, title: "S", text: "T", next: plan}\n      - {reflection: gedanke',
    )
    ada.send(f"/studio/{slug}", text=text, seen_text=1)
    page = ada.see(f"/studio/{slug}/karte")
    apart = page[page.index("Unerreichbar") :]
    assert 'data-step="gedanke"' in apart
    assert f"?zeile={line_of(text, 'gedanke')}#" in apart


def test_what_could_never_be_walked_is_a_list(ada):
    ada.writes("id: kleine-reise\nstages:\n  - stage: a\n    steps:\n      - {story: los}\n")
    page = ada.see("/studio/kleine-reise/karte")
    assert "ließ sich noch nie gehen" in page
    assert 'data-step="los"' in page and "noch leer" in page
    ada.see("/studio/kleine-reise/karte/bild")
    ada.writes("]", slug="zwei")
    assert "ließ sich noch nie gehen" in ada.see("/studio/zwei/karte")


def test_the_drawing_can_be_opened_alone(ada, slug):
    page = ada.see(f"/studio/{slug}/karte/bild?role=leitung")
    assert "<svg" in page and "<style>" not in page


def test_problems_are_told_by_icon_and_words(ada):
    hidden = '{story: x, title: "X", text: "X", when: {role: lager}, next: gedanke}'
    ada.writes(
        SMALL_JOURNEY.replace(
            "- {reflection: gedanke", f"- {hidden}\n      - {{reflection: gedanke"
        )
    )
    page = ada.see("/studio/kleine-reise/karte")
    assert '<g class="sign warning">' in page
    assert re.search(r'step-problem is-warning">.*?1 Empfehlung', page)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_text_of_an_author_becomes_markup(ada, lang):
    for number, words in enumerate(CORPUS[::6]):
        safe = words.replace("\\", "/").replace('"', "'").replace("{", "(").replace("|", "/")
        safe = "".join(sign for sign in safe if sign.isprintable())
        text = SMALL_JOURNEY.replace("Die Gabelung", safe).replace("Nach links", safe)
        slug = ada.writes(text.replace("id: kleine-reise", f"id: r{number}"), slug=f"r{number}")
        html = ada.get(f"/studio/{slug}/karte", Accept_Language=lang).get_data(as_text=True)
        main = html[html.index("<main") : html.index("</main>")]
        assert not re.search(
            r"<(?:script|img|iframe|style|form(?! method=\"get\")|base|input)", main
        )
        assert not re.search(r"<[^>]*\son\w+=", main)
