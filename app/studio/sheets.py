"""What translators send: texts with their marks, met with those that are stored meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from flask import abort, request

from app.content.edit import Words
from app.content.edit_texts import Unreadable
from app.content.sheet import Row, mark, translated, without
from app.models.base import Session
from app.models.draft import Draft
from app.models.draft_parts import Translation, alone, edit_translation, look_ahead, translation
from app.studio.drafts import own_draft
from app.studio.languages import known_of, own_language, sheet_of
from app.ui import requests, staff
from app.ui.forms import CONTROL_SIGNS, Form

if TYPE_CHECKING:
    from app.content.source import Parsed


@dataclass(frozen=True, slots=True)
class Sent:
    """One translation as it was typed; `seen` is the mark of the row that was shown."""

    key: str
    words: Words
    seen: str

    def meets_newer(self, row: Row | None) -> bool:
        """Whether the text or its translation has changed since the form was shown."""
        if row is None:
            return True
        mine = mark(self.words)
        return (self.meets_another_text(row) and mine != mark(row.text)) or (
            self.meets_another_source(row) and mine != self._seen[1]
        )

    def meets_another_source(self, row: Row) -> bool:
        """Whether the text to translate is another one now."""
        return mark(row.words) != self._seen[0]

    def meets_another_text(self, row: Row) -> bool:
        """Whether another translation is stored now."""
        return mark(row.text) != self._seen[1]

    @property
    def _seen(self) -> tuple[str, str]:
        source, _, text = self.seen.partition("-")
        return source, text


class SheetForm(Form):
    """The translations of one group; `right` are keys whose translation still fits."""

    def read(self) -> None:
        """Take each text with its mark; texts of a list come one after the other."""
        self.right = set(request.form.getlist("right"))
        self.sent = [
            Sent(key, self._words(key), self.word(f"seen:{key}"))
            for key in dict.fromkeys(request.form.getlist("key"))
        ]

    def _words(self, key: str) -> Words:
        typed = [_plain(each) for each in request.form.getlist(f"text:{key}")]
        return tuple(typed) if f"list:{key}" in request.form else "".join(typed[:1])


class FieldForm(SheetForm):
    """One translation as it is being typed; the texts of a list come as lines."""

    def read(self) -> None:
        """Take the field's name, its words and the mark they were typed over."""
        field = self.word("field")
        kind, _, key = field.partition(":")
        words = _plain(self.fields.get(field, ""), strips=kind != "list")
        lines = tuple(line.strip() for line in words.split("\n"))
        self.right = set()
        self.sent = [Sent(key, lines if kind == "list" else words, self.word("seen"))]


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """The translations into one language, and their texts by key.

    There are no texts while the journey or the translation cannot be read.
    """

    draft: Draft
    stored: Translation
    parsed: "Parsed"
    rows: Mapping[str, Row]

    @classmethod
    def of(cls, session: Session, draft: Draft, stored: Translation) -> Self:
        """Open the sheet of a stored translation."""
        parsed = alone(session, draft)
        try:
            found = sheet_of(parsed, stored).rows if parsed.known else ()
        except Unreadable:
            found = ()
        return cls(draft, stored, parsed, {row.key: row for row in found})

    def meets_newer(self, form: SheetForm) -> bool:
        """Whether something that was sent was typed over words that are gone."""
        return any(each.meets_newer(self.rows.get(each.key)) for each in form.sent)

    def keep(self, form: SheetForm) -> None:
        """Store what was sent."""
        text = self.with_sent(form)
        if text != self.stored.text:
            self._store(text)

    def drop(self, key: str) -> None:
        """Take the translation of a text that is gone from the file."""
        found = sheet_of(self.parsed, self.stored)
        if key in {orphan.key for orphan, _ in found.orphans}:
            known, units = known_of(self.parsed), self.parsed.units
            raw, lang = self.stored.text.encode(), self.stored.lang
            self._store(without(known, units, lang, raw, key).decode())

    def with_sent(self, form: SheetForm) -> str:
        """Return the file with what was sent, as far as it is different."""
        rows = self.rows
        changes = {each.key: each.words for each in form.sent
                   if mark(each.words) != mark(rows[each.key].text)}  # fmt: skip
        right = {key for key in form.right if key in rows and rows[key].status == "stale"}
        if not changes and not right:
            return self.stored.text
        raw, lang = self.stored.text.encode() or None, self.stored.lang
        known, units = known_of(self.parsed), self.parsed.units
        return translated(known, units, lang, raw, changes, right - changes.keys()).decode()

    def _store(self, text: str) -> None:
        by, now, seen = staff.acting(), requests.now(), self.stored.revision
        lang, db = self.stored.lang, requests.db()
        edit_translation(db, self.draft, lang, text, by=by, seen=seen, now=now)


def open_sheet(slug: str, lang: str) -> OpenSheet:
    """Open a sheet to write in: nobody else changes it until this transaction ends."""
    draft = own_draft(slug).alone(requests.db())
    return OpenSheet.of(requests.db(), draft, own_language(draft, lang))


def check_ahead(slug: str, lang: str, form: SheetForm) -> None:
    """Check the new translations before the transaction of the write begins: others wait."""

    def look(session: Session) -> None:
        draft = Draft.within_reach(session, slug, staff.acting()) or abort(404)
        sheet = OpenSheet.of(session, draft, translation(session, draft, lang))
        form.sent = [each for each in form.sent if _has_shape(each, sheet.rows.get(each.key))]
        if not sheet.meets_newer(form):
            look_ahead(session, draft, texts={lang: sheet.with_sent(form)})

    requests.ask(look)


def _has_shape(sent: Sent, row: Row | None) -> bool:
    return row is None or isinstance(sent.words, str) == isinstance(row.words, str)


def _plain(words: str, *, strips: bool = True) -> str:
    plain = CONTROL_SIGNS.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.strip() if strips else plain
