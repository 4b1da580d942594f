"""The main job in a real browser: from the cover to the arrival, with and without JavaScript."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, expect
from pysqlite3 import dbapi2 as sqlite3

from tests.benchmarks.product import Product
from tests.browser import robot


def test_a_learner_walks_by_keyboard_alone(phone: Page) -> None:
    robot.begin_by_keyboard(phone, "montag-mit-ki")
    first = robot.path_of(phone)

    def reads_on_from_the_heading(page: Page) -> None:
        if robot.path_of(page) != first:
            expect(page.get_by_role("heading", level=1)).to_be_focused()

    met = robot.walk(phone, robot.answer_by_keyboard, reads_on_from_the_heading)
    assert met[-1].endswith("/ziel")
    assert phone.get_by_role("heading", level=1).inner_text().startswith("Angekommen")


def test_the_same_walk_without_javascript_stores_the_same_rows(
    phone: Page, plain_phone: Page, product: Product
) -> None:
    robot.begin(phone, "montag-mit-ki")
    with_script = robot.walk(phone, robot.answer_by_mouse, _ignore)
    robot.begin(plain_phone, "montag-mit-ki")
    without = robot.walk(plain_phone, robot.answer_by_mouse, _ignore)
    assert [path.split("/")[3:] for path in with_script] == [
        path.split("/")[3:] for path in without
    ]
    assert _rows(product, with_script[0]) == _rows(product, without[0])


def test_a_learner_goes_on_with_a_reisecode_on_another_device(
    phone: Page, plain_phone: Page
) -> None:
    robot.begin(phone, "montag-mit-ki")
    robot.answer_by_mouse(phone)
    place = robot.path_of(phone)
    phone.goto("/meine-daten/reisecode")
    phone.locator(robot.PRIMARY).first.click()
    code = "-".join(phone.locator(".code-words li").all_inner_texts())

    assert plain_phone.goto(place).status == 404
    plain_phone.goto("/weiter")
    plain_phone.get_by_role("textbox").fill(f"  {code.upper()} ")
    plain_phone.locator(robot.PRIMARY).first.click()
    assert plain_phone.goto(place).status == 200


def test_a_closed_browser_loses_nothing(phone: Page) -> None:
    robot.begin(phone, "montag-mit-ki")
    robot.answer_by_mouse(phone)
    place = robot.path_of(phone)
    heading = phone.get_by_role("heading", level=1).inner_text()
    again = phone.context.new_page()
    phone.close()
    again.goto("/")
    again.get_by_role("region", name="Weiterreisen").get_by_role("link").first.click()
    assert robot.path_of(again) == place
    assert again.get_by_role("heading", level=1).inner_text() == heading
    assert _browser_storage(again) == 0


def _rows(product: Product, path: str) -> list[tuple[Any, ...]]:
    code = path.split("/")[2]
    with sqlite3.connect(product.folder / "product.db") as db:
        entries = db.execute(
            "SELECT e.seq, e.step, e.value FROM entry e JOIN run r ON r.id = e.run_id"
            " WHERE r.code = ? ORDER BY e.seq",
            (code,),
        ).fetchall()
        thoughts = db.execute(
            "SELECT t.step, t.field, t.answered FROM thought t JOIN run r ON r.id = t.run_id"
            " WHERE r.code = ? ORDER BY t.step, t.field",
            (code,),
        ).fetchall()
    return [(seq, step, json.loads(value)) for seq, step, value in entries] + thoughts


def _browser_storage(page: Page) -> int:
    return int(page.evaluate("() => localStorage.length + sessionStorage.length"))


def _ignore(page: Page) -> None:
    pass
