"""A real server, a real Chromium: what browser stories share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from app import create_app
from app.config import load
from app.models.base import Database
from tests.benchmarks.product import NearProduct, Product
from tests.benchmarks.servers import ROOT, Server
from tests.browser.desks import Desk
from tests.browser.journeys import LONG_WORDS, WRITING
from tests.browser.watching import watched
from tests.firms import Firm

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
    product = NearProduct(folder)
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
    product = NearProduct(tmp_path)
    with product.serve():
        yield product.environ["ZR_BASE_URL"]


@pytest.fixture
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an installation whose database is gone."""
    folder = tmp_path_factory.mktemp("broken")
    product = NearProduct(folder)
    product.environ["ZR_DATABASE_URL"] = f"sqlite:///{folder}/gone/product.db"
    with product.serve():
        yield product.environ["ZR_BASE_URL"]


@pytest.fixture
def phone(browser: Browser, base_url: str) -> Iterator[Page]:
    """A German phone of 320 px; any script error or policy violation fails the test."""
    context = browser.new_context(base_url=base_url, viewport=PHONE, locale="de-DE")
    yield from watched(context)


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
    yield from watched(context)


@pytest.fixture
def firm(product: Product, base_url: str) -> Iterator[Firm]:
    """A company of the running product."""
    assert base_url, "the product is there"
    database = Database(product.environ["ZR_DATABASE_URL"])
    yield Firm(database)
    database.dispose()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The code of axe-core from the locked npm packages."""
    path: Path = ROOT / "app/assets/node_modules/axe-core/axe.min.js"
    assert path.exists(), "axe-core is missing: make test installs it"
    return path.read_text("utf-8")


@pytest.fixture(scope="session")
def workshop(product: Product, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application over the database of the running product, to make drafts in."""
    return create_app(load(product.environ, tmp_path_factory.mktemp("workshop")))


@pytest.fixture
def desk(workshop: Flask, browser: Browser, base_url: str) -> Iterator[Desk]:
    """An author at a desk."""
    desk = Desk(workshop, browser, base_url)
    yield desk
    desk.close()
