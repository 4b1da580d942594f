"""The map of a journey: every step once, every way drawn, safe, small and always the same."""

import re
from itertools import product
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from app.content.course import Course
from app.ui.journey_map import HIGH, journey_map
from app.ui.map_notes import Note
from app.ui.map_style import STYLE
from tests.unit.content.cases import BASE, check
from tests.unit.strategies import journeys

SVG = "{http://www.w3.org/2000/svg}"


def read(drawing):
    return ElementTree.fromstring(str(drawing))


def steps_of(drawing):
    return [node.get("data-step") for node in read(drawing).iter(f"{SVG}g")]


@settings(max_examples=40)
@given(journey=journeys())
def test_each_step_that_a_role_can_meet_is_drawn_once(journey):
    for role in (None, *journey.roles):
        lanes = Course(journey, role).lanes.values()
        met = sorted(step.id for lane in lanes for step in lane)
        assert sorted(steps_of(journey_map(journey, role))) == met


@settings(max_examples=40)
@given(journey=journeys())
def test_it_is_made_of_whole_numbers_inside_its_frame(journey):
    drawing = journey_map(journey, alone=False)
    assert not re.search(r'[ "MVHCQ]-?\d+\.\d', re.sub(r"<title>.*?</title>", "", drawing))
    root = read(drawing)
    width, height = int(root.get("width")), int(root.get("height"))
    for box in root.iter(f"{SVG}rect"):
        left, top = int(box.get("x")), int(box.get("y"))
        assert 0 <= left <= left + int(box.get("width")) <= width
        assert 0 <= top <= top + int(box.get("height")) <= height


@settings(max_examples=40)
@given(journey=journeys())
def test_each_step_but_the_first_is_led_to(journey):
    drawing = read(journey_map(journey, alone=False))
    tips = {
        (int(x), int(y)) for path in drawing.iter(f"{SVG}path") if path.get("class") == "tip"
        for x, y in [re.match(r"M(\d+) (\d+)l", path.get("d")).groups()]
    }  # fmt: skip
    boxes = [box for box in drawing.iter(f"{SVG}rect") if box.get("class") == "box"]
    missed = 0
    for box in boxes:
        left, top, wide = (int(box.get(name)) for name in ("x", "y", "width"))
        above, beside = (left + wide // 2, top), (left, top + HIGH // 2)
        missed += above not in tips and beside not in tips
    assert missed == 1


@given(journey=journeys())
def test_the_same_journey_gives_the_same_bytes(journey):
    assert journey_map(journey, journey.roles[0] if journey.roles else None) == journey_map(
        journey, journey.roles[0] if journey.roles else None
    )


def base(text=BASE):
    journey = check(text).journey
    assert journey
    return journey


def test_words_of_authors_are_escaped():
    hostile = r'"<script>alert(1)</script> \"&\" \u202e\_]]>"'
    journey = base(BASE.replace('title: "Anruf"', f"title: {hostile}"))
    drawing = journey_map(journey)
    assert "<script" not in drawing
    assert "anruf" in steps_of(drawing)
    whole = next(node for node in read(drawing).iter(f"{SVG}g") if node.get("data-step") == "anruf")
    assert whole.find(f"{SVG}title").text.endswith("alert(1)</script> „&“ \xa0]]>")


def test_stages_are_bands_with_their_titles_in_order():
    root = read(journey_map(base()))
    bands = [int(box.get("y")) for box in root.iter(f"{SVG}rect") if box.get("class") == "band"]
    titles = [each.text for each in root.iter(f"{SVG}text") if each.get("class") == "stage"]
    assert titles == ["1  Anfang", "2  Mitte", "3  Schluss"]
    assert bands == sorted(bands)


def test_it_has_a_name_and_says_for_whom_it_is():
    root = read(journey_map(base(), "buero"))
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Karte: Die Probe"
    assert root.find(f"{SVG}desc").text == "Rolle: Büro"
    assert read(journey_map(base(), lang="en")).find(f"{SVG}desc").text == "Role: all roles"


def test_choices_places_and_conditions_are_written_beside_their_ways():
    root = read(journey_map(base()))
    labels = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
    assert {"senden", "warten", "lager", "labor", "sonst"} <= set(labels)
    assert any(label.startswith("risiko ≥ 2 oder antwort") for label in labels)


def test_inside_a_page_it_brings_no_style():
    assert "<style" in journey_map(base())
    assert "style" not in journey_map(base(), alone=False)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_and_signs_stand_out_in_both_themes(theme):
    palettes = re.findall(r"\{(--m-paper:[^}]*?)[;}](?:background|\})", STYLE + "}")
    colours = dict(re.findall(r"--m-(\w+):(#\w{6})", palettes[theme]))
    for words, ground in product(("ink", "soft"), ("paper", "band", "box")):
        assert contrast(colours[words], colours[ground]) >= 4.5, (words, ground)
    for sign, ground in product(("line", "tell", "choose", "ask", "own", "end"), ("band", "box")):
        assert contrast(colours[sign], colours[ground]) >= 3, (sign, ground)


NOTES = {
    "start": Note(href="/studio/x?zeile=3&a=1#zeile-3", line=3, errors=2, broken=("<b>", "fort")),
    "end": Note(warnings=1, is_empty=True),
}


def test_notes_lead_to_lines_and_show_signs_for_the_eye_alone():
    journey = check(BASE).journey
    first, *_, last = journey.steps
    notes = {first: NOTES["start"], last: NOTES["end"]}
    drawing = journey_map(journey, alone=False, notes=notes)
    root = read(drawing)
    assert root.get("aria-hidden") == "true" and root.get("role") is None
    (link,) = root.iter(f"{SVG}a")
    assert (link.get("href"), link.get("tabindex")) == ("/studio/x?zeile=3&a=1#zeile-3", "-1")
    boxes = {node.get("data-step"): node for node in root.iter(f"{SVG}g") if node.get("data-step")}
    assert "has-error" in boxes[first].get("class")
    assert "has-warning is-empty" in boxes[last].get("class")
    assert "".join(boxes[first].find(f"{SVG}g").itertext()) == "!2"
    (label,) = [text for text in root.iter(f"{SVG}text") if text.get("class") == "label broken"]
    assert label.text == "<b>, fort"
    assert journey_map(journey) == journey_map(journey, notes=None)
