"""What a page offers: the addresses it leads to, and its forms with the values they would send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

LINKS = ("href", "src", "hx-get", "data-src", "data-address")
SENDS = ("formaction", "hx-post", "data-save")


@dataclass
class Sent:
    """A form as it would be sent when nothing was typed, or the address an island sends to."""

    address: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class Page(HTMLParser):
    """Read a page once; `links` are addresses to open, `forms` what may be sent."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.forms: list[Sent] = []
        self._form: Sent | None = None
        self._area = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in pairs}
        self.links.update(local(at[name] for name in LINKS if name in at))
        self.forms += [
            Sent(each) for each in local(at[name] for name in SENDS if name in at and tag != "form")
        ]
        for name, value in at.items():
            # Addresses that scripts of a page know stand in attributes of their own.
            if name.startswith("data-") and value.startswith("/"):
                self.links.add(value)
                self.forms.append(Sent(value))
        if tag == "form" and at.get("method", "").lower() == "post":
            self._form = Sent(at.get("action", ""))
            self.forms.append(self._form)
        elif tag == "form":
            self.links.update(local([at.get("action", "")]))
        elif self._form:
            self._field(tag, at)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._form and self._area:
            self._form.fields[self._area] = [self._form.fields[self._area][0] + data]

    def _field(self, tag: str, at: dict[str, str]) -> None:
        assert self._form
        fields, name = self._form.fields, at.get("name", "")
        if tag == "textarea" and name:
            self._area, fields[name] = name, [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in at or self._select not in fields:
                fields[self._select] = [at.get("value", "")]
        elif tag == "button" and name:
            fields.setdefault(name, [at.get("value", "")])
        elif tag == "input" and name:
            self._input(fields, name, at)

    @staticmethod
    def _input(fields: dict[str, list[str]], name: str, at: dict[str, str]) -> None:
        kind, value = at.get("type", "text"), at.get("value", "")
        if kind == "radio" and ("checked" in at or name not in fields):
            fields[name] = [value]
        elif kind != "radio" and (kind != "checkbox" or "checked" in at):
            fields.setdefault(name, []).append(value)


def local(addresses: Iterator[str] | list[str]) -> list[str]:
    """Return those that lead to a page of the application."""
    return [
        each
        for each in addresses
        if each.startswith("/") and not each.startswith("//") and urlsplit(each).path != "/static"
    ]
