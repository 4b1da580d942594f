"""Twee stories become drafts: links in every form, nothing run, no word lost, no trap sprung."""

import pytest

from tests.unit.importers.sources import (
    CHAPBOOK,
    HARLOWE,
    SNOWMAN,
    SUGARCUBE,
    all_text,
    choices,
    codes,
    errors,
    kinds,
    loaded,
    step,
    told,
    tree,
    twee,
)


@pytest.mark.parametrize("source", [SUGARCUBE, HARLOWE, SNOWMAN, CHAPBOOK])
def test_a_well_formed_story_of_each_format_checks_without_errors(source):
    imported = twee(source)
    assert errors(imported) == []
    assert loaded(imported).journey is not None


def test_passages_become_steps_by_their_links():
    imported = twee(SUGARCUBE)
    assert imported.id == "die-werkstatt"
    assert kinds(imported) == {"halle": "decision", "lager": "story", "hof": "end"}
    assert tree(imported)["title"] == "Die Werkstatt"
    assert tree(imported)["languages"] == ["de"]


def test_the_original_name_with_its_place_and_tags_stands_in_the_note():
    note = step(twee(SUGARCUBE), "halle")["note"]
    assert "„Halle“, geschichte.twee, Zeile 7." in note
    assert "innen, laut" in note


LINKS = {
    "[[B]]": ("B", "b"),
    "[[Los->B]]": ("Los", "b"),
    "[[B<-Los]]": ("Los", "b"),
    "[[Los|B]]": ("Los", "b"),
    "[[ Los | B ]]": ("Los", "b"),
    "[[a->b->B]]": ("a->b", "b"),
    "[[Los->B][$x to 1]]": ("Los", "b"),
    '<<link "Los" "B">><</link>>': ("Los", "b"),
    "<<link 'Los' 'B'>><</link>>": ("Los", "b"),
    "<<link [[Los|B]]>><</link>>": ("Los", "b"),
    "<<link [[B]]>><</link>>": ("B", "b"),
    '<<link"Los" "B">><</link>>': ("Los", "b"),
    '<<link "Los">><<goto "B">><</link>>': ("Los", "b"),
    '<<link "Los">><<set $x to 1>><<goto [[B]]>><</link>>': ("Los", "b"),
    '<<button "Los" "B">><</button>>': ("Los", "b"),
    "<<button [[Los|B]]>><</button>>": ("Los", "b"),
    '<<click "Los" "B">><</click>>': ("Los", "b"),
    "<<choice [[Los|B]]>>": ("Los", "b"),
    '<<choice "B">>': ("B", "b"),
    '<<set $t to ["B"]>><<link $t[0] $t[0]>><</link>>': ("B", "b"),
    '<<set $t to ["[[Los|B]]"]>>': ("Los", "b"),
    '<a data-passage="B">Los</a>': ("Los", "b"),
    "<<link \"Sagen Sie >> laut\" 'B'>><</link>>": ("Sagen Sie >> laut", "b"),
}


@pytest.mark.parametrize("markup", LINKS)
def test_it_follows_links_however_they_are_written(markup):
    label, target = LINKS[markup]
    imported = told("SugarCube", f"Text davor.\n{markup}\n[[Andere|C]]", "B", "C")
    found = choices(step(imported, "a"))
    assert found[label] == target
    assert found["Andere"] == "c"
    assert errors(imported) == []


HARLOWE_LINKS = [
    '(link-goto: "Los", "B")',
    '(link-goto: "Los",(either: "B"))',
    '(link: "Los")[(goto: "B")]',
    '(link: "Los")[(set: $x to 1)(go-to: "B")]',
    '(link-reveal-goto: "Los", "B")[(set: $x to 1)]',
    '(if: $x)[(link-goto: "Los", "B")]',
    "(if: $x)[[[Los->B]]]",
    '(LINK-GOTO: "Los", "B")',
    '(link_goto: "Los", "B")',
    '(set: $t to (a: "[[Los->B]]"))',
]


@pytest.mark.parametrize("markup", HARLOWE_LINKS)
def test_it_follows_the_links_of_harlowe(markup):
    imported = told("Harlowe", f"Text davor.\n{markup}\n[[Andere->C]]", "B", "C")
    assert choices(step(imported, "a")) == {"Los": "b", "Andere": "c"}


@pytest.mark.parametrize(
    ("format_", "markup"),
    [
        ("Snowman", '<a href="javascript:void(0)" data-passage="B">Los</a>'),
        ("Snowman", "<a onclick=\"story.show('B')\">Los</a>"),
        ("Snowman", "<button data-passage='B'>Los</button>"),
        ("Snowman", "<a href=\"javascript:window.story.show('B')\">Los</a>"),
        ("Chapbook", "{link to: 'B', label: 'Los'}"),
        ("Chapbook", "{reveal link: 'Los', passage: 'B'}"),
        ("Chapbook", "> [[Los->B]]"),
    ],
)
def test_it_follows_the_links_of_other_formats(format_, markup):
    imported = told(format_, f"Text davor.\n\n{markup}\n\n[[Andere->C]]", "B", "C")
    found = choices(step(imported, "a"))
    assert found["Andere"] == "c"
    assert "b" in found.values()


def test_a_link_in_data_becomes_a_choice_that_is_reported():
    imported = told("SugarCube", 'Wohin?\n<<set $orte to ["B", "C"]>>', "B", "C")
    assert choices(step(imported, "a")) == {"B": "b", "C": "c"}
    assert codes(imported).count("link-in-data") == 2


def test_what_a_script_shows_in_a_window_stands_below_the_text():
    body = 'Ein <<link "Wort">><<script>>Dialog.wiki(Story.get("B").text)<</script>><</link>>.'
    imported = told("SugarCube", f"{body}\n[[C]]", "B", "C")
    assert step(imported, "a")["text"] == "Ein Wort.\n\nText von B."
    assert kinds(imported) == {"a": "story", "c": "end"}


def test_an_included_passage_stands_in_the_text_and_is_no_step():
    imported = twee(SUGARCUBE)
    assert "Helm tragen" in step(imported, "halle")["text"]
    assert "schild" not in kinds(imported)


def test_including_in_a_circle_or_without_end_stops():
    circle = twee(':: Start\nA <<include "B">>\n:: B\nB <<include "Start">>\n')
    assert "include-refused" in codes(circle)
    bomb = ":: Start\nx " + '<<include "Q0">>' * 40 + "\n"
    bomb += "".join(f":: Q{n}\n" + f'<<include "Q{n + 1}">>' * 40 + "\n" for n in range(5))
    assert len(twee(bomb + ":: Q5\nboom\n").files["journey.yaml"]) < 4_000_000


def test_macros_are_not_run_but_noted_with_a_warning_each():
    imported = told("SugarCube", "<<set $geld to 5>>\nReich.\n<<goto_shop>>\n[[B]]", "B")
    note = step(imported, "a")["note"]
    assert "Zeile 4: <<set $geld to 5>>" in note
    assert "Zeile 6: <<goto_shop>>" in note
    found = [f for f in imported.report if f.code == "macro"]
    assert [(f.line, f.name, f.severity) for f in found] == [
        (4, "A", "warning"),
        (6, "A", "warning"),
    ]
    assert "<<set $geld to 5>>" in found[0].message("en")


def test_scripts_and_stylesheets_are_kept_whole_in_the_note():
    source = SUGARCUBE + ":: Farben [stylesheet]\nbody { color: red }\n"
    imported = twee(source)
    note = "\n".join(tree(imported)["note"])
    assert 'window.geheim = "Skriptwort";' in note
    assert "body { color: red }" in note
    assert {"script", "stylesheet"} <= set(codes(imported))


def test_a_script_inside_a_passage_is_no_text():
    imported = told("Snowman", "Vorher\n<script>\nlet wort = 1\n</script>\nNachher [[B]]", "B")
    assert step(imported, "a")["text"] == "Vorher\n\nNachher B"
    assert "let wort = 1" in step(imported, "a")["note"]


def test_branches_of_conditions_stand_one_after_another():
    text = step(twee(SUGARCUBE), "halle")["text"]
    assert "Das Licht brennt. Es ist dunkel." in text
    assert codes(twee(SUGARCUBE)).count("branches") == 1


def test_markup_becomes_markdown():
    body = (
        "''fett'' //schräg// ==weg== https://a.example//b\n!Titel\n# eins\n# zwei\n"
        "<h2>Kopf</h2><ul><li>a</li><li>b</li></ul><i> so </i>&amp; <u>nun</u>&nbsp;gut\n"
        '<a href="https://example.org/x">Netz</a> [[Draußen|https://example.org]]\n[[B]]'
    )
    text = step(told("SugarCube", body, "B"), "a")["text"]
    for words in ("**fett** *schräg* ~~weg~~ https://a.example//b", "## Titel", "1. eins\n1. zwei",
                  "## Kopf", "- a\n- b", "*so*", "& nun gut", "[Netz](https://example.org/x)",
                  "[Draußen](https://example.org)"):  # fmt: skip
        assert words in text


def test_what_our_format_would_misread_is_escaped():
    imported = told("SugarCube", "{{kein}} [Text](datei) a|b\n[[Ja|nein|B]]\n[[{{x}} c|B]]", "B")
    assert errors(imported) == []
    assert "\\{{kein}} [Text]\\(datei)" in step(imported, "a")["text"]
    assert list(choices(step(imported, "a"))) == ["Ja\\|nein", "\\{{x}} c"]


def test_pictures_are_reported_and_their_words_kept():
    body = '<img src="a.png" alt="Ein Plan">\n[img[Skizze|b.png]]\nText\n[[B]]'
    imported = told("SugarCube", body, "B")
    assert codes(imported).count("media") == 2
    assert 'alt="Ein Plan"' in step(imported, "a")["note"]
    assert "Skizze" in step(imported, "a")["text"]


@pytest.mark.parametrize(
    ("format_", "markup", "text"),
    [
        ("Harlowe", '(link: "Los")[Das kam danach.]', "Los Das kam danach."),
        ("Harlowe", '(link: "Los")[, sagt sie.]', "Los, sagt sie."),
        ("Harlowe", '(link: "Los")[(goto: "B")]lich', "Loslich"),
        (
            "SugarCube",
            '<<linkreplace "Los">>Das kam danach.<</linkreplace>>',
            "Los Das kam danach.",
        ),
        ("SugarCube", "@@.rot;Gefahr@@ und @@color:red;Feuer@@", "Gefahr und Feuer"),
        ("SugarCube", "@@Gefahr@@", "Gefahr"),
        ("SugarCube", "@@#kasten;\nGefahr\n@@", "Gefahr"),
        ("SugarCube", "an@@b.example und c@@d.example", "an@@b.example und c@@d.example"),
    ],
)
def test_words_that_came_one_after_another_do_not_grow_together(format_, markup, text):
    imported = told(format_, f"{markup}\n[[Andere->C]]", "B", "C")
    assert step(imported, "a")["text"] == text


def test_the_name_of_a_hook_hides_no_words_behind_it():
    imported = told("Harlowe", '[Eins]<erster| Zwei\n(text-style: "bold")[Drei] x > y\n[[C]]', "C")
    one = step(imported, "a")
    assert "Zwei" in one["text"] and "Drei x > y" in one["text"]
    assert "<erster|" in one["note"]


def test_a_question_at_the_end_becomes_the_question():
    one = step(
        told("SugarCube", "Es regnet.\n\nWas tun Sie?\n\n[[Gehen|B]]\n[[Bleiben|C]]", "B", "C"), "a"
    )
    assert (one["text"], one["question"]) == ("Es regnet.", "Was tun Sie?")


def test_a_link_in_a_sentence_leaves_its_words_there():
    imported = told("SugarCube", "Da ist ein [[Tor|B]].\n\n[[Weiter|B]]\n[[C]]", "B", "C")
    assert step(imported, "a")["text"] == "Da ist ein Tor."


def test_the_label_of_a_single_way_is_noted():
    imported = told("SugarCube", "Text.\n[[Und weiter|B]]", "B")
    assert "Und weiter" not in step(imported, "a")["text"]
    assert "Zeile 5: Hier stand „Und weiter“." in step(imported, "a")["note"]


def test_more_links_than_choices_become_several_decisions():
    names = [f"Z{n}" for n in range(13)]
    imported = told("SugarCube", "Wohin?\n" + "\n".join(f"[[{n}]]" for n in names), *names)
    assert errors(imported) == []
    assert list(kinds(imported))[:3] == ["a", "a-weiter", "a-weiter-2"]
    assert "many-choices" in codes(imported)


@pytest.mark.parametrize("format_", ["SugarCube", "Harlowe", "Snowman", "Chapbook", "Eigenbau 3"])
def test_broken_markup_loses_nothing(format_):
    body = (
        "Wort1 [[offen\nWort2 <<offen Wort3\nWort4 <% Wort5\nWort6 (set: Wort7\nWort8 <!-- Wort9\n"
        "Wort10 {offen Wort11\nWort12 /* Wort13\nWort14 <b Wort15\nWort16 "
        "[[]] [[|]] [[->]] Wort17\n"
        '<<link>>Wort18<</link>> <<link "Wort19 ]] >> (if:)[Wort20\n<script>Wort21'
    )
    text = all_text(told(format_, body))
    for number in range(1, 22):
        assert f"Wort{number}" in text
