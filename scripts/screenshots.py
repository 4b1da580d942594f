"""Make the two pictures of README: a decision on a phone and the start page on a desk.

Run `python -m scripts.screenshots [FOLDER]` after `make test` has set everything up.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.product import Product
from tests.browser import robot
from tests.browser.conftest import QUIET

ROOT = Path(__file__).parent.parent
PHONE = {"width": 360, "height": 690}
DESK = {"width": 1120, "height": 1290}


def main() -> None:
    """Serve the shipped journeys, walk to the first decision and take the pictures."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        product = Product(Path(folder))
        product.flask("journeys", "load")
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        with product.serve():
            _start(browser, product, target)
            _decision(browser, product, target)
        browser.close()


def _start(browser: Browser, product: Product, target: Path) -> None:
    page = _page(browser, product, DESK, 1)
    page.goto("/")
    # A font that came too late for the first look is used from the second one on.
    page.evaluate("document.fonts.ready")
    page.reload()
    page.screenshot(path=target / "start.png")


def _decision(browser: Browser, product: Product, target: Path) -> None:
    page = _page(browser, product, PHONE, 1.5)
    robot.begin(page, "montag-mit-ki")
    while "/post" not in page.url:
        robot.answer_by_mouse(page)
    page.locator("fieldset").evaluate("choices => choices.scrollIntoView({block: 'end'})")
    page.mouse.wheel(0, 40)
    page.wait_for_timeout(300)
    page.screenshot(path=target / "decision.png")


def _page(browser: Browser, product: Product, size: dict[str, int], scale: float) -> Page:
    context = browser.new_context(
        base_url=product.environ["ZR_BASE_URL"],
        viewport=size,
        device_scale_factor=scale,
        locale="de-DE",
        reduced_motion="reduce",
    )
    return context.new_page()


if __name__ == "__main__":
    main()
