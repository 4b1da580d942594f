"""Many presses at the same moment: one effect, and everybody is told the same."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from tests.benchmarks.client import Client, Reply, hidden_fields
from tests.benchmarks.product import Product
from tests.faults.installation import JOURNEY, Learner, invitation, join_link, rows, run_of

AT_ONCE = 20


def presses(product: Product, port: int) -> Iterator[list[str]]:
    """Walk one journey and press each button ``AT_ONCE`` times; yield each time what was wrong."""
    learner = Learner(port)
    yield _invited(product, Learner(port), newcomers=1)
    yield _last_seat(product, port)
    yield _set_out(product, learner, newcomers=1)
    yield _two_tabs(product, learner)
    yield _drafts(learner)
    yield _same(product, learner, "gedanke", text="Ein Gedanke")
    yield _same(product, learner, "plan", picture="Ruhe", then="frage ich")
    yield _set_out(product, learner, newcomers=0)
    yield _invited(product, learner, newcomers=0)
    yield _same(product, learner, "weg", answer="links")


def _invited(product: Product, learner: Learner, newcomers: int) -> list[str]:
    """Accept the invitation of a company, with the last seat but two that its code has."""
    token = invitation(product, seats=3)
    before = _count(product, "learner"), _count(product, "run"), _count(product, "seat")
    fields = hidden_fields(learner.client.get(f"/m/{token}").body)
    replies = at_once(learner.client, [(f"/m/{token}", fields)] * AT_ONCE, htmx=False)
    refused = [f"an invitation: {reply.status}" for reply in replies if reply.status != 303]
    learner.client.cookies.update(_cookies(replies))
    after = _count(product, "learner"), _count(product, "run"), _count(product, "seat")
    found = tuple(new - old for new, old in zip(after, before, strict=True))
    used = rows(product, "SELECT used FROM join_code WHERE token = :token", token=token)
    if len({run_of(reply) for reply in replies if reply.status == 303}) != 1:
        refused.append("an invitation: different runs")
    if found != (newcomers, 1, 1) or used != [(1,)]:
        refused.append(f"an invitation: {found} learners, runs and seats, {used} used")
    return refused


def _last_seat(product: Product, port: int) -> list[str]:
    """Let as many people join a company at once, with the last seat of its link."""
    token = join_link(product, seats=1)
    people = [Learner(port).client for _ in range(AT_ONCE)]
    path, before = f"/m/{token}", (_count(product, "member"), _count(product, "learner"))
    forms = [(path, {**hidden_fields(each.get(path).body), "name": "Ada"}) for each in people]
    statuses = sorted(reply.status for reply in let_go(people, forms, htmx=False))
    after = _count(product, "member"), _count(product, "learner")
    found = tuple(new - old for new, old in zip(after, before, strict=True))
    used = rows(product, "SELECT used FROM join_code WHERE token = :token", token=token)
    is_right = statuses == [303, *[422] * (AT_ONCE - 1)] and found == (1, 1) and used == [(1,)]
    return [] if is_right else [f"the last seat: {statuses}, {found} members, {used} used"]


def _set_out(product: Product, learner: Learner, newcomers: int) -> list[str]:
    before, fields = _count(product, "learner"), learner.cover()
    form = (f"/reise/{JOURNEY}/rolle", fields)
    replies = at_once(learner.client, [form] * AT_ONCE, htmx=False)
    refused = [f"setting out: {reply.status}" for reply in replies if reply.status != 303]
    if refused:
        return refused
    runs = {run_of(reply) for reply in replies}
    learner.run = runs.pop()
    learner.client.cookies.update(_cookies(replies))
    found = 1 + len(runs), _count(product, "learner") - before
    return [] if found == (1, newcomers) else [f"setting out: {found} runs and learners"]


def _two_tabs(product: Product, learner: Learner) -> list[str]:
    fields = learner.form("weg")
    forms = [
        (learner.at("weg"), {**fields, "answer": ("links", "rechts")[number % 2]})
        for number in range(AT_ONCE)
    ]
    replies = at_once(learner.client, forms)
    recorded = [value for _, value in _entries(product, learner.run)]
    problems = [] if len(recorded) == 1 else [f"two tabs: {len(recorded)} entries"]
    for (_, form), reply in zip(forms, replies, strict=True):
        wanted = 200 if recorded[:1] == [f'"{form["answer"]}"'] else 409
        if reply.status != wanted:
            problems.append(f"two tabs: {reply.status} instead of {wanted}")
    return problems + _differing("two tabs", [reply for reply in replies if reply.status == 200])


def _drafts(learner: Learner) -> list[str]:
    fields = {**learner.form("gedanke"), "field": "text", "text": "Ein Anfang", "seen": "0"}
    replies = at_once(learner.client, [(learner.at("gedanke/entwurf"), fields)] * AT_ONCE)
    revisions = {(reply.status, reply.headers.get("zr-saved")) for reply in replies}
    return [] if revisions == {(200, "1")} else [f"drafts: {revisions}"]


def _same(product: Product, learner: Learner, step: str, **answer: str) -> list[str]:
    before = len(_entries(product, learner.run))
    fields = {**learner.form(step), **answer}
    replies = at_once(learner.client, [(learner.at(step), fields)] * AT_ONCE)
    problems = [f"{step}: {reply.status}" for reply in replies if reply.status != 200]
    added = len(_entries(product, learner.run)) - before
    if added != 1:
        problems.append(f"{step}: {added} entries")
    return problems + _differing(step, replies)


def _differing(name: str, replies: list[Reply]) -> list[str]:
    different = len({reply.body for reply in replies})
    return [f"{name}: {different} different replies"] if different > 1 else []


def at_once(
    known: Client, forms: list[tuple[str, dict[str, str]]], *, htmx: bool = True
) -> list[Reply]:
    """Send each form of one browser over a connection of its own, all at one moment."""
    clients = [Client(known.port) for _ in forms]
    for client in clients:
        client.cookies = dict(known.cookies)
    return let_go(clients, forms, htmx=htmx)


def let_go(
    clients: list[Client], forms: list[tuple[str, dict[str, str]]], *, htmx: bool
) -> list[Reply]:
    """Let each client send its form, all let go by one barrier."""
    barrier = threading.Barrier(len(forms))
    replies: list[Reply | None] = [None] * len(forms)

    def press(number: int) -> None:
        client, (path, fields) = clients[number], forms[number]
        barrier.wait()
        replies[number] = client.post(path, fields, htmx=htmx)
        client.close()

    threads = [threading.Thread(target=press, args=(number,)) for number in range(len(forms))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(replies), "a press got no answer"
    return [reply for reply in replies if reply]


def _cookies(replies: list[Reply]) -> dict[str, str]:
    """Return what a browser keeps after these answers, of which the last one to come counts."""
    kept = {}
    for reply in replies:
        name, _, value = reply.headers.get("set-cookie", "").partition("=")
        if name:
            kept[name] = value.split(";", 1)[0]
    return kept


def _count(product: Product, table: str) -> int:
    return int(str(rows(product, f"SELECT count(*) FROM {table}")[0][0]))


def _entries(product: Product, run: str) -> list[tuple[object, ...]]:
    statement = (
        "SELECT entry.step, entry.value FROM entry JOIN run ON run.id = entry.run_id"
        " WHERE run.code = :run ORDER BY entry.seq"
    )
    return rows(product, statement, run=run)
