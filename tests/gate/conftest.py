"""The gate looks at the same product with the same browser as the browser stories do."""

from tests.browser.conftest import (  # noqa: F401  Fixtures are found by their names.
    axe_source,
    base_url,
    broken,
    browser_type_launch_args,
    desk,
    firm,
    guarded,
    phone,
    product,
    server,
    workshop,
)
