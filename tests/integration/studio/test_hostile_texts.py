"""P8: whatever an author writes stays words, in each field and on each page of the studio."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest

from app.content.media import Media
from tests.browser.hostile import CORPUS
from tests.integration.studio.test_previews import start
from tests.unit.lib import samples

FORBIDDEN = {"object", "embed", "base", "math", "marquee", "template", "hx-partial", "style"}
RUNS = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|data):", re.IGNORECASE)


class Markup(HTMLParser):
    """Reads a page as a browser does and notes what would run there."""

    def __init__(self, html):
        super().__init__()
        self.bad = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in FORBIDDEN or any(name.startswith(("on", "hx-on")) for name in given):
            self.bad.append(self.get_starttag_text())
        if tag == "script" and not str(given.get("src", "")).startswith("/static/"):
            self.bad.append(self.get_starttag_text())
        if tag == "iframe" and given.get("name") != "preview":
            self.bad.append(self.get_starttag_text())
        if any(RUNS.match(given.get(name) or "") for name in ("href", "src", "action")):
            self.bad.append(self.get_starttag_text())


def bad(html):
    """Return what of a page would run."""
    return Markup(html).bad


JOURNEY = """\
format: zukunftsreise/1
id: kleine-reise
title: {0}
summary: {0}
languages: [de]
topics: [{0}]
roles:
  lager: {{title: {0}, text: {0}}}
  leitung: {{title: {0}, text: {0}}}
competences:
  mut: {0}
slots:
  wer: {{label: {0}, default: {0}}}
glossary:
  Begriff: {0}
sources:
  buch: {{title: {0}}}
note: {0}
stages:
  - stage: anfang
    title: {0}
    steps:
      - decision: weg
        title: {0}
        text: {0}
        plain: {0}
        question: {0}
        variants: [{{when: {{role: leitung}}, text: {0}}}]
        image: {{file: bild.png, alt: {0}}}
        sources: [buch]
        note: {0}
        choices:
          - id: links
            label: {0}
            feedback: {0}
            voice: {{who: {0}, text: {0}}}
          - {{id: rechts, label: {0}, feedback: {0}}}
      - check: frage
        question: {0}
        answers:
          - {{id: gut, correct: yes, label: {0}, feedback: {0}}}
          - {{id: schlecht, label: {0}, feedback: {0}}}
      - scale: vorher
        title: {0}
        points: 5
        from: {0}
        to: {0}
        items: [{{id: eins, competence: mut, label: {0}}}]
      - explore: haus
        question: {0}
        places:
          - {{id: hof, label: {0}, steps: [{{story: platz, title: {0}, text: {0}}}]}}
          - {{id: tor, label: {0}, steps: [{{story: wand, title: {0}, text: {0}}}]}}
      - poll: stimmung
        question: {0}
        choices: [{{id: so, label: {0}}}, {{id: nicht, label: {0}}}]
      - {{media: plan, title: {0}, image: {{file: bild.png, alt: {0}}}, minutes: 1}}
      - practice: versuch
        task: {0}
        hints: [{0}, {0}]
        criteria: [{{id: gut, label: {0}}}]
        sample: {0}
      - {{meeting: treff, prompt: {0}, together: {0}, alone: {0}}}
      - {{goal: ziel-1, prompt: {0}, fields: [picture, if]}}
      - {{reflection: gedanke, title: {0}, prompt: {0}}}
      - {{end: da, title: {0}, text: {0}}}
tests:
  - {{name: {0}, role: lager, answers: {{weg: rechts, haus: [hof]}}, expect: {{end: da}}}}
"""
STEPS = ("weg", "frage", "vorher", "haus", "platz", "stimmung", "plan", "versuch", "treff",
         "ziel-1", "gedanke", "da")  # fmt: skip


def plain(words):
    """Return words as they can stand in a journey at all: control signs are refused there."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u202e\ufeff]", "", words).replace("{{", "{ {")


def pages(person, slug):
    """Give the source of every page that shows words of an author."""
    for path in ("/studio", *(f"/studio/{slug}{part}" for part in (
        "", "/pruefung", "/druck", "/teilen", "/vorschau", "/umbenennen", "/archiv", "/austritt",
        "/karte", "/karte/bild", "/sprachen", "/medien", "/medien/bild.png/angaben",
        "/veroeffentlichung", "/versionen",
    ))):  # fmt: skip
        yield path, person.get(path).get_data(as_text=True)
    yield "part", person.get(f"/studio/{slug}/probleme", HX_Request="true").get_data(as_text=True)


@pytest.mark.parametrize("words", CORPUS[::6], ids=range(len(CORPUS[::6])))
def test_words_in_each_field_of_a_journey_stay_words(ada, words):
    text = JOURNEY.format(json.dumps(plain(words), ensure_ascii=False))
    slug = ada.writes(text, media=Media({"bild.png": samples.picture("PNG")}))
    for path, html in pages(ada, slug):
        assert bad(html) == [], path
    if ada.draft(slug).good_at is None:
        assert ada.draft(slug).errors, "a text that cannot be walked is refused"
        return
    for step in STEPS:
        where = start(ada, slug, f"?ab={step}&{urlencode({'slot-wer': words})}")
        html = ada.get(where).get_data(as_text=True)
        assert bad(html) == [], step


def test_words_that_break_a_journey_stay_words_in_its_problems(ada):
    hostile = "\n".join(CORPUS)
    slug = ada.writes(hostile, media=Media({"bild.png": samples.picture("PNG")}))
    for path, html in pages(ada, slug):
        assert bad(html) == [], path
    for words in CORPUS:
        key = json.dumps(words)
        text = f"format: zukunftsreise/1\nid: kleine-reise\n{key}: x\nstages: {key}\n"
        ada.send(f"/studio/{slug}", text=text, seen_text=ada.draft().revision)
        html = ada.get(f"/studio/{slug}/pruefung").get_data(as_text=True)
        assert bad(html) == [], words


def test_a_title_of_a_new_journey_stays_words(ada):
    for number, words in enumerate(CORPUS[::5]):
        fields = {"title": words[:200], "id": f"reise-{number}", "template": "mini"}
        ada.send("/studio/neu", 303, **fields)
    assert bad(ada.get("/studio").get_data(as_text=True)) == []
    refused = ada.send("/studio/neu", 422, title="\n".join(CORPUS), id=CORPUS[0], template="x")
    assert bad(refused.get_data(as_text=True)) == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        '<a onclick="x">',
        '<a href=" javascript:x">',
        "<iframe src=x>",
        "<base href=x>",
        "<p hx-on:load=x>",
    ],
)
def test_the_search_finds_what_would_run(html):
    assert bad(html)
    assert bad('<script src="/static/zr.js" defer></script><a href="/x" title="<p onx=1>">') == []
