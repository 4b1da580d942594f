"""The environment is checked at boot: what is wrong stops the start with one clear sentence."""

import base64
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from app.config import ConfigError, load

ROOT = Path(__file__).parents[2]
FIXED_KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
PRODUCTION = {
    "ZR_ENV": "production",
    "ZR_SECRET_KEY": "s" * 48,
    "ZR_KEYS": FIXED_KEY,
    "ZR_BASE_URL": "https://reise.example/",
}


def test_it_starts_in_development_without_any_setting(tmp_path):
    config = load({}, tmp_path)
    assert not config.is_production
    assert config.base_url == "http://127.0.0.1:8000"
    assert config.database_url == f"sqlite:///{tmp_path / 'zukunftsreise.db'}"
    assert (config.proxies, config.timezone) == (0, "Europe/Berlin")
    assert set(config.hosts) == {"127.0.0.1", "localhost"}


def test_it_keeps_the_generated_keys_and_shows_them_to_the_owner_only(tmp_path):
    first, second = load({}, tmp_path), load({}, tmp_path)
    assert (first.secret_key, first.keys) == (second.secret_key, second.keys)
    Fernet(first.keys[0])
    files = list(tmp_path.iterdir())
    assert {file.name for file in files} == {"secret_key", "keys"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_processes_that_start_together_agree_on_the_keys(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: load({}, tmp_path / "new").keys, range(64)))
    assert len(keys) == 1


def test_commands_that_only_read_files_write_no_key(tmp_path):
    assert load({}, tmp_path, keys=False).keys
    assert load({"ZR_ENV": "production"}, tmp_path, keys=False).is_production
    assert list(tmp_path.iterdir()) == []


def test_production_takes_the_first_of_several_keys_first(tmp_path):
    other = Fernet.generate_key().decode()
    config = load(PRODUCTION | {"ZR_KEYS": f"{PRODUCTION['ZR_KEYS']}, {other}"}, tmp_path)
    assert config.keys == (PRODUCTION["ZR_KEYS"], other)
    assert config.base_url == "https://reise.example"
    assert config.hosts == ("reise.example",)
    assert config.is_https
    assert list(tmp_path.iterdir()) == []


def test_production_names_everything_it_lacks_at_once(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load({"ZR_ENV": "production", "ZR_PROXIES": "two"}, tmp_path)
    for name in ("ZR_SECRET_KEY", "ZR_KEYS", "ZR_BASE_URL", "ZR_PROXIES"):
        assert name in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("ZR_DATABSE_URL", "ZR_DATABASE_URL"),
        ("ZR_SECRET", "ZR_SECRET_KEY"),
        ("ZR_KEY", "ZR_KEYS"),
        ("ZR_TZ", "ZR_TIMEZONE"),
        ("ZR_BASEURL", "ZR_BASE_URL"),
    ],
)
@pytest.mark.parametrize("keys", [True, False])
def test_an_unknown_name_stops_any_start_with_the_nearest_right_name(tmp_path, wrong, right, keys):
    with pytest.raises(ConfigError, match=f"{wrong} is no setting, the nearest is {right}[.;]"):
        load({wrong: "x"}, tmp_path, keys=keys)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZR_ENV", "staging"),
        ("ZR_SECRET_KEY", "short"),
        ("ZR_KEYS", "not-a-key"),
        ("ZR_KEYS", f"{FIXED_KEY},"),
        ("ZR_KEYS", "schlüssel" * 5),
        ("ZR_BASE_URL", "reise.example"),
        ("ZR_BASE_URL", "ftp://reise.example"),
        ("ZR_BASE_URL", "https://"),
        ("ZR_BASE_URL", "https://reise.example:99999"),
        ("ZR_BASE_URL", "https://reise.example/unter"),
        ("ZR_BASE_URL", "https://ich@reise.example"),
        ("ZR_BASE_URL", "https://reise example"),
        ("ZR_BASE_URL", "https://[::1]:8000"),
        ("ZR_DATABASE_URL", "mysql://db"),
        ("ZR_DATABASE_URL", "zukunftsreise.db"),
        ("ZR_PROXIES", "-1"),
        ("ZR_PROXIES", "1.5"),
        ("ZR_TIMEZONE", "Mars/Olympus"),
        ("ZR_TIMEZONE", "../../etc/passwd"),
        ("ZR_SMTP_URL", "mail.example:25"),
        ("ZR_SMTP_URL", "http://mail.example"),
        ("ZR_SMTP_URL", "smtp://"),
        ("ZR_SMTP_URL", "smtp://mail.example:99999"),
        ("ZR_SMTP_URL", "smtp://mail.example/reise"),
        ("ZR_MAIL_FROM", "Zukunftsreise"),
        ("ZR_MAIL_FROM", "reise@verein.example\nBcc: alle@fremd.example"),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(tmp_path, name, value):
    with pytest.raises(ConfigError, match=f"^Zukunftsreise cannot start: {name} .+[.]$"):
        load({name: value}, tmp_path)


def test_a_mail_server_needs_a_sender(tmp_path):
    server = {"ZR_SMTP_URL": "smtp://mail.example:587"}
    with pytest.raises(ConfigError, match="ZR_MAIL_FROM is missing"):
        load(server, tmp_path)
    config = load(server | {"ZR_MAIL_FROM": "Reise <reise@verein.example>"}, tmp_path)
    assert config.smtp_url == "smtp://mail.example:587"
    assert load({}, tmp_path).smtp_url == ""


def test_a_refused_value_of_a_secret_is_not_repeated(tmp_path):
    secrets = {"ZR_KEYS": "geheimer-wert", "ZR_SECRET_KEY": "auch-geheim"}
    with pytest.raises(ConfigError) as caught:
        load(secrets | {"ZR_SMTP_URL": "http://ich:geheim@mail.example"}, tmp_path)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("command", ["-m scripts.serve", "-c import\N{NO-BREAK SPACE}wsgi"])
def test_a_wrong_environment_ends_the_process_with_one_line(command):
    words = [word.replace("\N{NO-BREAK SPACE}", " ") for word in command.split(" ")]
    environ = os.environ | {"ZR_DATABSE_URL": "x"}
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "ZR_DATABASE_URL" in done.stderr


def test_the_settings_know_nothing_about_the_web():
    probe = "import sys, app.config; sys.exit('flask' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], cwd=ROOT, check=False).returncode == 0
