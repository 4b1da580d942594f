"""Run the parts of the test suite one after another and print the seconds of each.

The last line alone says how many tests passed and failed; the exit status is 0 only if every part
ran tests and none failed. Seconds and counts are kept for `make figures`.
"""

import argparse
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from scripts import figures

ROOT = Path(__file__).parent.parent
PARTS = {
    "unit": ["tests/unit", "-n", "2"],
    "integration": ["tests/integration", "-m", "not database", "-n", "2"],
    "database": ["tests/integration", "tests/database", "-m", "database", "-n", "2"],
    "browser": ["tests/browser", "-n", "2"],
    "faults": ["tests/faults", "-n", "2"],
}
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed)\b")
SUMMARY = re.compile(r"^(=+ )?\d+ .* in [\d.]+s")


@dataclass(frozen=True)
class Outcome:
    """What one part did: `status` is the exit status of pytest."""

    part: str
    status: int
    seconds: float
    passed: int
    failed: int
    skipped: int

    @property
    def is_good(self) -> bool:
        return self.status == 0 and self.passed > 0 and not self.failed


def main() -> int:
    """Run the named parts, or all; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"some of {', '.join(PARTS)}")
    parser.add_argument("--setup-seconds", type=float, default=0.0)
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    outcomes = [run(part) for part in options.parts or PARTS]
    keep(outcomes)
    report(outcomes, options.setup_seconds)
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


def run(part: str) -> Outcome:
    """Run one part with its output shown as it comes, and count its tests."""
    print(f"\n--- {part} ---", flush=True)
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", *existing(PARTS[part])]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    summary = ""
    for text in process.stdout or ():
        print(text, end="", flush=True)
        if SUMMARY.match(text):
            summary = text
    counts = {name.rstrip("s"): int(number) for number, name in COUNT.findall(summary)}
    return Outcome(
        part=part,
        status=process.wait(),
        seconds=time.monotonic() - started,
        passed=counts.get("passed", 0),
        failed=counts.get("failed", 0) + counts.get("error", 0),
        skipped=counts.get("skipped", 0),
    )


def existing(arguments: list[str]) -> list[str]:
    """Leave out folders that are not there; pytest would stop at them."""
    return [word for word in arguments if not word.startswith("tests/") or (ROOT / word).is_dir()]


def keep(outcomes: list[Outcome]) -> None:
    """Keep the seconds of each part, and how many tests passed, as figures."""
    for outcome in outcomes:
        figures.record(
            f"Tests: {outcome.part}",
            round(outcome.seconds, 1),
            "none fails",
            outcome.is_good,
            "make test",
            unit="s",
            note=f"{outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped",
            quiet=True,
        )


def report(outcomes: list[Outcome], setup_seconds: float) -> None:
    """Print a line for each part and the totals."""
    print(f"\n{'setting up':<12} {setup_seconds:7.1f} s")
    for outcome in outcomes:
        verdict = "" if outcome.is_good else f"   FAILED (pytest status {outcome.status})"
        skipped = f", {outcome.skipped} skipped" if outcome.skipped else ""
        print(
            f"{outcome.part:<12} {outcome.seconds:7.1f} s   "
            f"{outcome.passed} passed, {outcome.failed} failed{skipped}{verdict}"
        )
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(max(outcome.failed, not outcome.is_good) for outcome in outcomes)
    print(f"\n{passed} passed, {failed} failed", flush=True)


if __name__ == "__main__":
    sys.exit(main())
