"""Sources that would like to take long or much memory.

``python -m tests.unit.importers.hostile NAME…`` imports some; prints CPU seconds and megabytes.
"""

from __future__ import annotations

import gc
import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from tests.memory import forget_most, most

ROOT = Path(__file__).parents[3]
SIZE = 512 * 1024
HEAD = {
    name: f':: StoryData\n{{"format": "{name}"}}\n:: Start\n'
    for name in ("SugarCube", "Harlowe", "Snowman", "Chapbook")
}


def _full(part: str, head: str = "", size: int = SIZE) -> str:
    """Repeat a part behind a head as often as the size allows."""
    return head + part * ((size - len(head)) // len(part.encode()))


def _zip(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, raw in files.items():
            made.writestr(name, raw)
    return buffer.getvalue()


def _mesh(count: int, links: int) -> str:
    chance = Random(1)
    return ":: Start\n[[Q0]]\n" + "".join(
        f":: Q{n}\n" + "".join(f"[[Q{chance.randrange(count)}]]\n" for _ in range(links))
        for n in range(count)
    )


def _includes() -> str:
    made = "".join(
        f":: Q{n}\n" + "".join(f'<<include "Q{k}">>' for k in range(60)) + "\n" for n in range(60)
    )
    return _full("Wort ", HEAD["SugarCube"] + '<<include "Q0">>\n' + made + ":: Ende\n")


def _aliases() -> str:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    return _full("b: *a8\n", "states: {A: {content: x}}\n" + bomb)


def _states() -> str:
    return "states:\n" + "".join(
        f"  S{n}:\n    content: {{html: <p>Text {n}</p>}}\n    interaction: {{id: Continue, "
        f"default_outcome: {{dest: S{(n * 7 + 1) % 4000}, feedback: [ja]}}}}\n"
        for n in range(4000)
    )


SUGAR, HARLOWE = HEAD["SugarCube"], HEAD["Harlowe"]
INPUTS: dict[str, tuple[str, Callable[[], str | bytes]]] = {
    "open links": ("a.twee", lambda: _full("[[", SUGAR)),
    "open links on lines": ("a.twee", lambda: _full("[[a\n", SUGAR)),
    "open macros": ("a.twee", lambda: _full("<<", SUGAR)),
    "open macros, one end": ("a.twee", lambda: _full("<<'", SUGAR) + ">>"),
    "macros with open quotes": ("a.twee", lambda: _full('<<a "\\">>', SUGAR)),
    "scripts without end": ("a.twee", lambda: _full("<<script>>", SUGAR)),
    "links never closed": ("a.twee", lambda: _full('<<link "a">>', SUGAR)),
    "links closed by others": ("a.twee", lambda: _full('<<link "a">><</button>>', SUGAR)),
    "open comments": ("a.twee", lambda: _full("<!--", SUGAR)),
    "open comments of C": ("a.twee", lambda: _full("/*", SUGAR)),
    "open tags": ("a.twee", lambda: _full("<b", SUGAR)),
    "nested tags": ("a.twee", lambda: _full("<b>x", SUGAR)),
    "tags closed by others": ("a.twee", lambda: _full("<b></i>", SUGAR)),
    "nested and closed": (
        "a.twee", lambda: _full("<b>x", SUGAR, SIZE // 2) + _full("</b>", "", SIZE // 2)
    ),
    "attributes": ("a.twee", lambda: SUGAR + "<a " + "b='c\" " * (SIZE // 6) + ">"),
    "linked tags without end": ("a.twee", lambda: _full("<a data-passage='x'>", SUGAR)),
    "pictures": ("a.twee", lambda: _full("[img[", SUGAR)),
    "marks": ("a.twee", lambda: _full("''a//b==c", SUGAR)),
    "marks without end": ("a.twee", lambda: _full("//a", SUGAR)),
    "squares in a macro": ("a.twee", lambda: _full("<<set $a to [[[[[[[[>>", SUGAR)),
    "open parens": ("a.twee", lambda: _full("(set: (", HARLOWE)),
    "open hooks": ("a.twee", lambda: _full("(if: 1)[", HARLOWE)),
    "brackets": ("a.twee", lambda: _full("(if: 1)[[", HARLOWE)),
    "named hooks": ("a.twee", lambda: _full("|a>[", HARLOWE)),
    "templates": ("a.twee", lambda: _full("<%=", HEAD["Snowman"])),
    "Markdown pictures": ("a.twee", lambda: _full("![a](", HEAD["Snowman"])),
    "inserts": ("a.twee", lambda: _full("{a: '", HEAD["Chapbook"])),
    "modifiers": ("a.twee", lambda: _full("[js]\n", HEAD["Chapbook"])),
    "many passages": ("a.twee", lambda: _full(":: \n", "", 79_000)),
    "too many passages": ("a.twee", lambda: _full(":: a\n")),
    "equal names": ("a.twee", lambda: _full(":: Мир\n[[Мир]]\n", "", SIZE)),
    "many links in one passage": (
        "a.twee", lambda: ":: Start\n" + "".join(f"[[{n}|B]]\n" for n in range(40_000)) + ":: B\nb"
    ),
    "a mesh": ("a.twee", lambda: _mesh(3_000, 14)),
    "includes": ("a.twee", _includes),
    "one line": ("a.twee", lambda: _full("Wort ", SUGAR)),
    "one word": ("a.twee", lambda: _full("a", SUGAR)),
    "blank lines": ("a.twee", lambda: _full("\n", SUGAR)),
    "headers with escapes": ("a.twee", lambda: ":: " + "\\" * SIZE),
    "deep story data": ("a.twee", lambda: ":: StoryData\n" + "[" * SIZE + "\n:: A\nb"),
    "control signs": ("a.twee", lambda: _full("a\x01b ", SUGAR, SIZE // 100) + "x" * SIZE),
    "binary": ("a.twee", lambda: Random(1).randbytes(SIZE)),
    "alias bomb": ("a.yaml", _aliases),
    "many states": ("a.yaml", _states),
    "deep brackets": ("a.yaml", lambda: "states: " + "[" * SIZE),
    "a colon in each line": ("a.yaml", lambda: _full("k: a: b\n", "states: {}\n")),
    "open quotes": ("a.yaml", lambda: _full('k: "a\n', "states: {}\n")),
    "equal keys": ("a.yaml", lambda: _full("a: b\n", "states: {A: {content: b}}\n")),
    "HTML in a state": (
        "a.yaml", lambda: "states: {A: {content: {html: '" + "<b>x<i>" * (SIZE // 7) + "'}}}"
    ),
    "components": (
        "a.yaml",
        lambda: "states: {A: {content: {html: '"
        + "<oppia-noninteractive-tabs tab_contents-with-value=\"[[[[\">" * 8_000 + "'}}}",
    ),
    "a bomb of one file": (
        "a.zip", lambda: _zip({"journey.yaml": b"id: a", "media/a.svg": bytes(200 * 1024**2)})
    ),
    "a bomb of many files": (
        "a.zip", lambda: _zip({f"media/{n}.svg": bytes(10 * 1024**2) for n in range(30)})
    ),
    "a bomb of text": (
        "a.zip", lambda: _zip({f"{n}.twee": b":: a\n" * 200_000 for n in range(30)})
    ),
    "many entries": ("a.zip", lambda: _zip({f"{n}.twee": b"" for n in range(20_000)})),
    "a directory that lies": (
        "a.zip", lambda: b"PK\x03\x04" + bytes(10**7) + b"PK\x05\x06" + bytes(8)
        + b"\x01\x00\x00\xff\xff\x00\x00\x00\x00\x00\x00\x00",
    ),
}  # fmt: skip


def measured(names: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Import sources in a process of their own; return CPU seconds and most megabytes of each."""
    command = [sys.executable, "-m", __spec__.name if __spec__ else __name__, *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return {name: (seconds, size) for name, seconds, size in json.loads(done.stdout)}


def _main() -> None:
    from app.content.importers import Refused, read_bytes

    found = []
    for each in sys.argv[1:]:
        name, make = INPUTS[each]
        given = make()
        raw = given if isinstance(given, bytes) else given.encode()
        del given
        gc.collect()
        # Making a bomb takes some memory too, which is not the importer's.
        forget_most()
        started = time.process_time()
        try:
            read_bytes(raw, name)
        except Refused as refused:
            assert refused.message()
        found.append((each, time.process_time() - started, most()))
    print(json.dumps(found))


if __name__ == "__main__":
    _main()
