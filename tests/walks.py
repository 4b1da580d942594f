"""Walks through the player's pages, in the words of a learner: open, answer, look."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from werkzeug.test import TestResponse

from tests.people import Person, main_of

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@dataclass
class Walk:
    """One learner's run. With `htmx` answers are sent as the script of the page sends them."""

    person: Person
    journey: str
    role: str | None = None
    htmx: bool = False
    code: str = ""
    last: TestResponse = field(init=False)

    def __post_init__(self) -> None:
        self.code = self.code or self.person.depart(self.journey, self.role)

    def at(self, place: str = "") -> str:
        """Return the address of a place of the run."""
        return f"/unterwegs/{self.code}/{place}".rstrip("/")

    def see(self, place: str, status: int = 200) -> str:
        """Open a page of the run and return its main part."""
        self.last = self.person.get(self.at(place))
        assert self.last.status_code == status, (place, self.last.status_code)
        return main_of(self.last)

    def hidden(self, place: str) -> dict[str, str]:
        """Return the hidden fields of the form on a page."""
        html = self.person.get(self.at(place)).get_data(as_text=True)
        return {name: unescape(value) for name, value in HIDDEN.findall(html)}

    def send(self, place: str, status: int | None = None, /, **fields: Any) -> TestResponse:
        """Open a step and send its form; a field given replaces the hidden one."""
        return self.post(place, status, self.hidden(place) | fields)

    def post(self, place: str, status: int | None, fields: dict[str, Any]) -> TestResponse:
        """Send fields as they are. Without `status` it must be the answer to a success."""
        headers = {"HX-Request": "true"} if self.htmx else {}
        path = self.at(place.split("?")[0])
        self.last = self.person.client.post(path, data=fields, headers=headers)
        wanted = status or (200 if self.htmx else 303)
        assert self.last.status_code == wanted, (place, self.last.status, main_of(self.last))
        return self.last

    def draft(self, step: str, status: int = 200, /, **fields: Any) -> TestResponse:
        """Save a text as the script does while somebody writes."""
        data = {"csrf_token": self.person.token()} | fields
        path = self.at(f"{step}/entwurf")
        self.last = self.person.client.post(path, data=data, headers={"HX-Request": "true"})
        assert self.last.status_code == status, (self.last.status, main_of(self.last))
        return self.last

    def stands_at(self) -> str:
        """Return the place to which the run's own address leads."""
        response = self.person.get(self.at())
        assert response.status_code == 302
        return response.headers["Location"].split("/", 3)[3]

    def led_to(self) -> str:
        """Return the place to which the last answer led."""
        headers = self.last.headers
        return (headers.get("HX-Push-Url") or headers["Location"]).split("/", 3)[3]

    def title(self) -> str:
        """Return the title of the last page or partial."""
        found = TITLE.search(self.last.get_data(as_text=True))
        assert found, "every page has a title"
        return unescape(found[1])


def forms_in(main: str) -> int:
    """Count the forms that send something."""
    return main.count('method="post"')
