"""Who supported whom: said directly, or of parties that belong to one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from kg.identifiers import iri
from kg.known import Known, known_in
from kg.lookups.belonging import Chain, parts_of
from kg.lookups.lookup import PAGES, Found, Lookup, Record, Values
from kg.lookups.paging import Key, paged
from kg.lookups.voices import EXAMPLE, VOICES, Row, Said, said, voice
from kg.namespaces import CKG
from kg.ontology import shipped
from kg.parameters import Parameter, table
from kg.release import Release
from kg.statements import Situation
from kg.times import HOW_SURE, POSSIBLY, SURELY, TIMES, Period, period_of, spanned

_TYPES: Final = "codes/support-type/"
_ACTORS: Final = ("actors",)
_KINDS: Final = (str, str, str, str, str)


@dataclass(frozen=True, slots=True)
class _Support:
    """Support of one by another, as far as it answers a question.

    Attributes:
        supporter: who gives it: whom the voices name, or what that party belongs to.
        given_by: how whom they name belongs to the supporter.
        given_to: how whom they name belongs to the supported.
        answer: surely or possibly.
    """

    situation: Situation
    supporter: str
    supported: str
    given_by: Chain
    given_to: Chain
    answer: str


def answer(release: Release, values: Values) -> Found:
    """Find support."""
    known, period = known_in(release, values), period_of(values)
    supports = _found(known, period, values)
    if values["filter"] == "standard":
        supports = (one for one in supports if _usually_counted(known, one))
    found, last = paged(supports, lambda one: _key(known, one), _KINDS, values)
    count = _usually_counted if values["filter"] == "standard" else _voices
    return Found([_record(known, period, one, count(known, one)) for one in found], last)


def _found(known: Known, period: Period, values: Values) -> Iterator[_Support]:
    sides = [_side(known, values[name], period, through=values["through"]) for name in ("supporter", "supported")]
    kind = values["kind"] and _TYPES + values["kind"]
    for situation in known.situations("Support"):
        if not period.meets(situation.index_from, situation.index_until) or (kind and kind not in situation.types):
            continue
        for agent, target in product(situation.agents, situation.targets):
            by, to = (_chain(side, path) for side, path in zip(sides, (agent, target), strict=True))
            if by is None or to is None:
                continue
            steps = [step.membership for step in (*by, *to) if step.membership]
            sure = period.together([situation, *steps])
            if sure:
                supporter, supported = by[-1].whole if by else agent, to[-1].whole if to else target
                yield _Support(situation, supporter, supported, by, to, sure)


def _side(known: Known, asked: str | None, period: Period, *, through: bool) -> Mapping[str, Chain] | None:
    """Give who counts as the party asked about; None for anybody, each for itself."""
    if asked is None:
        return None
    return parts_of(known, asked, period) if through else {asked: ()}


def _chain(side: Mapping[str, Chain] | None, path: str) -> Chain | None:
    return () if side is None else side.get(path)


def _voices(known: Known, one: _Support) -> list[Said]:
    return said(known, one.situation.derived_from, one.situation.rows)


def _usually_counted(known: Known, one: _Support) -> list[Said]:
    """Give the voices that speak of support as researchers usually count it; see the stored query support-by-year."""
    situation = one.situation
    states = known.once("states", lambda: frozenset(known.subjects(CKG.actorKind, iri("codes/actor-kind/state"))))
    given_by = one.given_by[0].part if one.given_by else one.supporter
    in_rows = given_by in states if situation.supporter_kind is None else situation.supporter_kind == "state"
    return [
        said
        for said in _voices(known, one)
        if (in_rows and not situation.alleged if isinstance(said, Row) else given_by in states)
    ]


def _key(known: Known, one: _Support) -> Key:
    names = known.name(one.supporter), known.name(one.supported)
    direct = (steps[0].part if steps else "" for steps in (one.given_by, one.given_to))
    return (*names, one.situation.path, *direct)


def _record(known: Known, period: Period, one: _Support, voices: Sequence[Said]) -> Record:
    situation = one.situation
    chains = (("supporter", one.given_by), ("supported", one.given_to))
    denials = [claim for claim in known.claims_about(situation.path) if claim.modality == "denied"]
    return {
        "supporter": known.thing(one.supporter),
        "supported": known.thing(one.supported),
        "answer": one.answer,
        "kinds": known.things(situation.types),
        "group_kinds": known.things(situation.group_types),
        **spanned(situation.bounds),
        "status": known.thing(f"codes/status/{situation.status}"),
        "through": [{"side": side, **step.record(known)} for side, steps in chains for step in steps],
        "voices": [_voice(known, period, situation, one_said) for one_said in voices],
        "denials": [voice(known, claim) for claim in denials if claim.withdrawn_on is None],
        "situation": known.thing(situation.path),
    }


def _voice(known: Known, period: Period, situation: Situation, one: Said) -> dict[str, Any]:
    """Give a voice with what it says itself: the kinds of support, and whether it is sure of the time."""
    row = isinstance(one, Row)
    kinds = situation.types if isinstance(one, Row) else (one.type,) if one.type else ()
    bounds = situation.bounds if isinstance(one, Row) else one.bounds
    sure = period.surely_meets(bounds)
    more = {"supporter_kind": situation.supporter_kind, "alleged": situation.alleged} if row else {}
    return {
        **voice(known, one),
        "kinds": known.things(kinds),
        "answer": SURELY if sure else POSSIBLY,
        "supporter_kind": None,
        "alleged": None,
        **more,
    }


LOOKUP: Final = Lookup(
    path="/support",
    summary="Who supported whom, how, and according to whom?",
    description=(
        f"Support that held on a day or in a period. {HOW_SURE}\n\n"
        "Asked about a *supporter* or a *supported* party, support by or of an organ or member of it counts too, such "
        "as that of a government's army; `through` tells how the party that the voices name belongs to it. A "
        "membership counts only on days on which the support and the membership are both possible. Asked about "
        "nobody in particular, only what the voices say themselves is listed.\n\n"
        "With *filter* `standard` only what researchers usually count is listed: support by states, without elements "
        "within a state, and without what a dataset calls alleged; in texts, support by an actor that is a state."
    ),
    parameters=table(
        *TIMES,
        Parameter("supporter", "only support by this actor; an id or a name", "russia", "thing", sections=_ACTORS),
        Parameter("supported", "only support of this actor; an id or a name", "assad-government", "thing",
                  sections=_ACTORS),
        Parameter("kind", "only support of this kind, a code of /codes/support-type", "troops", "choice",
                  choices=tuple(sorted(shipped().codes("support-type")))),
        Parameter("filter", "which support to count", "standard", "choice", "all", choices=("all", "standard")),
        Parameter("through", "whether organs and members count for what they belong to", "false", "yes", "true"),
        *PAGES,
    ),
    fields={
        "supporter": "who gives it",
        "supported": "who gets it",
        "answer": "surely or possibly",
        "kinds": "its kinds, by all voices together",
        "group_kinds": "kinds that a dataset gives for several supporters together, and for none of them alone",
        "from": "it cannot have begun before",
        "until": "it cannot have gone on after",
        "surely_from": "it had begun by then",
        "surely_until": "it had not ended before",
        "status": "disputed, corroborated, in several documents or from a single source",
        "through": "how whom the voices name belongs to the supporter or the supported, from the part to the whole; "
        "empty where they name both",
        "voices": f"{VOICES}; with the kinds, and whether the time is sure, as this very voice has it",
        "denials": "voices that deny it",
        "situation": "the support itself",
    },
    answer=answer,
    example={
        "supporter": {"id": "actors/russia", "name": "Russia"},
        "supported": {"id": "actors/assad-government", "name": "Assad government"},
        "answer": "surely",
        "kinds": [{"id": f"{_TYPES}troops", "name": "troops in the fighting"}],
        "group_kinds": [],
        "from": None,
        "until": None,
        "surely_from": "2024-11-27",
        "surely_until": "2024-12-02",
        "status": {"id": "codes/status/singleSource", "name": "from a single source"},
        "through": [
            {
                "side": "supported",
                "part": {"id": "actors/syrian-army", "name": "Syrian Arab Army"},
                "relation": "organ of",
                "whole": {"id": "actors/assad-government", "name": "Assad government"},
                "situation": None,
                "from": None,
                "until": None,
            }
        ],
        "voices": [{**EXAMPLE, "kinds": [], "answer": "possibly", "supporter_kind": None, "alleged": None}],
        "denials": [],
        "situation": {"id": "situations/support-russia-syrian-army", "name": "Support: Russia, Syrian Arab Army"},
    },
)  # fmt: skip
