"""Settings of one installation, read once from the environment and checked at boot.

`load` gives a frozen `Config` or raises `ConfigError`, whose text is one sentence that names every
problem at once. Everybody above this layer may import it; it knows nothing about the web.
"""

import difflib
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

NAMES = (
    "ZR_ENV",
    "ZR_SECRET_KEY",
    "ZR_KEYS",
    "ZR_BASE_URL",
    "ZR_DATABASE_URL",
    "ZR_PROXIES",
    "ZR_TIMEZONE",
    "ZR_SMTP_URL",
    "ZR_MAIL_FROM",
)
SHORTEST_SECRET = 32
SENDER = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
LOOPBACK_HOSTS = ("127.0.0.1", "localhost")


class ConfigError(Exception):
    """The environment does not allow a start; the text says what to change."""


@dataclass(frozen=True)
class Config:
    """Checked settings.

    `keys` are Fernet keys, the first encrypts. `base_url` has no slash at its end. `proxies` counts
    the trusted proxies in front. `hosts` are names without a port. Without `smtp_url` no mail is
    sent.
    """

    environment: str
    secret_key: str
    keys: tuple[str, ...]
    base_url: str
    database_url: str
    proxies: int
    timezone: str
    instance: Path
    smtp_url: str = ""
    mail_from: str = ""

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def hosts(self) -> tuple[str, ...]:
        own = str(urlsplit(self.base_url).hostname)
        if self.is_production:
            return (own,)
        return (own, *(host for host in LOOPBACK_HOSTS if host != own))


def load(environ: Mapping[str, str], instance: Path, *, keys: bool = True) -> Config:
    """Check the `ZR_` names of `environ` and fill the gaps.

    Development keeps its generated keys in `instance`, readable by the owner only. With
    `keys=False` (commands that only read journey files) no key is demanded, read or written.
    Raises `ConfigError` for unknown names, invalid values and what production lacks.
    """
    problems = _unknown_names(environ)
    given = {name: environ.get(name, "").strip() for name in NAMES}
    production = _environment(given, problems) == "production"
    if production and keys:
        problems += _missing(given)
    for name, check in _CHECKS.items():
        if given[name] and (problem := check(given[name])):
            problems.append(f"{name} {problem}")
    if given["ZR_SMTP_URL"] and not given["ZR_MAIL_FROM"]:
        problems.append("ZR_MAIL_FROM is missing (the sender of mail) and ZR_SMTP_URL needs it")
    if problems:
        raise ConfigError(f"Zukunftsreise cannot start: {'; '.join(problems)}.")
    if keys:
        instance.mkdir(parents=True, exist_ok=True)
    if keys and not production:
        _fill_development_keys(given, instance)
    return Config(
        environment="production" if production else "development",
        secret_key=given["ZR_SECRET_KEY"] or secrets.token_urlsafe(48),
        keys=_split(given["ZR_KEYS"] or Fernet.generate_key().decode()),
        base_url=(given["ZR_BASE_URL"] or _local_url(environ)).rstrip("/"),
        database_url=given["ZR_DATABASE_URL"] or f"sqlite:///{instance / 'zukunftsreise.db'}",
        proxies=int(given["ZR_PROXIES"] or 0),
        timezone=given["ZR_TIMEZONE"] or "Europe/Berlin",
        instance=instance,
        smtp_url=given["ZR_SMTP_URL"],
        mail_from=given["ZR_MAIL_FROM"],
    )


def _unknown_names(environ: Mapping[str, str]) -> list[str]:
    problems = []
    for name in sorted(environ):
        if name.startswith("ZR_") and name not in NAMES:
            near = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.0)[0]
            problems.append(f"{name} is no setting, the nearest is {near}")
    return problems


def _environment(given: Mapping[str, str], problems: list[str]) -> str:
    environment = given["ZR_ENV"] or "development"
    if environment not in ("development", "production"):
        problems.append(f"ZR_ENV is {environment!r} but must be development or production")
    return environment


def _missing(given: Mapping[str, str]) -> list[str]:
    needed = {
        "ZR_SECRET_KEY": f"at least {SHORTEST_SECRET} random signs",
        "ZR_KEYS": "Fernet keys, separated by commas",
        "ZR_BASE_URL": "like https://reise.example",
    }
    return [
        f"{name} is missing ({what}) and production needs it"
        for name, what in needed.items()
        if not given[name]
    ]


def _secret_key_problem(value: str) -> str | None:
    if len(value) < SHORTEST_SECRET:
        return f"is too short, it needs at least {SHORTEST_SECRET} signs"
    return None


def _keys_problem(value: str) -> str | None:
    for place, key in enumerate(value.split(","), start=1):
        try:
            Fernet(key.strip().encode())
        except ValueError:
            return f"holds no Fernet key at place {place} (32 bytes, url-safe base64)"
    return None


def _base_url_problem(value: str) -> str | None:
    try:
        url = urlsplit(value)
        complete = (
            url.scheme in ("http", "https") and url.hostname and (url.port is None or url.port)
        )
    except ValueError:
        complete = False
    if not complete or any(sign.isspace() for sign in value):
        return "must be an address like https://reise.example"
    if ":" in str(url.hostname):
        return "must name a host, not an IPv6 address"
    if url.path.strip("/") or url.query or url.fragment or "@" in url.netloc:
        return "must be a host only, without path, query or user name"
    return None


def _database_url_problem(value: str) -> str | None:
    try:
        backend = make_url(value).get_backend_name()
    except (ArgumentError, ValueError):
        backend = ""
    if backend not in ("sqlite", "postgresql"):
        return "must begin with sqlite:/// or postgresql://"
    return None


def _proxies_problem(value: str) -> str | None:
    if not (value.isascii() and value.isdigit()):
        return "must be a whole number from 0 on"
    return None


def _timezone_problem(value: str) -> str | None:
    try:
        ZoneInfo(value)
    except (OSError, ValueError, KeyError):
        return f"is {value!r} but must be a time zone like Europe/Berlin"
    return None


def _smtp_url_problem(value: str) -> str | None:
    try:
        url = urlsplit(value)
        complete = url.scheme in ("smtp", "smtps") and url.hostname and url.port != 0
    except ValueError:
        complete = False
    if not complete or url.path.strip("/") or url.query or any(sign.isspace() for sign in value):
        return "must be like smtp://user:password@mail.example:587 or smtps://mail.example"
    return None


def _mail_from_problem(value: str) -> str | None:
    if not (value.isprintable() and SENDER.fullmatch(parseaddr(value)[1])):
        return "must be an address like Zukunftsreise <reise@verein.example>"
    return None


_CHECKS: dict[str, Callable[[str], str | None]] = {
    "ZR_SECRET_KEY": _secret_key_problem,
    "ZR_KEYS": _keys_problem,
    "ZR_BASE_URL": _base_url_problem,
    "ZR_DATABASE_URL": _database_url_problem,
    "ZR_PROXIES": _proxies_problem,
    "ZR_TIMEZONE": _timezone_problem,
    "ZR_SMTP_URL": _smtp_url_problem,
    "ZR_MAIL_FROM": _mail_from_problem,
}


def _fill_development_keys(given: dict[str, str], instance: Path) -> None:
    makers = {
        "ZR_SECRET_KEY": lambda: secrets.token_urlsafe(48),
        "ZR_KEYS": lambda: Fernet.generate_key().decode(),
    }
    for name, make in makers.items():
        given[name] = given[name] or _kept(instance / name.removeprefix("ZR_").lower(), make)


def _kept(path: Path, make: Callable[[], str]) -> str:
    """Return the secret in `path`; the first of several starting processes writes it for all."""
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        try:
            # Linking, unlike renaming, never replaces the file another process has just written.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def _local_url(environ: Mapping[str, str]) -> str:
    return f"http://127.0.0.1:{environ.get('PORT') or 8000}"


def _split(keys: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in keys.split(","))
