"""Mail as bytes on a wire: addresses, messages and the server that takes them."""

import smtplib
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parseaddr
from threading import Timer
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

SECONDS = 10
"""So long a server may be silent."""
LONGEST = 60
"""So many seconds one mail may take at most: by far less than others leave it to us."""
FOR_GOOD = 500
"""From this number on a refusal of a mail server is final."""
PORTS = {"smtp": 25, "smtps": 465}
WHOLE = frozenset({"List-Unsubscribe"})


class _Whole(EmailPolicy):
    """Folds headers, but keeps the address of the web that a mail program opens in one piece."""

    def fold(self, name: str, value: str) -> str:
        if name in WHOLE:
            return f"{name}: {value}{self.linesep}"
        folded: str = super().fold(name, value)
        return folded

    def fold_binary(self, name: str, value: str) -> bytes:
        if name in WHOLE:
            return self.fold(name, value).encode()
        folded: bytes = super().fold_binary(name, value)
        return folded


class Unreachable(Exception):
    """The server does not answer or lets us not in: nothing can be sent now."""


class Postponed(Exception):
    """The server does not want this one mail now, but perhaps later."""


class Refused(Exception):
    """The server refuses this one mail for good."""


def address(text: str) -> str:
    """Return an address in the form accounts are kept by. Raise `ValueError` where it is none.

    No name server is asked.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False)
    except EmailNotValidError:
        raise ValueError("no address") from None
    if found.ascii_email is None:
        raise ValueError("no address")
    return found.ascii_email.lower()


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over: from smtp://[user:password@]host[:port], or smtps://…

    With smtp:// the connection is encrypted where the server offers it, and always before a
    password is sent.
    """

    host: str
    port: int
    user: str
    password: str
    encrypted: bool

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read the address of a server. Raise `ValueError`."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/"):
            raise ValueError("no mail server")
        return cls(
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            encrypted=parts.scheme == "smtps",
        )


def message(
    sender: str,
    recipient: str,
    subject: str,
    text: str,
    *,
    number: str,
    now: datetime,
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    """Put a mail together. Raise `ValueError` for a line break in what becomes a header.

    `number` makes the Message-ID, the same for each try of one mail, so that a doubled one shows.
    """
    name, from_ = parseaddr(sender)
    mail = EmailMessage(_Whole())
    mail["From"] = Address(display_name=name, addr_spec=from_)
    mail["To"] = Address(addr_spec=recipient)
    mail["Subject"] = subject
    mail["Date"] = now
    mail["Message-ID"] = f"<{number}@{from_.partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    for header, value in (headers or {}).items():
        mail[header] = value
    mail.set_content(text)
    return mail


class Post:
    """An open connection to the server. Raises `Unreachable` where there is none to be had."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def __enter__(self) -> Self:
        try:
            self._smtp = self._open()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._smtp.close()

    def send(self, mail: EmailMessage) -> None:
        """Hand a mail over. Raise `Postponed`, `Refused` or `Unreachable`."""
        watch = Timer(LONGEST, self._cut)
        watch.daemon = True
        watch.start()
        try:
            self._hand_over(mail)
        finally:
            watch.cancel()

    def _cut(self) -> None:
        """End a connection whose server is never silent for long, and never done."""
        with suppress(OSError):
            if self._smtp.sock:
                self._smtp.sock.shutdown(socket.SHUT_RDWR)

    def _hand_over(self, mail: EmailMessage) -> None:
        try:
            self._smtp.send_message(mail)
        except smtplib.SMTPServerDisconnected as error:
            raise Unreachable from error
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise Refused if min(codes) >= FOR_GOOD else Postponed from error
        except smtplib.SMTPResponseException as error:
            raise Refused if error.smtp_code >= FOR_GOOD else Postponed from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable from error

    def _open(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        if server.encrypted:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=SECONDS, context=context
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
            smtp.ehlo()
            if smtp.has_extn("starttls") or server.user:
                smtp.starttls(context=context)
        if server.user:
            smtp.login(server.user, server.password)
        return smtp
