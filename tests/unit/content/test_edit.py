"""Edits by places in the text: what they leave alone, how words are written, all files or none."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.content.edit import Document, Edit, applied, quoted, rewritten, spelled, write_all
from app.content.nodes import pairs

ALPHABET = "ab ä😀\n\n\"'\\#:-|>{}[]@%&*!?,`~\t\u00a0\u2028\ufeff"
SIGNS = st.text(st.sampled_from(ALPHABET), max_size=30)


def value_of(text, key="text"):
    document = Document.of(text.encode(), Path("datei.yaml"))
    assert document.problems == (), text
    return next(value.value for name, _, value in pairs(document.root) if name == key)


def replaced(text, words, pad="  "):
    document = Document.of(text.encode(), Path("datei.yaml"))
    node = next(value for name, _, value in pairs(document.root) if name == "text")
    return applied(text, [rewritten(text, node, words, pad, document.newline)])


def test_edits_apply_to_the_places_as_they_were_and_equal_ones_count_once():
    edits = [Edit(0, 1, "xx"), Edit(4, 5, ""), Edit(2, 2, "-"), Edit(0, 1, "xx"), Edit(5, 6, "!")]
    assert applied("abcdef", edits) == "xxb-cd!"


def test_overlapping_edits_are_a_fault_of_ours_and_not_applied():
    with pytest.raises(AssertionError, match="overlap"):
        applied("abcdef", [Edit(0, 3, "x"), Edit(2, 4, "y")])


@given(SIGNS)
def test_words_in_quotation_marks_are_read_as_they_were(words):
    assert value_of(f"text: {quoted(words)}\n") == words


@given(SIGNS, st.sampled_from(["\n", "\r\n"]))
@example("a\n\nb\n", "\r\n")
@example(" a\nb", "\n")
@example("a\n  b\n\n", "\n")
@example("# a\nb\n", "\n")
def test_words_of_several_lines_are_read_as_they_were(words, newline):
    text = f"text: {spelled(words, '    ', newline)}{newline}behind: x{newline}"
    assert value_of(text) == words
    assert value_of(text, "behind") == "x"


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Ja", '"Ja"'),
        ('Sie sagt "ja"', "'Sie sagt \"ja\"'"),
        ("C:\\neu", "'C:\\neu'"),
        ('it\'s "so"', '"it\'s \\"so\\""'),
        ("Tab\there", '"Tab\\u0009here"'),
    ],
)
def test_single_quotation_marks_are_used_where_they_spare_backslashes(words, written):
    assert quoted(words) == written


BEFORE = [
    "text: a\nbehind: x\n",
    "text: a # Rest\nbehind: x\n",
    "text: 'a'   # Rest\nbehind: x\n",
    "text: |\n  a\n\n  b\n\nbehind: x\n",
    "text: >-\n    a\n    b\n# Rest\nbehind: x\n",
    "text: |+\n  a\n\n\n# Rest\n\nbehind: x\n",
    "text: a\n  b\n\n  c\n      # Rest\nbehind: x\n",
    'text: "a\n\n  b"\nbehind: x\n',
    "text:\n  - a\n  - |\n    b\nbehind: x\n",
    "{text: a, behind: x}\n",
    "behind: x\ntext: |\n  a",
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("words", ["neu", "eins\n\nzwei\n", "eins\nzwei", "mit # Raute"])
def test_a_value_gets_other_words_and_all_around_it_stays(before, words, newline):
    text = before.replace("\n", newline)
    pad = None if before.startswith("{") else "  "
    after = replaced(text, words, pad)
    assert value_of(after).removesuffix("\n") == words.removesuffix("\n")
    assert value_of(after, "behind") == "x"
    assert after.count("# Rest") == before.count("# Rest")
    assert ("\r" in after) == ("\r" in text)


def test_a_byte_order_mark_survives():
    document = Document.of(b"\xef\xbb\xbftext: a\n", Path("datei.yaml"))
    assert document.encoded(document.text) == b"\xef\xbb\xbftext: a\n"


def test_a_file_that_cannot_be_read_without_doubt_has_no_nodes():
    document = Document.of(b"text: a: b\n", Path("datei.yaml"))
    assert document.root is None
    assert [problem.code for problem in document.problems] == ["ZR115"]


def test_all_files_are_written_with_the_rights_they_had(tmp_path):
    one, two = tmp_path / "eins", tmp_path / "zwei"
    one.write_text("alt")
    one.chmod(0o640)
    write_all({one: b"neu", two: b"dazu"})
    assert (one.read_bytes(), two.read_bytes()) == (b"neu", b"dazu")
    assert one.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [one, two]


def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "echt", tmp_path / "verweis"
    real.write_text("alt")
    link.symlink_to(real)
    write_all({link: b"neu"})
    assert link.is_symlink()
    assert real.read_bytes() == b"neu"


def test_nothing_is_written_where_one_folder_does_not_exist(tmp_path):
    one, two = tmp_path / "eins", tmp_path / "nirgends" / "zwei"
    one.write_text("alt")
    with pytest.raises(OSError, match="nirgends"):
        write_all({one: b"neu", two: b"dazu"})
    assert one.read_text() == "alt"
    assert list(tmp_path.iterdir()) == [one]


def test_what_was_replaced_is_put_back_where_the_next_file_cannot_be(tmp_path, monkeypatch):
    one, new, two = tmp_path / "eins", tmp_path / "neu", tmp_path / "zwei"
    one.write_text("alt")
    two.write_text("auch alt")
    replace = Path.replace

    def fails_for_two(path, target):
        if target.name == "zwei":
            raise OSError("kein Platz")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fails_for_two)
    with pytest.raises(OSError, match="kein Platz"):
        write_all({one: b"neu", new: b"dazu", two: b"nie"})
    assert (one.read_text(), two.read_text()) == ("alt", "auch alt")
    assert sorted(tmp_path.iterdir()) == [one, two]
