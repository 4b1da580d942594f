"""The sentence about a version that is not published yet."""

import pytest

from app.models.impact import Impact
from app.ui import view
from app.ui.impacts import sentence


@pytest.fixture
def speaking():
    """Choose a language, and leave none behind."""
    yield lambda lang: view.choose(view.View(lang=lang))
    view.choose(None)


@pytest.mark.parametrize(
    ("impact", "german", "english"),
    [
        (Impact(), "Niemand ist unterwegs.", "Nobody is under way."),
        (
            Impact(14, 11, 2, {3: 1}),
            "14 unterwegs: 11 unberührt, 2 ziehen mit, 1 bleibt auf Fassung 3",
            "14 under way: 11 untouched, 2 move along, 1 stays on version 3",
        ),
        (
            Impact(4, 0, 1, {2: 1, 5: 2}),
            "4 unterwegs: 1 zieht mit, 1 bleibt auf Fassung 2, 2 bleiben auf Fassung 5",
            "4 under way: 1 moves along, 1 stays on version 2, 2 stay on version 5",
        ),
    ],
)
def test_the_impact_is_one_sentence(speaking, impact, german, english):
    speaking("de")
    assert sentence(impact) == german
    speaking("en")
    assert sentence(impact) == english
