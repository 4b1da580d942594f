"""Build app/static/vendor/ from the npm packages, the CSS layers and the own scripts.

Run it as a plain script after `npm ci` in this folder. It writes subset fonts, one joined style
sheet, one icon sprite, the scripts and the licences under names that carry a hash of their
content, each with a .gz and a .br beside it, and a manifest.json that app/ui/assets.py reads. The
folder fonts/ holds what app/lib/pdf.py prints with. The same sources give the same bytes.
"""

import gzip
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import brotli
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"
STATIC = HERE.parent / "static"
VENDOR = STATIC / "vendor"

# Latin-1, German and English quotes, dashes, ellipsis, bullet, minus and the euro sign.
CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100)]
CHARACTERS += [ord(sign) for sign in "–—‘’‚“”„•…‹›€−"]

FONTS = {
    "text.woff2": ("atkinson-hyperlegible-next", (400, 700)),
    "heading.woff2": ("bricolage-grotesque", (600, 800)),
}

# The compiler of papers knows neither WOFF2 nor variable weights, and looks for a sign that one
# font lacks in the next family: so each part of an alphabet is a family of its own.
PAPER_FONTS = (
    ("Zr Text", "atkinson-hyperlegible-next", 400),
    ("Zr Text", "atkinson-hyperlegible-next", 700),
    ("Zr Heading", "bricolage-grotesque", 700),
)
ALPHABETS = {"": "latin", " Ext": "latin-ext"}

ICONS = (
    "arrow-right",
    "check",
    "chevron-left",
    "circle-alert",
    "circle-check",
    "clock",
    "download",
    "flag",
    "footprints",
    "info",
    "key-round",
    "languages",
    "lock",
    "log-out",
    "map",
    "notebook-pen",
    "pause",
    "pencil",
    "printer",
    "settings-2",
    "tally-5",
    "trash-2",
    "triangle-alert",
    "users-round",
)

ROOM_SHEETS = {
    "room.css": ("studio.css", "materials.css"),
    "office.css": ("workspace.css",),
}
"""What pages of the studio, and those of companies and the operator, need beside the layers: with
them it is their one style sheet."""

CODEMIRROR = (
    "autocomplete",
    "commands",
    "lang-yaml",
    "language",
    "lint",
    "search",
    "state",
    "view",
)

LICENCES = {
    **{f"codemirror-{name}.txt": f"@codemirror/{name}/LICENSE" for name in CODEMIRROR},
    "atkinson-hyperlegible-next.txt": "@fontsource-variable/atkinson-hyperlegible-next/LICENSE",
    "bricolage-grotesque.txt": "@fontsource-variable/bricolage-grotesque/LICENSE",
    "htmx.txt": "htmx.org/LICENSE",
    "lezer.txt": "@lezer/common/LICENSE",
    "lucide.txt": "lucide-static/LICENSE",
}


def main() -> None:
    """Write every file, then the manifest, then remove what no manifest names any more."""
    if not PACKAGES.is_dir():
        sys.exit("The npm packages are missing: run `npm ci` in app/assets first.")
    VENDOR.mkdir(parents=True, exist_ok=True)
    manifest = {name: build_font(name, *recipe) for name, recipe in FONTS.items()}
    manifest["icons.svg"] = store("icons.svg", icon_sprite())
    manifest["htmx.js"] = store("htmx.js", htmx())
    manifest["site.css"] = store("site.css", style_sheet(manifest))
    for name, sheets in ROOM_SHEETS.items():
        manifest[name] = store(name, style_sheet(manifest, *sheets))
    for source in sorted((STATIC / "js").glob("*.js")):
        manifest[source.name] = store(source.name, squeeze_script(source.read_text("utf-8")))
    manifest["editor.js"] = store("editor.js", bundle(HERE / "editor" / "index.js"))
    for source in sorted((STATIC / "img").glob("*.svg")):
        manifest[source.name] = store(source.name, squeeze_svg(source.read_text("utf-8")))
    papers = [
        build_paper_font(family + ending, f"{package}-{alphabet}", weight)
        for family, package, weight in PAPER_FONTS
        for ending, alphabet in ALPHABETS.items()
    ]
    licences = copy_licences()
    text = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
    (VENDOR / "manifest.json").write_text(text, "utf-8")
    remove_all_but({"manifest.json", *manifest.values(), *papers, *licences})
    report(manifest)


def build_font(name: str, package: str, weights: tuple[int, int]) -> str:
    """Subset one variable font; the name hashes the recipe, so an unchanged font costs nothing."""
    folder = PACKAGES / "@fontsource-variable" / package / "files"
    source = (folder / f"{package}-latin-wght-normal.woff2").read_bytes()
    recipe = source + repr((CHARACTERS, weights)).encode()
    hashed = hashed_name(name, recipe)
    if not (VENDOR / hashed).exists():
        (VENDOR / hashed).write_bytes(subset_font(source, weights))
    return hashed


def subset_font(source: bytes, weights: tuple[int, int]) -> bytes:
    """Return the font as WOFF2 with our signs and weights only."""
    font = TTFont(BytesIO(source), recalcTimestamp=False)
    options = subset.Options(layout_features=["kern", "liga", "mark", "locl"], hinting=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": weights})
    output = BytesIO()
    font.flavor = "woff2"
    font.save(output)
    return output.getvalue()


def build_paper_font(family: str, name: str, weight: int) -> str:
    """Make one weight of a font for papers; the name hashes the recipe, as with those of pages."""
    package = name.partition("-latin")[0]
    folder = PACKAGES / "@fontsource-variable" / package / "files"
    source = (folder / f"{name}-wght-normal.woff2").read_bytes()
    plain = f"fonts/{family.lower().replace(' ', '-')}-{weight}.ttf"
    hashed = hashed_name(plain, source + repr((family, weight)).encode())
    if not (VENDOR / hashed).exists():
        (VENDOR / "fonts").mkdir(exist_ok=True)
        (VENDOR / hashed).write_bytes(paper_font(source, family, weight))
    return hashed


def paper_font(source: bytes, family: str, weight: int) -> bytes:
    """Return one weight of a variable font as TrueType, under another name."""
    font = TTFont(BytesIO(source), recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"wght": weight})
    style = "Bold" if weight >= 600 else "Regular"
    for number in (3, 16, 17, 21, 22, 25):
        font["name"].removeNames(nameID=number)
    full, postscript = f"{family} {style}", f"{family.replace(' ', '')}-{style}"
    for number, text in ((1, family), (2, style), (4, full), (6, postscript)):
        font["name"].setName(text, number, 3, 1, 0x409)
    output = BytesIO()
    font.flavor = None
    font.save(output)
    return output.getvalue()


def icon_sprite() -> str:
    """Join the chosen icons as symbols; stroke and size come from the style sheet."""
    symbols = "".join(icon_symbol(name) for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'


def icon_symbol(name: str) -> str:
    """Return one icon as a symbol of the sprite."""
    source = (PACKAGES / "lucide-static" / "icons" / f"{name}.svg").read_text("utf-8")
    shapes = source[source.index(">", source.index("<svg")) + 1 : source.index("</svg>")]
    shapes = re.sub(r'rx="(\d+)" ry="\1"', r'rx="\1"', squeeze_svg(shapes))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def htmx() -> str:
    """Take htmx as published, without the pointer to a source map that we do not serve."""
    source = (PACKAGES / "htmx.org" / "dist" / "htmx.min.js").read_text("utf-8")
    return re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", source)


def bundle(entry: Path, platform: str = "browser") -> str:
    """Return a script with all it imports; `zr:schema` is what may stand in a journey."""
    program = next(PACKAGES.glob("@esbuild/*/bin/esbuild"), None)
    if program is None:
        sys.exit("esbuild has no program for this machine.")
    schema = json.loads((HERE.parent.parent / "journeys" / "schema.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder) / "schema.json"
        known.write_text(json.dumps(needed_of(schema), ensure_ascii=False), "utf-8")
        command = [program, entry, "--bundle", "--minify", "--format=iife", "--target=es2022"]
        command += ["--charset=utf8", "--legal-comments=none", "--log-level=warning"]
        command += [f"--alias:zr:schema={known}", f"--platform={platform}"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=HERE)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


RULES = {"pattern", "patternErrorMessage", "errorMessage", "markdownDescription", "not", "default"}
RULES |= {"minItems", "maxItems", "minimum", "maximum", "minProperties"}
HOLDS_NAMES = {"properties", "patternProperties", "definitions"}


def needed_of(schema: object, *, names: bool = False) -> object:
    """Return the schema without what only a validator reads; `names` are no words of it."""
    if isinstance(schema, list):
        return [needed_of(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        word: needed_of(value, names=not names and word in HOLDS_NAMES)
        for word, value in schema.items()
        if names or word not in RULES
    }


def style_sheet(manifest: dict[str, str], *further: str) -> str:
    """Join the layers in the order of index.css, the fonts under their hashed names first."""
    index = (STATIC / "css" / "index.css").read_text("utf-8")
    names = re.findall(r'@import url\("([\w-]+\.css)"\);', index)
    order = re.sub(r"@import[^;]+;", "", index)
    fonts = (STATIC / "css" / "fonts.css").read_text("utf-8")
    for name in FONTS:
        fonts = fonts.replace(f'url("{name}")', f'url("{manifest[name]}")')
    layers = [(STATIC / "css" / name).read_text("utf-8") for name in [*names, *further]]
    return squeeze_css("\n".join([order, fonts, *layers]))


def squeeze_css(text: str) -> str:
    """Drop comments and needless blanks, leaving strings untouched."""
    kept: list[str] = []
    pieces = re.split(r'("[^"\n]*")', re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    for number, piece in enumerate(pieces):
        if number % 2:
            kept.append(piece)
            continue
        piece = re.sub(r"\s+", " ", piece)
        piece = re.sub(r" ?([{};,]) ?", r"\1", piece)
        piece = re.sub(r": ", ":", piece)
        kept.append(piece.replace(";}", "}"))
    return "".join(kept).strip() + "\n"


def squeeze_script(text: str) -> str:
    """Drop comments on lines of their own and indentation; the code itself stays as written."""
    text = re.sub(r"^\s*/\*.*?\*/[ \t]*$", "", text, flags=re.DOTALL | re.MULTILINE)
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def squeeze_svg(text: str) -> str:
    """Return SVG without comments and needless spaces."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?/> ?", "/>", re.sub(r"> <", "><", text)).strip()


def copy_licences() -> list[str]:
    """Copy the licences of what is built in; return their file names."""
    (VENDOR / "licences").mkdir(exist_ok=True)
    for name, source in LICENCES.items():
        (VENDOR / "licences" / name).write_bytes((PACKAGES / source).read_bytes())
    return [f"licences/{name}" for name in LICENCES]


def store(name: str, text: str) -> str:
    """Write a text under its hashed name, with the compressed copies whitenoise looks for."""
    content = text.encode()
    hashed = hashed_name(name, content)
    (VENDOR / hashed).write_bytes(content)
    (VENDOR / f"{hashed}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    (VENDOR / f"{hashed}.br").write_bytes(brotli.compress(content, quality=11))
    return hashed


def hashed_name(name: str, content: bytes) -> str:
    """Return the name with a hash of the content before its ending."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{ending}"


def remove_all_but(wanted: Iterable[str]) -> None:
    """Remove what an earlier build left, except these files and their compressed copies."""
    keep = {VENDOR / name for name in wanted}
    keep |= {path.with_name(path.name + ending) for path in keep for ending in (".gz", ".br")}
    for path in VENDOR.rglob("*"):
        if path.is_file() and path not in keep:
            path.unlink()


def report(manifest: dict[str, str]) -> None:
    """Print the size of each file as it travels."""
    for name, hashed in sorted(manifest.items()):
        content = (VENDOR / hashed).read_bytes()
        packed = len(content) if name.endswith(".woff2") else len(gzip.compress(content, 6))
        print(f"{name:18}{len(content):8} bytes{packed:8} on the wire")


if __name__ == "__main__":
    main()
