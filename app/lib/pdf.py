"""PDF files for printing and for reading aloud (PDF/UA-1), made of a template and plain data.

A template is a typst file; its folder is all that it can read. It gets the data as one JSON text,
`sys.inputs.data`, never as a part of its source: whatever a value says stays text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typst import Fonts, TypstError

FONTS = Path(__file__).parents[1] / "static" / "vendor" / "fonts"
"""Made by `app/assets/build.py`; where they are missing, typst brings fonts of its own."""
STAND_IN = "\N{WHITE SQUARE}"

_PROBE = b"#set document(title: [.])\n#sys.inputs.data"
_UNSHOWN = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_NO_TEXT = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200d-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
    r"\ufe00-\ufe0f\ufeff\ufffe\uffff]"
)
"""Signs that draw nothing by themselves, or turn the order of others."""


def render(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of a template over JSON-like data; equal data makes equal bytes.

    A sign for which there is no font becomes a white square; `unprintable` tells them before.
    """
    told = json.dumps(_cleaned(data), ensure_ascii=False)
    return _printed(template, template.parent, told, set())


def unprintable(text: str) -> str:
    """Return the signs of a text for which there is no font, each once and in their order."""
    missing: set[str] = set()
    _printed(_PROBE, FONTS.parent, _cleaned(text), missing)
    return "".join(sign for sign in dict.fromkeys(text) if sign in missing)


def _printed(source: Any, root: Path, told: str, missing: set[str]) -> bytes:
    """Compile a file or its bytes, again without the signs for which there is no font.

    They are added to `missing`.
    """
    # Only who asks for a paper needs the large library that makes them.
    import typst

    while True:
        compiler = typst.Compiler(source, root=root, font_paths=_fonts(), sys_inputs={"data": told})
        try:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
        except typst.TypstError as error:
            found = _unshown(error) - missing
            if not found:
                raise
            missing |= found
            told = told.translate({ord(sign): STAND_IN for sign in found})
        else:
            assert isinstance(made, bytes)
            return made


@cache
def _fonts() -> Fonts:
    import typst

    # What an operating system has installed would make other bytes on other machines.
    paths = [FONTS] if FONTS.is_dir() else []
    return typst.Fonts(include_system_fonts=False, font_paths=paths)


def _unshown(error: TypstError) -> set[str]:
    """Return the signs that the compiler had no font for, as its error quotes them."""
    quoted = "".join(_UNSHOWN.findall(error.diagnostic))
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), quoted)
    # Plain letters are in every font; what looks like one is a part of the quotation.
    return {sign for sign in plain if not sign.isascii()}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _NO_TEXT.sub("", value)
    if isinstance(value, Mapping):
        return {key: _cleaned(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(each) for each in value]
    return value
