"""Small sources of every kind, written by hand, with the traps that real ones have."""

from __future__ import annotations

import io
import zipfile

from app.content.importers import Imported, read_bytes
from app.content.nodes import Node, pairs
from app.content.problems import Problems
from app.content.source import Parsed, compose, parse

SUGARCUBE = """\
:: StoryTitle
Die Werkstatt

:: StoryData
{"ifid": "A", "format": "SugarCube", "format-version": "2.36", "start": "Halle"}

:: Halle [innen laut] {"position": "100,200"}
<<set $raum to "Halle">>Sie stehen in der //Halle//. <b>Laut</b> ist es.<br>Vorsicht!
<<if $licht>>Das Licht brennt.<<else>>Es ist dunkel.<</if>>
<<link "Zum Lager" "Lager">><</link>>
<<button [[Auf den Hof|Hof]]>><</button>>
<!-- Hier fehlt ein Bild. -->
<<include "Schild">>

:: Schild
Helm tragen

:: Lager
!Im Lager
* Kisten
* Kästen
[[Zurück|Halle]] oder [[Hof]]?

:: Hof
Der Tag geht zu Ende.

:: Skript [script]
window.geheim = "Skriptwort";
"""
HARLOWE = """\
:: StoryData
{"format": "Harlowe", "start": "Anfang"}
:: Anfang
(set: $mut to 1)Der ''Tag'' beginnt. (if: $mut is 1)[Sie sind mutig.](else:)[Sie zögern.]
(link-goto: "Zur Arbeit", "Arbeit")
(link: "Nach Hause")[(goto: "Heim")]
|merk>[Ein Haken.]
:: Arbeit
[[Heim<-Feierabend]]
:: Heim
Ruhe (print: $mut)
"""
SNOWMAN = """\
:: StoryData
{"format": "Snowman", "start": "Eins"}
:: Eins
<% s.a = 1 %>**Hallo** <%= s.name %>, was nun?

- <a href="javascript:void(0)" data-passage="Zwei">Zur Zwei</a>
- [[Zur Drei->Drei]]
:: Zwei
zwei
:: Drei
drei
"""
CHAPBOOK = """\
:: StoryData
{"format": "Chapbook", "start": "Eins"}
:: Eins
mut: 3
--
Guten Tag, {name}.
[if mut > 2]
Sie sind mutig.
[continued]
> [[Weiter->Zwei]]
{link to: 'Drei', label: 'Lieber nicht'}
:: Zwei
zwei
:: Drei
drei
"""
OPPIA = """\
author_notes: ''
category: Prüfung
init_state_name: Anfang
language_code: de
objective: etwas lernen
param_changes: []
param_specs: {}
schema_version: %(schema)s
states:
  Anfang:
    content:
      content_id: content
      html: '<p>Willkommen im <b>Haus</b>.</p><p>Was ist klug?</p>'
    interaction:
      answer_groups:
      - outcome:
          dest: Schreiben
          feedback:
            content_id: feedback_1
            html: <p>Richtig so.</p>
          labelled_as_correct: true
          param_changes: []
        rule_specs:
        - inputs: {x: 1}
          rule_type: Equals
      customization_args:
        choices:
          value:
          - <p>Raten</p>
          - <p>Nachsehen</p>
      default_outcome:
        dest: Anfang
        feedback:
          content_id: default_outcome
          html: <p>Noch einmal.</p>
      hints: []
      id: MultipleChoiceInput
      solution: null
    param_changes: []
  Schreiben:
    content:
      html: <p>Wie viele Beine hat ein Tisch?</p>
    interaction:
      answer_groups:
      - outcome:
          dest: Ende
          feedback: {html: '<p>Genau vier.</p>'}
        rule_specs:
        - {rule_type: Equals, inputs: {x: 4}}
      - outcome:
          dest: Schreiben
          feedback: {html: '<p>Das sind zu wenige.</p>'}
        rule_specs:
        - {rule_type: IsLessThan, inputs: {x: 4}}
      customization_args: {}
      default_outcome:
        dest: Schreiben
        feedback: {html: '<p>Knapp daneben.</p>'}
      hints:
      - hint_content: {html: '<p>Zählen Sie die Ecken.</p>'}
      id: NumericInput
      solution:
        answer_is_exclusive: false
        correct_answer: 4
        explanation: {html: '<p>An jeder Ecke steht eines.</p>'}
  Ende:
    content: {html: '<p>Geschafft.</p>'}
    interaction:
      answer_groups: []
      customization_args: {recommendedExplorationIds: {value: []}}
      default_outcome: null
      id: EndExploration
title: Ein Tisch
"""
JOURNEY = """\
format: zukunftsreise/1
id: kurz
title: Kurz
languages: [de]
stages:
  - stage: eins
    title: Eins
    steps:
      - {story: los, title: Los, text: Es geht los.}
      - {end: fertig, title: Fertig, text: Das war es.}
"""


def archive(files: dict[str, str | bytes], **more: object) -> bytes:
    """Return a ZIP of files by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **more) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def twee(text: str, name: str = "geschichte.twee") -> Imported:
    return read_bytes(text.encode(), name)


def told(format_: str, body: str, *more: str) -> Imported:
    """Import a story that begins with a passage of this body; ``more`` name further passages."""
    head = f':: StoryData\n{{"format": "{format_}", "start": "A"}}\n:: A\n{body}\n'
    return twee(head + "".join(f":: {name}\nText von {name}.\n" for name in more))


def oppia(text: str) -> Imported:
    return read_bytes(text.encode(), "tisch.yaml")


def loaded(imported: Imported) -> Parsed:
    """Load a draft, which always has to be possible."""
    parsed = parse(imported.files["journey.yaml"], name="journey.yaml")
    assert parsed.known is not None
    return parsed


def errors(imported: Imported) -> list[str]:
    return [p.code for p in loaded(imported).problems if p.severity == "error"]


def tree(imported: Imported) -> dict:
    """Return a draft as plain values."""
    read = compose(imported.files["journey.yaml"], Problems("journey.yaml"), most=10**8)
    assert read is not None
    return _plain(read.root)


def _plain(node: Node):
    if node.id == "scalar":
        return node.value
    if node.id == "sequence":
        return [_plain(entry) for entry in node.value]
    return {name: _plain(value) for name, _, value in pairs(node)}


def steps(imported: Imported) -> list[dict]:
    return tree(imported)["stages"][0]["steps"]


def step(imported: Imported, id_: str) -> dict:
    return next(one for one in steps(imported) if id_ in list(one.values())[:1])


def kinds(imported: Imported) -> dict[str, str]:
    """Return the kind of each step by its id, in order."""
    return {next(iter(one.values())): next(iter(one)) for one in steps(imported)}


def choices(one: dict) -> dict[str, str]:
    """Return where each choice of a decision leads, by its label."""
    return {choice["label"]: choice["next"] for choice in one["choices"]}


def codes(imported: Imported) -> list[str]:
    return [finding.code for finding in imported.report]


def all_text(imported: Imported) -> str:
    """Return all texts of a draft, those of notes too."""
    found, waiting = [], [tree(imported)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        else:
            waiting += one.values() if isinstance(one, dict) else one
    return "\n".join(found)
