"""Translations in the studio: open ones first, saved beside each other, never overwritten (P5)."""

import re
from html import escape

import pytest

from app.lib import clock
from app.models.draft_parts import edit_translation, translation
from tests.browser.hostile import CORPUS
from tests.integration.conftest import SMALL_JOURNEY

TWO = SMALL_JOURNEY.replace("languages: [de]", "languages: [de, en]  # zwei")
AT = "/studio/kleine-reise/sprachen/en"
FIELD = re.compile(r'name="(seen:[^"]+)" value="([^"]*)"')


@pytest.fixture
def slug(ada):
    return ada.writes(TWO)


def fields(person, path=f"{AT}?show=all"):
    """Return the hidden marks of all texts of a page."""
    return dict(FIELD.findall(person.get(path).get_data(as_text=True)))


def save(person, changes, status=303, seen=None, path=AT, **more):
    seen = seen if seen is not None else fields(person)
    data = {"csrf_token": person.token(), "key": list(changes), **more}
    for key, words in changes.items():
        data |= {f"text:{key}": words, f"seen:{key}": seen[f"seen:{key}"]}
        if isinstance(words, list):
            data[f"list:{key}"] = "yes"
    response = person.client.post(path, data=data)
    assert response.status_code == status, response.get_data(as_text=True)[-3000:]
    return response


def stored(person, lang="en"):
    with person.app.extensions["database"].read() as session:
        return translation(session, person.draft(), lang).text


def write(person, text, lang="en"):
    with person.app.extensions["database"].write() as session:
        draft = person.draft()
        seen = translation(session, draft, lang).revision
        edit_translation(session, draft, lang, text, by=person.user, seen=seen, now=clock.now())


def test_missing_texts_stand_beside_their_source(ada, slug):
    page = ada.see(AT)
    assert '<p class="words">Die kleine Reise</p>' in page
    row = re.search(r'<textarea id="(.+)-1" name="text:title" lang="en" dir="auto"', page)[1]
    assert f'<div id="{row}-source" lang="de">' in page
    assert "0 fertig" in page


def test_translations_are_stored_and_leave_the_list_of_what_is_open(ada, slug):
    response = save(
        ada, {"title": "The small journey", "topics": ["Store", "Privacy"]}, show="open"
    )
    assert response.headers["Location"] == f"{AT}?show=open"
    assert 'text: "The small journey"' in stored(ada)
    assert 'text: ["Store", "Privacy"]' in stored(ada)
    page = ada.see(AT)
    assert "The small journey" not in page
    assert "2 fertig" in page
    assert "The small journey" in ada.see(f"{AT}?show=all")


def test_a_changed_source_makes_a_translation_stale_until_somebody_says_it_fits(ada, slug):
    save(ada, {"title": "The small journey"})
    ada.send("/studio/kleine-reise", text=TWO.replace('"Die kleine Reise"', '"Die kleine  Reise!"'),
             seen_text=1)  # fmt: skip
    page = ada.see(f"{AT}?show=stale")
    assert "So hieß der Text vorher" in page and "stimmt noch" in page
    assert page.count('class="row-state is-stale"') == 1
    save(ada, {"title": "The small journey"}, right="title")
    assert "Hier ist nichts mehr zu tun" in ada.see(f"{AT}?show=stale")
    assert 'source: "Die kleine  Reise!"' in stored(ada)


def test_what_is_sent_unchanged_stays_stale(ada, slug):
    save(ada, {"title": "The small journey"})
    ada.send(
        "/studio/kleine-reise", text=TWO.replace('"Die kleine Reise"', '"Anders"'), seen_text=1
    )
    before = stored(ada)
    save(ada, {"title": "The small journey"})
    assert stored(ada) == before


def test_different_inserts_are_told_at_once(ada):
    ada.writes(TWO.replace('text: "Schön."', 'text: "Sie: {{gedanke|nichts}}"'))
    save(ada, {"da.text": "You: {{thought|nothing}}"})
    page = ada.see(AT)
    row = page[page.index('name="text:da.text"') - 3000 : page.index('name="text:da.text"')]
    assert "Bitte prüfen" in row and "{{thought}}" in row


def test_two_translators_at_different_texts_do_not_meet(ada, slug):
    seen = fields(ada)
    save(ada, {"title": "A"}, seen=seen)
    save(ada, {"summary": "B"}, seen=seen)
    assert 'text: "A"' in stored(ada) and 'text: "B"' in stored(ada)


def test_the_later_of_two_sees_both_and_loses_nothing(ada, slug):
    seen = fields(ada)
    save(ada, {"title": "First"}, seen=seen)
    response = save(ada, {"title": "Second", "summary": "Mine"}, 409, seen=seen)
    page = response.get_data(as_text=True)
    assert ">First<" in page and "\nSecond</textarea>" in page and "\nMine</textarea>" in page
    assert "Second" not in stored(ada)
    again = dict(FIELD.findall(page))
    save(ada, {"title": "Second", "summary": "Mine"}, seen=again)
    assert 'text: "Second"' in stored(ada) and 'text: "Mine"' in stored(ada)


def test_the_same_words_twice_are_no_conflict(ada, slug):
    seen = fields(ada)
    save(ada, {"title": "Same"}, seen=seen)
    save(ada, {"title": "Same"}, seen=seen)


def test_a_source_that_changed_meanwhile_is_shown_before_anything_is_stored(ada, slug):
    seen = fields(ada)
    ada.send("/studio/kleine-reise", text=TWO.replace('"Die kleine Reise"', '"Neu"'), seen_text=1)
    page = save(ada, {"title": "Small"}, 409, seen=seen).get_data(as_text=True)
    assert "Der Ausgangstext hat sich geändert" in page and ">Neu<" in page


def test_a_text_that_is_gone_is_kept_for_copying(ada, slug):
    seen = fields(ada)
    ada.send("/studio/kleine-reise", text=TWO.replace('summary: "Ein Tag im Lager."\n', ""),
             seen_text=1)  # fmt: skip
    page = save(ada, {"summary": "A day"}, 409, seen=seen).get_data(as_text=True)
    assert "nicht mehr" in page and "\nA day</textarea>" in page


def test_orphans_can_be_dropped(ada, slug):
    save(ada, {"summary": "A day"})
    ada.send("/studio/kleine-reise", text=TWO.replace('summary: "Ein Tag im Lager."\n', ""),
             seen_text=1)  # fmt: skip
    assert "Verwaiste Übersetzungen" in ada.see(AT)
    ada.send(f"{AT}/verwaist", key="unbekannt")
    assert "A day" in stored(ada)
    ada.send(f"{AT}/verwaist", key="summary")
    assert "A day" not in stored(ada)


def test_a_broken_file_can_be_mended(ada, slug):
    write(ada, "texts: [")
    page = ada.see(AT)
    assert "lässt sich nicht lesen" in page and "texts: [</textarea>" in page
    assert "hat Fehler" in ada.see("/studio/kleine-reise/sprachen")
    assert '<div id="zeile-1">texts: [</div>' in page and 'href="#zeile-1" data-line="1"' in page
    whole = "format: zukunftsreise-texts/1\nid: kleine-reise\nlanguage: en\ntexts: {}\n"
    ada.send(f"{AT}/datei", seen="1", text=whole)
    assert "Fehlt" in ada.see(AT)


def test_two_who_mend_a_broken_file_see_both_texts(ada, slug):
    write(ada, "texts: [")
    write(ada, "texts: [ # von anderen")
    page = ada.send(f"{AT}/datei", 409, seen="1", text="texts: [ # von mir").get_data(as_text=True)
    assert "texts: [ # von mir</textarea>" in page and "texts: [ # von anderen</textarea>" in page
    assert f'action="{AT}/datei"' in page and f'href="{AT}"' in page
    ada.send(f"{AT}/datei", seen="2", text="texts: [ # von mir")
    assert stored(ada) == "texts: [ # von mir"


def test_a_broken_journey_keeps_the_sheet_closed(ada, slug):
    ada.send("/studio/kleine-reise", text="]", seen_text=1)
    ada.see("/studio/kleine-reise/sprachen")
    assert ada.get(AT).status_code == 404
    write(ada, "texts: {}")
    assert "lässt sich gerade nicht lesen" in ada.see(AT)


def test_four_hundred_texts_come_in_pages(ada):
    many = "".join(f'      - {{story: s{n}, title: "T{n}", text: "X{n}."}}\n' for n in range(200))
    ada.writes(TWO.replace("      - {end", f"{many}      - {{end"))
    page = ada.see(AT)
    assert page.count("<textarea") <= 60 and "Seite 2 von" in page
    seen = [
        key
        for number in range(1, 20)
        for key in re.findall(r'name="key" value="([^"]+)"', ada.see(f"{AT}?page={number}"))
    ]
    assert len(set(seen)) > 400
    for page in ("0", "-1", "999", "x", "9" * 40):
        ada.see(f"{AT}?page={page}&show=quatsch")


def test_a_step_of_very_many_texts_can_be_saved(ada):
    choices = "".join(
        f'          - {{id: w{n}, label: "L{n}", feedback: "F{n}", '
        f'voice: {{who: "W{n}", text: "V{n}"}}}}\n'
        for n in range(6)
    )
    variants = "        variants:\n" + "".join(
        f"          - when: {{role: {role}}}\n            choices:\n"
        + "".join(f'              w{n}: {{label: "A{n}", feedback: "B{n}"}}\n' for n in range(6))
        for role in ("lager", "leitung")
    )
    text = TWO.replace("      - {end", '      - decision: viel\n        question: "Was?"\n'
                       f"        choices:\n{choices}{variants}      - {{end")  # fmt: skip
    ada.writes(text)
    html = ada.get(f"{AT}?show=all&page=2").get_data(as_text=True)
    forms = re.findall(r'<form method="post".*?</form>', html, re.DOTALL)
    assert forms
    assert max(form.count(" name=") for form in forms) < 200


def type_in(person, key, words, seen=None, kind="text"):
    """Send one translation as the page does while somebody types."""
    seen = seen or fields(person)
    field = f"{kind}:{key}"
    return person.client.post(
        f"{AT}/entwurf",
        data={"csrf_token": person.token(), "field": field, field: words,
              "seen": seen[f"seen:{key}"]},
        headers={"HX-Request": "true"},
    )  # fmt: skip


def test_a_translation_is_stored_while_it_is_typed_and_says_so(ada, slug):
    response = type_in(ada, "title", "The small journey")
    assert response.status_code == 200 and response.headers["ZR-Part"] == "1"
    assert re.fullmatch(r"Gespeichert, \d{1,2}:\d{2}\xa0Uhr", response.get_data(as_text=True))
    assert 'text: "The small journey"' in stored(ada)
    assert response.headers["ZR-Saved"] == fields(ada)["seen:title"]
    again = type_in(ada, "title", "The tiny one", seen={"seen:title": response.headers["ZR-Saved"]})
    assert again.status_code == 200 and 'text: "The tiny one"' in stored(ada)


def test_texts_of_a_list_are_stored_as_lines_while_they_are_typed(ada, slug):
    assert type_in(ada, "topics", "Store\r\n", kind="list").status_code == 200
    assert 'text: ["Store", ""]' in stored(ada)
    assert type_in(ada, "topics", "Store\nPrivacy", kind="list").status_code == 200
    assert 'text: ["Store", "Privacy"]' in stored(ada)
    assert type_in(ada, "topics", "Store").status_code == 400
    assert type_in(ada, "title", "A\nB", kind="list").status_code == 400


def test_typing_over_newer_words_stores_nothing_and_says_so(ada, slug):
    seen = fields(ada)
    type_in(ada, "title", "First", seen=seen)
    response = type_in(ada, "title", "Second", seen=seen)
    assert response.status_code == 409 and response.headers["ZR-Part"] == "1"
    assert "ZR-Saved" not in response.headers
    assert "Beide Fassungen vergleichen" in response.get_data(as_text=True)
    assert "Second" not in stored(ada)
    assert type_in(ada, "summary", "Mine", seen=seen).status_code == 200


def test_typing_meets_a_source_that_has_changed(ada, slug):
    seen = fields(ada)
    ada.send("/studio/kleine-reise", text=TWO.replace('"Die kleine Reise"', '"Neu"'), seen_text=1)
    assert type_in(ada, "title", "Small", seen=seen).status_code == 409


def test_typing_into_a_sheet_that_cannot_be_read_keeps_the_words_on_the_page(ada, slug):
    save(ada, {"title": "First"})
    seen = fields(ada)
    write(ada, "texts: [")
    assert type_in(ada, "title", "Second", seen=seen).status_code == 409
    page = save(ada, {"title": "Second"}, 409, seen=seen).get_data(as_text=True)
    assert "lässt sich gerade nicht lesen" in page and "\nSecond</textarea>" in page


def test_without_scripts_saving_one_text_leads_back_to_it(ada, slug):
    seen = fields(ada)["seen:title"]
    fields_sent = {"field": "text:title", "text:title": "Small", "seen": seen}
    response = ada.send(f"{AT}/entwurf", **fields_sent)
    assert response.headers["Location"] == f"{AT}?text=title"
    assert "ZR-Saved" not in response.headers


def test_the_island_says_how_a_text_is_and_counts_anew(ada):
    ada.writes(TWO.replace('text: "Schön."', 'text: "Sie: {{gedanke|nichts}}"'))
    path = f"{AT}/stand?text=da.text"
    assert "Fehlt" in ada.get(path, HX_Request="true").get_data(as_text=True)
    type_in(ada, "da.text", "You: {{thought|nothing}}")
    part = ada.get(path, HX_Request="true")
    said = part.get_data(as_text=True)
    assert part.headers["ZR-Part"] == "1"
    assert "Bitte prüfen" in said and "{{thought}}" in said
    assert 'id="counted" hx-swap-oob="true"' in said and "1 fertig" in said
    type_in(ada, "da.text", "You: {{gedanke|nothing}}")
    assert "Fertig" in ada.get(path, HX_Request="true").get_data(as_text=True)
    assert ada.get(f"{AT}/stand?text=nichts", HX_Request="true").status_code == 404
    assert "<h1" in ada.see(path)


def focused(page):
    """Return which text of a page has the focus when it opens."""
    found = re.findall(r"<[^>]* autofocus[^>]*>", page)
    assert len(found) < 2
    return re.search(r' name="text:([^"]+)"', found[0])[1] if found else None


def test_a_text_is_opened_where_it_stands(ada):
    many = "".join(f'      - {{story: s{n}, title: "T{n}", text: "X{n}."}}\n' for n in range(60))
    ada.writes(TWO.replace("      - {end", f"{many}      - {{end"))
    assert focused(ada.see(AT)) is None
    assert focused(ada.see(f"{AT}?text=s55.title")) == "s55.title"
    type_in(ada, "title", "Small")
    page = ada.see(f"{AT}?text=title")
    assert focused(page) == "title" and re.search(r'value="all" selected', page)
    assert focused(ada.see(f"{AT}?text=topics")) == "topics"
    assert focused(ada.see(f"{AT}?text=nichts")) is None


def test_a_problem_of_a_translation_leads_to_its_text(ada):
    ada.writes(TWO.replace('text: "Schön."', 'text: "Sie: {{gedanke|nichts}}"'))
    save(ada, {"da.text": "You: {{thought|nothing}}", "title": "Small"})
    for page in ("/studio/kleine-reise/pruefung", "/studio/kleine-reise"):
        links = re.findall(r'href="(/studio/kleine-reise/sprachen/en/zeile/\d+)"', ada.see(page))
        targets = {ada.get(link).headers["Location"] for link in links}
        assert f"{AT}?text=da.text" in targets
    assert focused(ada.see(f"{AT}?text=da.text")) == "da.text"


def test_a_missing_translation_leads_to_its_text(ada, slug):
    page = ada.see("/studio/kleine-reise/pruefung")
    assert f'href="{AT}"' in page, "no translation at all"
    save(ada, {"title": "Small"})
    page = ada.see("/studio/kleine-reise/pruefung")
    assert f'href="{AT}?text=summary"' in page and f'href="{AT}?text=title"' not in page


def test_a_translation_whose_text_is_gone_is_opened_too(ada, slug):
    save(ada, {"summary": "A day"})
    ada.send("/studio/kleine-reise", text=TWO.replace('summary: "Ein Tag im Lager."\n', ""),
             seen_text=1)  # fmt: skip
    page = ada.see("/studio/kleine-reise/pruefung")
    link = re.search(r'href="(/studio/kleine-reise/sprachen/en/zeile/\d+)"', page)[1]
    assert ada.get(link).headers["Location"] == f"{AT}?text=summary"
    assert re.search(r"<button[^>]* autofocus>Übersetzung löschen", ada.see(f"{AT}?text=summary"))


def test_a_line_of_a_broken_file_leads_to_that_line(ada, slug):
    write(ada, "texts:\n  title: [")
    page = ada.see("/studio/kleine-reise/pruefung")
    link = re.search(r'href="(/studio/kleine-reise/sprachen/en/zeile/\d+)"', page)[1]
    target = ada.get(link).headers["Location"]
    line = link.rpartition("/")[2]
    assert target == f"{AT}?zeile={line}#zeile-{line}"
    assert f'<div id="zeile-{line}">' in ada.see(AT)
    for beyond in ("0", "99999", "9" * 40):
        assert ada.get(f"{AT}/zeile/{beyond}").status_code in (303, 404)


def test_no_translation_becomes_markup(ada, slug):
    for words in CORPUS[::8]:
        safe = "".join(sign for sign in words if sign.isprintable())
        save(ada, {"title": safe}, status=303)
        html = ada.get(f"{AT}?show=all").get_data(as_text=True)
        main = html[html.index("<main") : html.index("</main>")]
        assert (
            f"\n{escape(safe.strip()).replace('&#x27;', '&#39;').replace('&quot;', '&#34;')}</te"
            in main
        )
        assert not re.search(r"<(?:script|img|iframe|style|base|svg on)", main), safe
