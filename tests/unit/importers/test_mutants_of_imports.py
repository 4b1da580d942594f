"""Whatever is handed in: a draft that loads and has every word, or a refusal in words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scripts import figures
from tests.unit.importers.mutants import SEEDS, SIGNS, holds, mutants

MUTANTS = 500


def test_no_fault_by_chance_crashes_an_import():
    drafts = sum(holds(name, raw) for name, raw in mutants(MUTANTS))
    figures.record(
        "Import: crashes on mutated sources",
        0,
        "0",
        True,
        "make test",
        unit=f"of {MUTANTS}",
        note=f"{drafts} drafts, {MUTANTS - drafts} refusals in words",
        quiet=True,
    )
    assert drafts > MUTANTS // 2


@given(st.binary(max_size=600), st.sampled_from(["a.twee", "b.yaml", "c.zip", "d", "e.txt"]))
@settings(max_examples=300)
def test_no_bytes_crash_an_import(raw, name):
    holds(name, raw)


@given(
    st.sampled_from([seed for seed in SEEDS if seed[0].endswith(("twee", "tw"))]),
    st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(SIGNS)), max_size=6),
    st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=30),
)
@settings(max_examples=300)
def test_no_word_of_a_story_is_lost_however_it_is_broken(seed, signs, words):
    name, raw = seed
    text = raw.decode()
    for at, sign in signs:
        text = text[:at] + sign + text[at:]
    holds(name, (text + words).encode())
