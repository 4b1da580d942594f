"""Names that other tools give a meaning to: tags, macros, special passages, keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

NAMES: Mapping[str, frozenset[str]] = {
    f"{tool}.{kind}": frozenset(words.split())
    for tool, kinds in tomllib.loads(
        Path(__file__).with_name("vocabulary.toml").read_text("utf-8")
    ).items()
    for kind, words in kinds.items()
}
"""The words of each kind, as ``sugarcube.listed``."""
