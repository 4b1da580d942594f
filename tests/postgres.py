"""A PostgreSQL server of one's own for the tests: no network, a new directory, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

SUPERUSER = "postgres"


class PostgresServer:
    """A running server on a unix socket; faults may `restart` or `kill` it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"

    def create(self) -> None:
        """Make the cluster: German ICU sorting, trust on the socket, durable commits as in use."""
        if os.geteuid() == 0:
            owner = pwd.getpwnam(SUPERUSER)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self._run(
            "initdb",
            "--no-sync",
            "--encoding=UTF8",
            "--locale-provider=icu",
            "--icu-locale=de-DE",
            "--auth=trust",
            f"--username={SUPERUSER}",
            f"--pgdata={self.data}",
        )
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(
                f"unix_socket_directories = '{self.folder}'\nlisten_addresses = ''\n"
                "max_connections = 100\nautovacuum = off\n"
            )

    def start(self) -> None:
        """Start and wait until connections are accepted."""
        log = f"--log={self.folder / 'log'}"
        self._run("pg_ctl", "start", "-w", f"--pgdata={self.data}", log)

    def stop(self, mode: str = "fast") -> None:
        """Stop; the mode `immediate` is what a crash does."""
        self._run("pg_ctl", "stop", "-w", f"--pgdata={self.data}", f"--mode={mode}")

    def restart(self, mode: str = "fast") -> None:
        """Stop in `mode` and start again."""
        self.stop(mode)
        self.start()

    def url(self, database: str = SUPERUSER) -> str:
        """Return the address of `database` in the form ZR_DATABASE_URL has."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self.folder))}"

    def create_database(self, name: str, template: str = "template0") -> str:
        """Copy `template` to a new database and return its address."""
        self._administer(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop the database even while somebody is connected."""
        self._administer(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=str(self.folder), user=SUPERUSER, dbname=SUPERUSER, autocommit=True
        ) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        command = [_path_of(program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", SUPERUSER, "--", *command]
        # A pipe would be inherited by the server, and its reader would wait for ever; a file ends.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                command, cwd=self.folder, stdout=output, stderr=subprocess.STDOUT, check=False
            )
            output.seek(0)
            said = output.read().decode(errors="replace")
        if done.returncode:
            raise RuntimeError(f"{program} failed: {said}")


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Create and start a server, and remove it with its data at the end."""
    with tempfile.TemporaryDirectory(prefix="zr-pg-", ignore_cleanup_errors=True) as folder:
        server = PostgresServer(Path(folder))
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")


def _path_of(program: str) -> str:
    """Find a server program; Debian keeps each version in a folder of its own."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    for folder in versions:
        if (folder / program).is_file():
            return str(folder / program)
    found = shutil.which(program)
    if not found:
        raise RuntimeError(f"{program} is missing: install PostgreSQL 15 or newer (make test does)")
    return found


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0
