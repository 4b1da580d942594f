"""Texts compared word by word: nothing is lost, and the result reads well."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.content.diff_words import NEW, OLD, SAME, Effort, Piece, compared, is_changed

WORDS = st.sampled_from(
    ["die", "KI", "prüft", ",", ".", " ", "\n", "\n\n", "Datenschutz-Blatt", "Ü"]
)
TEXTS = st.lists(WORDS, max_size=40).map("".join)


def shown(old: str, new: str) -> str:
    """Return a comparison as one line: [-old-] and {+new+}."""
    signs = {SAME: "{}", OLD: "[-{}-]", NEW: "{{+{}+}}"}
    return "".join(signs[piece.kind].format(piece.words) for piece in compared(old, new))


def spaced(text: str) -> str:
    """Return a text with its line breaks as plain spaces, blank lines kept."""
    return re.sub(r"\s+", lambda found: "\n\n" if re.search(r"\n[ \t]*\n", found[0]) else " ", text)


def told(pieces: tuple[Piece, ...], *kinds: str) -> str:
    return "".join(piece.words for piece in pieces if piece.kind in kinds)


def test_a_changed_word_stands_between_what_stays() -> None:
    assert (
        shown("Die KI prüft alles.", "Die KI prüft nichts.") == "Die KI prüft [-alles-]{+nichts+}."
    )


def test_added_and_removed_words_stand_alone() -> None:
    assert shown("Sie lesen.", "Sie lesen heute.") == "Sie lesen{+ heute+}."
    assert shown("Sie lesen heute.", "Sie lesen.") == "Sie lesen[- heute-]."


def test_a_single_shared_word_does_not_part_a_change() -> None:
    found = shown("Rote Autos und große Häuser.", "Blaue Räder und kleine Hütten.")
    assert found == "[-Rote Autos und große Häuser-]{+Blaue Räder und kleine Hütten+}."


def test_breaking_lines_anew_is_no_change_and_a_new_paragraph_is() -> None:
    assert not is_changed(compared("eins zwei\ndrei", "eins\nzwei drei"))
    assert is_changed(compared("eins zwei\ndrei", "eins zwei\n\ndrei"))


def test_a_compound_is_one_word() -> None:
    assert shown("ein KI-Werkzeug", "ein KI-Programm") == "ein [-KI-Werkzeug-]{+KI-Programm+}"


def test_nothing_and_something_are_compared_too() -> None:
    assert compared("", "") == ()
    assert compared("", "neu") == (Piece(NEW, "neu"),)
    assert compared("alt", "") == (Piece(OLD, "alt"),)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_a_comparison(old: str, new: str) -> None:
    pieces = compared(old, new)
    assert spaced(told(pieces, SAME, OLD)) == spaced(old)
    assert told(pieces, SAME, NEW) == new
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not is_changed(compared(text, text))


@given(TEXTS, TEXTS)
def test_without_any_effort_left_both_texts_are_shown_whole(old: str, new: str) -> None:
    pieces = compared(old, new, Effort(-1))
    assert spaced(told(pieces, SAME, OLD)) == spaced(old)
    assert told(pieces, SAME, NEW) == new


def test_hostile_texts_cannot_buy_time() -> None:
    effort = Effort()
    for number in range(40):
        compared("a b c d " * 2500, f"b a d c e{number} " * 2500, effort)
    assert -50_000 < effort.left < 0
