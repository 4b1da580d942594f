"""Serve the application with granian, in development exactly as in production.

SQLite gets one process, because two writing processes wait unfairly for each other; PostgreSQL gets
one process a core.
"""

import os
import sys
from pathlib import Path

from app import config as settings

THREADS_ON_SQLITE = 2
THREADS_ON_POSTGRESQL = 4
ROOT = Path(__file__).parent.parent


def main() -> None:
    """Check the environment and become the server; `HOST` and `PORT` say where it listens."""
    try:
        config = settings.load(os.environ, ROOT / "instance")
    except settings.ConfigError as error:
        sys.exit(str(error))
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not config.is_production:
        print(f"Zukunftsreise: {config.base_url}", flush=True)
    program = Path(sys.executable).parent / "granian"
    os.chdir(ROOT)
    os.execv(program, [str(program), *arguments(config.database_url, host, port)])


def arguments(database_url: str, host: str, port: str) -> list[str]:
    """Return granian's arguments; a worker that dies is started again."""
    on_sqlite = database_url.startswith("sqlite")
    workers = 1 if on_sqlite else os.cpu_count() or 1
    threads = THREADS_ON_SQLITE if on_sqlite else THREADS_ON_POSTGRESQL
    return [
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        f"--workers={workers}",
        f"--blocking-threads={threads}",
        "--respawn-failed-workers",
        "--workers-kill-timeout=10",
        "--log-level=warning",
        "--no-access-log",
        "wsgi:app",
    ]


if __name__ == "__main__":
    main()
