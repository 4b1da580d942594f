"""Notices: a mail to the owner about each change of what opens the account."""

from app.models.outbox import Outbox
from app.ui import requests, view
from app.ui.security import Account


def notify(account: Account, what: str) -> None:
    """Ask for the mail, in the transaction of the change; `what` is a key of `mails.CHANGES`."""
    values = {"email": account.email, "what": what, "lang": view.current().lang}
    Outbox.put(
        requests.db(),
        requests.keyring(),
        "account-change",
        account.email,
        values,
        requests.now(),
    )
