"""The register of what is kept about staff: their accounts, and what they did."""

from app.models.audit import KEPT as ACTS_KEPT
from app.models.author import INVITATION_LASTS
from app.models.invitation import VALID
from app.models.personal import (
    CONTRACT,
    GIVEN_AS_COMPANY,
    INNER,
    INTEREST,
    N_,
    WITH_THE_ACCOUNT,
    Personal,
    Phrase,
    months,
)
from app.models.retention import DRAFTS_KEPT

WORK = "work"
"""Where the export of an account tells what somebody did."""
_UNNAMED = N_("die Zeile bleibt, das Konto darin wird geleert, wenn es gelöscht wird")


def _work(what: Phrase, purpose: Phrase, retention: Phrase, erase: Phrase) -> Personal:
    return Personal(what, purpose, CONTRACT, retention, WORK, erase, whose="work")


of_staff: dict[str, Personal] = {
    "user_account": Personal(
        what=N_("Konten von Lernbegleitung, Leitung und Betreiber"),
        purpose=N_("sich anmelden können"),
        basis=CONTRACT,
        retention=N_("bis das Konto gelöscht wird"),
        export="account",
        erase=N_("sofort, mit dem Befehl flask users delete"),
        withheld={
            "id": INNER,
            "password": "a fingerprint, from which the password cannot be computed",
            "fs_uniquifier": "a secret that opens sessions",
            "totp": "a secret; that there is one is exported as has_second_factor",
            "totp_counter": INNER,
            "recovery_codes": "secrets, which stand nowhere else readably",
        },
        seen_by={
            "manager": N_("Name und Adresse derer, die denselben Betrieb leiten"),
            "operator": N_("Adresse und Rollen"),
        },
        whose="staff",
    ),
    "user_role": Personal(
        what=N_("Rollen eines Kontos"),
        purpose=N_("wissen, was jemand mit Konto darf"),
        basis=CONTRACT,
        retention=N_("bis die Rolle entzogen wird"),
        export="roles",
        erase=WITH_THE_ACCOUNT,
        withheld={"user_id": INNER},
        whose="staff",
    ),
    "user_invitation": Personal(
        what=N_("Einladungen, ein Konto anzulegen"),
        purpose=N_("Eingeladene ein Konto anlegen lassen"),
        basis=CONTRACT,
        retention=N_(
            "%(days)s Tage, oder bis sie angenommen ist; dann noch einmal so lange, damit der "
            "Link es sagt",
            days=VALID.days,
        ),
        export="invitations",
        erase=WITH_THE_ACCOUNT,
        withheld={
            "id": INNER,
            "company_id": GIVEN_AS_COMPANY,
            "invited_by": "somebody else",
            "token": "a fingerprint of a secret",
        },
        whose="staff",
    ),
    "audit": Personal(
        what=N_("Protokoll der Verwaltung"),
        purpose=N_("wissen, wer was verwaltet hat; nie, was darin stand"),
        basis=INTEREST,
        retention=N_("%(months)s Monate, unveränderlich", months=months(ACTS_KEPT)),
        export="acts",
        erase=N_("von selbst nach %(months)s Monaten", months=months(ACTS_KEPT)),
        withheld={"id": INNER},
        seen_by={"operator": N_("wer, wann, welche Handlung")},
        whose="staff",
    ),
    "learning_group": _work(
        N_("Gruppen einer Lernbegleitung"),
        N_("Menschen zu einer Reise einladen"),
        N_("bis das Konto der Lernbegleitung gelöscht wird"),
        WITH_THE_ACCOUNT,
    ),
    "draft": _work(
        N_("Entwürfe von Reisen"),
        N_("sagen, wer zuletzt daran schrieb, und wer sie anlegte oder ablegte"),
        N_("so lange wie der Entwurf"),
        _UNNAMED,
    ),
    "draft_text": _work(
        N_("Übersetzungen von Entwürfen"),
        N_("sagen, wer zuletzt übersetzt hat"),
        N_("so lange wie der Entwurf"),
        _UNNAMED,
    ),
    "draft_media": _work(
        N_("Dateien von Entwürfen"),
        N_("sagen, wer eine Datei dazugelegt hat"),
        N_("so lange, wie die Datei zum Entwurf gehört"),
        _UNNAMED,
    ),
    "draft_author": _work(
        N_("Wer an einem Entwurf schreibt"),
        N_("wissen, wer eine Reise schreiben darf"),
        N_("bis jemand nicht mehr mitschreibt"),
        WITH_THE_ACCOUNT,
    ),
    "draft_company": _work(
        N_("Für welche Betriebe eine Reise ist"),
        N_("einzelne Betriebe eine Reise finden lassen, und sagen, wer sie ihnen gab"),
        N_("bis jemand, der mitschreibt, den Betrieb wieder herausnimmt"),
        _UNNAMED,
    ),
    "author_invitation": _work(
        N_("Einladungen mitzuschreiben"),
        N_("andere zum Mitschreiben einladen"),
        N_("bis sie benutzt ist, höchstens %(days)s Tage", days=INVITATION_LASTS.days),
        WITH_THE_ACCOUNT,
    ),
    "publication": _work(
        N_("Veröffentlichungen"),
        N_("sagen, wer welche Fassung veröffentlicht hat"),
        N_("so lange wie die Fassung"),
        _UNNAMED,
    ),
    "withdrawal": _work(
        N_("Zurückgezogene Fassungen"),
        N_("sagen, wer welche Fassung zurückgezogen hat"),
        N_("bis die Fassung wieder angeboten wird"),
        _UNNAMED,
    ),
    "draft_copy": _work(
        N_("Frühere Stände von Entwürfen"),
        N_("behalten, was vor einer Rückkehr zu einer alten Fassung dastand"),
        N_("so lange wie der Entwurf"),
        _UNNAMED,
    ),
    "review_link": _work(
        N_("Links zum Gegenlesen"),
        N_("einen Entwurf ohne Konto zeigen, und sagen, wer es tat"),
        N_("so lange wie der Entwurf"),
        WITH_THE_ACCOUNT,
    ),
    "company_manager": _work(
        N_("Wer einen Betrieb leitet"),
        N_("wissen, wer für einen Betrieb handelt"),
        N_("bis die Rolle im Betrieb endet"),
        WITH_THE_ACCOUNT,
    ),
    "assignment_draft": _work(
        N_("Begonnene Zuweisungen"),
        N_("sagen, wer eine Zuweisung begonnen hat"),
        N_("bis sie ausgegeben ist, höchstens %(days)s Tage", days=DRAFTS_KEPT.days),
        _UNNAMED,
    ),
    "assignment": _work(
        N_("Zuweisungen"),
        N_("sagen, wer sie ausgegeben hat, und wer den Teilnahmenachweis bestätigt hat"),
        N_("so lange wie der Betrieb"),
        _UNNAMED,
    ),
}
