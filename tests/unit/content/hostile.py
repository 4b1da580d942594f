"""Files up to the limit of 512 KB that would like to take long or much memory.

``python -m tests.unit.content.hostile NAME`` checks one of them and prints CPU seconds and
megabytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.memory import most

ROOT = Path(__file__).parents[3]
LIMIT = 512 * 1024
HEAD = """\
format: zukunftsreise/1
id: lang
title: "Lang"
languages: [de]
stages:
  - stage: eins
    title: "Eins"
    steps:
"""
END = '      - {end: ende, title: "Ende", text: "Das war es."}\n'


def _filled(line: Callable[[int], str], head: str = HEAD, tail: str = END) -> str:
    """Write numbered lines between head and tail as long as the limit allows."""
    lines, room = [], LIMIT - len((head + tail).encode())
    while room >= len(line(len(lines)).encode()):
        lines.append(line(len(lines)))
        room -= len(lines[-1].encode())
    return head + "".join(lines) + tail


def _steps(count: int, step: Callable[[int], str], before: str = "") -> str:
    return HEAD.replace("stages:", before + "stages:") + "".join(map(step, range(count))) + END


def _alias_bomb() -> str:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    return _filled(lambda n: f"b{n}: *a8\n", bomb, "")


def _counters() -> str:
    names = "".join(f"  r{n}: {{start: 0}}\n" for n in range(50))
    ids = [*(f"d{n}" for n in range(499)), "ende", "ende"]
    return _steps(
        499,
        lambda n: (
            f"      - decision: d{n}\n        question: Q\n        choices: [{{id: a, label: A, "
            f"add: {{r{n % 50}: 1}}}}, {{id: b, label: B}}, {{id: c, label: C}}]\n"
            f"        next: [{{when: {{r{(n + 3) % 50}: {{at_least: 2}}}}, to: {ids[n + 2]}}}, "
            f"{{to: {ids[n + 1]}}}]\n"
        ),
        f"remember:\n{names}",
    )


def _conditions() -> str:
    parts = ", ".join(
        f"{{all: [{{r: {{at_least: {n}}}}}, {{not: {{d: a}}}}]}}" for n in range(9999)
    )
    return _steps(
        1,
        lambda _: (
            "      - decision: d\n        question: Q\n        choices: "
            "[{id: a, label: A, add: {r: 1}}, {id: b, label: B}]\n"
            f"      - {{story: s, title: T, text: T, when: {{any: [{parts}]}}}}\n"
        ),
        "remember:\n  r: {start: 0}\n",
    )


def _scales() -> str:
    items = ", ".join(f"{{id: i{n}, label: L}}" for n in range(12))
    asked = [", ".join(f"{{s{n}.i{k}: {{at_least: 5}}}}" for k in range(12)) for n in range(100)]
    return _steps(
        200,
        lambda n: (
            f"      - {{scale: s{n}, points: 10, from: a, to: b, items: [{items}]}}\n"
            if n < 100
            else f"      - {{story: t{n}, title: T, text: T, when: {{all: [{asked[n - 100]}]}}}}\n"
        ),
    )


def _checks() -> str:
    answers = ", ".join(f"{{id: a{n}, correct: ja, label: L, feedback: F}}" for n in range(6))
    asked = [", ".join(f"{{c{n}: {{includes: a{k}}}}}" for k in range(6)) for n in range(250)]
    return _steps(
        499,
        lambda n: (
            f"      - {{check: c{n}, question: Q, several: ja, tries: 9, answers: [{answers}]}}\n"
            if n < 250
            else f"      - {{story: t{n}, title: T, text: T, when: {{any: [{asked[n - 250]}]}}}}\n"
        ),
    )


def _story(text: str) -> str:
    return f"      - {{story: lang, title: Lang, text: '{text}'}}\n"


INPUTS: dict[str, Callable[[], str | bytes]] = {
    "alias bomb": _alias_bomb,
    "brackets 500 000 deep": lambda: "a: " + "[" * (LIMIT - 3),
    "hyphens 250 000 deep": lambda: "- " * (LIMIT // 2),
    "10 000 unknown keys": lambda: "".join(f"schlüssel{n}: wert\n" for n in range(10_000)),
    "binary": lambda: Random(1).randbytes(LIMIT),
    "UTF-16": lambda: ("a: b\n" * 50_000).encode("utf-16"),
    "UTF-16 without a mark": lambda: ("a: b\n" * 50_000).encode("utf-16-le"),
    "one line": lambda: "a: " + "x" * (LIMIT - 3),
    "a list of 100 000": lambda: (
        HEAD.replace("stages", f"topics: [{'x, ' * 99_999}x]\nstages") + END
    ),
    "one huge text": lambda: HEAD + _story("Ein Satz. " * 52_000) + END,
    "comments": lambda: _filled(lambda n: "# ok ZR504 weil\n"),
    "20 000 steps": lambda: _filled(lambda n: f"      - {{story: s{n}, title: T, text: T}}\n"),
    "equal keys": lambda: _filled(lambda n: "a: b\n", "", ""),
    "merge keys": lambda: _filled(lambda n: "<<: x\n", "", ""),
    "a colon in each line": lambda: _filled(lambda n: f"k{n}: a: b\n", "", ""),
    "a tab in each line": lambda: _filled(lambda n: f"\tk{n}:\tb\n", "", ""),
    "open quotation marks": lambda: _filled(lambda n: f'k{n}: "a\n', "", ""),
    "indents without order": lambda: _filled(lambda n: " " * (n % 7) + f"k{n}: a\n", "", ""),
    "ids of 3 000 letters": lambda: _filled(
        lambda n: _story("T").replace("lang", f"{n}" * 3000, 1)
    ),
    "signs of Markdown": lambda: _filled(
        lambda n: _story("*a_`[!" * 3000).replace("lang", f"s{n}")
    ),
    "short sentences": lambda: _filled(lambda n: _story("Ja. " * 4000).replace("lang", f"s{n}")),
    "many counters": _counters,
    "many conditions": _conditions,
    "many scales read": _scales,
    "many checks read": _checks,
}


def measured(name: str) -> tuple[float, float]:
    """Check an input in a process of its own; return its CPU seconds and its most megabytes."""
    command = [sys.executable, "-m", __spec__.name if __spec__ else __name__, name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def _main() -> None:
    from app.content.source import parse

    given = INPUTS[sys.argv[1]]()
    raw = given if isinstance(given, bytes) else given.encode()
    assert len(raw) <= LIMIT
    started = time.process_time()
    assert parse(raw).problems is not None
    seconds = time.process_time() - started
    print(json.dumps([seconds, most()]))


if __name__ == "__main__":
    _main()
