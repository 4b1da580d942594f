"""A headless editor: speaks the Language Server Protocol with the real yaml-language-server."""

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from scripts.node_packages import npm

FOLDER = Path(__file__).parent
SERVER = FOLDER / "node_modules/yaml-language-server/bin/yaml-language-server"
SETTINGS = {
    "yaml": {"validate": True, "hover": True, "completion": True,
             "schemaStore": {"enable": False}, "kubernetesCRDStore": {"enable": False}},
}  # fmt: skip


class Editor:
    """Opens files of a folder and asks the server what an editor asks. Use it in a `with`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)
        self._published: dict[str, list[dict[str, Any]]] = {}
        npm()  # Puts Node.js into PATH where it comes from PyPI.
        node = shutil.which("node")
        assert node and SERVER.exists(), "make test installs it"
        self._process = subprocess.Popen(
            [node, str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> "Editor":
        document = {
            "hover": {"contentFormat": ["markdown"]},
            "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
            "publishDiagnostics": {},
        }
        capabilities = {"textDocument": document, "workspace": {"configuration": True}}
        root = self.folder.as_uri()
        self.ask("initialize", processId=None, rootUri=root, capabilities=capabilities,
                 workspaceFolders=[{"uri": root, "name": "journeys"}])  # fmt: skip
        self._send("initialized", {})
        return self

    def __exit__(self, *_: object) -> None:
        self.ask("shutdown")
        self._send("exit", {})
        self._process.wait(timeout=20)

    def open(self, path: str, text: str) -> "File":
        """Open a file with this text; nothing needs to be on the disk."""
        uri = (self.folder / path).as_uri()
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send("textDocument/didOpen", {"textDocument": item})
        return File(self, uri, text)

    def ask(self, method: str, **params: Any) -> Any:
        """Send a request and return its result; answer what the server asks meanwhile."""
        number = next(self._numbers)
        self._send(method, params, id=number)
        while True:
            message = self._receive()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """Wait for what the server underlines in a file."""
        while uri not in self._published:
            self._receive()
        return self._published[uri]

    def _receive(self) -> dict[str, Any]:
        out = self._process.stdout
        assert out is not None
        length = 0
        while (line := out.readline().strip()) or not length:
            assert line or self._process.poll() is None, "the server is gone"
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(out.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self._published[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            self._reply(message)
        return message

    def _reply(self, request: dict[str, Any]) -> None:
        answer: Any = None
        if request["method"] == "workspace/configuration":
            wanted = request["params"]["items"]
            answer = [SETTINGS.get(item.get("section"), {}) for item in wanted]
        self._write({"id": request["id"], "result": answer})

    def _send(self, method: str, params: dict[str, Any], **more: Any) -> None:
        self._write({"method": method, "params": params, **more})

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        pipe = self._process.stdin
        assert pipe is not None
        pipe.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        pipe.flush()


@dataclass
class File:
    """A file that is open in the editor. A place is named by words that stand before it."""

    editor: Editor = field(repr=False)
    uri: str
    text: str

    def completions(self, before: str) -> dict[str, str]:
        """Return what is offered behind these words: label to explanation."""
        found = self._ask("textDocument/completion", self._behind(before))
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: _markdown(item.get("documentation")) for item in items}

    def hover(self, words: str) -> str:
        """Return what is shown when the mouse rests on the first sign of these words."""
        found = self._ask("textDocument/hover", self._behind(words) - len(words) + 1)
        return _markdown(found["contents"]) if found else ""

    def underlined(self) -> list[tuple[str, str]]:
        """Return what is underlined, as the words and the message."""
        lines = self.text.splitlines()
        found = []
        for each in self.editor.diagnostics(self.uri):
            start, end = each["range"]["start"], each["range"]["end"]
            until = end["character"] if end["line"] == start["line"] else None
            words = lines[start["line"]][start["character"] : until]
            found.append((words, each["message"]))
        return found

    def _ask(self, method: str, offset: int) -> Any:
        line = self.text.count("\n", 0, offset)
        character = offset - (self.text.rfind("\n", 0, offset) + 1)
        place = {"line": line, "character": character}
        return self.editor.ask(method, textDocument={"uri": self.uri}, position=place)

    def _behind(self, words: str) -> int:
        assert self.text.count(words) == 1, words
        return self.text.index(words) + len(words)


def _markdown(found: Any) -> str:
    return found["value"] if isinstance(found, dict) else found or ""
