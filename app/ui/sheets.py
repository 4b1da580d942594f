"""The sheet for the works council, made of what is set and of what is in force at this moment.

Its words come from the register, from the constants that the code itself obeys, from the scopes of
the database and from the assignments of the company. Page, paper and checksum are of one `Sheet`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from app.models.assignment import Assignment, today
from app.models.base import Database, Session
from app.models.batch import Batch
from app.models.company import Company
from app.models.edition import Edition
from app.models.figures import FEW, LEAST, NEARLY_ALL, STEP
from app.models.left_out import left_out
from app.models.rounds import GRACE, HOUR, LEAST_BY_LINK
from app.models.user import User
from app.ui import formats, papers, registers, samples, view
from app.ui.papers import Section, Sheet
from app.ui.registers import Row, said
from app.ui.rounds import releases, rows_of
from app.ui.sights import Seen
from app.ui.words import gettext as _
from app.ui.words import ngettext


def sheet_of(session: Session, company: Company, now: datetime) -> Sheet:
    """Return the sheet of a company in the language of the page."""
    checksum = checksum_of(session, company)
    since = [
        each.since
        for each in Edition.of_company(session, company.id)[:1]
        if each.checksum == checksum
    ]
    return Sheet(
        title=_title(),
        about=company.name,
        lead=_lead(),
        sections=[*_lasting(session, company), _record(session, company)],
        day=today(now, company.timezone),
        checksum=checksum,
        since=today(next(iter(since), now), company.timezone),
    )


def checksum_of(session: Session, company: Company) -> str:
    """Return what changes with the content alone: neither with the day nor with the language."""
    shown = view.chosen()
    view.choose(view.View())
    try:
        return papers.checksum(_title(), company.name, _lead(), *_lasting(session, company))
    finally:
        view.choose(shown)


def note_editions(database: Database, now: datetime) -> int:
    """Note of which companies the sheet says something else than before; return how many."""
    with database.read() as session:
        found = {each.id: checksum_of(session, each) for each in Company.all(session, is_open=True)}
        changed = [each for each, checksum in found.items() if _newest(session, each) != checksum]
    for company_id in changed:
        with database.write() as session:
            Edition.note(session, company_id, found[company_id], now)
    return len(changed)


def _newest(session: Session, company_id: int) -> str:
    return next((each.checksum for each in Edition.of_company(session, company_id)), "")


def _title() -> str:
    return _("Mitbestimmungsblatt")


def _lead() -> str:
    return _(
        "Dieses Blatt sagt, was die Anwendung über Beschäftigte speichert, und was nicht. Es "
        "entsteht aus dem, was gerade eingestellt ist."
    )


def _lasting(session: Session, company: Company) -> Iterator[Section]:
    """Yield what holds until somebody changes it; the checksum is about this."""
    rows = list(registers.rows())
    yield _purposes(rows)
    yield _fields(rows)
    yield _readers(rows)
    yield _list_of_people()
    yield _retention(rows)
    yield _left_out()
    yield _rules()
    yield _proofs(session, company)
    yield _risk()
    yield _rights()
    yield _sample_of_progress("sample-protected", _("Muster: Fortschritt, geschützt"), False)
    yield _sample_of_progress("sample-proof", _("Muster: Fortschritt mit Teilnahmenachweis"), True)
    yield _sample_of_insight()


def _purposes(rows: Sequence[Row]) -> Section:
    return Section(
        _("Wozu die Daten da sind"),
        texts=(
            _("Menschen lernen über Künstliche Intelligenz, indem sie durch Geschichten gehen."),
            _(
                "Daten entstehen nur, damit das geht. Sie dienen nicht der Kontrolle von Leistung "
                "oder Verhalten."
            ),
        ),
        table=_table(
            (_("Was"), _("Wozu"), _("Grundlage")),
            ((row.what, row.purpose, row.basis) for row in rows),
        ),
    )


def _fields(rows: Sequence[Row]) -> Section:
    return Section(
        _("Was gespeichert wird"),
        texts=(_("Das sind alle Felder, ohne Ausnahme. Ein Test der Anwendung prüft das."),),
        table=_table((_("Was"), _("Felder")), ((row.what, "; ".join(row.fields)) for row in rows)),
    )


def _readers(rows: Sequence[Row]) -> Section:
    return Section(
        _("Wer was sieht"),
        texts=(
            _("Die Person selbst sieht alles über sich. Die Tabelle sagt, was andere sehen."),
            _("„Nie“ heißt: Die Datenbank verweigert es. „Nein“ heißt: Es gibt keine Seite dafür."),
            _(
                "Anfragen des Betriebs und des Betreibers laufen über einen eigenen Zugang zur "
                "Datenbank. Er kann die gesperrten Tabellen nicht lesen."
            ),
            _(
                "Die Lernbegleitung schreibt Reisen und leitet eigene Gruppen. Von Zuweisungen "
                "eines Betriebs sieht sie nichts."
            ),
            _(
                "Veröffentlichte Ergebnisse sehen der Betrieb und die Menschen, die dabei waren: "
                "dieselbe Ansicht."
            ),
        ),
        table=_table(
            (_("Was"), _("Betrieb"), _("Betreiber"), _("Lernbegleitung")),
            ((row.what, row.company, row.operator, row.facilitator) for row in rows),
        ),
    )


def _list_of_people() -> Section:
    seen = [_("ja: %(what)s", what=said(each)) for each in registers.SEEN_OF_MEMBERS]
    never = [_("nie: %(what)s", what=said(each)) for each in registers.NEVER_OF_MEMBERS]
    return Section(
        _("Was der Betrieb von den Menschen auf seiner Liste sieht"),
        points=(*seen, *never),
        key="members",
    )


def _retention(rows: Sequence[Row]) -> Section:
    return Section(
        _("Wie lange Daten bleiben, und wie sie gelöscht werden"),
        texts=(
            _("Gelöscht wird von selbst. Niemand muss daran denken."),
            _("In Sicherungskopien verschwinden Daten, wenn die Kopie abläuft."),
            _(
                "Die Anwendung schreibt zu jedem Abruf eine Zeile: Uhrzeit, Art der Seite, "
                "Ergebnis und Dauer. Darin stehen keine Texte, keine Adresse Ihres Netzes und "
                "kein Code Ihrer Reise."
            ),
        ),
        table=_table(
            (_("Was"), _("Wie lange"), _("Löschen")),
            ((row.what, row.retention, row.erase) for row in rows),
        ),
    )


def _left_out() -> Section:
    return Section(
        _("Was es hier nicht gibt"),
        texts=(_("Diese Funktionen sind nicht abgeschaltet. Sie sind nie gebaut worden."),),
        points=tuple(said(each) for each in left_out.values()),
    )


def _rules() -> Section:
    return Section(
        _("Wie gemeinsame Ergebnisse entstehen"),
        points=(
            _("Gezählt wird, wer angekommen ist und frei zugestimmt hat."),
            _("Ein Ergebnis erscheint ab %(least)s Menschen.", least=LEAST),
            _(
                "Bei einem Link für alle sind es %(least)s, und die Hälfte der Eingeladenen.",
                least=LEAST_BY_LINK,
            ),
            _(
                "Veröffentlicht wird einmal am Tag, nach %(hour)s Uhr, und einmal am Ende.",
                hour=HOUR,
            ),
            _(
                "Nach dem letzten Tag zählen noch %(days)s Tage. Der Rest wird verworfen.",
                days=GRACE.days,
            ),
            _(
                "Anteile sind auf %(step)s Prozentpunkte gerundet, Menschen auf %(step)s.",
                step=STEP,
            ),
            _("Weniger als %(few)s gleiche Antworten werden mit anderen zusammengelegt.", few=FEW),
            _("Über %(share)s %% steht nur „mehr als %(share)s %%“.", share=NEARLY_ALL),
            _("Nur Fragen zum Auswählen kommen vor, und nur solche, an denen alle vorbeikommen."),
            _("Was veröffentlicht ist, ändert sich nie mehr."),
        ),
    )


def _proofs(session: Session, company: Company) -> Section:
    assigned = Assignment.of_company(session, company.id)
    rows = [
        (each.title, each.legal_basis or "", _decided(session, each))
        for each in sorted(assigned, key=lambda each: each.id)
        if each.legal_basis is not None
    ]
    return Section(
        _("Teilnahmenachweis: wo der Betrieb den Abschluss erfährt"),
        texts=(
            _(
                "Üblich ist der Modus „geschützt“. Dann erfährt der Betrieb nie, wer angekommen "
                "ist."
            ),
            _(
                "Den Modus Teilnahmenachweis muss der Betreiber bestätigen. Er gilt nur für Gänge, "
                "die danach beginnen, und alle lesen es vorher."
            ),
            _("Der Betrieb sieht dann: abgeschlossen ja oder nein. Eine Zeit gibt es nicht.")
            if rows
            else _("Dieser Betrieb hat ihn bei keiner Zuweisung verlangt."),
        ),
        table=_table((_("Zuweisung"), _("Rechtsgrundlage"), _("Bestätigt")), rows) if rows else (),
    )


def _decided(session: Session, each: Assignment) -> str:
    if each.mode != "proof":
        return _("nein, abgelehnt: Es gilt „geschützt“.")
    if each.proof_confirmed_at is None:
        return _("noch nicht: Es gilt „geschützt“.")
    by = User.find(session, each.proof_confirmed_by) if each.proof_confirmed_by else None
    name = by.name if by else _("ein geschlossenes Konto")
    return _("am %(day)s durch %(name)s", day=formats.date(each.proof_confirmed_at), name=name)


def _risk() -> Section:
    return Section(
        _("Was als Risiko bleibt"),
        texts=(
            _(
                "Wer Teilnehmende erfindet, kennt deren Antworten. Aus dem Ergebnis lässt sich "
                "dann etwas über die anderen schließen."
            ),
            _("Dagegen hilft: Namen statt Links für alle. Dann zählt jeder Name höchstens einmal."),
            _(
                "Darum steht am Ende dieses Blatts jede Veröffentlichung, neben der Zahl der "
                "Eingeladenen. Sind es mehr Beiträge als Menschen, stimmt etwas nicht."
            ),
            _(
                "Rundung und Schwelle schützen Gruppen aus echten Menschen. Vor Absprachen im "
                "Team schützen sie nicht."
            ),
        ),
    )


def _rights() -> Section:
    return Section(
        _("Welche Rechte die Menschen haben"),
        points=(
            _("Wer geht, sieht unter „Meine Daten“ alles, lädt es herunter und löscht es sofort."),
            _("Wer löscht, verschwindet auch von der Liste des Betriebs, mit Links und E-Mails."),
            *(said(each) for each in registers.RIGHTS_OF_MEMBERS),
            _("Veröffentlichte Ergebnisse bleiben auch dann. Sie zeigen niemanden."),
        ),
    )


def _sample_of_progress(key: str, title: str, proves: bool) -> Section:
    seen = samples.progress(proves=proves)
    return Section(title, texts=(_invented(),), table=_as_table(seen), key=key)


def _as_table(seen: Seen) -> Sequence[Sequence[str]]:
    people = ngettext("%(num)s Mensch", "%(num)s Menschen", seen.invited)
    results = ", ".join(result.told.plain_title for result in seen.results)
    named = [
        (each.name, _("abgeschlossen: ja") if each.completed else _("abgeschlossen: nein"))
        for each in seen.people
    ]
    return _table(
        (_("Was"), _("Das sieht der Betrieb")),
        (
            (_("Eingeladen"), people),
            (_("Angekommen"), _("mindestens %(num)s", num=seen.arrived)),
            (_("Gemeinsame Ergebnisse"), results),
            *named,
        ),
    )


def _sample_of_insight() -> Section:
    head, *rows = ([str(cell) for cell in row] for row in rows_of(samples.insight()))
    return Section(
        _("Muster: Einblick"), texts=(_invented(),), table=(head, *rows), key="sample-insight"
    )


def _invented() -> str:
    return _("Alle Namen und Zahlen hier sind erfunden. Echte Berichte sehen genauso aus.")


def _record(session: Session, company: Company) -> Section:
    """Return what was released so far: days and rounded people, never what it said."""
    rows: list[tuple[str, ...]] = []
    for each in Assignment.of_company(session, company.id):
        found = releases(Batch.of_partition(session, each.id))
        people = sum(one.people for one in found)
        whole = (
            _("mindestens %(num)s: mehr, als eingeladen sind", num=people)
            if people > each.head_count
            else _("mindestens %(num)s", num=people)
        )
        days = "; ".join(
            _("%(day)s: mindestens %(num)s", day=formats.date(one.day), num=one.people)
            for one in found
        )
        told = (days, whole) if found else (_("noch nichts"), "–")
        rows.append((each.title, str(each.head_count), *told))
    return Section(
        _("Was bisher veröffentlicht wurde"),
        texts=(
            _(
                "Hier steht jede Veröffentlichung dieses Betriebs. Die Prüfsumme gilt nicht für "
                "diesen Teil, denn er wächst."
            ),
            _("Sind mehr Beiträge als Eingeladene da, fragen Sie nach.")
            if rows
            else _("Bisher ist keine Reise zugewiesen."),
        ),
        table=_table((_("Zuweisung"), _("Eingeladen"), _("Veröffentlicht"), _("Zusammen")), rows)
        if rows
        else (),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Sequence[Sequence[str]]:
    return (head, *rows)
