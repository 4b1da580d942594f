"""Two facilitators who publish the same journey at the same moment: one version, both know why."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

from tests.benchmarks.client import Client, Reply, hidden_fields
from tests.benchmarks.product import Product
from tests.faults.installation import JOURNEY, SOURCE, rows

PASSWORD = "vier bunte wolken warten"
HERE = f"/studio/{JOURNEY}"
PUBLISH = f"{HERE}/veroeffentlichung"
TOLD = re.compile(r"(Ada|Ben) hat um [\d:]+.Uhr Fassung (\d+) veröffentlicht")


class Facilitator:
    """Somebody of the staff with a browser."""

    def __init__(self, product: Product, port: int, name: str) -> None:
        self.name = name
        self.client = Client(port)
        link = product.flask("users", "invite", f"{name}@reise.example", "--role", "facilitator")
        path = "/" + link.split()[-1].split("/", 3)[3]
        fields = hidden_fields(self.client.get(path).body)
        given = {"name": name, "password-new": PASSWORD}
        done = self.client.post(path, fields | given, htmx=False)
        assert done.status == 303, done.body[-600:]

    def form(self, path: str) -> dict[str, str]:
        """Open a page and return what its first form carries unseen."""
        page = self.client.get(path)
        assert page.status == 200, (path, page.status)
        return hidden_fields(page.body)

    def send(self, path: str, fields: dict[str, str]) -> Reply:
        """Send a form and insist that it is taken."""
        reply = self.client.post(path, fields, htmx=False)
        assert reply.status == 303, (path, reply.status, reply.body[-400:])
        return reply


def tries(product: Product, port: int) -> Iterator[list[str]]:
    """Let two publish at once, again and again; yield each time what was wrong."""
    ada, ben = (Facilitator(product, port, name) for name in ("Ada", "Ben"))
    _begin(ada, ben)
    number = 1
    while True:
        number += 1
        _edit(ada, number)
        yield _of_two(product, ada, ben, number)
        number += 1
        _edit(ben, number)
        yield _of_one_in_two_tabs(product, ben, number)


def _begin(ada: Facilitator, ben: Facilitator) -> None:
    """Open the published journey in the studio, and let both write it."""
    ada.send(f"{HERE}/oeffnen", ada.form("/studio"))
    invited = ada.client.post(f"{HERE}/autoren", ada.form(f"{HERE}/teilen"), htmx=False)
    found = re.search(rb"/mitschreiben/[\w-]+", invited.body)
    assert found, invited.status
    path = found[0].decode()
    ben.send(path, ben.form(path))


def _edit(writer: Facilitator, number: int) -> None:
    fields = writer.form(HERE)
    text = SOURCE.replace("Schön.", f"Schön. Fassung {number}.")
    writer.send(HERE, fields | {"text": text})


def _of_two(product: Product, ada: Facilitator, ben: Facilitator, number: int) -> list[str]:
    sent = [(each, each.form(PUBLISH) | {"note": f"Von {each.name}"}) for each in (ada, ben)]
    replies = _at_once(sent)
    problems = _outcome(product, number, [303, 409], replies)
    for (each, _), reply in zip(sent, replies, strict=True):
        told = TOLD.search(reply.body.decode()) if reply.status == 409 else None
        quicker = _publisher(product, number)
        if reply.status == 409 and (not told or told.groups() != (quicker, str(number))):
            problems.append(f"{each.name} is told {told and told[0]!r}, but it was {quicker}")
        if (reply.status == 303) != (each.name == quicker):
            problems.append(f"{each.name} got {reply.status}, published by {quicker}")
    return problems


def _of_one_in_two_tabs(product: Product, ben: Facilitator, number: int) -> list[str]:
    fields = ben.form(PUBLISH) | {"note": "Zweimal"}
    replies = _at_once([(ben, fields), (ben, fields)])
    problems = _outcome(product, number, [303, 303], replies)
    if len({reply.headers.get("location") for reply in replies}) != 1:
        problems.append("two presses led to two pages")
    return problems


def _outcome(product: Product, number: int, wanted: list[int], replies: list[Reply]) -> list[str]:
    """Return what is wrong with the answers, and with what the database says of versions."""
    problems = []
    if sorted(reply.status for reply in replies) != wanted:
        problems.append(f"version {number}: {[reply.status for reply in replies]}")
    last = "SELECT count(*), max(number) FROM version WHERE journey_id = :journey"
    counted = rows(product, last, journey=JOURNEY)[0]
    if counted != (number, number):
        problems.append(f"version {number}: {counted} versions and the last number")
    return problems


def _publisher(product: Product, number: int) -> str:
    statement = (
        "SELECT user_account.name FROM publication"
        " JOIN version ON version.id = publication.version_id"
        " JOIN user_account ON user_account.id = publication.by"
        " WHERE version.journey_id = :journey AND version.number = :number"
    )
    found = rows(product, statement, journey=JOURNEY, number=number)
    return str(found[0][0]) if found else ""


def _at_once(sent: list[tuple[Facilitator, dict[str, str]]]) -> list[Reply]:
    """Send each form over a connection of its own, all let go by one barrier."""
    clients = [Client(person.client.port) for person, _ in sent]
    barrier = threading.Barrier(len(sent))
    replies: list[Reply | None] = [None] * len(sent)

    def press(number: int) -> None:
        person, fields = sent[number]
        clients[number].cookies = dict(person.client.cookies)
        barrier.wait()
        replies[number] = clients[number].post(PUBLISH, fields, htmx=False)
        clients[number].close()

    threads = [threading.Thread(target=press, args=(number,)) for number in range(len(sent))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(replies), "somebody got no answer"
    return [reply for reply in replies if reply]
