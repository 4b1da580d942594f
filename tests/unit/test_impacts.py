"""The sentence about a version that is not published yet."""

import pytest

from app.models.impact import Impact
from app.ui import view
from app.ui.impacts import coarse_sentence, sentence


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


@pytest.mark.parametrize(
    ("impact", "german", "english"),
    [
        (Impact(), "Niemand ist unterwegs.", "Nobody is under way."),
        (
            Impact(14, 11, 2, {3: 1}, words_alone=False),
            "Mindestens 10 unterwegs: höchstens 4 ziehen mit, "
            "höchstens 4 bleiben auf ihrer Fassung, die anderen sind unberührt",
            "At least 10 on the way: at most 4 move along, "
            "at most 4 stay on their version, the others are untouched",
        ),
        (
            Impact(25, 0, 16, {2: 4, 5: 5}, words_alone=False),
            "Mindestens 25 unterwegs: mindestens 15 ziehen mit, "
            "mindestens 5 bleiben auf ihrer Fassung, die anderen sind unberührt",
            "At least 25 on the way: at least 15 move along, "
            "at least 5 stay on their version, the others are untouched",
        ),
        (Impact(14, 14), "Mindestens 10 unterwegs: alle unberührt",
         "At least 10 on the way: all untouched"),
        (Impact(3, 3), "Weniger als 5 unterwegs: alle unberührt",
         "Fewer than 5 on the way: all untouched"),
        (Impact(4, 0, 1, {2: 3}, words_alone=False), "Weniger als 5 unterwegs",
         "Fewer than 5 on the way"),
    ],
)  # fmt: skip
def test_authors_are_told_in_steps_of_five(speaking, impact, german, english):
    speaking("de")
    assert coarse_sentence(impact) == german
    speaking("en")
    assert coarse_sentence(impact) == english


@pytest.mark.parametrize("total", range(1, 30))
def test_what_four_people_chose_changes_no_word(speaking, total):
    speaking("de")
    told = {
        coarse_sentence(
            Impact(total, total - moving - staying, moving, {1: staying}, words_alone=False)
        )
        for moving in range(min(5, total + 1))
        for staying in range(min(5, total - moving + 1))
    }
    assert len(told) == 1
