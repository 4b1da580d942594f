"""Screens that people see seldom: empty, refused, gone, overtaken by another tab."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.browser import robot

TOO_LONG = "Zu viele Worte. " * 700
WRONG_CODES = 10


def empty(page: Page) -> Iterator[str]:
    """Yield a name for each place where nothing is yet; the page shows it."""
    for path in (
        "/reisen?thema=gibt-es-nicht",
        "/tagebuch",
        "/meine-daten",
        "/meine-daten/beenden",
        "/meine-daten/loeschen",
        "/meine-daten/reisecode",
    ):
        page.goto(path)
        yield path
    robot.begin(page, "lange-woerter")
    run = robot.path_of(page).split("/")[2]
    for path in (f"/tagebuch/{run}", f"/unterwegs/{run}/karte"):
        page.goto(path)
        yield path


def refused(page: Page) -> Iterator[str]:
    """Yield a name for each form that was refused."""
    page.goto("/reise/montag-mit-ki/rolle")
    yield _send(page, "no role")
    page.goto("/weiter")
    yield _send(page, "no code")
    page.goto("/weiter")
    page.get_by_role("textbox").fill("vier ganz falsche woerter")
    yield _send(page, "an unknown code")
    robot.begin(page, "lange-woerter")
    yield _send(page, "no choice")
    robot.begin(page, "schreiben")
    page.locator("textarea").fill(TOO_LONG)
    yield _send(page, "a text too long")


def overtaken(page: Page) -> Iterator[str]:
    """Yield a name for each screen of a learner whose other tab was quicker, or who was away."""
    robot.begin(page, "schreiben")
    _write_in_another_tab(page)
    page.locator("textarea").fill("Etwas ganz anderes.")
    page.locator(robot.PRIMARY).first.click()
    expect(page.get_by_role("group", name="zwei Fassungen")).to_be_visible()
    yield "two texts"
    robot.begin(page, "lange-woerter")
    _answer_in_another_tab(page)
    page.get_by_role("radio").nth(1).check()
    robot.settled(page, lambda: page.locator(robot.PRIMARY).first.click())
    yield "an answer recorded already"
    run = robot.path_of(page).rsplit("/", 1)[0]
    page.goto(f"{run}/da")
    yield "a station beside the way"
    page.goto(f"{run}/frage/anders")
    yield "a change of an earlier answer"
    page.context.clear_cookies()
    page.locator(robot.PRIMARY).first.click()
    expect(page.get_by_role("button", name="Noch einmal senden")).to_be_visible()
    yield "a session that ended"


def of_a_reisecode(page: Page) -> Iterator[str]:
    """Yield a name for each screen about the Reisecode."""
    robot.begin(page, "schreiben")
    page.goto("/meine-daten/beenden")
    yield "ending without a code"
    page.goto("/meine-daten/reisecode")
    page.locator(robot.PRIMARY).first.click()
    words = page.get_by_role("main").get_by_role("list").first.get_by_role("listitem")
    expect(words).to_have_count(4)
    code = " ".join(words.all_inner_texts())
    yield "a new code"
    page.context.clear_cookies()
    robot.begin(page, "lange-woerter")
    page.goto("/weiter")
    page.get_by_role("textbox").fill(code)
    page.locator(robot.PRIMARY).first.click()
    expect(page.get_by_role("main").get_by_role("link", name="Reisecode")).to_be_visible()
    yield "a device with runs of its own"


def failed(page: Page, guarded: str, broken: str) -> Iterator[str]:
    """Yield a name for each screen of a failure, at the addresses of two installations.

    `guarded` has counted no wrong Reisecode yet, and `broken` has lost its database.
    """
    for _ in range(WRONG_CODES):
        _try_a_code(page, guarded)
        expect(page.get_by_role("alert").first).to_be_visible()
    _try_a_code(page, guarded)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kurz durchatmen")
    yield "too many wrong codes"
    answer = page.goto(f"{broken}/reisen")
    assert answer is not None
    assert answer.status == 503
    yield "a database that is gone"


def _try_a_code(page: Page, address: str) -> None:
    page.goto(f"{address}/weiter")
    page.get_by_role("textbox").fill("vier ganz falsche woerter")
    page.locator(robot.PRIMARY).first.click()


def _send(page: Page, what: str) -> str:
    page.locator(robot.PRIMARY).first.click()
    expect(page.get_by_role("alert").first).to_be_visible()
    assert page.title().startswith("Fehler:"), what
    return what


def _write_in_another_tab(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("textarea").fill("Aus dem anderen Fenster.")
    other.get_by_role("heading", level=1).click()
    expect(other.locator("[data-save-status]")).to_contain_text("Gespeichert")
    other.close()


def _answer_in_another_tab(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    robot.answer_by_mouse(other)
    other.close()
