"""The JSON Schema is made from the table of the format, and explains every key in German."""

import json
import re
import tomllib
from pathlib import Path

from click.testing import CliRunner

from app.cli.journeys_schema import schema
from app.content.jsonschema import as_text, help_for, json_schema
from app.content.schema import KINDS, SHAPES

ROOT = Path(__file__).parents[3]
HELP = ROOT / "app/content/keys.toml"
KEYS = [(shape, key) for shape, fields in SHAPES.items() for key in fields]


def references(node):
    """Give every reference anywhere in the schema."""
    if isinstance(node, dict):
        yield from [node["$ref"]] if "$ref" in node else []
        node = list(node.values())
    for part in node if isinstance(node, list) else []:
        yield from references(part)


def test_the_file_in_the_folder_of_journeys_is_what_the_command_prints():
    printed = CliRunner().invoke(schema)
    assert printed.exit_code == 0
    assert printed.output == as_text()
    assert (ROOT / "journeys/schema.json").read_text("utf-8") == printed.output


def test_every_key_of_the_format_is_explained():
    silent = [key for key in KEYS if not help_for(*key).endswith(".")]
    assert not silent, "these need words in keys.toml"


def test_no_words_are_left_over_for_keys_that_do_not_exist():
    told = tomllib.loads(HELP.read_text("utf-8"))
    keys = {key for _, key in KEYS}
    variants = {key for kind in KINDS for key in SHAPES[f"variant-{kind}"]}
    step = set.intersection(*(set(SHAPES[kind]) for kind in KINDS))
    known = {**SHAPES, "any": keys, "step": step, "variant": variants}
    for table in told.keys() - {"condition", "jump", "expect"}:
        assert set(told[table]) <= set(known[table]), table


def test_no_explanation_addresses_people_with_signs_or_exclamation_marks():
    assert not re.search(r"\w[*:_]innen|!|z\. ?B\.", HELP.read_text("utf-8"))


def test_each_reference_leads_to_a_definition():
    whole = json_schema()
    found = {name.removeprefix("#/definitions/") for name in references(whole)}
    assert found <= whole["definitions"].keys()
    assert set(KINDS) <= found


def test_every_pattern_is_one_that_python_and_javascript_both_read():
    patterns = re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', as_text())
    assert patterns
    for pattern in patterns:
        assert "(?i" not in pattern
        re.compile(json.loads(f'"{pattern}"'))


def test_defaults_and_limits_stand_where_the_format_has_them():
    check = json_schema()["definitions"]["check"]["properties"]
    assert check["tries"]["default"] == 1
    assert check["tries"]["anyOf"][0] == {"type": "integer", "minimum": 1, "maximum": 9}
    assert (check["answers"]["minItems"], check["answers"]["maxItems"]) == (2, 6)
    assert json_schema()["definitions"]["check"]["required"] == ["check", "question", "answers"]
