"""The claims: one passage, one voice, one proposition each, as `kg export claims` writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.cards.claims import claim_record
from kg.known import Known, known_in
from kg.lookups.lookup import PAGES, Found, Lookup, Values
from kg.lookups.paging import paged
from kg.namespaces import CKG
from kg.ontology import shipped
from kg.parameters import Parameter, table
from kg.release import Release
from kg.statements import Claim
from kg.times import KNOWN_ON

_MODALITIES: Final = ("reported", "claimed", "denied", "intended")


def answer(release: Release, values: Values) -> Found:
    """Find claims, in the order of their ids."""
    known = known_in(release, values)
    found, last = paged(_found(known, values), lambda claim: (claim.path,), (str,), values)
    hashes = {claim.document: next(iter(known.values(claim.document, CKG.sha256)), None) for claim in found}
    return Found([claim_record(claim, hashes[claim.document]) for claim in found], last)


def _found(known: Known, values: Values) -> Iterator[Claim]:
    claims = known.claims.values() if values["about"] is None else known.claims_about(values["about"])
    for claim in claims:
        if (
            values["voice"] in (None, claim.according_to)
            and values["document"] in (None, claim.document)
            and values["modality"] in (None, claim.modality)
            and values["says"] in (None, claim.says)
        ):
            yield claim


LOOKUP: Final = Lookup(
    path="/claims",
    summary="Which claims are there: who says what, in which passage?",
    description=(
        "Each claim is one voice in one passage with one proposition: people, places and days are as this very voice "
        "has them. Members are those of `kg export claims`. A claim that was withdrawn is listed with the day and the "
        "reason, and counts for nothing. The text of documents is not here: a claim points into it by code points "
        "from 0, the end exclusive, and by hashes, and has a gloss in our words. Rows of datasets are no claims."
    ),
    parameters=table(
        Parameter("voice", "only what this actor says, or the writer of this document; an id or a name", "pezeshkian",
                  "thing", sections=("actors", "documents")),
        Parameter("document", "only what stands in this document; an id", "fall-of-assad-analysis", "thing",
                  sections=("documents",)),
        Parameter("modality", "only what is said in this way", "denied", "choice", choices=_MODALITIES),
        Parameter("about", "only what is said about this; an id or a name", "events/capture-hama-2024", "thing",
                  sections=("events", "situations", "actors", "places")),
        Parameter("says", "only claims that something of this class happened or held, or that describe", "Support",
                  "choice", choices=("Event", *sorted(shipped().situation_classes), "Description")),
        KNOWN_ON,
        *PAGES,
    ),
    fields={
        "id": "the claim",
        "about": "what it is about",
        "document": "the slug of the document that it stands in",
        "document_sha256": "hash of the document's bytes",
        "start": "where the passage begins, in code points from 0",
        "end": "where it ends, exclusive",
        "hash": "hash of the passage",
        "letters": "how many letters and digits the passage has",
        "letters_hash": "hash of these",
        "says": "the class asserted: Event, a kind of situation, or Description",
        "type": "the code of the event or support",
        "agents": "who acts",
        "targets": "who is acted on",
        "parties": "who is involved without a stated direction",
        "places": "where",
        "part_of": "the larger events that it is part of",
        "role": "the role, such as minister",
        "extent": "how much of a place",
        "from": "it cannot have begun before",
        "until": "it cannot have gone on after",
        "surely_from": "it had begun by then",
        "surely_until": "it had not ended before",
        "when": "the time as said, in EDTF",
        "when_basis": "stated, heading, relative or inferred",
        "modality": "reported, claimed, denied or intended",
        "certainty": "the voice's own: certain, probable or possible",
        "confidence": "ours in this reading, from 0 to 1",
        "according_to": "the voice: an actor, or the document where the writer speaks",
        "attribute": "the attribute described",
        "value": "its value",
        "gloss": "what the passage says, in our words",
        "withdrawn_on": "the day on which it was withdrawn",
        "withdrawal_reason": "why",
    },
    answer=answer,
    example={
        "id": "claims/0123456789abcdef0123",
        "about": "events/capture-hama-2024",
        "document": "fall-of-assad-chronology",
        "document_sha256": "76ac1f9ae6d02c3171beb83bc48cab2c2d33154b90be9b54d7f31e565e2752fd",
        "start": 120,
        "end": 214,
        "says": "Event",
        "type": "codes/event-type/capture",
        "agents": ["actors/hts"],
        "targets": ["actors/syrian-army"],
        "places": ["places/hama"],
        "from": "2024-12-05",
        "until": "2024-12-05",
        "modality": "reported",
        "according_to": "documents/fall-of-assad-chronology",
        "gloss": "What the passage says, in our words.",
        "withdrawn_on": None,
        "withdrawal_reason": None,
    },
)  # fmt: skip
