"""From a fact to the passages and rows that it rests on, and to whoever says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from kg.errors import BadParameter
from kg.identifiers import path_of
from kg.lookups.lookup import AFTER, PAGES, Found, Lookup, Record, Values
from kg.parameters import Parameter
from kg.release import Release
from kg.stored_queries import stored_query
from kg.times import KNOWN_ON

_ORDER: Final = ("side", "date", "document", "start", "end", "row", "claim")
"""What the stored query sorts by; all of it together is a row's own."""
_EXPECTED: Final = "the text that `next` of the page before has, with the same other parameters"


def evidence(release: Release, values: Values) -> Found:
    """Give a page of what a fact rests on, in the order of side, day, document and passage."""
    given = {"fact": values["id"]}
    if values["as_known_on"] is not None:
        given["as_known_on"] = (values["as_known_on"].until or date.max).isoformat()
    rows = release.ask(stored_query("evidence"), given).records()
    keyed = sorted((_comparable(key), key, row) for key, row in ((_key(row), row) for row in rows))
    last = values[AFTER]
    if last is not None:
        if len(last) != len(_ORDER):
            raise BadParameter("cursor", "no cursor of this list", _EXPECTED)
        keyed = [one for one in keyed if one[0] > _comparable(last)]
    page = keyed[: values["limit"]]
    after = page[-1][1] if len(keyed) > len(page) else None
    sides = {side: sum(row["side"] == side for row in rows) for side in dict.fromkeys(row["side"] for row in rows)}
    return Found([_record(row) for _, _, row in page], after, {"sides": sides})


def _key(row: Mapping[str, Any]) -> list[str | int | None]:
    return [row[name] for name in _ORDER]


def _comparable(key: list[str | int | None]) -> tuple[tuple[bool, int, str], ...]:
    """Give what keys are compared by: none before numbers before texts."""
    return tuple((part is not None, part if isinstance(part, int) else 0, str(part or "")) for part in key)


def _record(row: Mapping[str, Any]) -> Record:
    return {
        "side": row["side"],
        "voice": _thing(row["voice"], row["voiceName"]),
        "modality": row["modalityName"],
        "certainty": row["certaintyName"],
        "gloss": row["gloss"],
        "document": _thing(row["document"], row["title"]),
        "date": row["date"],
        "start": row["start"],
        "end": row["end"],
        "row": row["row"],
        "about": path_of(row["about"]),
        "claim": None if row["claim"] is None else path_of(row["claim"]),
        "document_sha256": row["sha256"],
        "passage_sha256": row["passageSha256"],
        "letters": row["letterCount"],
        "letters_sha256": row["lettersSha256"],
    }


def _thing(address: str, name: str | None) -> dict[str, str]:
    return {"id": path_of(address), "name": name or path_of(address)}


def _lookup(section: str, example: str) -> Lookup:
    """Declare the look-up for events, or for situations."""
    noun = section.removesuffix("s")
    return Lookup(
        path=f"/{section}/{{id}}/evidence",
        summary=f"What does {'an' if noun[0] in 'aeiou' else 'a'} {noun} rest on, and who says otherwise?",
        description="Follows derivation to its end: to claims with their passages, and to datasets' rows. Offsets are "
        "Unicode code points in the document with that hash. In `sides`, how many there are of each.",
        parameters={
            parameter.name: parameter
            for parameter in (
                Parameter("id", f"the {noun}; an id or a name", example, "thing", required=True, sections=(section,)),
                KNOWN_ON,
                *PAGES,
            )
        },
        fields={
            "side": "`for`; `against`, a denial; `announced`, said to be intended; or `withdrawn`",
            "voice": "who says so: an actor, the document itself, or the dataset",
            "modality": "how it is said; null for a row",
            "certainty": "how firmly the voice says it; null for a row",
            "gloss": "what the passage says, in our own words; null for a row",
            "document": "where it stands",
            "date": "day of the document's publication",
            "start": "first code point of the passage, from 0; null for a row",
            "end": "one past its last code point",
            "row": "id of the dataset's row; null for a passage",
            "about": "what it is said of: the fact, or one that it follows from",
            "claim": "path of the claim; null for a row",
            "document_sha256": "hash of the document's bytes",
            "passage_sha256": "hash of the passage",
            "letters": "how many letters the passage has",
            "letters_sha256": "hash of its case-folded letters",
        },
        answer=evidence,
        example={
            "side": "for",
            "voice": {
                "id": "documents/fall-of-assad-chronology",
                "name": "The fall of the Assad government, day by day",
            },
            "modality": "reported",
            "certainty": "certain",
            "gloss": "The insurgents took the town.",
            "document": {
                "id": "documents/fall-of-assad-chronology",
                "name": "The fall of the Assad government, day by day",
            },
            "date": "2024-12-08",
            "start": 1200,
            "end": 1263,
            "row": None,
            "about": f"{section}/{example}",
            "claim": "claims/98ce3a7ac7f8d02d0b73",
        },
        tag="things",
    )


EVIDENCE: Final = (
    _lookup("events", "capture-homs-2024"),
    _lookup("situations", "control--hts--aleppo--after--capture-aleppo-2024"),
)
"""One for events and one for situations."""
