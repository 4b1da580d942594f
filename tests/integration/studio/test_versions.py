"""Versions: listed, compared, restored without any loss, withdrawn and offered again."""

import io
import zipfile

import pytest

from app.models.draft_copy import copies_of
from app.models.journey import newest
from app.ui.impacts import under_way
from tests.integration.conftest import SMALL_JOURNEY
from tests.integration.studio.conftest import SLUG
from tests.integration.studio.test_publications import CHANGED, publishes, share, writes_anew

HERE = f"/studio/{SLUG}/versionen"
THIRD = CHANGED.replace("{id: rechts", "{id: mitte, label: Geradeaus, feedback: Weiter.}\n"
                        "          - {id: rechts")  # fmt: skip


@pytest.fixture
def two(ada, slug):
    """Two versions and a draft that says something else again."""
    publishes(ada, note="Der Anfang")
    writes_anew(ada, CHANGED)
    publishes(ada, note="Links ist es still")
    writes_anew(ada, THIRD)
    return slug


def offered(app):
    with app.extensions["database"].read() as session:
        found = newest(session, SLUG)
        return found and found[0]


def test_before_the_first_version_the_list_says_what_will_be_here(ada, slug):
    assert "Hier steht jede Fassung" in ada.see(HERE)


def test_the_list_tells_of_every_version_the_newest_first(ada, two):
    page = ada.see(HERE)
    assert page.index("Fassung 2</h2>") < page.index("Fassung 1</h2>")
    assert "Links ist es still" in page and "Der Anfang" in page
    assert "von ada" in page and "niemand unterwegs" in page


def test_versions_of_files_say_so(ada, load):
    load(SMALL_JOURNEY)
    ada.send(f"/studio/{SLUG}/oeffnen")
    assert "aus Dateien geladen" in ada.see(HERE)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "niemand"), (1, "weniger als 5"), (4, "weniger als 5"), (5, "mindestens 5"),
     (9, "mindestens 5"), (14, "mindestens 10")],
)  # fmt: skip
def test_how_many_are_on_the_way_is_told_in_steps_of_five(app, count, words):
    with app.test_request_context():
        assert under_way(count) == f"{words} unterwegs"


def test_a_comparison_shows_words_and_structure(ada, two):
    page = ada.see(f"{HERE}/vergleich?von=1&bis=2")
    assert "Fassung 1 und Fassung 2" in page
    assert '<del><span class="hidden">entfernt: </span>hell</del>' in page
    assert '<ins><span class="hidden">neu: </span>still</ins>' in page
    assert "1 Station geändert" in page and "Die Gabelung" in page
    page = ada.see(f"{HERE}/vergleich?von=2&bis=entwurf")
    assert "Wahl „mitte“ ist neu" in page and "Geradeaus" in page
    assert "Fassung 2 und Entwurf" in page


def test_the_older_one_always_comes_first(ada, two):
    assert "Fassung 1 und Fassung 2" in ada.see(f"{HERE}/vergleich?von=2&bis=1")
    assert "Fassung 1 und Entwurf" in ada.see(f"{HERE}/vergleich?von=entwurf&bis=1")
    assert "Fassung 2 und Entwurf" in ada.see(f"{HERE}/vergleich")


def test_equal_states_say_so(ada, two):
    assert "unterscheidet sich nichts" in ada.see(f"{HERE}/vergleich?von=1&bis=1")


@pytest.mark.parametrize("query", ["von=9", "bis=x", "von=-1", "bis=", "von=1e3", "von=%00"])
def test_what_cannot_be_compared_is_not_there(ada, two, query):
    ada.see(f"{HERE}/vergleich?{query}", 404)


def test_a_draft_with_errors_is_compared_in_words(ada, two):
    writes_anew(ada, CHANGED.replace("repeats: vorher", "repeats: vorhin").replace("Links", "Dort"))
    page = ada.see(f"{HERE}/vergleich")
    assert "Verglichen sind nur die Texte" in page
    assert "Links</del>" in page and "Dort</ins>" in page


def test_an_old_version_comes_back_and_the_present_text_is_kept(app, ada, two):
    page = ada.see(f"{HERE}/1/wiederherstellung")
    assert "geht nicht verloren" in page
    response = ada.send(f"{HERE}/1/wiederherstellung")
    assert response.headers["Location"] == f"/studio/{SLUG}"
    assert ada.draft().text == SMALL_JOURNEY
    page = ada.see(HERE)
    assert "Frühere Stände" in page and "ersetzt von ada" in page
    with app.extensions["database"].read() as session:
        (copy,) = copies_of(session, ada.draft())
    assert "Stand vom" in ada.see(f"/studio/{SLUG}/staende/{copy.id}/wiederherstellung")
    ada.send(f"/studio/{SLUG}/staende/{copy.id}/wiederherstellung")
    assert ada.draft().text == THIRD


def test_restoring_twice_keeps_one_copy(app, ada, two):
    for _ in range(2):
        ada.send(f"{HERE}/1/wiederherstellung")
    with app.extensions["database"].read() as session:
        assert len(copies_of(session, ada.draft())) == 1


def test_an_open_editor_does_not_overwrite_what_was_restored(ada, two):
    seen = ada.draft().revision
    ada.send(f"{HERE}/1/wiederherstellung")
    ada.send(f"/studio/{SLUG}", 409, text=CHANGED, seen=seen)
    assert ada.draft().text == SMALL_JOURNEY


def test_a_withdrawn_version_gives_way_to_the_one_before(app, ada, two):
    before = offered(app)
    assert "beginnt danach mit Fassung 1" in ada.see(f"{HERE}/2/rueckzug")
    ada.send(f"{HERE}/2/rueckzug")
    assert offered(app) < before
    page = ada.see(HERE)
    assert "Zurückgezogen am" in page and "von ada" in page
    ada.send(f"{HERE}/2/angebot")
    assert offered(app) == before
    assert "Zurückgezogen" not in ada.see(HERE)


def test_an_older_version_is_withdrawn_without_a_change_for_newcomers(app, ada, two):
    before = offered(app)
    assert "beginnt weiter mit Fassung 2" in ada.see(f"{HERE}/1/rueckzug")
    ada.send(f"{HERE}/1/rueckzug")
    assert offered(app) == before


def test_a_whole_journey_is_withdrawn_and_runs_go_on(app, ada, alice, two):
    code = alice.depart(SLUG, "lager")
    assert "nicht mehr im Katalog" in ada.see(f"/studio/{SLUG}/rueckzug")
    assert "weniger als 5 unterwegs" in ada.see(f"/studio/{SLUG}/rueckzug")
    ada.send(f"/studio/{SLUG}/rueckzug")
    assert offered(app) is None
    assert SLUG not in alice.see("/reisen")
    where = alice.get(f"/unterwegs/{code}").headers["Location"]
    alice.send(where, turn=0, mut="3")
    ada.see(f"/studio/{SLUG}/rueckzug", 404)
    assert "Zurzeit" not in ada.see(f"/studio/{SLUG}/veroeffentlichung/2")


def test_a_version_is_downloaded_as_its_author_wrote_it(ada, two):
    response = ada.get(f"{HERE}/1/reise.zip")
    assert response.mimetype == "application/zip"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{SLUG}-1.zip"'
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert archive.read("journey.yaml").decode() == SMALL_JOURNEY
    assert ada.get(f"{HERE}/1/reise.zip").data == response.data


PAGES = ["", "/vergleich", "/1/wiederherstellung", "/1/rueckzug", "/1/reise.zip"]
ACTS = [f"{HERE}/1/wiederherstellung", f"{HERE}/1/rueckzug", f"{HERE}/1/angebot",
        f"/studio/{SLUG}/rueckzug", f"/studio/{SLUG}/staende/1/wiederherstellung"]  # fmt: skip


def test_versions_of_others_are_not_there(ada, ben, two):
    ada.send(f"{HERE}/1/wiederherstellung")
    paths = [HERE + page for page in PAGES]
    paths += [f"/studio/{SLUG}/rueckzug", f"/studio/{SLUG}/staende/1/wiederherstellung"]
    for path in paths:
        foreign, unknown = ben.get(path), ben.get(path.replace(SLUG, "gibt-es-nicht"))
        assert foreign.status_code == unknown.status_code == 404, path
        assert foreign.data == unknown.data, path
    for path in ACTS:
        assert ben.send(path, 404).data == ben.send(path.replace(SLUG, "nein"), 404).data, path


def test_what_is_not_there_is_not_found(ada, slug):
    for path in (f"{HERE}/1/rueckzug", f"{HERE}/1/wiederherstellung", f"{HERE}/7/reise.zip",
                 f"/studio/{SLUG}/staende/1/wiederherstellung",
                 f"{HERE}/99999999999999/rueckzug", f"{HERE}/-1/rueckzug"):  # fmt: skip
        ada.see(path, 404)
    ada.send(f"{HERE}/1/angebot", 404)
    ada.send(f"/studio/{SLUG}/staende/9/wiederherstellung", 404)


def test_a_coauthor_may_do_the_same(app, ada, ben, two):
    share(app, ada, ben)
    ben.send(f"{HERE}/1/wiederherstellung")
    assert ada.draft().text == SMALL_JOURNEY
    assert "ersetzt von ben" in ada.see(HERE)


def test_markup_in_compared_words_stays_words(ada, two):
    evil = "<script>x</script><b onclick=y>"
    writes_anew(ada, THIRD.replace("Links ist es still.", evil))
    html = ada.get(f"{HERE}/vergleich").get_data(as_text=True)
    assert "&lt;script&gt;x" in html
    assert "<script>x" not in html and "<b onclick" not in html
