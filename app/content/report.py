"""A problem as an author reads it: its place in the file, a caret, cause and cure."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from app.content.problems import ERROR, Problem
from app.engine.space import BUDGET, Survey
from app.engine.walks import Failure, Untested

_SEVERITIES = {
    "de": {"error": "Fehler", "warning": "Empfehlung", "hint": "Hinweis"},
    "en": {"error": "Error", "warning": "Recommendation", "hint": "Hint"},
}
_HEAD = {
    "de": "{code} {severity}  {file}, Zeile {line}, Spalte {column}: {message}",
    "en": "{code} {severity}  {file}, line {line}, column {column}: {message}",
}
_CURE = {"de": "So geht es weiter: ", "en": "What to do: "}
_CLEAN = {"de": "Keine Probleme gefunden.", "en": "No problems found."}
_COUNTED = {
    "de": "Geprüfte Reisen: {count}. Fehler: {errors}, weitere Meldungen: {others}.",
    "en": "Journeys checked: {count}. Errors: {errors}, further messages: {others}.",
}
_SILENCED = {"de": "{count} zum Schweigen gebracht.", "en": "{count} silenced."}
_EXPLAINED = {
    "de": "Mehr zu jedem Code mit Beispielen: /hilfe/autoren/{code}",
    "en": "More about every code, with examples: /hilfe/autoren/{code}",
}
_WAYS = {
    "de": {
        "exact": "Wege Zustand für Zustand geprüft: {count} (Zustände: {states}).",
        "rough": "Wege im Überschlag geprüft, mehr als {budget} Zustände: {count}. Dort ist nur"
        " bewiesen, was nie eintritt, und Zeiten sind geschätzt.",
        "unknown": "Wege noch nicht geprüft, erst nach den Fehlern: {count}.",
    },
    "en": {
        "exact": "Ways checked state by state: {count} (states: {states}).",
        "rough": "Ways checked roughly, more than {budget} states: {count}. There only what never"
        " happens is proved, and times are estimates.",
        "unknown": "Ways not checked yet, errors come first: {count}.",
    },
}
_UNTESTED = {
    "de": {
        "steps": "Auf keiner Probe liegen:",
        "choices": "In keiner Probe gewählt:",
        "ends": "In keiner Probe erreicht:",
    },
    "en": {
        "steps": "Passed by no test:",
        "choices": "Chosen in no test:",
        "ends": "Reached in no test:",
    },
}
_WALKED = {
    "de": {
        "unknown-role": "Die Rolle „{role}“ gibt es nicht.",
        "step-unnamed": "„{step}“ braucht eine Antwort, die Probe nennt keine.",
        "step-never-met": "„{step}“ kommt auf diesem Weg nicht vor.",
        "answer-unused": "Nicht alle Antworten auf „{step}“ wurden gebraucht.",
        "answer-rejected": "„{step}“ nimmt diese Antwort nicht an ({code}).",
        "end-differs": "Das Ende ist „{found}“, erwartet war „{expected}“.",
        "counter-differs": "„{name}“ steht auf {found}, erwartet war {expected}.",
        "step-not-passed": "Der Weg führt nicht über „{step}“.",
        "step-not-avoided": "Der Weg führt über „{step}“.",
    },
    "en": {
        "unknown-role": "The role “{role}” does not exist.",
        "step-unnamed": "“{step}” needs an answer, the test gives none.",
        "step-never-met": "“{step}” is not met on this way.",
        "answer-unused": "Not all answers to “{step}” were used.",
        "answer-rejected": "“{step}” does not take this answer ({code}).",
        "end-differs": "The end is “{found}”, expected was “{expected}”.",
        "counter-differs": "“{name}” is {found}, expected was {expected}.",
        "step-not-passed": "The way does not pass “{step}”.",
        "step-not-avoided": "The way passes “{step}”.",
    },
}


def report(problem: Problem, lines: list[str], lang: str = "de") -> str:
    """Return one problem with the line above, its own line, a caret, cause and cure.

    ``lines`` are those of the problem's file.
    """
    head = _HEAD[lang].format(
        code=problem.code,
        severity=_SEVERITIES[lang][problem.severity],
        file=relative(problem.file),
        line=problem.line,
        column=problem.column,
        message=problem.message(lang),
    )
    shown = [head, *_excerpt(lines, problem, lang), f"  {_CURE[lang]}{problem.hint(lang)}"]
    return "\n".join(shown)


def _excerpt(lines: list[str], problem: Problem, lang: str) -> list[str]:
    if problem.line > len(lines) or not any(lines):
        return []
    width = len(str(problem.line)) + 2
    numbers = [number for number in (problem.line - 1, problem.line) if number > 0]
    shown = [f"{number:>{width}} | {_visible(lines[number - 1])}" for number in numbers]
    end = problem.end_column if problem.end_line == problem.line else problem.column + 1
    length = max(1, min(end, len(lines[problem.line - 1]) + 1) - problem.column)
    caret = " " * (problem.column - 1) + "^" * length
    note = f" {problem.note(lang)}" if problem.note(lang) else ""
    return [*shown, f"{'':>{width}} | {caret}{note}"]


def _visible(line: str) -> str:
    """Return a line without signs that would shift or hide what is shown, one for one."""
    return "".join(sign if sign.isprintable() else "\u00b7" for sign in line)


def relative(file: str) -> str:
    """Return a path relative to the working folder, with ``..`` where it lies outside."""
    try:
        return Path(os.path.relpath(file)).as_posix()
    except ValueError:
        return file


def summary(problems: Iterable[Problem], count: int, lang: str = "de", silenced: int = 0) -> str:
    """Return the last line of a report on so many journeys, with what comments silence in them."""
    found = list(problems)
    errors = sum(problem.severity == ERROR for problem in found)
    counted = _COUNTED[lang].format(errors=errors, others=len(found) - errors, count=count)
    said = counted if found else _CLEAN[lang]
    return f"{said} {_SILENCED[lang].format(count=silenced)}" if silenced else said


def explained(problems: Iterable[Problem], lang: str = "de") -> str:
    """Return where the codes are explained in the running application, "" without problems."""
    first = min(problems, key=lambda p: p.severity != ERROR, default=None)
    return _EXPLAINED[lang].format(code=first.code) if first else ""


def method(surveys: Iterable[Survey | None], lang: str = "de") -> str:
    """Return one line on how thoroughly the ways of so many journeys were checked."""
    every = list(surveys)
    exact = [each.states for each in every if each is not None and each.exact]
    said = {
        "exact": len(exact),
        "rough": sum(each is not None and not each.exact for each in every),
        "unknown": every.count(None),
    }
    words = [
        _WAYS[lang][how].format(count=count, states=sum(exact), budget=BUDGET)
        for how, count in said.items()
        if count
    ]
    return " ".join(words)


def untested_parts(journey: str, left: Untested, lang: str = "de") -> str:
    """Return what no test of a journey passes, a kind on each line; nothing where all is passed."""
    kinds = {"steps": left.steps, "choices": left.choices, "ends": left.ends}
    return "\n".join(
        f"{journey}: {_UNTESTED[lang][kind]} {', '.join(ids)}."
        for kind, ids in kinds.items()
        if ids
    )


def failed_walk(journey: str, test: str, failure: Failure, lang: str = "de") -> str:
    """Return what a test found, with the names of journey and test."""
    return f"{journey}: {test}: {_WALKED[lang][failure.code].format(**failure.values)}"
