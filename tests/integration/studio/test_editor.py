"""The editor: what is typed is stored, and nothing newer is overwritten unseen."""

from app.studio.editor import LONGEST
from tests.integration.conftest import SMALL_JOURNEY

CHANGED = SMALL_JOURNEY.replace("Die kleine Reise", "Die größere Reise")


def autosave(person, slug, text, seen):
    data = {"csrf_token": person.token(), "text": text, "seen": seen}
    return person.client.post(f"/studio/{slug}/entwurf", data=data, headers={"HX-Request": "true"})


def test_the_text_stands_in_a_plain_form_with_its_lines(ada, slug):
    page = ada.see(f"/studio/{slug}")
    assert SMALL_JOURNEY in page
    assert f'id="zeile-{SMALL_JOURNEY.count(chr(10)) + 1}"' in page
    assert 'spellcheck="false"' in page
    assert "Entwurf gespeichert" in page


def test_a_first_blank_line_is_kept(ada):
    ada.writes("\n\nid: kleine-reise\n")
    html = ada.get("/studio/kleine-reise").get_data(as_text=True)
    # A browser drops one line break behind the tag.
    assert 'data-save="">\n\n\nid: kleine-reise\n</textarea>' in html


def test_the_form_stores_the_text(ada, slug):
    response = ada.send(f"/studio/{slug}", text=CHANGED.replace("\n", "\r\n"), seen_text=1)
    assert response.headers["Location"] == f"/studio/{slug}"
    draft = ada.draft()
    assert (draft.text, draft.revision, draft.title) == (CHANGED, 2, "Die größere Reise")


def test_autosave_says_which_revision_is_stored(ada, slug):
    response = autosave(ada, slug, CHANGED, 1)
    assert response.status_code == 200
    assert response.headers["ZR-Saved"] == "2"
    assert response.headers["ZR-Part"] == "1"
    assert response.get_data(as_text=True).startswith("Entwurf gespeichert, ")
    assert ada.draft().text == CHANGED


def test_an_older_tab_is_told_and_nothing_is_lost(ada, slug):
    autosave(ada, slug, CHANGED, 1)
    response = autosave(ada, slug, SMALL_JOURNEY + "# meins\n", 1)
    assert response.status_code == 409
    assert "ZR-Saved" not in response.headers
    assert "data-conflict" in response.get_data(as_text=True)
    assert ada.draft().text == CHANGED


def test_the_page_of_a_conflict_shows_both_texts_and_takes_the_chosen_one(ada, slug):
    autosave(ada, slug, CHANGED, 1)
    mine = SMALL_JOURNEY + "# meins\n"
    response = ada.send(f"/studio/{slug}", 409, text=mine, seen_text=1)
    page = response.get_data(as_text=True)
    assert "# meins" in page and "Die größere Reise" in page
    assert "hat ada einen anderen Text gespeichert" in page
    assert 'name="seen" value="2"' in page
    assert "An 2 Stellen steht Verschiedenes" in page
    assert "Gespeichert, Zeile 3" in page
    ada.send(f"/studio/{slug}", text=mine, seen=2)
    assert ada.draft().text == mine


def test_a_form_without_a_revision_overwrites_nothing(ada, slug):
    ada.send(f"/studio/{slug}", 409, text=CHANGED)
    assert ada.draft().text == SMALL_JOURNEY


def test_a_journey_of_the_largest_size_is_taken_and_only_here(ada, slug):
    large = SMALL_JOURNEY + "# ü\n" * ((LONGEST - len(SMALL_JOURNEY.encode())) // 5)
    ada.send(f"/studio/{slug}", text=large, seen_text=1)
    assert ada.draft().text == large
    ada.send(f"/studio/{slug}", 413, text="ü" * 2 * LONGEST, seen_text=2)
    ada.send(f"/studio/{slug}/archiv", 413, text="x" * 300_000)


def test_markup_in_a_text_stays_text(ada):
    ada.writes('title: "</textarea><script>x</script>"\nid: kleine-reise\n')
    html = ada.get("/studio/kleine-reise").get_data(as_text=True)
    assert "<script>x" not in html
    assert "</textarea><script" not in html


def test_the_island_of_problems_is_a_part_and_alone_a_page(ada):
    ada.writes("id: kleine-reise\n")
    part = ada.get("/studio/kleine-reise/probleme", HX_Request="true")
    assert part.headers["ZR-Part"] == "1"
    assert part.get_data(as_text=True).startswith('<section id="problems"')
    assert "<!doctype html>" in ada.get("/studio/kleine-reise/probleme").get_data(as_text=True)
