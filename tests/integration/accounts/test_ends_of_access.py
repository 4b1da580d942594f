"""P17: signing out, a reset, a lost role, a closed account end access at the next request."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.models.user import User
from app.ui.access import access
from tests.colleagues import PASSWORD, Colleague
from tests.integration.accounts.test_passwords import NEW, asked


@pytest.fixture
def devices(each_app: Flask) -> tuple[Colleague, Colleague]:
    """Two devices on which the same person is signed in."""
    lea = Colleague(each_app, "lea@reise.example", "facilitator")
    phone = lea.elsewhere()
    for device in (lea, phone):
        device.enter()
        assert device.is_in()
    return lea, phone


def user(person: Colleague, change: Callable[..., None]) -> None:
    with person.app.extensions["database"].write() as session:
        found = User.known(session, person.email)
        assert found
        change(found, session)


def assert_all_ended(*people: Colleague) -> None:
    for person in people:
        assert not person.is_in()
        assert person.get("/studio").status_code == 303
        person.send("/konto/name", 401, name="Eve")


def test_signing_out_ends_every_device_and_every_copy_of_the_cookie(
    devices: tuple[Colleague, Colleague],
) -> None:
    lea, phone = devices
    copy = lea.cookie()
    lea.send("/abmelden")
    assert_all_ended(lea, phone)
    lea.paste(copy)
    assert_all_ended(lea)


def test_a_reset_ends_every_device(devices: tuple[Colleague, Colleague]) -> None:
    lea, phone = devices
    phone.send(asked(phone, lea.email), password_new=NEW)
    assert_all_ended(lea, phone)


def test_a_changed_password_ends_every_other_device(
    devices: tuple[Colleague, Colleague],
) -> None:
    lea, phone = devices
    copy = phone.cookie()
    phone.send("/konto/passwort", password=PASSWORD, password_new=NEW)
    assert_all_ended(lea)
    assert phone.is_in()
    lea.paste(copy)
    assert_all_ended(lea)


def test_a_closed_account_ends_every_device(devices: tuple[Colleague, Colleague]) -> None:
    lea, phone = devices
    copy = lea.cookie()
    user(lea, User.deactivate)
    assert_all_ended(lea, phone)
    lea.give_password(422)
    user(lea, User.activate)
    lea.paste(copy)
    assert_all_ended(lea)
    lea.give_password()


def test_a_deleted_account_ends_every_device(devices: tuple[Colleague, Colleague]) -> None:
    lea, phone = devices
    user(lea, User.delete)
    assert_all_ended(lea, phone)
    lea.give_password(422)


def test_a_lost_role_closes_its_room_and_no_other(devices: tuple[Colleague, Colleague]) -> None:
    lea, phone = devices
    assert lea.get("/studio").status_code == 200
    user(lea, lambda found, session: found.revoke(session, "facilitator"))
    for device in (lea, phone):
        assert device.get("/studio").status_code == 403
        assert device.is_in()
        assert "/studio" not in device.see("/konto")


def test_a_reset_second_factor_ends_every_device(each_app: Flask) -> None:
    otto = Colleague(each_app, "otto@reise.example", "operator", app_on_phone=True)
    otto.enter()
    user(otto, User.reset_second_factor)
    assert not otto.is_in()
    assert otto.give_password().headers["Location"] == "/betreiber"
    assert otto.get("/betreiber").headers["Location"] == "/konto/zweiter-faktor"


def test_an_operator_without_a_second_factor_enters_no_room_of_operators(app: Flask) -> None:
    @app.get("/betreiber-probe")
    @access("operator")
    def show_probe() -> str:
        return "inside"

    otto = Colleague(app, "otto@reise.example", "operator")
    otto.enter()
    assert otto.get("/betreiber-probe").headers["Location"] == "/konto/zweiter-faktor"
    ada = Colleague(app, "ada@reise.example", "operator", app_on_phone=True)
    ada.enter()
    assert ada.get("/betreiber-probe").get_data(as_text=True) == "inside"
