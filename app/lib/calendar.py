"""Calendar files: whole days that somebody takes over into a calendar of their own."""

import datetime as days
import re

_UID = re.compile(r"[\w.-]+@[\w.-]+", re.ASCII)
_HIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def whole_days(
    uid: str,
    first: days.date,
    last: days.date,
    *,
    title: str,
    text: str = "",
    url: str = "",
    timezone: str,
    now: days.datetime,
) -> bytes:
    """Return an .ics file with one entry from the first day to the last, both included.

    With the same `uid` a calendar replaces what it took over before. Whole days are the same days
    everywhere; `timezone` says where they were meant. Nobody is shown as busy. Title and text may
    hold anything.
    """
    # Only who asks for a calendar file needs the library that writes them.
    from icalendar import Calendar, Event

    assert _UID.fullmatch(uid), "a uid is name@host"
    entry = Event()
    entry.add("uid", uid)
    entry.add("dtstamp", now)
    entry.add("dtstart", first)
    # The end is the first day that does not belong to it any more.
    entry.add("dtend", last + days.timedelta(days=1))
    entry.add("summary", " ".join(_shown(title).split()))
    if text:
        entry.add("description", _shown(text))
    if url:
        entry.add("url", url)
    entry.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("prodid", "-//Zukunftsreise//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-timezone", timezone)
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _shown(text: str) -> str:
    """Return a text with plain line ends and without signs that are none."""
    return _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
