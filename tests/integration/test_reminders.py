"""P11: each reminder goes out once, to whom it concerns, in its hours; and nobody sees to whom."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.lib.mail import message
from app.models.tables import assignment, company, join_code, member, muted, outbox
from app.ui.mails import ONE_CLICK
from tests.firms import set_out
from tests.people import Person
from tests.reminders import FIRST, SECOND, Post, as_the_office_sees, berlin

DAY = timedelta(days=1)
PEOPLE = ("ada", "ben", "lea")


@pytest.fixture
def post(app: Flask, lonely: str) -> Post:
    """A company with three people whose addresses are known."""
    return Post(app, lonely, *PEOPLE)


def arrive(post: Post, name: str) -> Person:
    person = Person(post.app)
    set_out(person, post.token(name)).send("los")
    return person


def test_everybody_gets_each_reminder_once(post: Post) -> None:
    assert post.remind(berlin(FIRST)) == list(PEOPLE)
    for hours in range(0, 10 * 24, 3):
        post.remind(berlin(FIRST) + timedelta(hours=hours))
    assert len(post.got) == len(PEOPLE)
    assert post.remind(berlin(SECOND)) == list(PEOPLE)
    assert post.remind(berlin(SECOND) + DAY) == []


def test_it_goes_out_from_nine_in_the_morning_on_working_days(post: Post) -> None:
    assert post.remind(berlin(FIRST, 8, 59)) == []
    assert post.remind(berlin(FIRST, 17)) == []
    assert post.remind(berlin(FIRST - DAY)) == []
    assert post.remind(berlin(FIRST, 9)) == list(PEOPLE)


def test_a_day_without_a_mail_server_is_made_up_for_on_the_next_working_day(post: Post) -> None:
    friday = FIRST + 4 * DAY
    post.firm.change(member, post.members["ada"], added_at=berlin(FIRST))
    post.ask(berlin(friday))
    assert post.deliver(berlin(friday, 21)) == []
    for hours in range(48):
        assert post.remind(berlin(friday, 21) + timedelta(hours=hours)) == [], hours
    assert post.remind(berlin(friday + 3 * DAY)) == []
    assert post.remind(berlin(FIRST + DAY)) == ["ben", "lea"]


def test_whoever_arrived_or_wants_none_gets_none_and_nothing_tells_it(
    app: Flask, post: Post
) -> None:
    post.remind(berlin(FIRST))
    arrive(post, "ada")
    Person(app).send(post.stop([to for to, _ in post.got].index("ben@luft.example")))
    assert post.remind(berlin(SECOND)) == ["lea"]
    seen = [row[3:] for row in as_the_office_sees(post.database) if row[2] == 2]
    assert len(seen) == 3 and len(set(seen)) == 1
    with post.database.read() as session:
        states = session.execute(select(outbox.c.sent_at, outbox.c.tries, outbox.c.content))
        assert len(set(states.all())) == 2, "one for each day"


@pytest.mark.parametrize(
    "change",
    [
        lambda post: post.firm.remove(post.members["ada"]),
        lambda post: post.firm.change(member, post.members["ada"], email="neu@luft.example"),
        lambda post: post.firm.change(assignment, post.made.id, closed_at=berlin(FIRST)),
        lambda post: post.firm.change(company, post.firm.id, closed_at=berlin(FIRST)),
        lambda post: post.firm.change(assignment, post.made.id, audience="list"),
        lambda post: arrive(post, "ada"),
    ],
    ids=["left", "moved", "closed", "company closed", "for others", "arrived"],
)
def test_it_is_asked_again_whether_it_holds_when_it_is_sent(app, lonely, change) -> None:
    post = Post(app, lonely, "ada")
    post.ask(berlin(FIRST))
    change(post)
    assert post.deliver(berlin(FIRST)) == []


@pytest.mark.parametrize("name", ["paused_at", "revoked_at"])
def test_while_the_way_in_is_closed_nobody_is_reminded(post: Post, name: str) -> None:
    post.ask(berlin(FIRST))
    for each in PEOPLE:
        with post.database.write() as session:
            own = update(join_code).where(join_code.c.token == post.token(each))
            session.execute(own.values({name: berlin(FIRST)}))
    assert post.deliver(berlin(FIRST)) == []
    post.firm.change_link(post.made, **{name: berlin(FIRST)})
    assert post.remind(berlin(FIRST + DAY)) == []


def test_whoever_came_onto_the_list_later_is_not_reminded(post: Post) -> None:
    post.firm.change(member, post.members["lea"], added_at=berlin(FIRST, 9, 1))
    post.firm.change(member, post.members["ben"], email=None)
    assert post.remind(berlin(FIRST)) == ["ada"]
    assert post.remind(berlin(FIRST + DAY)) == []


def test_nobody_is_written_to_twice_a_day_whoever_reminds(post: Post, app, lonely) -> None:
    other = Post(app, lonely, "ada", "kim")
    post.assign(lonely)
    for minutes in range(0, 8 * 60, 10):
        post.remind(berlin(FIRST, 9) + timedelta(minutes=minutes))
    assert sorted(to for to, _ in post.got) == [
        f"{name}@luft.example" for name in ("ada", "ben", "kim", "lea")
    ]
    assert post.remind(berlin(FIRST + DAY)) == ["ada", "ben", "lea"]
    assert post.remind(berlin(FIRST + 2 * DAY)) == ["ada"]
    assert other.remind(berlin(FIRST + 3 * DAY)) == []


def test_a_clock_that_jumps_reminds_nobody_anew(post: Post) -> None:
    assert post.remind(berlin(SECOND)) == list(PEOPLE)
    assert post.remind(berlin(FIRST)) == list(PEOPLE)
    assert post.remind(berlin(SECOND)) == []
    post.assign("ohne-rollen")
    post.ask(berlin(SECOND + DAY))
    assert post.remind(berlin(FIRST + DAY)) == list(PEOPLE)
    assert post.remind(berlin(SECOND + DAY)) == list(PEOPLE)
    assert len(post.got) == 12


def test_the_mail_is_friendly_and_stops_with_one_click(app: Flask, post: Post) -> None:
    post.remind(berlin(FIRST))
    to, words = next(each for each in post.got if each[0].startswith("ada"))
    assert words.subject == "Zur Erinnerung: Ohne Rollen"
    assert f"http://localhost/m/{post.token('ada')}" in words.text
    assert "Dann brauchen Sie nichts zu tun." in words.text
    assert not re.search("überfällig|verspätet|noch nicht|ben|lea|!", words.text)
    link = re.search(r"http://localhost(/keine-erinnerung/\w{26})\n", words.text)
    assert link
    assert words.headers == {
        "List-Unsubscribe": f"<http://localhost{link[1]}>",
        "List-Unsubscribe-Post": ONE_CLICK,
    }
    mail = message(
        "a <a@b.example>",
        to,
        words.subject,
        words.text,
        number="1",
        now=berlin(FIRST),
        headers=words.headers,
    )
    assert f"List-Unsubscribe: <http://localhost{link[1]}>".encode() in mail.as_bytes()


def test_opening_the_link_changes_nothing_and_its_button_mutes(app: Flask, post: Post) -> None:
    post.remind(berlin(FIRST))
    lea = Person(app)
    assert "Keine Erinnerung mehr an diese Reise?" in lea.see(post.stop())
    assert count(post, muted) == 0
    for _ in range(2):
        lea.send(post.stop())
    assert "Sie bekommen keine Erinnerung mehr" in lea.see(post.stop())
    assert count(post, muted) == 1


def test_a_mail_program_mutes_without_form_cookie_or_redirect(app: Flask, post: Post) -> None:
    post.remind(berlin(FIRST))
    name, value = ONE_CLICK.split("=")
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        answer = app.test_client().post(post.stop(), data={name: value}, content_type=kind)
        assert answer.status_code == 200
        assert "Sie bekommen keine Erinnerung mehr" in answer.get_data(as_text=True)
    assert count(post, muted) == 1


def test_an_unknown_link_and_that_of_somebody_who_left_are_one_page(app: Flask, post: Post) -> None:
    post.remind(berlin(FIRST))
    left, unknown = post.stop(), "/keine-erinnerung/" + "0" * 26
    post.firm.remove(next(post.members[to.split("@")[0]] for to, _ in post.got[-1:]))
    for method in ("GET", "POST"):
        answers = [app.test_client().open(path, method=method) for path in (left, unknown)]
        assert {answer.status_code for answer in answers} == {404}
        assert answers[0].data == answers[1].data


def count(post: Post, table) -> int:
    return post.firm.rows(select(func.count()).select_from(table))[0][0]


def test_the_links_of_a_mail_never_follow_the_host_of_a_request(app: Flask, lonely: str) -> None:
    post = Post(app, lonely, "ada")
    post.firm.change(company, post.firm.id, name="Böse\r\nBcc: fremd@luft.example")
    with app.test_request_context(headers={"Host": "fremd.example"}):
        post.remind(berlin(FIRST))
    ((_, words),) = post.got
    assert "fremd.example" not in words.text
    assert "\n" not in words.subject and "\r" not in words.subject
    assert "\nBcc" not in words.text


def test_the_jobs_and_the_operator_tell_no_number_of_people(app: Flask, post: Post) -> None:
    for now in (FIRST, date(2026, 11, 30)):
        done = app.test_cli_runner().invoke(args=["jobs", "run", "--now", f"{now}T09:30"])
        assert done.exit_code == 0, done.output
        assert f"reminders: {int(now == FIRST)} due." in done.output
    assert count(post, outbox) == 0, "forgotten after a week"
    post.ask(berlin(SECOND))
    assert count(post, outbox) == 3
    assert "0 waiting" in app.test_cli_runner().invoke(args=["mail", "deliver"]).output
    operator = Person(app)
    operator.sign_in("operator")
    assert "reminder" not in operator.see("/betreiber/mail")
