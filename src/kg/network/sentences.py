"""Edges in words: who does what, when, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kg.network.filters import ATTACK
from kg.network.knowledge import Knowledge

VOICES: Final = 5
"""Voices that a sentence names at most."""
_ATTACKS: Final = {"against": "attacked", "opponents": "fought", "among": "took part in attacks beside or against"}


def sentence(known: Knowledge, edge: tuple[str, str, str], said: Mapping[str, Any]) -> str:
    """Say what an edge says.

    Args:
        known: what is known.
        edge: its source, target and key.
        said: its attributes, as `kg.network.build` makes them.

    Returns:
        A sentence with the names of both, the kinds, the days, how surely, the modality and the voices.
    """
    source, target, key = edge
    if said["kind"] == ATTACK:
        verb = _ATTACKS.get(key.rpartition("/")[2], "attacked")
        kinds = f"{said['events']:,} event{'s' * (said['events'] != 1)}"
    else:
        verb = known.release.ontology.situation_classes[said["kind"]].verb
        kinds = ", ".join(known.name(kind) for kind in said["types"])
    parts = [f"{known.name(source)} {verb} {known.name(target)}{f' ({kinds})' if kinds else ''}"]
    parts += [_days(said["from_"], said["until"]), said["answer"], _by(known, said)]
    if said["status"] == "disputed":
        parts.append("disputed")
    return f"{'; '.join(part for part in parts if part)}."


def _days(first: str | None, last: str | None) -> str:
    if first and first == last:
        return f"on {first}"
    words = [f"from {first} at the earliest" if first else "", f"until {last} at the latest" if last else ""]
    return " ".join(word for word in words if word) or "at a time that is not told"


def _by(known: Knowledge, said: Mapping[str, Any]) -> str:
    voices = [known.name(voice) for voice in said["voices"]]
    more = f" and {len(voices) - VOICES} more" if len(voices) > VOICES else ""
    how = " and ".join(said["modality"]) or "listed"
    return f"{how} by {', '.join(voices[:VOICES])}{more}" if voices else ""
