"""Groups in the browser: somebody of the staff is signed in, and many learners take part."""

from __future__ import annotations

import os
import subprocess
import sys

from playwright.sync_api import BrowserContext

from tests.benchmarks.client import Client, hidden_fields
from tests.benchmarks.product import Product
from tests.benchmarks.servers import ROOT

SIGN_IN = """
import sys
from app import create_app
from app.lib import clock
from app.models.tables import user_account
from app.models.user import User
from app.ui.staff import SEEN

app = create_app()
with app.extensions["database"].write() as session:
    user = User.by_email(session, sys.argv[1])
    user = user or User.create(session, sys.argv[1], sys.argv[2], clock.now(), "facilitator")
    mark = session.execute(
        user_account.select().where(user_account.c.id == user.id)
    ).one().fs_uniquifier
signer = app.session_interface.get_signing_serializer(app)
print(signer.dumps({"_user_id": mark, SEEN: clock.now().timestamp()}))
"""


def sign_in(product: Product, context: BrowserContext, name: str = "Mara Lind") -> None:
    """Give a browser the session of a facilitator with this name."""
    done = subprocess.run(
        [sys.executable, "-c", SIGN_IN, f"{name.split()[0].lower()}@reise.example", name],
        cwd=ROOT,
        env={**os.environ, **product.environ},
        capture_output=True,
        text=True,
        check=True,
    )
    cookie = done.stdout.strip().splitlines()[-1]
    address = product.environ["ZR_BASE_URL"]
    context.add_cookies([{"name": "zr_session", "value": cookie, "url": address}])


class Member:
    """A learner in a group, who answers without a browser."""

    def __init__(self, port: int, code: str, *, agrees: bool = True) -> None:
        self.client = Client(port)
        invitation = f"/m/{code}"
        fields = hidden_fields(self.client.get(invitation).body)
        agreed = {"agrees": "yes"} if agrees else {}
        joined = self.client.post(invitation, {**fields, **agreed}, htmx=False)
        self.run = joined.headers["location"].rsplit("/", 1)[1]

    def answer(self, step: str, **fields: str) -> None:
        """Answer a step; `item_mut` is the field `item-mut`."""
        address = f"/unterwegs/{self.run}/{step}"
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        form = hidden_fields(self.client.get(address).body)
        assert self.client.post(address, {**form, **named}).status == 200, step
