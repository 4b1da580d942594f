"""Motifs: six small scenes, different in shape, that carry no words and no style of their own."""

import re
from xml.etree import ElementTree

import pytest

from app.ui.motifs import NAMES, motif, title


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_small_well_formed_hidden_drawing_of_integers(name):
    drawing = str(motif(name))
    root = ElementTree.fromstring(drawing)
    assert root.get("aria-hidden") == "true"
    assert not any(element.get("id") or element.get("style") for element in root.iter())
    assert not re.search(r"\d\.\d", drawing)
    assert len(drawing) <= 1000


def test_six_motifs_differ_in_shape():
    shapes = {re.sub(r'class="[^"]*"', "", motif(name)) for name in NAMES}
    assert len(shapes) == 6


def test_what_is_no_motif_draws_nothing_and_keeps_its_words():
    assert motif('"><script>') == ""
    assert motif("") == ""
    assert title("gibt-es-nicht") == "gibt-es-nicht"
