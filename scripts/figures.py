"""Figures of the project: measured somewhere, kept in instance/figures/, printed by `make figures`.

Benchmarks, gates and tests call `record`; nothing else writes there.
"""

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "instance" / "figures"


def record(
    name: str,
    value: float | str,
    goal: str,
    ok: bool,
    command: str,
    unit: str = "",
    note: str = "",
    quiet: bool = False,
) -> None:
    """Keep one figure under `name`, replacing its last run.

    `goal` is what is promised in words ("≤ 2.2 × R"), `ok` whether the value keeps it, and
    `command` the one that measures it again. The figure is printed at once
    unless `quiet`.
    """
    figure = {
        "name": name,
        "value": value,
        "unit": unit,
        "goal": goal,
        "ok": bool(ok),
        "command": command,
        "note": note,
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / (re.sub(r"\W+", "-", name.lower()).strip("-") + ".json")
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(figure, ensure_ascii=False, indent=2) + "\n", "utf-8")
    draft.replace(path)
    if not quiet:
        print(line(figure), flush=True)


def line(figure: dict) -> str:
    """Return one figure as one line of text."""
    kept = "kept  " if figure["ok"] else "MISSED"
    value = figure["value"]
    shown = f"{value:.3g}" if isinstance(value, float) and abs(value) < 1000 else str(value)
    measured = f"{shown} {figure['unit']}".strip()
    note = f"  ({figure['note']})" if figure["note"] else ""
    return f"{kept}  {figure['name']:<40} {measured:>16}   goal {figure['goal']}{note}"


def main() -> int:
    """Print every figure below the command that measures it; 1 where a goal is missed."""
    figures = [json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    if not figures:
        print("No figure has been measured yet: run make bench, make gate or make test first.")
        return 0
    for command in sorted({figure["command"] for figure in figures}):
        print(f"\n{command}")
        for figure in figures:
            if figure["command"] == command:
                print(f"  {line(figure)}  {figure['measured']}")
    return 0 if all(figure["ok"] for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
