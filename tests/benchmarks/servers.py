"""Real servers under measurement: start, watch the CPU and memory of the process tree, stop."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """A granian process serving ``target`` (``module:attribute``) on a free loopback port."""

    def __init__(
        self,
        target: str,
        *,
        environ: dict[str, str],
        workers: int = 1,
        threads: int = 1,
        port: int | None = None,
        log: Path | None = None,
    ) -> None:
        self.port = port or free_port()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--log-level", "error"]
        command += ["--workers", str(workers), "--blocking-threads", str(threads), target]
        with (log or Path(os.devnull)).open("ab") as output:
            self.process = psutil.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **environ},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._wait()

    def cpu(self) -> float:
        """Return user + system seconds of the whole process tree so far."""
        return sum(_seconds(process) for process in self.tree())

    def pss(self) -> int:
        """Return the proportional memory of the serving processes in bytes."""
        return sum(process.memory_full_info().pss for process in self.tree())

    def tree(self) -> list[psutil.Process]:
        """Return the master and all its workers."""
        return [self.process, *self.process.children(recursive=True)]

    def stop(self) -> None:
        """End the tree and wait for it, also where its master is gone already."""
        tree = self.tree() if self.process.is_running() else []
        if not tree:
            return
        self.process.terminate()
        _, alive = psutil.wait_procs(tree, timeout=10)
        for process in alive:
            process.kill()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _wait(self) -> None:
        for _ in range(300):
            if self.process.poll() is not None:
                raise RuntimeError(f"The server ended at once with {self.process.returncode}.")
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("The server did not open its port within 30 seconds.")


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
