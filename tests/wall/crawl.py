"""Ask every route as everybody, about own, foreign, nested and unknown things; judge each answer.

What somebody owns is what their own pages lead to: so a new route is crawled as soon as a page
links to it, and one that no page leads to is told as not reached. Forms are sent with the values
their page gave them. Nothing that a POST does stays: it is rolled back before it is answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, request
from sqlalchemy import delete
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.models.tables import attempt
from app.models.user import ROLES
from app.ui import access
from tests.wall.pages import Page
from tests.wall.reach import (
    ASKED,
    HELD,
    NAMES,
    ROLE,
    SIGHT,
    Arguments,
    beginning,
    build,
    harmless,
    prefixes,
    seen,
    unknown,
)
from tests.wall.rows import Rows
from tests.wall.scope import Recorder
from tests.wall.world import CANARY, World

EACH = 3
"""So many addresses of a rule are kept for everybody, the first ones that their pages name."""
FEW = 2
"""So many foreign addresses are asked for where the rule itself stops somebody."""
Key = tuple[str, str]
"""A rule and a method."""


@dataclass(frozen=True)
class Case:
    """One question: who asks for what, as a page or as a part of one."""

    who: str
    rule: Rule
    method: str
    arguments: Arguments
    kind: str
    htmx: bool
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __str__(self) -> str:
        part = " (htmx)" if self.htmx else ""
        return (
            f"{self.who}: {self.method} {self.rule.rule} {dict(self.arguments)} {self.kind}{part}"
        )


@dataclass
class Outcome:
    """What a crawl found."""

    cases: int = 0
    failures: list[str] = field(default_factory=list)
    reached: set[Key] = field(default_factory=set)
    canaries: int = 0
    seen: set[str] = field(default_factory=set)


class Crawl:
    """A crawl over one application, by everybody or only by some, in a new world or a known one."""

    def __init__(
        self, app: Flask, asking: Collection[str] = (), world: World | None = None
    ) -> None:
        self.app = app
        app.config["WTF_CSRF_ENABLED"] = False
        app.after_request(self._undo)
        self.is_dry = False
        self.asking = "nobody"
        self.world = world or World(app)
        self.declared = access.declared(app)
        self.rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint in self.declared]
        self.browser = app.test_client(use_cookies=False)
        self.cookies = {
            who: "; ".join(f"{each.key}={each.value}" for each in person.client._cookies.values())
            for who, person in self.world.everybody().items()
            if who in asking or not asking
        }
        self.own: dict[str, dict[Key, dict[Arguments, dict[str, list[str]]]]] = {}
        self.outcome = Outcome()
        self.is_dry = True
        self.recorder = Recorder(app)
        for who in self.cookies:
            self._look_around(who)
        for who in self.cookies:
            self._borrow(who)
        self.rows = Rows(self.world.owners())
        with app.extensions["database"].read() as session:
            self.unchanged = {who: self.rows.of_others(who, session) for who in self.cookies}
        self._unknown_answers: dict[Any, Any] = {}

    def missing(self) -> list[str]:
        """Return the rules for which no page gave an address."""
        known = {key for own in self.own.values() for key, kept in own.items() if kept}
        return sorted(
            f"{method} {rule.rule} ({rule.endpoint})"
            for rule in self.rules
            for method in rule.methods & {"GET", "POST"}
            if rule.arguments and (rule.rule, method) not in known
        )

    def run(self, cases: Iterable[Case] | None = None) -> Outcome:
        """Ask everything, or these cases; return what was found."""
        for case in self.cases() if cases is None else cases:
            self.outcome.cases += 1
            try:
                self._judge(case)
            except Exception as error:
                self._fail(case, f"raised {type(error).__name__}: {str(error)[:300]}")
        return self.outcome

    # What belongs to whom.

    def _look_around(self, who: str) -> None:
        """Follow every link from the places where somebody starts."""
        own: dict[Key, dict[Arguments, dict[str, list[str]]]] = defaultdict(dict)
        self.own[who] = own
        ahead = [rule.rule for rule in self.rules if "GET" in rule.methods and not rule.arguments]
        ahead += self.world.posted
        for path in [*ahead, *self.world.given.get(who, [])]:
            self._note(own, path, "GET", {})
            self._note(own, path, "POST", {})
        for path, fields in self.world.shown.get(who, []):
            self._note(own, path, "POST", fields)
        seen = set(ahead)
        while ahead:
            answer = self._ask(who, "GET", ahead.pop(0))
            links, forms = self._offers(answer)
            for form in forms:
                self._note(own, form.address or answer.request.path, "POST", form.fields)
            for link in links:
                path = urlsplit(link).path
                is_new = self._note(own, path, "GET", {})
                if is_new and link not in seen:
                    seen.add(link)
                    ahead.append(link)

    def _borrow(self, who: str) -> None:
        """Take what stands in other addresses of the same place where no page names a rule."""
        own = self.own[who]
        places: dict[str, dict[Arguments, Any]] = defaultdict(dict)
        for (rule, _), kept in own.items():
            for arguments in kept:
                for place in prefixes(rule):
                    names = NAMES.findall(place)
                    places[place][tuple(pair for pair in arguments if pair[0] in names)] = {}
        for rule in self.rules:
            choice = [(name, sorted(each.items)[0]) for name, each in rule._converters.items()
                      if hasattr(each, "items")]  # fmt: skip
            wanted = [each for each in prefixes(rule.rule) if "<any(" not in each]
            for method in rule.methods & {"GET", "POST"}:
                if rule.arguments and not own.get((rule.rule, method)):
                    # A rule that only offers a choice has an address for everybody.
                    known = places[wanted[-1]] if wanted else {(): {}}
                    found = [tuple(sorted([*words, *choice])) for words in known]
                    own[rule.rule, method] = {words: {} for words in found[:EACH]}

    @staticmethod
    def _offers(answer: TestResponse) -> tuple[set[str], list[Any]]:
        if answer.status_code in (301, 302, 303):
            where = urlsplit(answer.headers["Location"])
            return {where.path + (f"?{where.query}" if where.query else "")}, []
        if answer.mimetype != "text/html":
            return set(), []
        page = Page(answer.get_data(as_text=True))
        return page.links, page.forms

    def _note(self, own: Any, path: str, method: str, fields: dict[str, list[str]]) -> bool:
        """Keep an address below its rule; return whether there was room for it."""
        bound = self.app.url_map.bind("localhost")
        try:
            rule, arguments = bound.match(urlsplit(unescape(path)).path, method, return_rule=True)
        except HTTPException:
            return False
        if rule.endpoint not in self.declared:
            return False
        kept = own[rule.rule, method]
        words = tuple(sorted(arguments.items()))
        if kept.get(words) == {} and fields:
            kept[words] = fields
        if words in kept or len(kept) >= EACH:
            return False
        kept[words] = fields
        return True

    # What is asked.

    def cases(self) -> Iterator[Case]:
        for rule in self.rules:
            for method in sorted(rule.methods & {"GET", "POST"}):
                for who in (each for each in ASKED if each in self.cookies):
                    for arguments, kind, fields in self._questions(who, rule, method):
                        sent = tuple((name, tuple(values)) for name, values in fields.items())
                        for htmx in (False, True):
                            yield Case(who, rule, method, arguments, kind, htmx, sent)

    def _questions(self, who: str, rule: Rule, method: str) -> Iterator[tuple[Any, str, Any]]:
        key = rule.rule, method
        own = self.own[who].get(key, {})
        if not rule.arguments:
            own = own or {(): {}}
        yield from ((words, "own", fields) for words, fields in own.items())
        foreign = {
            words: (other, fields)
            for other, theirs in self.own.items()
            if other != who
            for words, fields in list(theirs.get(key, {}).items())[:2]
            if words not in own and words not in self.own.get("nobody", {}).get(key, {})
        }
        # Whoever may not enter at all is stopped whatever the address names.
        most = FEW if self._stopped(who, rule, method) else None
        for words, (_, fields) in list(foreign.items())[:most]:
            yield words, "foreign", harmless(fields)
        if rule.arguments and (own or foreign):
            like = next(iter(own or foreign))
            if unknown(rule, like) != like:
                yield unknown(rule, like), "unknown", {}
        yield from self._nested(who, key, own, foreign)

    def _nested(self, who: str, key: Key, own: Any, foreign: Any) -> Iterator[Any]:
        """Swap one argument, or the whole form, for what belongs to somebody else."""
        mine = next(iter(own), None)
        if mine is None:
            return
        swapped = {
            (*mine[:place], pair, *mine[place + 1 :])
            for theirs in foreign
            for place, pair in enumerate(theirs)
            if len(mine) > 1
        }
        for words in sorted(swapped - set(own) - set(foreign), key=str)[:4]:
            yield words, "nested", own[mine]
        for fields in self._forms_of_peers(who, key):
            if fields and fields != own[mine]:
                yield mine, "swapped form", harmless(fields)

    def _forms_of_peers(self, who: str, key: Key) -> Iterator[dict[str, list[str]]]:
        for other, theirs in self.own.items():
            if other != who and key[1] == "POST" and ROLE.get(other) == ROLE.get(who):
                yield from list(theirs.get(key, {}).values())[:1]

    # What is expected.

    def _judge(self, case: Case) -> None:
        self.asking = case.who
        answer = self._ask(case.who, case.method, self._address(case), case)
        self._look_for_canaries(case, answer)
        status = answer.status_code
        if status >= 500:
            self._fail(case, f"answers {status}")
            return
        stopped = self._stopped(case.who, case.rule, case.method)
        if stopped is not None:
            if status != stopped:
                self._fail(case, f"answers {status} instead of {stopped}")
            elif status == 303 and not answer.headers["Location"].startswith("/anmelden?next="):
                self._fail(case, "is led elsewhere than to the sign-in")
            return
        if case.kind == "own":
            self._judge_own(case, status)
        elif case.kind in ("foreign", "unknown") and beginning(case.rule) not in HELD:
            self._judge_stranger(case, answer)

    def _stopped(self, who: str, rule: Rule, method: str) -> int | None:
        """Return how somebody is stopped who may not enter at all."""
        wanted = self.declared[rule.endpoint]
        if wanted in ("anyone", "learner"):
            return None
        role = ROLE.get(who)
        if role is None:
            return 401 if method == "POST" else 303
        return 403 if wanted in ROLES and role != wanted else None

    def _judge_own(self, case: Case, status: int) -> None:
        if status in (200, 302, 303, 409, 422):
            self.outcome.reached.add((case.rule.rule, case.method))
        elif status in (401, 403, 405):
            self._fail(case, f"answers {status} to somebody who may enter")

    def _judge_stranger(self, case: Case, answer: TestResponse) -> None:
        if answer.status_code != 404:
            self._fail(case, f"answers {answer.status_code} instead of 404")
            return
        words = unknown(case.rule, case.arguments)
        key = case.who, case.rule.rule, case.method, case.htmx, case.fields, words
        if case.kind == "unknown":
            self._unknown_answers.setdefault(key, seen(answer))
        elif key not in self._unknown_answers:
            reference = self._ask(case.who, case.method, build(case.rule, words), case)
            self._unknown_answers[key] = seen(reference)
        if seen(answer) != self._unknown_answers[key]:
            self._fail(case, "does not look like something unknown")

    def _look_for_canaries(self, case: Case, answer: TestResponse) -> None:
        text = answer.get_data().decode("utf-8", "replace") + str(answer.headers)
        allowed = SIGHT[case.who]
        sorts = HELD.get(beginning(case.rule), "").split()
        for owner, sort in {(a.lower(), b.lower()) for a, b in CANARY.findall(text)}:
            self.outcome.seen.add(f"{owner}-{sort}")
            if {f"{owner}-*", f"{owner}-{sort}"} & allowed or sort in sorts:
                continue
            self.outcome.canaries += 1
            self._fail(case, f"shows the canary {owner}-{sort}")

    # How it is asked.

    def _ask(self, who: str, method: str, path: str, case: Case | None = None) -> TestResponse:
        headers = {"Cookie": self.cookies[who]} if self.cookies[who] else {}
        if case and case.htmx:
            headers["HX-Request"] = "true"
        fields = {name: list(values) for name, values in case.fields} if case else {}
        data = fields if method == "POST" else None
        answer = self.browser.open(path, method=method, headers=headers, data=data)
        if answer.status_code == 429:
            # Tries in vain are counted in transactions of their own, which nothing takes back.
            self._forget_attempts()
            answer = self.browser.open(path, method=method, headers=headers, data=data)
        return answer

    def _forget_attempts(self) -> None:
        with self.app.extensions["database"].write() as session:
            session.execute(delete(attempt))

    @staticmethod
    def _address(case: Case) -> str:
        return build(case.rule, case.arguments)

    def _undo(self, response: Any) -> Any:
        """Look for foreign rows that a POST changed, and take back everything it did."""
        if self.is_dry and request.method == "POST" and "db" in g:
            if response.status_code < 400 and not _is_held():
                now = self.rows.of_others(self.asking, g.db)
                if now != self.unchanged[self.asking]:
                    self.outcome.failures.append(f"{self.asking}: {request.path} changes others")
            g.db.rollback()
        return response

    def _fail(self, case: Case, words: str) -> None:
        self.outcome.failures.append(f"{case} {words}")


def _is_held() -> bool:
    """Return whether the address of this request is a secret that gives a right to its holder."""
    return request.url_rule is not None and beginning(request.url_rule) in HELD
