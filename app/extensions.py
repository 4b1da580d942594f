"""Extensions of Flask, bound to the application by `create_app`: `babel`, `csrf`, `htmx`.

Rooms and `app.ui` may import this module.
"""

from flask_babel import Babel
from flask_htmx import HTMX

from app.ui.sessions import FormGuard

babel = Babel()
csrf = FormGuard()
htmx = HTMX()
