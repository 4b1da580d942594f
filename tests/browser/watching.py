"""Browsers that are watched: what a page complains about fails the test."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import BrowserContext, Page


def watched(context: BrowserContext) -> Iterator[Page]:
    """Give a page; in the end any script error or policy violation fails the test."""
    context.set_default_timeout(10_000)
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: _take(str(error), complaints))
    page.on("console", lambda message: _note(message.text, complaints))
    yield page
    context.close()
    assert not complaints, complaints


def _take(error: str, complaints: list[str]) -> None:
    # A machine that is too slow for a cross-fade between pages gives it up; that is no fault.
    if "Transition was aborted" not in error:
        complaints.append(error)


def _note(message: str, complaints: list[str]) -> None:
    if "Content Security Policy" in message:
        complaints.append(message)
