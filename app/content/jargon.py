"""Technical terms around AI that a learner may not know: each belongs in a journey's glossary.

A short list of our own rather than a rule: every word in it needs explaining to somebody, and none
has an everyday meaning besides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

_GERMAN = """
Algorithmus Algorithmen
Sprachmodell Sprachmodelle Sprachmodells Sprachmodellen
LLM LLMs
Large_Language_Model Large_Language_Models
Prompt Prompts Prompting
Chatbot Chatbots
Halluzination Halluzinationen halluziniert halluzinieren halluzinierte
maschinelles_Lernen maschinellen_Lernens maschinellem_Lernen Machine_Learning
Deep_Learning
neuronales_Netz neuronale_Netze neuronalen_Netz neuronalen_Netze neuronalen_Netzen
Trainingsdaten
generative_KI generativer_KI generativen_KI
Bias
Deepfake Deepfakes
Blackbox Black_Box
API APIs
Profiling
Scoring
Pseudonymisierung pseudonymisiert pseudonymisieren
Predictive_Maintenance
Computer_Vision
KI-Agent KI-Agenten
Hochrisiko-KI Hochrisiko-System Hochrisiko-Systeme
Datenschutz-Folgenabschätzung
Konfidenzwert Konfidenzwerte Konfidenz
Falsch-Positiv falsch-positiv Falsch-Positive False_Positive False_Positives
"""
_ENGLISH = """
algorithm algorithms
language_model language_models
LLM LLMs
chatbot chatbots
hallucination hallucinations hallucinate hallucinates hallucinated hallucinating
machine_learning
deep_learning
neural_network neural_networks
training_data
generative_AI
deepfake deepfakes
API APIs
pseudonymisation pseudonymised pseudonymization pseudonymized
predictive_maintenance
computer_vision
AI_agent AI_agents
high-risk_AI
data_protection_impact_assessment
confidence_score confidence_scores
false_positive false_positives
prompt_engineering
"""


_BEGINNING = 6


class Term(NamedTuple):
    """A term in its forms, the one for the glossary first, and how they begin."""

    forms: tuple[str, ...]
    beginnings: tuple[str, ...]


def _terms(table: str) -> tuple[Term, ...]:
    """Read a table with one term a line; each form may also begin with a capital."""
    found = []
    for line in table.strip().split("\n"):
        words = [form.replace("_", " ") for form in line.split()]
        forms = dict.fromkeys(form for word in words for form in _capitals(word))
        found.append(Term(tuple(forms), tuple({form[:_BEGINNING]: None for form in forms})))
    return tuple(found)


def _capitals(form: str) -> tuple[str, str]:
    return form, form[0].upper() + form[1:]


TERMS: Mapping[str, tuple[Term, ...]] = {"de": _terms(_GERMAN), "en": _terms(_ENGLISH)}
"""By language, in the order of the tables."""


def unexplained(text: str, lang: str, explained: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give each term of a text that no glossary form explains: form found, form for the glossary.

    ``explained`` are the forms of the glossary's entries; a longer one also explains what it holds.
    """
    for forms, beginnings in TERMS.get(lang, ()):
        found = _find(forms, text) if any(each in text for each in beginnings) else None
        if found and not any(_find(forms, entry) for entry in explained):
            yield found, forms[0]


def _find(forms: tuple[str, ...], text: str) -> str | None:
    for form in forms:
        at = text.find(form)
        while at >= 0:
            before, after = text[at - 1 : at], text[at + len(form) : at + len(form) + 1]
            if not before.isalnum() and not after.isalnum():
                return form
            at = text.find(form, at + 1)
    return None
