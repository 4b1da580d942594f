"""Front-end files: found when built, harmless when not, and readable for everybody."""

import json
import re
from importlib.util import module_from_spec, spec_from_file_location
from itertools import chain
from pathlib import Path

import pytest

from app.site.design import TOKENS, colours, contrast, contrasts, linear
from app.ui import assets

APP = Path(assets.__file__).resolve().parent.parent
TEMPLATES = sorted((APP / "templates").rglob("*.html"))
SHEETS = sorted((APP / "static" / "css").glob("*.css"))


@pytest.fixture
def static(tmp_path, monkeypatch):
    """Give the module another static folder, and forget what it remembered before and after."""
    for cached in (assets.asset, assets.icon, assets.manifest):
        cached.cache_clear()
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    yield tmp_path
    for cached in (assets.asset, assets.icon, assets.manifest):
        cached.cache_clear()


@pytest.fixture(scope="module")
def build():
    spec = spec_from_file_location("assets_build", APP / "assets" / "build.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_it_falls_back_to_the_plain_sources_without_a_build(static):
    write(static / "css" / "index.css")
    write(static / "js" / "zr.js")
    write(static / "img" / "waymark.svg")
    assert assets.asset("site.css") == "/static/css/index.css"
    assert assets.asset("zr.js") == "/static/js/zr.js"
    assert assets.asset("waymark.svg") == "/static/img/waymark.svg"


def test_it_has_no_address_for_what_only_a_build_makes(static):
    assert assets.asset("htmx.js") == ""
    assert assets.asset("text.woff2") == ""
    assert assets.icon("lock") == ""


def test_it_gives_the_hashed_name_after_a_build(static):
    names = {"site.css": "site.0123456789.css", "icons.svg": "icons.0123456789.svg"}
    write(static / "vendor" / "manifest.json", json.dumps(names))
    assert assets.asset("site.css") == "/static/vendor/site.0123456789.css"
    assert 'href="/static/vendor/icons.0123456789.svg#lock"' in assets.icon("lock")


def test_it_lets_browsers_keep_only_hashed_files():
    assert assets.is_immutable("", "/static/vendor/site.0123456789.css")
    assert not assets.is_immutable("", "/static/vendor/manifest.json")
    assert not assets.is_immutable("", "/static/css/index.css")


def test_the_sprite_holds_every_icon_that_a_template_names(build):
    words = re.compile(r"""(?:icon\(|icon_name=)["']([a-z0-9-]+)""")
    named = {icon for page in TEMPLATES for icon in words.findall(page.read_text("utf-8"))}
    assert "lock" in named
    assert named <= set(build.ICONS)


def test_no_template_needs_inline_style_or_script():
    for page in TEMPLATES:
        text = page.read_text("utf-8")
        # A file to take away, such as the export, stands alone and brings its own style.
        if "<!doctype" in text and page.name != "base.html":
            continue
        found = re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?! src)|hx-on|javascript:", text)
        assert not found, page


def test_every_style_sheet_of_the_index_exists_and_loads_nothing_from_elsewhere(build):
    index = (APP / "static" / "css" / "index.css").read_text("utf-8")
    named = set(re.findall(r'@import url\("([^"]+)"\)', index))
    assert named == {sheet.name for sheet in SHEETS} - {
        "index.css",
        "fonts.css",
        *build.ROOM_SHEETS,
        *chain.from_iterable(build.ROOM_SHEETS.values()),
    }
    for sheet in SHEETS:
        assert not re.search(r"data:|https?:|//[a-z]", sheet.read_text("utf-8")), sheet


def test_squeezing_a_style_sheet_keeps_its_strings_and_its_sums(build):
    text = '/* no */ .a { content: " ; } "; width: calc(1px + 2px); & > .b, & .c { color: red; } }'
    squeezed = '.a{content:" ; } ";width:calc(1px + 2px);& > .b,& .c{color:red}}\n'
    assert build.squeeze_css(text) == squeezed


def test_squeezing_a_script_keeps_every_line_of_code(build):
    text = '/** Says\n * why. */\n// note\nconst a = "// b";\n\n  if (a) {\n    go(a); // c\n  }\n'
    assert build.squeeze_script(text) == 'const a = "// b";\nif (a) {\ngo(a); // c\n}\n'


def test_the_contrast_of_black_on_white_is_twenty_one():
    assert contrast(linear("oklch(0% 0 0)"), linear("oklch(100% 0 0)")) == pytest.approx(21, 0.001)


@pytest.mark.parametrize("pair", contrasts(), ids=lambda pair: f"{pair.name} on {pair.ground}")
def test_every_pair_of_colours_is_readable_in_both_themes(pair):
    assert pair.light >= pair.least
    assert pair.dark >= pair.least


def test_the_design_page_knows_every_colour_of_the_style_sheet():
    declared = re.findall(r"--([\w-]+): light-dark\(", TOKENS.read_text("utf-8"))
    assert set(declared) - {"star"} == set(colours())
