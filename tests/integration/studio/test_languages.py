"""Languages of a draft: added to its text, and taken away without a rest."""

import pytest

from app.lib import clock
from app.models.draft_parts import edit_translation, translation
from tests.integration.conftest import SMALL_JOURNEY

TEXTS = "format: zukunftsreise-texts/1\nid: kleine-reise\nlanguage: en\ntexts: {}\n"
TWO = SMALL_JOURNEY.replace("[de]", "[de, en]")
LIST = "/studio/kleine-reise/sprachen"


def test_a_language_is_added_to_the_text_with_its_comments(ada):
    ada.writes(SMALL_JOURNEY.replace("languages: [de]", "languages: [de]  # erst eine"))
    assert "in einer Sprache" in ada.see("/studio/kleine-reise/sprachen")
    response = ada.send("/studio/kleine-reise/sprachen", language="fr")
    assert response.headers["Location"] == "/studio/kleine-reise/sprachen/fr"
    assert "languages: [de, fr]  # erst eine" in ada.draft().text
    assert "Französisch" in ada.see("/studio/kleine-reise/sprachen")
    ada.send("/studio/kleine-reise/sprachen", language="fr")
    assert ada.draft().revision == 2
    ada.send("/studio/kleine-reise/sprachen", 400, language="../../etc")


def test_a_text_without_languages_cannot_take_one(ada):
    ada.writes(SMALL_JOURNEY.replace("languages: [de]\n", ""))
    page = ada.see("/studio/kleine-reise/sprachen")
    assert "<select" not in page
    ada.send("/studio/kleine-reise/sprachen", 422, language="fr")


@pytest.mark.parametrize("lang", ["de", "fr", "xx", "..", "%00", "en%2F..", "EN"])
def test_other_languages_have_no_page(ada, lang):
    ada.writes(TWO)
    assert ada.get(f"/studio/kleine-reise/sprachen/{lang}").status_code in (400, 404)


def test_a_translation_whose_language_is_gone_can_be_deleted(ada):
    """Else its author would never publish again: the file that is in the way has no other page."""
    ada.writes(SMALL_JOURNEY, texts={"en": TEXTS})
    assert ada.draft().errors == 1
    check = ada.see("/studio/kleine-reise/pruefung")
    line = "/studio/kleine-reise/sprachen/en/zeile/1"
    assert f'href="{line}"' in check and "unter „Sprachen“" in check
    assert ada.get(line).headers["Location"] == LIST
    page = ada.see(LIST)
    assert "Nicht mehr in der Reise" in page and f'href="{LIST}/en/loeschen"' in page
    assert "Englisch" in ada.see(f"{LIST}/en/loeschen")
    assert ada.send(f"{LIST}/en/loeschen").headers["Location"] == LIST
    assert "Nicht mehr in der Reise" not in ada.see(LIST)
    assert ada.draft().errors == 0


def test_a_translation_of_the_journey_is_not_deleted(ada):
    ada.writes(TWO, texts={"en": TEXTS})
    assert "Nicht mehr in der Reise" not in ada.see(LIST)
    for lang in ("en", "de", "fr"):
        ada.see(f"{LIST}/{lang}/loeschen", 404)
        ada.send(f"{LIST}/{lang}/loeschen", 404)
    ada.send("/studio/kleine-reise", text="]", seen_text=1)
    ada.send(f"{LIST}/en/loeschen", 404)
    with ada.app.extensions["database"].read() as session:
        assert translation(session, ada.draft(), "en").text == TEXTS


def test_a_deleted_translation_can_be_begun_again(ada):
    ada.writes(SMALL_JOURNEY, texts={"en": TEXTS})
    ada.send(f"{LIST}/en/loeschen")
    ada.send(LIST, language="en")
    with ada.app.extensions["database"].write() as session:
        edit_translation(session, ada.draft(), "en", TEXTS, by=ada.user, seen=0, now=clock.now())
    assert "fehlen" in ada.see(f"{LIST}/en")
