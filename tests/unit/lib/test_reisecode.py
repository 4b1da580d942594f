"""The Reisecode: its list of words, and how it is read."""

import re
from itertools import combinations

import pytest

from app.lib import reisecode

SECRET = "the secret of an installation"


def distance(one: str, other: str) -> int:
    """Return how many letters must be changed, added or taken away (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        above, row[0] = row[0], number
        for place, found in enumerate(other, 1):
            step = min(row[place] + 1, row[place - 1] + 1, above + (letter != found))
            above, row[place] = row[place], step
    return row[-1]


def test_the_list_has_2048_words_of_four_to_eight_plain_letters() -> None:
    words = reisecode.words()
    assert len(set(words)) == len(words) == 2048
    assert [word for word in words if not re.fullmatch("[a-z]{4,8}", word)] == []
    assert list(words) == sorted(words)


def test_no_two_words_are_closer_than_two_letters() -> None:
    by_length: dict[int, list[str]] = {}
    for word in reisecode.words():
        by_length.setdefault(len(word), []).append(word)
    close = []
    for length, words in by_length.items():
        # Words one letter apart are equal once the letter in which they differ is left out.
        gaps: dict[tuple[int, str], str] = {}
        for word in words:
            for place in range(length):
                rest = (place, word[:place] + word[place + 1 :])
                if rest in gaps:
                    close.append((word, gaps[rest]))
                gaps[rest] = word
        shorter = set(by_length.get(length - 1, ()))
        close += [
            (word, rest)
            for word in words
            for place in range(length)
            if (rest := word[:place] + word[place + 1 :]) in shorter
        ]
    assert close == []


def test_the_quick_check_of_closeness_agrees_with_the_definition() -> None:
    sample = reisecode.words()[::16]
    assert min(distance(one, other) for one, other in combinations(sample, 2)) >= 2
    assert distance("haus", "maus") == 1
    assert distance("haus", "hause") == 1


def test_a_code_is_four_words_of_the_list_and_never_the_same() -> None:
    codes = {reisecode.new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(
        len(code.split("-")) == 4 and set(code.split("-")) <= set(reisecode.words())
        for code in codes
    )


@pytest.mark.parametrize(
    "typed",
    [
        "apfel-birne-wolke-zebra",
        "Apfel Birne Wolke Zebra",
        "APFELBIRNEWOLKEZEBRA",
        " apfel – birne,\twolke\u00a0zebra\n",
        "apfel-birne wolkezebra",
    ],
)
def test_case_spaces_and_hyphens_do_not_count(typed: str) -> None:
    expected = reisecode.fingerprint("apfel-birne-wolke-zebra", SECRET)
    assert reisecode.fingerprint(typed, SECRET) == expected


@pytest.mark.parametrize("typed", ["apfel-birne-zebra-wolke", "apfel-birne-wolke", "", "äpfel"])
def test_other_words_have_another_fingerprint(typed: str) -> None:
    expected = reisecode.fingerprint("apfel-birne-wolke-zebra", SECRET)
    assert reisecode.fingerprint(typed, SECRET) != expected
    assert reisecode.fingerprint("apfel-birne-wolke-zebra", "another") != expected


def test_a_hint_names_the_words_that_are_not_in_the_list() -> None:
    known = reisecode.words()[0]
    assert reisecode.unknown_words(f"{known.upper()} qqqq-{known},xyz") == ["qqqq", "xyz"]
    assert reisecode.unknown_words("") == []
