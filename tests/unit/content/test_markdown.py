"""Markdown becomes safe HTML with holes, whatever it holds."""

# ruff: noqa: E501  # A row of a table is read as one line.

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.content import markdown
from app.content.markdown import (
    Glossary,
    Setting,
    compile_block,
    compile_flexible,
    compile_inline,
    render_page,
)
from app.engine.text import Block, Insert, SlotInsert

DE, EN = Setting("de"), Setting("en")
FORBIDDEN = re.compile(
    r"<script|<iframe|<img|<style|<[^>]*\s(?:on\w+|hx-[\w-]+|id|style)\s*=|javascript:[^<]*\">",
    re.IGNORECASE,
)


def html(text):
    return "".join(
        piece if isinstance(piece, str) else "¤" for block in text.blocks for piece in block.pieces
    )


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**fett** und *schräg*", "<strong>fett</strong> und <em>schräg</em>"),
        ("<b>roh</b>", "&lt;b&gt;roh&lt;/b&gt;"),
        ('Er sagt "Ja" und \'Nein\'.', "Er sagt „Ja“ und ‚Nein‘."),
        ("(c) bleibt ... so --", "(c) bleibt ... so --"),
        ("80&nbsp;Leute", "80\u00a0Leute"),
        ("`[Platzhalter]`", "<code>[Platzhalter]</code>"),
        (r"\{{so}}", "{{so}}"),
        ("![Bild](https://x.de/a.png)",
         '!<a href="https://x.de/a.png" rel="noopener noreferrer">Bild</a>'),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](/hilfe)", "[x](/hilfe)"),
        ("[x](data:text/html,a)", "[x](data:text/html,a)"),
        ("[x](mailto:a@b.de)", '<a href="mailto:a@b.de" rel="noopener noreferrer">x</a>'),
        ("[x](source:gesetz)", '<a href="#quelle-gesetz" rel="noopener noreferrer">x</a>'),
        ('[x](https://a.de "{{t}}")', '<a href="https://a.de" rel="noopener noreferrer">x</a>'),
    ],
)  # fmt: skip
def test_it_compiles_words_within_a_paragraph(markdown, expected):
    assert html(compile_inline(markdown, DE)) == expected


def test_it_quotes_in_the_language_of_the_text():
    assert html(compile_inline('He says "Yes"', EN)) == "He says “Yes”"


def test_it_makes_a_block_of_each_paragraph_list_and_table():
    text = compile_block("# Oben\n\nEins.\n\n- a\n- b\n\n| a |\n|---|\n| b |\n\n> Zitat", DE)
    assert [block.tag for block in text.blocks] == ["", "p", "", "", ""]
    assert text.blocks[0].pieces == ("<h2>Oben</h2>",)
    assert text.blocks[1].pieces == ("Eins.",)
    assert "style" not in html(text)
    assert text.words == 7


def test_headings_never_reach_the_page_s_own_level():
    assert "<h1" not in render_page("# A\n\nB\n===\n\n###### C")
    assert "<h6>C</h6>" in render_page("###### C")


def test_it_leaves_holes_for_the_learner_s_words():
    text = compile_block(
        "Sie: {{zielbild.then|*noch* offen}}.\n\nUnd {{a}} an {{slot.kontakt}}", DE
    )
    assert text.blocks == (
        Block(("Sie: ", Insert("zielbild", "then", "<em>noch</em> offen"), "."), "p"),
        Block(("Und ", Insert("a"), " an ", SlotInsert("kontakt")), "p"),
    )


def test_a_hole_cannot_be_forged_or_stand_in_a_link():
    text = compile_block("\ue0000\ue001 [x](https://a.de/{{a}}) `{{b}}`", DE)
    holes = [p for block in text.blocks for p in block.pieces if not isinstance(p, str)]
    assert holes == [Insert("b")]


def test_it_marks_a_soft_joint_in_titles_only():
    joined = compile_inline("Mitbestimmungs|vereinbarung | so", DE, joints=True)
    assert html(joined) == "Mitbestimmungs\u00advereinbarung | so"
    assert html(compile_inline("a|b", DE)) == "a|b"


def test_it_leads_to_files_by_their_digest():
    text = compile_inline("[Karte](media:karte.pdf)", Setting("de", {"karte.pdf": "abc"}))
    assert 'href="/medien/abc/karte.pdf"' in html(text)


def test_it_marks_the_first_occurrence_of_the_longest_term():
    glossary = Glossary.of({"KI": ("KI",), "KI-Modell": ("KI-Modell", "Modelle"), "it": ("it",)})
    text = compile_block(
        "IT und [KI](https://a.de). Ein KI-Modell, KI und modelle, Modelle, KI.",
        Setting("de", {}, glossary),
    )
    assert html(text).count("<dfn") == 2
    assert '<dfn class="term">KI-Modell</dfn>, <dfn class="term">KI</dfn> und' in html(text)
    assert text.terms == ("KI-Modell", "KI")
    assert "<dfn" not in html(compile_block("KI", Setting("de", {}, glossary, {"KI"})))


def test_a_single_paragraph_may_stand_in_a_heading():
    assert compile_flexible("Eins **zwei**", DE).blocks[0].tag == ""
    assert [block.tag for block in compile_flexible("Eins\n\nZwei", DE).blocks] == ["p", "p"]


@given(
    st.lists(
        st.sampled_from(["Ein Wort", " ", "\n", "KI", "- ", "#", "=", "1.", "  \n", "{{a}}", "·", ": ",
                         "(", ")", "„so“", "\t", "\u00ad", "+", "\r", "https://a.de", "\x0b", "\u2003"])
        | st.text(max_size=4),
        max_size=8,
    ).map(lambda parts: "Wort " + "".join(parts))
)  # fmt: skip
@settings(max_examples=300, deadline=None)
@example("Wort\n===")
@example("Wort\nb  \nc")
def test_words_without_markdown_are_what_the_parser_makes_of_them(words):
    setting = Setting("de", {}, Glossary.of({"KI": ("KI",)}))
    quick = [compile_block(words, setting), compile_inline(words, setting)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_PLAIN", re.compile("(?!)"))
        assert quick == [compile_block(words, setting), compile_inline(words, setting)]


NASTY = st.lists(
    st.sampled_from(
        ["<script>", "</script>", "<img src=x onerror=alert(1)>", "hx-get=/x", "[a](", "javascript:",
         "JaVaScRiPt:alert(1)", ")", "{{", "}}", "{{a|<b>}}", "`", "```\n", "> ", "- ", "# ", "|",
         "\n", "\n\n", "<a href='javascript:x'>", "![", "](", "<", ">", '"', "'", "&#106;", "&lt;",
         "\\", "*", "_", "~~", "data:text/html;base64,", "[x]: javascript:a\n", "<svg/onload=a>",
         "<https://a.de/\"onclick=b>", "{{slot.x}}", "KI", "\x00", "\ue000", "\ue0010"]
    )
    | st.text(max_size=12),
    max_size=25,
).map("".join)  # fmt: skip


@given(NASTY)
@settings(max_examples=300, deadline=None)
@example("[a](javascript:alert(1))\n[b]\n\n[b]: javascript:x")
@example('<a href="x" onclick="y">')
def test_no_markdown_makes_unsafe_html(markdown):
    setting = Setting("de", {}, Glossary.of({"KI": ("KI",)}))
    pages = [render_page(markdown), html(compile_block(markdown, setting))]
    pages.append(html(compile_inline(markdown, setting, joints=True)))
    for page in pages:
        assert not FORBIDDEN.search(page), page
        for href in re.findall(r'href="([^"]*)"', page):
            assert re.match(r"https?:|mailto:|/medien/|#", href, re.IGNORECASE), href
