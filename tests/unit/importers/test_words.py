"""What an import says: words for every code, and no words for a code that nobody uses."""

from pathlib import Path
from string import Formatter

import pytest

from app.content.importers import findings

SOURCE = "".join(file.read_text("utf-8") for file in Path(findings.__file__).parent.glob("*.py"))
PASSED_OVER = {"skipped-binary", "skipped-too-large"}
"""Named after the refusal for which a file was passed over."""


@pytest.mark.parametrize("group", ["FINDINGS", "REFUSALS"])
def test_every_sentence_is_said_somewhere(group):
    codes = set(getattr(findings, group)) - PASSED_OVER
    assert {code for code in codes if f'"{code}"' not in SOURCE} == set()


@pytest.mark.parametrize("group", ["FINDINGS", "REFUSALS"])
def test_both_languages_tell_the_same_values(group):
    for code, words in getattr(findings, group).items():
        if code != "yaml":  # Its sentence is the checker's, in each language another value.
            assert _holes(words["de"]) == _holes(words["en"]), code


def _holes(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name}
