"""Site: pages that belong to nobody's journey, such as home, help, legal notices and health.

`blueprint` is the room's whole surface; only `create_app` imports it.
"""

from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint

blueprint = Blueprint("site", __name__)

for noun in iter_modules(__path__):
    import_module(f"{__name__}.{noun.name}")
