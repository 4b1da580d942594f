"""Journeys of browser stories: very long German words, steps to write in, and very many steps."""

LONG = "Mitbestimmungsvereinbarung und Beschäftigtendatenschutz"

LONG_WORDS = f"""\
format: zukunftsreise/1
id: lange-woerter
title: "{LONG}"
summary: "{LONG}: Beschäftigtendatenschutzgrundverordnungsanpassungsbeauftragte."
languages: [de]
roles:
  eins: {{title: "Beschäftigtendatenschutz", text: "{LONG}"}}
  zwei: {{title: "Mitbestimmungsvereinbarung", text: "{LONG}"}}
stages:
  - stage: anfang
    title: "{LONG}"
    steps:
      - decision: frage
        title: "{LONG}"
        question: "Mitbestimmungsvereinbarung oder Beschäftigtendatenschutz?"
        choices:
          - {{id: a, label: "Mitbestimmungsvereinbarung", feedback: "{LONG}"}}
          - {{id: b, label: "Beschäftigtendatenschutz", feedback: "{LONG}"}}
      - scale: vorher
        points: 7
        from: "Mitbestimmungsvereinbarung"
        to: "Beschäftigtendatenschutz"
        items:
          - {{id: eins, label: "{LONG}"}}
      - explore: orte
        title: "Beschäftigtendatenschutz"
        question: "{LONG}"
        places:
          - id: hier
            label: "Mitbestimmungsvereinbarung"
            steps:
              - {{story: dort, title: "{LONG}", text: "{LONG}"}}
          - id: anderswo
            label: "Beschäftigtendatenschutz"
            steps:
              - {{story: weiter-weg, title: "{LONG}", text: "{LONG}"}}
      - reflection: gedanke
        prompt: "{LONG}"
  - stage: ende
    title: "Mitbestimmungsvereinbarung"
    steps:
      - scale: nachher
        repeats: vorher
      - end: da
        title: "{LONG}"
        text: "{LONG}"
"""

WRITING = """\
format: zukunftsreise/1
id: schreiben
title: "Kurz geschrieben"
summary: "Wer schreibt, denkt nach."
languages: [de]
stages:
  - stage: nur
    title: "Nur hier"
    steps:
      - reflection: gedanke
        prompt: "Was nehmen Sie mit?"
      - practice: auftrag
        title: "Ein Auftrag"
        task: "Bitten Sie ein KI-Programm um eine kurze Antwort."
        sample: "Fassen Sie den Brief in drei Sätzen zusammen."
        criteria:
          - {id: kurz, label: "Der Auftrag ist kurz."}
      - goal: vorhaben
        prompt: "In einem Jahr arbeiten wir so, dass …"
        fields: [picture, if, then, until, who_helps]
      - end: da
        title: "Angekommen"
        text: "Ihr nächster Schritt: {{vorhaben.then}}"
"""

_CHOICES = """\
          - id: ruhig
            label: "Ruhig bleiben und nachfragen"
            feedback: "Das bringt Klarheit."
            steps:
              - {{story: abstecher-{n}, title: "Ein Abstecher zur Werkstatt", text: "Dort."}}
          - {{id: schnell, label: "Schnell weiter", feedback: "Das spart Zeit."}}
"""


def long_journey(steps: int = 80) -> str:
    """Return a journey of two roles and so many steps, with detours, leaps and places."""
    each = steps // 4
    stages = []
    for number in range(4):
        rows = []
        for n in range(number * each, (number + 1) * each):
            if n % 8 == 3:
                rows.append(
                    f'      - decision: wahl-{n}\n        title: "Die Wahl Nummer {n}"\n'
                    f'        question: "Was tun Sie bei Station {n}?"\n        choices:\n'
                    + _CHOICES.format(n=n)
                )
            elif n % 8 == 4:
                continue  # The detour above counts for it.
            elif n % 8 == 6:
                rows.append(
                    f'      - {{story: nur-{n}, title: "Nur für die Leitung", text: "Planen Sie.",'
                    f" when: {{role: leitung}}}}\n"
                )
            else:
                rows.append(
                    f'      - {{story: szene-{n}, title: "Eine Szene am Tor {n}",'
                    f' text: "Es ist {n} Uhr."}}\n'
                )
        if number == 3:
            rows.append('      - {end: da, title: "Angekommen", text: "Schön."}\n')
        stages.append(
            f'  - stage: etappe-{number}\n    title: "Etappe {number + 1}: Unterwegs im Betrieb"\n'
            "    steps:\n" + "".join(rows)
        )
    return (
        'format: zukunftsreise/1\nid: lange-karte\ntitle: "Eine lange Reise"\nsummary: "Ein Tag."\n'
        "languages: [de, en]\ntopics: [Lager, Beschäftigtendatenschutz]\nroles:\n"
        '  lager: {title: "Lager", text: "Sie packen."}\n'
        '  leitung: {title: "Teamleitung", text: "Sie planen."}\nstages:\n' + "".join(stages)
    )
