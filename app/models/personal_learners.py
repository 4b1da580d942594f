"""The register of what is kept about learners, most of it for nobody else to read."""

from app.models.device import LIFETIME
from app.models.figures import LEAST
from app.models.personal import (
    CONSENT,
    CONTRACT,
    GIVEN_AS_COMPANY,
    GIVEN_AS_TITLE,
    GIVEN_AS_VERSION,
    INNER,
    INTEREST,
    N_,
    NOT_SHOWN,
    Personal,
    months,
)
from app.models.retention import CHECKS_KEPT, DRAFTS_KEPT, RUNS_KEPT

_UNTIL_DELETED = N_(
    "bis die Person löscht, spätestens %(months)s Monate nach der letzten Antwort",
    months=months(RUNS_KEPT),
)
_WITH_THE_LEARNER = N_("sofort, wenn die Person alles löscht")
_RUN_ID = N_("zu welchem Gang es gehört")
_VERSION_ID = N_("welche Fassung der Reise")
_ASSIGNMENT_ID = N_("zu welcher Zuweisung es gehört")
_MEMBER_ID = N_("wer auf der Liste des Betriebs")
_UNNAMED = N_("nicht möglich und nicht nötig: nichts führt zu einer Person")

of_learners: dict[str, Personal] = {
    "learner": Personal(
        what=N_("Kennung einer lernenden Person"),
        purpose=N_("die eigenen Reisen wiederfinden, auf diesem und auf anderen Geräten"),
        basis=CONTRACT,
        retention=_UNTIL_DELETED,
        export="learner",
        erase=N_("sofort, wenn die Person alles löscht; mit ihr der Schlüssel aller Texte"),
        fields={
            "id": N_("innere Nummer"),
            "tag": N_("zufällige Kennung"),
            "reisecode": N_("Prüfwert des Reisecodes"),
            "key": N_("verschlüsselter Schlüssel der eigenen Texte"),
            "created_at": N_("wann angelegt"),
            "seen_at": N_("wann zuletzt dagewesen"),
        },
        withheld={
            "id": INNER,
            "reisecode": "a fingerprint, from which the code cannot be computed",
            "key": "a secret; the texts it opens are exported readably",
        },
    ),
    "device": Personal(
        what=N_("Geräte, auf denen jemand unterwegs ist"),
        purpose=N_("ein Gerät ohne Konto wiedererkennen"),
        basis=CONTRACT,
        retention=N_(
            "%(days)s Tage nach der letzten Antwort darauf, oder bis die Person dort beendet",
            days=LIFETIME.days,
        ),
        export="devices",
        erase=_WITH_THE_LEARNER,
        fields={
            "token": N_("Prüfwert einer zufälligen Kennung"),
            "learner_id": N_("wem das Gerät gehört, als innere Nummer"),
            "created_at": N_("wann angelegt"),
            "expires_at": N_("bis wann es gilt"),
        },
        withheld={"token": NOT_SHOWN, "learner_id": INNER},
    ),
    "run": Personal(
        what=N_("Gänge durch eine Reise"),
        purpose=N_("wissen, wo jemand steht, und ob die Antworten gezählt werden dürfen"),
        basis=CONTRACT,
        retention=_UNTIL_DELETED,
        export="runs",
        erase=_WITH_THE_LEARNER,
        fields={
            "id": N_("innere Nummer"),
            "code": N_("Code in der Adresse"),
            "learner_id": N_("wem der Gang gehört, als innere Nummer"),
            "version_id": _VERSION_ID,
            "role": N_("gewählte Rolle"),
            "turn": N_("Anzahl der Schritte"),
            "at": N_("bei welcher Station"),
            "started_at": N_("wann begonnen"),
            "updated_at": N_("wann zuletzt gegangen"),
            "finished_at": N_("wann angekommen"),
            "missed": N_("was nach einer Änderung der Reise dazugekommen ist"),
            "partition_id": N_("mit welcher Gruppe oder Zuweisung"),
            "contributes": N_("ob die Antworten gezählt werden dürfen"),
            "counted": N_("ob sie schon gezählt sind"),
        },
        withheld={
            "id": INNER,
            "learner_id": INNER,
            "version_id": GIVEN_AS_VERSION,
            "partition_id": "given as the title of the group or of the assignment",
        },
    ),
    "pin": Personal(
        what=N_("Frühere Fassungen eines Gangs"),
        purpose=N_("eine Antwort mit der Frage zeigen, wie sie damals war"),
        basis=CONTRACT,
        retention=_UNTIL_DELETED,
        export="runs.earlier_versions",
        erase=_WITH_THE_LEARNER,
        fields={
            "run_id": _RUN_ID,
            "version_id": _VERSION_ID,
            "turn": N_("bis zu welchem Schritt"),
        },
        withheld={"run_id": INNER, "version_id": GIVEN_AS_VERSION},
    ),
    "entry": Personal(
        what=N_("Entscheidungen und Antworten zum Ankreuzen"),
        purpose=N_("daraus entstehen der Weg und das Reisetagebuch der Person"),
        basis=CONTRACT,
        retention=_UNTIL_DELETED,
        export="runs.entries",
        erase=_WITH_THE_LEARNER,
        fields={
            "run_id": _RUN_ID,
            "seq": N_("die wievielte Antwort"),
            "step": N_("welche Station"),
            "value": N_("welche Antwort"),
            "at": N_("in welcher Stunde; Minuten werden nicht gespeichert"),
        },
        withheld={"run_id": INNER},
    ),
    "thought": Personal(
        what=N_("Eigene Texte, verschlüsselt"),
        purpose=N_("damit kein Text verloren geht; lesen kann ihn nur, wer ihn schrieb"),
        basis=CONTRACT,
        retention=N_(
            "Entwürfe %(days)s Tage; sonst bis die Person löscht, spätestens %(months)s Monate "
            "nach der letzten Antwort",
            days=DRAFTS_KEPT.days,
            months=months(RUNS_KEPT),
        ),
        export="runs.texts",
        erase=N_("sofort, einzeln im Reisetagebuch oder mit allem anderen"),
        fields={
            "run_id": _RUN_ID,
            "step": N_("welche Station"),
            "field": N_("welches Feld"),
            "revision": N_("wie oft bearbeitet"),
            "answered": N_("ob abgeschickt"),
            "text": N_("der Text, mit einem Schlüssel der Person verschlüsselt"),
            "saved_at": N_("wann zuletzt gespeichert"),
        },
        withheld={"run_id": INNER},
    ),
    "membership": Personal(
        what=N_("Welches Gerät zu wem auf der Liste gehört"),
        purpose=N_("jemanden am persönlichen Link wiedererkennen"),
        basis=CONTRACT,
        retention=N_("solange die Person auf der Liste des Betriebs steht"),
        export="memberships",
        erase=N_("sofort, wenn die Person löscht, austritt oder von der Liste genommen wird"),
        fields={"member_id": _MEMBER_ID, "learner_id": N_("wessen Gerät, als innere Nummer")},
        withheld={"member_id": INNER, "learner_id": INNER},
    ),
    "seat": Personal(
        what=N_("Mit welcher Zuweisung ein Gang geht"),
        purpose=N_("wissen, wofür ein Gang zählt und was die Person dabei gelesen hat"),
        basis=CONTRACT,
        retention=_UNTIL_DELETED,
        export="runs.seat",
        erase=N_("sofort, wenn die Person löscht, austritt oder von der Liste genommen wird"),
        fields={
            "run_id": _RUN_ID,
            "assignment_id": _ASSIGNMENT_ID,
            "member_id": _MEMBER_ID,
            "proves": N_("ob der Gang im Modus Teilnahmenachweis begann"),
            "told": N_("ob das Ankommen schon gemeldet ist"),
        },
        withheld={"run_id": INNER, "assignment_id": GIVEN_AS_TITLE, "member_id": INNER},
    ),
    "certificate": Personal(
        what=N_("Nachweise der Teilnahme"),
        purpose=N_("die eigene Teilnahme zeigen können"),
        basis=CONTRACT,
        retention=_UNTIL_DELETED,
        export="certificates",
        erase=N_("sofort, einzeln oder mit allem anderen"),
        fields={
            "run_id": _RUN_ID,
            "learner_id": N_("wem er gehört, als innere Nummer"),
            "code": N_("Code zum Prüfen"),
            "name": N_("der eingetippte Name, mit einem Schlüssel der Person verschlüsselt"),
            "minutes": N_("Minuten der Reise, nicht der Person"),
            "issued_on": N_("an welchem Tag ausgestellt"),
            "version_id": _VERSION_ID,
        },
        withheld={
            "run_id": "given as the code of the run",
            "learner_id": INNER,
            "version_id": GIVEN_AS_VERSION,
        },
    ),
    "handed_certificate": Personal(
        what=N_("Weitergegebene Nachweise"),
        purpose=N_("dem Betrieb den Nachweis zeigen, den die Person ihm gibt"),
        basis=CONSENT,
        retention=N_("bis die Person ihn zurücknimmt oder löscht"),
        export="certificates.handed",
        erase=N_("sofort, mit dem Nachweis; abgeholte Blätter hat der Betrieb schon"),
        fields={
            "code": N_("Code zum Prüfen"),
            "company_id": N_("welcher Betrieb"),
            "name": N_("der Name auf dem Nachweis"),
            "journey": N_("Titel der Reise"),
            "minutes": N_("Minuten der Reise, nicht der Person"),
            "topics": N_("Themen der Reise"),
            "issued_on": N_("an welchem Tag ausgestellt"),
            "version": N_("welche Fassung der Reise"),
            "fetched_at": N_("wann der Betrieb ihn abgeholt hat"),
        },
        withheld={
            "code": "given with the certificate",
            "company_id": GIVEN_AS_COMPANY,
        },
        seen_by={"manager": N_("nur wenn die Person ihn weitergibt")},
    ),
    "certificate_check": Personal(
        what=N_("Prüfwerte zu Nachweisen"),
        purpose=N_("sagen können, ob ein Nachweis echt ist"),
        basis=INTEREST,
        retention=N_(
            "%(months)s Monate, oder bis die Person den Nachweis löscht", months=months(CHECKS_KEPT)
        ),
        export="",
        erase=N_(
            "sofort mit dem Nachweis, sonst von selbst nach %(months)s Monaten",
            months=months(CHECKS_KEPT),
        ),
        fields={
            "code": N_("Prüfwert des Codes"),
            "paper": N_("Prüfwert dessen, was auf dem Papier steht"),
            "issued_on": N_("an welchem Tag ausgestellt"),
        },
        whose="nobody",
    ),
    "arrival": Personal(
        what=N_("Zeichen, dass jemand angekommen ist"),
        purpose=N_("Angekommene zählen, ohne zu wissen, wer es ist"),
        basis=INTEREST,
        retention=N_("bis gezählt wird, spätestens bis zum Ende der Zuweisung"),
        export="",
        erase=_UNNAMED,
        fields={
            "token": N_("Zufallszeichen, ohne Zeit und ohne Bezug zu einer Person"),
            "assignment_id": _ASSIGNMENT_ID,
        },
        seen_by={"manager": N_("nur die Summe, in Schritten von %(least)s", least=LEAST)},
        whose="nobody",
    ),
    "attempt": Personal(
        what=N_("Fehlversuche bei Codes und Passwörtern"),
        purpose=N_("damit niemand Codes und Passwörter erraten kann"),
        basis=INTEREST,
        retention=N_("eine Stunde"),
        export="",
        erase=_UNNAMED,
        fields={
            "id": N_("innere Nummer"),
            "kind": N_("welche Art von Code"),
            "network": N_("Prüfwert des Netzes oder der Adresse eines Kontos"),
            "at": N_("wann"),
        },
        whose="nobody",
    ),
}
