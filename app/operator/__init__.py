"""Operator: the room of whoever runs the installation: companies, journeys, mail, the audit.

`blueprint` is the room's whole surface; only `create_app` imports it.
"""

from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint

blueprint = Blueprint("operator", __name__)

for noun in iter_modules(__path__, f"{__name__}."):
    import_module(noun.name)
