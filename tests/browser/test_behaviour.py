"""What people do to a page: Back, reload, double click, two tabs, no network."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from pysqlite3 import dbapi2 as sqlite3

from tests.benchmarks.product import Product
from tests.browser import robot


def test_focus_goes_to_the_new_heading_after_each_step(phone: Page) -> None:
    robot.begin(phone, "montag-mit-ki")
    for _ in range(4):
        robot.answer_by_mouse(phone)
        expect(phone.get_by_role("heading", level=1)).to_be_focused()
    assert _storage(phone) == 0


def test_back_and_forward_and_reload_show_the_right_page(phone: Page) -> None:
    _go_to_the_scale(phone)
    first, title = robot.path_of(phone), phone.title()
    robot.answer_by_mouse(phone)
    phone.wait_for_function("title => document.title !== title", arg=title)
    second, second_title = robot.path_of(phone), phone.title()
    phone.go_back()
    # htmx first takes the old address back and then loads the page anew.
    phone.wait_for_load_state("networkidle")
    expect(phone).to_have_title(title)
    assert robot.path_of(phone) == first
    phone.go_forward()
    phone.wait_for_load_state("networkidle")
    expect(phone).to_have_title(second_title)
    assert robot.path_of(phone) == second
    phone.reload()
    expect(phone).to_have_title(second_title)


def test_a_double_click_is_one_answer(phone: Page, product: Product) -> None:
    run = _go_to_the_scale(phone)
    robot.settled(phone, lambda: phone.locator(robot.PRIMARY).first.dblclick())
    phone.wait_for_load_state("networkidle")
    assert _count(product, run) == 2


def test_a_double_click_without_javascript_is_one_answer(
    plain_phone: Page, product: Product
) -> None:
    run = _go_to_the_scale(plain_phone)
    plain_phone.locator(robot.PRIMARY).first.dblclick()
    plain_phone.wait_for_load_state("networkidle")
    assert _count(product, run) == 2
    expect(plain_phone.get_by_role("heading", level=1)).to_be_visible()


def test_a_second_tab_that_answers_differently_is_told_so(phone: Page) -> None:
    robot.begin(phone, "montag-mit-ki")
    while not phone.locator("main input[type=radio][name]").count() or "skala" in phone.url:
        robot.answer_by_mouse(phone)
    while phone.locator("main form[method=post] fieldset").count() != 1:
        robot.answer_by_mouse(phone)
    other = phone.context.new_page()
    other.goto(phone.url)
    robot.answer_by_mouse(phone)
    options = other.locator("main form[method=post] input[type=radio]")
    options.nth(1).check()
    robot.settled(other, lambda: other.locator(robot.PRIMARY).first.click())
    expect(other.get_by_role("link", name="Weiter", exact=True)).to_be_visible()
    expect(other.get_by_role("heading", level=1)).to_be_visible()


def _go_to_the_scale(page: Page) -> str:
    """Answer the decision a walk begins with; the scale behind it may be sent empty."""
    robot.begin(page, "montag-mit-ki")
    robot.answer_by_mouse(page)
    robot.answer_by_mouse(page)
    return robot.path_of(page).split("/")[2]


def _count(product: Product, run: str) -> int:
    with sqlite3.connect(product.folder / "product.db") as db:
        row = db.execute(
            "SELECT count(*) FROM entry e JOIN run r ON r.id = e.run_id WHERE r.code = ?", (run,)
        ).fetchone()
    return int(row[0])


def _storage(page: Page) -> int:
    return int(page.evaluate("() => localStorage.length + sessionStorage.length"))
