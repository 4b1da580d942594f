"""A small keep-alive HTTP client, cheap enough not to disturb what it measures."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote_plus

HEAD_END = b"\r\n\r\n"


@dataclass(slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


class Client:
    """One keep-alive connection with a cookie jar."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._socket = socket.create_connection(("127.0.0.1", port), 30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def get(self, path: str) -> Reply:
        return self._send("GET", path, b"", "")

    def post(self, path: str, fields: dict[str, str], *, htmx: bool = True) -> Reply:
        body = "&".join(f"{key}={quote_plus(value)}" for key, value in fields.items()).encode()
        extra = "Content-Type: application/x-www-form-urlencoded\r\n"
        if htmx:
            extra += "HX-Request: true\r\n"
        return self._send("POST", path, body, extra)

    def close(self) -> None:
        self._socket.close()

    def _send(self, method: str, path: str, body: bytes, extra: str) -> Reply:
        cookies = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{extra}"
        if cookies:
            head += f"Cookie: {cookies}\r\n"
        if method == "POST":
            head += f"Content-Length: {len(body)}\r\n"
        self._socket.sendall(head.encode() + b"\r\n" + body)
        return self._read()

    def _read(self) -> Reply:
        data = self._rest
        while HEAD_END not in data:
            data += self._more()
        head, _, data = data.partition(HEAD_END)
        lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";", 1)[0]
        length = int(headers.get("content-length", "0"))
        while len(data) < length:
            data += self._more()
        self._rest = data[length:]
        return Reply(int(lines[0].split(" ")[1]), headers, data[:length])

    def _more(self) -> bytes:
        more = self._socket.recv(65536)
        if not more:
            raise ConnectionError("The server closed the connection.")
        return more


def hidden_fields(html: bytes) -> dict[str, str]:
    """Return the names and values of all hidden inputs of a page."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", html.decode()):
        values = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if values.get("type") == "hidden":
            found[values["name"]] = values.get("value", "")
    return found


def drive(workers: list[Iterator[Reply]], requests: int) -> list[float]:
    """Pull ``requests`` replies from each worker at once, a thread each; return all seconds.

    Raises AssertionError for any reply that is not 200.
    """
    times: list[list[float]] = [[] for _ in workers]
    failures: list[str] = []

    def work(index: int) -> None:
        for _ in range(requests):
            started = time.perf_counter()
            reply = next(workers[index])
            times[index].append(time.perf_counter() - started)
            if reply.status != 200:
                failures.append(f"{reply.status}: {reply.body[:300]!r}")
                return

    _at_once(work, len(workers))
    assert not failures, failures[:3]
    return [seconds for part in times for seconds in part]


def _at_once(work: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=work, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
