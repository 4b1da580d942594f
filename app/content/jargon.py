"""Technical terms around AI that a learner may not know: each belongs in a journey's glossary.

A short list of our own rather than a rule: every word in it needs explaining to somebody, and none
has an everyday meaning besides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

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


def _terms(table: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(form.replace("_", " ") for form in line.split()) for line in table.split("\n") if line
    )


TERMS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "de": _terms(_GERMAN),
    "en": _terms(_ENGLISH),
}
"""By language: each term in its forms, the one for the glossary first."""


def unexplained(text: str, lang: str, explained: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give each term of a text that no glossary form explains: form found, form for the glossary.

    ``explained`` are the forms of the glossary's entries; a longer one also explains what it holds.
    """
    for forms in TERMS.get(lang, ()):
        found = _find(forms, text) if any(form in text for form in forms) else None
        if found and not any(_find(forms, entry) for entry in explained):
            yield found, forms[0]


def _find(forms: tuple[str, ...], text: str) -> str | None:
    either = "|".join(sorted({*forms, *(form[0].upper() + form[1:] for form in forms)}, key=len))
    match = re.search(rf"(?<!\w)(?:{either})(?!\w)", text)
    return match[0] if match else None
