"""A journey of very long German words, in every place where words can overflow."""

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
