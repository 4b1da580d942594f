"""Short journeys: very long German words wherever words can overflow, and steps to write in."""

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
