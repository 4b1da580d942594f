"""Run the long proofs before a release: every file of tests/gate/, one after another.

`test_*.py` runs under pytest with the larger numbers of the profile `gate`; any other file is a
program of its own.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Run all proofs, or those named on the command line; return 1 if one fails or none exists."""
    wanted = set(sys.argv[1:])
    files = [
        file
        for file in sorted((ROOT / "tests" / "gate").glob("[!_]*.py"))
        if file.stem != "conftest" and (not wanted or file.stem in wanted)
    ]
    outcomes = [(file.stem, *run(file)) for file in files]
    print()
    for name, good, seconds in outcomes:
        print(f"{name:<32} {seconds:8.1f} s   {'passed' if good else 'FAILED'}")
    failed = [name for name, good, _ in outcomes if not good]
    print(f"\n{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    return 0 if outcomes and not failed else 1


def run(file: Path) -> tuple[bool, float]:
    """Run one proof; return whether it held, and its seconds."""
    print(f"\n--- {file.stem} ---", flush=True)
    is_test = file.stem.startswith("test_")
    target = ["pytest", "-q", str(file)] if is_test else [f"tests.gate.{file.stem}"]
    environ = os.environ | {"HYPOTHESIS_PROFILE": "gate"}
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-m", *target], cwd=ROOT, env=environ, check=False)
    return done.returncode == 0, time.monotonic() - started


if __name__ == "__main__":
    sys.exit(main())
