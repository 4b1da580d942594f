"""A real server, a real Chromium: what browser stories share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.benchmarks.product import Product
from tests.benchmarks.servers import ROOT, Server
from tests.browser.journeys import LONG_WORDS, WRITING

PHONE = {"width": 320, "height": 640}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium; a missing one fails the run, it is never skipped."""
    chromium = shutil.which("chromium")
    assert chromium, "chromium is missing: make test installs it"
    return {"executable_path": chromium, "args": list(QUIET)}


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Product:
    """An installation with the shipped journeys, one of very long words and one to write in."""
    return stocked(tmp_path_factory.mktemp("product"))


def stocked(folder: Path) -> Product:
    """Set up an installation in a folder and load the journeys of browser stories."""
    product = Product(folder)
    for journey, source in (("lange-woerter", LONG_WORDS), ("schreiben", WRITING)):
        home = folder / "journeys" / journey
        home.mkdir(parents=True)
        (home / "journey.yaml").write_text(source, "utf-8")
    product.flask("journeys", "load", str(ROOT / "journeys"), str(folder / "journeys"))
    return product


@pytest.fixture(scope="session")
def server(product: Product) -> Iterator[Server]:
    """The product, served as production serves it."""
    with product.serve() as server:
        yield server


@pytest.fixture(scope="session")
def base_url(product: Product, server: Server) -> str:
    """The address of the running product; pytest-playwright resolves paths against it."""
    return product.environ["ZR_BASE_URL"]


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[str]:
    """The address of an installation of its own, where nobody minds wrong Reisecodes."""
    product = Product(tmp_path)
    with product.serve():
        yield product.environ["ZR_BASE_URL"]


@pytest.fixture
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an installation whose database is gone."""
    folder = tmp_path_factory.mktemp("broken")
    product = Product(folder)
    product.environ["ZR_DATABASE_URL"] = f"sqlite:///{folder}/gone/product.db"
    with product.serve():
        yield product.environ["ZR_BASE_URL"]


@pytest.fixture
def phone(browser: Browser, base_url: str) -> Iterator[Page]:
    """A German phone of 320 px; any script error or policy violation fails the test."""
    context = browser.new_context(base_url=base_url, viewport=PHONE, locale="de-DE")
    yield from _watched(context)


@pytest.fixture
def plain_phone(browser: Browser, base_url: str) -> Iterator[Page]:
    """The same phone without JavaScript."""
    context = browser.new_context(
        base_url=base_url,
        viewport=PHONE,
        locale="de-DE",
        java_script_enabled=False,
        reduced_motion="reduce",
    )
    yield from _watched(context)


def _watched(context: BrowserContext) -> Iterator[Page]:
    context.set_default_timeout(10_000)
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: _note(message.text, complaints))
    yield page
    context.close()
    assert complaints == []


def _note(message: str, complaints: list[str]) -> None:
    if "Content Security Policy" in message:
        complaints.append(message)


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The code of axe-core from the locked npm packages."""
    path: Path = ROOT / "app/assets/node_modules/axe-core/axe.min.js"
    assert path.exists(), "axe-core is missing: make test installs it"
    return path.read_text("utf-8")
