"""`flask journeys new`: a beginner starts from a small journey that works."""

import re

import pytest
from click.testing import CliRunner

from app.cli.journeys import journeys
from app.cli.journeys_format import format_
from app.cli.journeys_new import new
from app.content.source import read
from app.content.starters import EDITOR_LINE, STARTERS, starter
from app.engine.progress import range_of
from app.engine.steps import Decision, End


def begin(folder, *words):
    return CliRunner().invoke(new, [*words, "--folder", str(folder)])


def made(folder, template):
    assert begin(folder, "meine-reise", "--template", template).exit_code == 0
    return folder / "meine-reise"


def test_without_a_template_it_is_the_short_one(tmp_path):
    result = begin(tmp_path, "meine-reise")
    assert result.exit_code == 0
    assert "journey.yaml" in result.output
    assert "  flask journeys walk " in result.output
    assert (tmp_path / "meine-reise/journey.yaml").read_text("utf-8") == starter(
        "mini", "meine-reise"
    )


@pytest.mark.parametrize("template", STARTERS)
def test_it_checks_clean_and_passes_its_own_tests(tmp_path, template):
    folder = made(tmp_path, template)
    checked = CliRunner().invoke(journeys, ["check", str(folder)])
    assert (checked.exit_code, checked.output.splitlines()[1:]) == (0, ["Keine Probleme gefunden."])
    tested = CliRunner().invoke(journeys, ["test", str(folder)])
    assert tested.exit_code == 0
    assert re.match(r"meine-reise: ([1-9]) von \1 Proben stimmen", tested.output)


@pytest.mark.parametrize("template", STARTERS)
def test_its_tests_meet_every_choice_and_end_and_role(template, tmp_path):
    parsed = read(made(tmp_path, template) / "journey.yaml")
    journey = parsed.journey
    chosen = {(step, str(value)) for test in parsed.tests for step, value in test.answers.items()}
    for step in journey.steps.values():
        if isinstance(step, Decision):
            assert {(step.id, choice.id) for choice in step.choices} <= chosen
    ends = {test.expect["end"] for test in parsed.tests}
    assert ends == {id_ for id_, step in journey.steps.items() if isinstance(step, End)}
    assert {test.role for test in parsed.tests} == set(journey.roles or (None,))


@pytest.mark.parametrize("template", STARTERS)
def test_its_minutes_lie_within_its_ways(template, tmp_path):
    journey = read(made(tmp_path, template) / "journey.yaml").journey
    shortest, longest = range_of(journey)
    assert shortest <= journey.minutes <= longest


@pytest.mark.parametrize("template", STARTERS)
def test_only_the_id_differs_and_its_comment_keeps_its_place(template):
    one, other = starter(template, "a"), starter(template, "ein-recht-langer-name-fuer-eine-reise")
    differing = [
        pair
        for pair in zip(one.splitlines(), other.splitlines(), strict=True)
        if len(set(pair)) > 1
    ]
    assert len(differing) == 1
    assert differing[0][0].startswith("id: a ")
    columns = [line.index("#") for line in one.splitlines() if re.match(r"(id|languages): ", line)]
    assert len(set(columns)) == 1


def test_beside_the_schema_the_first_line_leads_editors_to_it(tmp_path):
    (tmp_path / "schema.json").write_text("{}")
    folder = made(tmp_path, "rolle")
    assert (folder / "journey.yaml").read_text("utf-8").startswith(EDITOR_LINE)
    assert CliRunner().invoke(journeys, ["check", str(folder)]).exit_code == 0


@pytest.mark.parametrize("template", STARTERS)
def test_it_has_the_usual_form_already(tmp_path, template):
    folder = made(tmp_path, template)
    before = (folder / "journey.yaml").read_text("utf-8")
    assert CliRunner().invoke(format_, [str(folder)]).exit_code == 0
    assert (folder / "journey.yaml").read_text("utf-8") == before


def test_the_id_in_the_file_is_the_name_of_the_folder(tmp_path):
    assert read(made(tmp_path, "tandem") / "journey.yaml").journey.id == "meine-reise"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Meine Reise", "meine-reise"),
        ("über-uns", "ueber-uns"),
        ("../fremd", "fremd"),
        ("7-tage", "tage"),
        ("a" * 41, "a" * 40),
        ("///", None),
    ],
)
def test_a_name_that_cannot_be_an_id_is_refused_with_one_that_can(tmp_path, name, near):
    result = begin(tmp_path, name)
    assert result.exit_code == 2
    assert f"„{name}“ kann kein fester Name sein" in result.output
    assert (f"So ginge es: {near}" in result.output) is (near is not None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", ["folder", "file"])
def test_a_name_that_is_taken_is_refused_and_nothing_changes(tmp_path, there):
    taken = tmp_path / "meine-reise"
    if there == "folder":
        taken.mkdir()
    else:
        taken.write_text("Mein Text")
    result = begin(tmp_path, "meine-reise")
    assert result.exit_code == 2
    assert "gibt es schon" in result.output
    assert list(tmp_path.iterdir()) == [taken]
    assert taken.is_dir() or taken.read_text() == "Mein Text"


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    result = begin(tmp_path / "nirgends", "meine-reise", "--lang", "en")
    assert result.exit_code == 2
    assert "There is no folder" in result.output


def test_what_cannot_be_finished_leaves_nothing_behind(tmp_path):
    # A link into nowhere is no journey, but the finished folder cannot take its place.
    (tmp_path / "meine-reise").symlink_to(tmp_path / "nirgends")
    result = begin(tmp_path, "meine-reise")
    assert result.exit_code == 2
    assert "Geschrieben wurde nichts" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["meine-reise"]
