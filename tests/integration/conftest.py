"""Journeys in the database and people who walk them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from app.content.source import parse
from app.models.journey import publish
from tests.people import Person

LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SMALL_JOURNEY = """\
format: zukunftsreise/1
id: kleine-reise
title: "Die kleine Reise"
summary: "Ein Tag im Lager."
languages: [de]
topics: [Lager, Datenschutz]
roles:
  lager: {title: "Lager", text: "Sie packen Pakete."}
  leitung: {title: "Teamleitung", text: "Sie planen Schichten."}
stages:
  - stage: anfang
    title: "Am Anfang"
    steps:
      - scale: vorher
        title: "Vorher"
        points: 5
        from: "nein"
        to: "ja"
        items: [{id: mut, label: "Ich frage nach."}]
      - decision: weg
        title: "Die Gabelung"
        question: "Wohin gehen Sie?"
        choices:
          - id: links
            label: "Nach links"
            feedback: "Links ist es hell."
            steps:
              - {reflection: am-bach, prompt: "Was hören Sie am Bach?"}
          - {id: rechts, label: "Nach rechts", feedback: "Rechts ist es still."}
  - stage: schluss
    title: "Am Schluss"
    steps:
      - {reflection: gedanke, prompt: "Was nehmen Sie mit?"}
      - goal: plan
        title: "Ihr Plan"
        prompt: "In einem Jahr ..."
        fields: [picture, if, then, until]
      - {scale: nachher, repeats: vorher}
      - {end: da, title: "Angekommen", text: "Schön."}
"""
LONELY_JOURNEY = """\
format: zukunftsreise/1
id: ohne-rollen
title: "Ohne Rollen"
summary: "Ein kurzer Gang."
languages: [de]
topics: [Lernen]
stages:
  - stage: anfang
    title: "Anfang"
    steps:
      - {story: los, title: "Los", text: "Es geht los."}
      - {end: da, title: "Da", text: "Schön."}
"""


@pytest.fixture
def load(app: Flask) -> Callable[..., str]:
    """Publish a journey from its source and return its id."""

    def load(source: str, **given: object) -> str:
        parsed = parse(source, name="journey.yaml", **given)
        assert parsed.journey, [problem.code for problem in parsed.problems]
        with app.extensions["database"].write() as session:
            publish(session, parsed, LONG_AGO)
        return parsed.journey.id

    return load


@pytest.fixture
def small(load: Callable[..., str]) -> str:
    """A journey with two roles, a fork, private texts and a repeated scale."""
    return load(SMALL_JOURNEY)


@pytest.fixture
def lonely(load: Callable[..., str]) -> str:
    """A journey without roles."""
    return load(LONELY_JOURNEY)


@pytest.fixture
def alice(app: Flask) -> Person:
    """Somebody who walks."""
    return Person(app)


@pytest.fixture
def bob(app: Flask) -> Person:
    """Somebody else at another device."""
    return Person(app)
