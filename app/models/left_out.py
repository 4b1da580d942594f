"""What the product deliberately does not do. The sheet for the works council lists it.

A test looks after each, by its name here; what no test can look at is named there, too.
"""

from app.models.figures import LEAST
from app.models.personal import N_, Phrase

left_out: dict[str, Phrase] = {
    "times": N_("Wie lange jemand braucht: Nur die Stunde einer Antwort ist gespeichert."),
    "presence": N_("Wer gerade da ist, und wann jemand zuletzt da war: Der Betrieb sieht es nie."),
    "moment": N_("Wann jemand angekommen ist: Kein Ankommen hat für den Betrieb eine Zeit."),
    "opened": N_("Ob jemand einen persönlichen Link geöffnet hat."),
    "scores": N_("Punkte, Noten, Sterne oder Abzeichen."),
    "rankings": N_("Ranglisten und Vergleiche zwischen Menschen: Listen sind nach Namen geordnet."),
    "filters": N_("Filter und Aufteilungen der Ergebnisse, etwa nach Team oder Tag."),
    "texts": N_("Auswertung freier Texte: keine Wortwolken, keine Zusammenfassungen."),
    "live": N_("Zahlen, die sich mit jedem einzelnen Menschen ändern."),
    "few": N_("Ergebnisse über weniger als %(least)s Menschen.", least=LEAST),
    "consent": N_("Eine Liste, wer dem Zählen zugestimmt hat."),
    "network": N_("Die Adresse im Netz im Klartext und Angaben über das Gerät."),
    "keys": N_("Tastendrücke und Bewegungen der Maus."),
    "strangers": N_("Dateien und Zählbilder von fremden Servern, auch in E-Mails."),
    "locks": N_("Sperren nach dem letzten Tag: Niemand verliert seinen Weg."),
}
