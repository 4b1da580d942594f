"""Commands of the operator: `flask journeys`, `runs`, `database`, `users`, `companies`,
`members`, `mail`, `jobs`, `demo`.

`register` adds every group to the application; only `create_app` calls it.
"""

from importlib import import_module
from pkgutil import iter_modules

import click
from flask import Flask


def register(app: Flask) -> None:
    """Add the command or group that each file of this folder defines under its own name."""
    for module in iter_modules(__path__):
        command = getattr(import_module(f"{__name__}.{module.name}"), module.name, None)
        if isinstance(command, click.Command):
            app.cli.add_command(command)
