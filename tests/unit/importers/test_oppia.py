"""Oppia explorations become drafts: each kind of state, each form of text, no word lost."""

import pytest

from app.content.importers import Refused, read_bytes, read_path
from tests.unit.importers.sources import (
    OPPIA,
    all_text,
    choices,
    codes,
    errors,
    kinds,
    loaded,
    oppia,
    step,
    tree,
)

HEAD = "init_state_name: A\nlanguage_code: de\nschema_version: 17\ntitle: Probe\nstates:\n"


def exploration(*states: str) -> str:
    return HEAD + "".join(states)


def state(name: str, html: str, interaction: str) -> str:
    """Write a state; the interaction is YAML in brackets."""
    return f"  {name}:\n    content: {{html: {html!r}}}\n    interaction: {interaction}\n"


END = state("E", "Fertig.", "{id: EndExploration, default_outcome: null}")


def outcome(dest: str, feedback: str = "") -> str:
    return f"{{dest: {dest}, feedback: [{feedback!r}]}}"


def group(rule: str, x: str, dest: str, feedback: str = "") -> str:
    rules = f"[{{rule_type: {rule}, inputs: {{x: {x}}}}}]"
    return f"{{rule_specs: {rules}, outcome: {outcome(dest, feedback)}}}"


def choosing(*groups: str, default: str, labels: str = "[Eins, Zwei, Drei]") -> str:
    return (
        f"{{id: MultipleChoiceInput, answer_groups: [{', '.join(groups)}], "
        f"default_outcome: {default}, customization_args: {{choices: {{value: {labels}}}}}}}"
    )


@pytest.mark.parametrize("schema", [7, 17, 30, 46, 60])
def test_a_well_formed_exploration_checks_without_errors(schema):
    imported = oppia(OPPIA % {"schema": schema})
    assert errors(imported) == []
    assert loaded(imported).journey is not None
    assert kinds(imported) == {"anfang": "check", "schreiben": "practice", "ende": "end"}
    assert "schema" not in codes(imported)


@pytest.mark.parametrize("schema", [0, 3, 31, 45, 99, "neu", "''"])
def test_another_schema_is_reported_and_read_as_far_as_possible(schema):
    imported = oppia(OPPIA % {"schema": schema})
    assert "schema" in codes(imported)
    assert len(kinds(imported)) == 3


def test_what_belongs_to_the_whole_finds_its_place():
    whole = tree(
        oppia(OPPIA % {"schema": 30} + "tags: [Tische, 'Zwei Worte']\nblurb: Kurz gesagt\n")
    )
    assert (whole["title"], whole["summary"]) == ("Ein Tisch", "etwas lernen")
    assert whole["topics"] == ["Tische", "Zwei Worte"]
    assert whole["languages"] == ["de"]
    assert "category: Prüfung" in whole["note"] and "blurb: Kurz gesagt" in whole["note"]


def test_a_question_with_one_right_answer_becomes_a_check_with_feedback():
    one = step(oppia(OPPIA % {"schema": 30}), "anfang")
    assert one["text"] == "Willkommen im **Haus**."
    assert one["question"] == "Was ist klug?"
    assert [(a["label"], a.get("correct"), a["feedback"]) for a in one["answers"]] == [
        ("Raten", None, "Noch einmal."),
        ("Nachsehen", "yes", "Richtig so."),
    ]


def test_choices_that_lead_to_different_places_become_a_decision():
    imported = oppia(
        exploration(
            state(
                "A", "Wohin?", choosing(group("Equals", "0", "B", "Nach B."), default=outcome("E"))
            ),
            state("B", "b", "{id: Continue, default_outcome: " + outcome("E") + "}"),
            END,
        )
    )
    one = step(imported, "a")
    assert choices(one) == {"Eins": "b", "Zwei": "e", "Drei": "e"}
    assert one["choices"][0]["feedback"] == "Nach B."
    assert errors(imported) == []


def test_what_stands_behind_a_question_does_not_take_its_place():
    html = "<p>Ein Haus.</p><p>Was ist klug?</p><p>Bild eins</p>"
    interaction = choosing(group("Equals", "0", "E", "Gut."), default=outcome("A", "Nein."))
    one = step(oppia(exploration(state("A", html, interaction), END)), "a")
    assert (one["text"], one["question"]) == ("Ein Haus.\n\nBild eins", "Was ist klug?")


def test_what_is_to_be_put_in_order_stands_in_the_task():
    interaction = (
        "{id: DragAndDropSortInput, answer_groups: [{rule_specs: [{rule_type: IsEqualToOrdering, "
        "inputs: {x: [[k1], [k2]]}}], outcome: {dest: E, feedback: {html: Genau.}}}], "
        "default_outcome: {dest: A}, solution: {correct_answer: [[k1], [k2]]}, "
        "customization_args: {choices: {value: [{content_id: k2, html: Prüfen}, "
        "{content_id: k1, html: Lesen}]}}}"
    )
    imported = oppia(exploration(state("A", "Ordnen Sie.", interaction), END))
    one = step(imported, "a")
    assert one["task"] == "Ordnen Sie.\n\n- Prüfen\n- Lesen"
    assert one["sample"] == "Lesen, Prüfen\n\nGenau."
    assert errors(imported) == []


def test_a_choice_that_stays_keeps_its_feedback_and_leads_on():
    groups = [
        group("Equals", "0", "B"),
        group("Equals", "1", "E"),
        group("Equals", "2", "A", "Nein."),
    ]
    imported = oppia(
        exploration(
            state("A", "Wohin?", choosing(*groups, default=outcome("A"))),
            state("B", "b", "{id: Continue, default_outcome: " + outcome("E") + "}"),
            END,
        )
    )
    one = step(imported, "a")
    assert choices(one) == {"Eins": "b", "Zwei": "e", "Drei": "b"}
    assert one["choices"][2]["feedback"] == "Nein."
    assert "loop-cut" in codes(imported)


def test_several_right_answers_become_a_check_of_several():
    interaction = (
        "{id: ItemSelectionInput, answer_groups: [{rule_specs: [{rule_type: Equals, inputs: {x: "
        "[ca_1, ca_3]}}], outcome: {dest: E, feedback: {html: Genau.}, "
        "labelled_as_correct: true}}], default_outcome: {dest: A, feedback: {html: Nicht ganz.}}, "
        "customization_args: {choices: {value: [{content_id: ca_1, html: Rot}, "
        "{content_id: ca_2, html: Gelb}, "
        "{content_id: ca_3, html: Blau}]}, maxAllowableSelectionCount: {value: 3}}}"
    )
    one = step(oppia(exploration(state("A", "Welche Farben?", interaction), END)), "a")
    assert one["several"] == "yes"
    assert [a["label"] for a in one["answers"] if a.get("correct")] == ["Rot", "Blau"]
    assert one["answers"][1]["feedback"] == "Nicht ganz."


def test_a_typed_answer_becomes_a_practice_with_its_rules_in_the_note():
    one = step(oppia(OPPIA % {"schema": 30}), "schreiben")
    assert one["task"] == "Wie viele Beine hat ein Tisch?"
    assert one["hints"] == ["Zählen Sie die Ecken."]
    assert one["sample"] == "4\n\nAn jeder Ecke steht eines.\n\nGenau vier."
    assert "IsLessThan(x: 4) → bleibt hier" in one["note"]
    assert "Das sind zu wenige." in one["note"] and "Knapp daneben." in one["note"]


def test_a_typed_answer_that_forks_becomes_a_decision():
    groups = [group("Contains", "nord", "B", "Sie gehen."), group("IsLessThan", "5", "E")]
    interaction = f"{{id: TextInput, answer_groups: [{', '.join(groups)}], default_outcome: " + (
        outcome("A", "Wie bitte?") + "}"
    )
    imported = oppia(exploration(
        state("A", "Nord oder süd?", interaction),
        state("B", "b", "{id: Continue, default_outcome: " + outcome("E") + "}"),
        END,
    ))  # fmt: skip
    assert choices(step(imported, "a")) == {"nord": "b", "< 5": "e"}
    assert "Wie bitte?" in step(imported, "a")["note"]


INTERACTIONS = [
    "CodeRepl", "DragAndDropSortInput", "FractionInput", "GraphInput", "ImageClickInput",
    "InteractiveMap", "LogicProof", "MathEquationInput", "MusicNotesInput", "NumberWithUnits",
    "PencilCodeEditor", "RatioExpressionInput", "SetInput", "AusDerZukunft", "''",
]  # fmt: skip


@pytest.mark.parametrize("kind", INTERACTIONS)
def test_interactions_we_do_not_have_become_practice_with_all_settings_noted(kind):
    interaction = (
        f"{{id: {kind}, answer_groups: [{group('Within', '7', 'E', 'Gefunden.')}], "
        f"default_outcome: {outcome('A', 'Weiter suchen.')}, "
        "customization_args: {zoom: {value: Stufe zwei}}}"
    )
    imported = oppia(exploration(state("A", "Suchen Sie.", interaction), END))
    one = step(imported, "a")
    assert (one["practice"], one["sample"]) == ("a", "Gefunden.")
    assert "zoom: Stufe zwei" in one["note"] and "Weiter suchen." in one["note"]
    assert "interaction" in codes(imported)


COMPONENTS = {
    "<oppia-noninteractive-link text-with-value='&quot;Netz&quot;' "
    "url-with-value='&quot;https://a.example&quot;'></oppia-noninteractive-link>":
        "[Netz](https://a.example)",
    "<oppia-noninteractive-math raw_latex-with-value='&quot;x^2&quot;'>"
    "</oppia-noninteractive-math>":
        "`x^2`",
    "<oppia-noninteractive-math math_content-with-value='{&quot;raw_latex&quot;: &quot;y_1&quot;, "
    "&quot;svg_filename&quot;: &quot;m.svg&quot;}'></oppia-noninteractive-math>": "`y_1`",
    "<oppia-noninteractive-collapsible heading-with-value='&quot;Mehr&quot;' content-with-value="
    "'&quot;&lt;p&gt;Inhalt&lt;/p&gt;&quot;'></oppia-noninteractive-collapsible>":
        "**Mehr**\n\nInhalt",
    "<oppia-noninteractive-tabs tab_contents-with-value='[{&quot;title&quot;: &quot;Eins&quot;, "
    "&quot;content&quot;: &quot;&lt;b&gt;fett&lt;/b&gt;&quot;}]'></oppia-noninteractive-tabs>":
        "**Eins**\n\n**fett**",
}  # fmt: skip


@pytest.mark.parametrize("html", COMPONENTS)
def test_components_become_text(html):
    quoted = html.replace("'", '"').replace("&quot;", "&amp;quot;")
    for written in (html.replace("'", '"'), quoted):
        text = exploration(
            "  A:\n    content:\n      html: |-\n        " + written + "\n    interaction: "
            "{id: Continue, default_outcome: {dest: E}}\n", END,
        )  # fmt: skip
        assert COMPONENTS[html] in step(oppia(text), "a")["text"]


def test_pictures_and_films_are_reported_and_their_words_kept():
    html = (
        '<oppia-noninteractive-image alt-with-value="&quot;Ein Plan&quot;" caption-with-value='
        '"&quot;Bild eins&quot;" filepath-with-value="&quot;p.png&quot;">'
        "</oppia-noninteractive-image><oppia-noninteractive-video video_id-with-value="
        '"&quot;abc&quot;"></oppia-noninteractive-video>'
    )
    text = exploration(
        f"  A:\n    content:\n      html: |-\n        {html}\n    interaction: "
        "{id: Continue, default_outcome: {dest: E}}\n", END,
    )  # fmt: skip
    imported = oppia(text)
    one = step(imported, "a")
    assert codes(imported).count("media") == 2
    assert "Bild eins" in one["text"] and "Ein Plan" in one["note"] and "p.png" in one["note"]


def test_translations_variables_and_voices_are_reported():
    more = (
        "    written_translations: {translations_mapping: {content: {en: {html: A table}, "
        "fr: {data_format: html, translation: <p>Une table</p>}}}}\n"
        "    recorded_voiceovers: {voiceovers_mapping: {content: {en: {filename: a.mp3}}}}\n"
        "    param_changes: [{name: muenzen, customization_args: {value: '5'}}]\n"
    )
    imported = oppia(exploration(
        state("A", "Hallo {{answer}}", "{id: Continue, default_outcome: {dest: E}}") + more, END,
    ))  # fmt: skip
    assert {"translation", "voiceover", "parameter"} <= set(codes(imported))
    note = step(imported, "a")["note"]
    assert "A table" in note and "muenzen" in note
    assert "Übersetzung (fr), content: Une table\n" in note
    assert step(imported, "a")["text"] == "Hallo \\{{answer}}"
    assert errors(imported) == []


def test_the_oldest_schemas_are_understood_too():
    old = """\
schema_version: 1
states:
- name: Los
  content:
  - {type: text, value: <p>Erster Text</p>}
  widget:
    widget_id: Continue
    handlers:
    - name: submit
      rule_specs:
      - {definition: {rule_type: default}, dest: END, feedback: [Auf Wiedersehen]}
"""
    imported = oppia(old)
    assert kinds(imported) == {"los": "story", "end-1": "end"}
    assert "Erster Text" in all_text(imported) and "Auf Wiedersehen" in all_text(imported)


def test_handlers_of_the_oldest_schemas_lead_on_by_their_rules():
    old = """\
schema_version: 3
states:
  Los:
    content: [{type: text, value: Wohin?}]
    interaction:
      id: MultipleChoiceInput
      customization_args: {choices: {value: [Nord, Süd]}}
      handlers:
      - name: submit
        rule_specs:
        - definition: {rule_type: atomic, name: Equals, inputs: {x: 0}, subject: answer}
          dest: Nord
          feedback: [Kalt.]
        - {definition: {rule_type: default}, dest: END, feedback: [Warm.]}
  Nord:
    content: [{type: text, value: Schnee.}]
    interaction: {id: Continue, handlers: [{rule_specs: [{definition: {rule_type: default},
      dest: END}]}]}
"""
    imported = oppia(old)
    assert choices(step(imported, "los")) == {"Nord": "nord", "Süd": "end-1"}
    assert [choice["feedback"] for choice in step(imported, "los")["choices"]] == ["Kalt.", "Warm."]
    assert kinds(imported) == {"los": "decision", "nord": "story", "end-1": "end"}
    assert errors(imported) == []


BROKEN_STATES = [
    "5",
    "[]",
    "''",
    "{content: 5}",
    "{interaction: []}",
    "{content: {html: [1, {a: b}]}}",
    "{interaction: {id: [a], answer_groups: {a: b}, default_outcome: [x]}}",
    "{interaction: {id: MultipleChoiceInput, customization_args: {choices: {value: x}}}}",
    "{interaction: {id: TextInput, answer_groups: [5, [], {outcome: 5}]}}",
]


@pytest.mark.parametrize("broken", BROKEN_STATES)
def test_a_state_of_another_shape_crashes_nothing(broken):
    imported = oppia(exploration(f"  A: {broken}\n", END))
    assert set(kinds(imported)) >= {"a", "e"}


def test_a_broken_line_is_told_with_its_place_and_the_rest_is_read():
    text = OPPIA % {"schema": 30} + 'blurb: "offen\n'
    imported = oppia(text)
    told = [finding for finding in imported.report if finding.code == "yaml"]
    assert told and told[0].line >= len(text.splitlines()) - 1
    assert "anfang" in kinds(imported)


@pytest.mark.parametrize("raw", ["states: {}\n", "a: b\n", "- a\n", "5\n", "states:\n", "[" * 500])
def test_a_file_without_states_is_refused_in_words(raw):
    with pytest.raises(Refused) as refused:
        oppia(raw)
    assert "tisch.yaml" in refused.value.message("de") and refused.value.message("en")


def test_a_bomb_of_aliases_is_no_bomb():
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    imported = oppia(OPPIA % {"schema": 30} + bomb)
    assert len(imported.files["journey.yaml"]) < 100_000
    assert "yaml" in codes(imported)


def test_several_explorations_are_refused_by_name(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(OPPIA % {"schema": 30})
    with pytest.raises(Refused) as refused:
        read_path(tmp_path)
    assert "a.yaml, b.yaml" in refused.value.message("de")


def test_it_is_known_by_what_stands_in_it_whatever_it_is_called():
    assert read_bytes((OPPIA % {"schema": 30}).encode(), "ohne-endung").kind == "oppia"
