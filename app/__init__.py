"""Zukunftsreise: self-guided learning journeys about artificial intelligence at work.

`create_app` is the whole surface; servers, commands and tests call it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Config


def create_app(config: "Config | None" = None) -> "Flask":
    """Build the application; without `config` the environment is read, and a wrong one stops here.

    Opens no connection to the database. Raises `SystemExit` with one sentence for a wrong
    environment, and `UndeclaredRoute` where a route does not say who may enter.
    """
    # Imported here, because everything in this package would otherwise load the web with it.
    from app import factory

    return factory.build(config)
