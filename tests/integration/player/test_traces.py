"""P19: what a learner types leaves no trace in a log, and none in any file once it is erased."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from app.lib.tokens import digest
from tests.integration.player.conftest import rows, walk_to
from tests.people import Person
from tests.walks import Walk

CANARY = "Kanarienvogel"
PRIVATE = "SELECT step, field FROM thought WHERE text != '' ORDER BY step, field"


def type_everywhere(person: Person, journey: str) -> Walk:
    """Type the canary wherever words can be typed, rightly, wrongly and while all is broken."""
    walk = walk_to(Walk(person, journey), "auftrag")
    walk.send("auftrag", text=f"{CANARY} im Auftrag")
    walk.draft("auftrag", text=f"{CANARY} im Entwurf", seen="1")
    walk.send("auftrag?vergleich=ja", skip="1", text=f"{CANARY} übersprungen")
    walk.send("stimmung", 422, answer=f"{CANARY} in der Auswahl")
    walk.send("stimmung", answer="gut")
    walk.draft("treffpunkt", 422, text=f"{CANARY} zu lang " + "x" * 10_000)
    walk.send("treffpunkt", text=f"{CANARY} im Treffen")
    walk.draft("gedanke", text=f"{CANARY} zuerst", seen="0")
    walk.draft("gedanke", 409, text=f"{CANARY} in einem alten Fenster", seen="0")
    walk.send("gedanke", text=f"{CANARY} im Gedanken")
    goal = {field: f"{CANARY} {field}" for field in ("picture", "if", "then", "who_helps")}
    walk.send("plan", 422, **goal, until=f"{CANARY} am Montag")
    walk.send("plan", **goal, until="24.12.2026")
    person.send("/weiter", 422, code=f"{CANARY} ganz falsch geraten")
    person.see(f"/reisen?thema={CANARY}")
    person.see(f"/{CANARY}?{CANARY}={CANARY}", 404, Referer=f"http://localhost/{CANARY}")
    person.send(f"/unterwegs/{walk.code}/{CANARY}", 404, text=f"{CANARY} daneben")
    fail_at_everything(walk)
    return walk


def fail_at_everything(walk: Walk) -> None:
    """Let the database and then a template fail while the canary is sent."""
    app = walk.person.app
    engine = app.extensions["database"]._writing

    def fail(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("INSERT INTO entry", "UPDATE thought")):
            raise engine.dialect.dbapi.OperationalError(f"disk I/O error near {CANARY}")

    fields = walk.hidden("nachher")
    event.listen(engine, "before_cursor_execute", fail)
    walk.draft("gedanke", 503, text=f"{CANARY} bei vollem Speicher", seen="2")
    event.remove(engine, "before_cursor_execute", fail)
    known = app.view_functions["player.create_answer"]
    app.view_functions["player.create_answer"] = lambda **_: {}[f"{CANARY} als Fehler"]
    walk.post("nachher", 500, fields | {"text": f"{CANARY} im Absturz"})
    app.view_functions["player.create_answer"] = known


@pytest.fixture
def travelled(app: Flask, alice: Person, every_kind: str) -> Walk:
    app.testing = False
    return type_everywhere(alice, every_kind)


def traces(walk: Walk) -> Iterator[bytes]:
    """Yield what would lead to the person, as the files hold it."""
    yield walk.code.encode()
    yield digest(walk.person.device or "")
    for tag, key in rows(walk.person.app, "SELECT tag, key FROM learner"):
        yield str(tag).encode()
        yield bytes(key)
    for (text,) in rows(walk.person.app, "SELECT text FROM thought WHERE text != ''"):
        yield bytes(text)[-40:]


def content(app: Flask) -> bytes:
    folder = Path(app.instance_path)
    assert (folder / "zukunftsreise.db").is_file()
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_no_word_stands_readable_in_a_file_even_before(travelled: Walk, app: Flask) -> None:
    written = [tuple(row) for row in rows(app, PRIVATE)]
    fields = ["if", "picture", "then", "until", "who_helps"]
    assert written == [
        ("auftrag", "text"),
        ("gedanke", "text"),
        *[("plan", field) for field in fields],
        ("treffpunkt", "text"),
    ]
    assert CANARY.encode() not in content(app)


def test_erasing_leaves_no_byte_in_any_file(travelled: Walk, app: Flask) -> None:
    wanted = list(traces(travelled))
    assert len(wanted) >= 12
    assert all(trace in content(app) for trace in wanted), "the search finds what is there"
    travelled.person.send("/meine-daten/loeschen")
    assert [trace for trace in wanted if trace in content(app)] == []


def test_deleting_one_text_leaves_no_byte_of_it(travelled: Walk, app: Flask) -> None:
    ((text,),) = rows(app, "SELECT text FROM thought WHERE step = 'gedanke'")
    trace = bytes(text)[-40:]
    assert trace in content(app)
    travelled.person.send(f"/tagebuch/{travelled.code}/gedanke/text/loeschen")
    assert trace not in content(app)


def test_an_erasure_that_failed_after_its_commit_is_finished_by_the_next_try(
    travelled: Walk, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, database = list(traces(travelled)), app.extensions["database"]
    broken = database.engine.dialect.dbapi.OperationalError("disk I/O error")

    def fail() -> None:
        raise broken

    monkeypatch.setattr(database, "scrub", fail)
    travelled.person.client.post(
        "/meine-daten/loeschen", data={"csrf_token": travelled.person.token()}
    )
    monkeypatch.undo()
    travelled.person.send("/meine-daten/loeschen")
    assert [trace for trace in wanted if trace in content(app)] == []


def test_no_log_repeats_what_was_typed_nor_the_secrets_of_the_address(
    capfd: pytest.CaptureFixture[str], travelled: Walk
) -> None:
    token, code = travelled.person.device, travelled.code
    logged = capfd.readouterr()
    said = logged.out + logged.err
    assert said.count('"event": "failure"') == 2
    for secret in (CANARY, token, code, "127.0.0.1"):
        assert secret and secret not in said
