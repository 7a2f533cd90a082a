"""Who held which place: also on a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kg.counting.circle import coordinates
from kg.counting.parameters import organs
from kg.known import Known, known_in
from kg.lookups.holding import (
    CHANGED,
    CHANGED_IN,
    CONTESTED,
    HELD,
    Holding,
    controls_of,
    holdings,
    voices_of,
)
from kg.lookups.lookup import PAGES, Found, Lookup, Record, Values
from kg.lookups.maps import features
from kg.lookups.paging import Key, after
from kg.lookups.voices import EXAMPLE, VOICES, voice
from kg.parameters import Parameter, table
from kg.release import Release
from kg.times import NO_EVIDENCE, TIMES, Period, iso, period_of, spanned

_KINDS: Final = (str, str, str, str, str, str)


def answer(release: Release, values: Values) -> Found:
    """Find who held places: a record for each holder, and one for each place of which nothing is known then."""
    known, period = known_in(release, values), period_of(values)
    page: list[tuple[Key, str, Holding | None]] = []
    more = False
    for key, place, holding in _found(known, period, values):
        more = len(page) == values["limit"]
        if more:
            break
        page.append((key, place, holding))
    records = [_record(known, period, place, holding) for _, place, holding in page]
    return Found(records, page[-1][0] if more else None, features=features(records, values))


def _found(known: Known, period: Period, values: Values) -> Iterator[tuple[Key, str, Holding | None]]:
    """Go through places by their names, from where the page before ended, and through the holders of each."""
    last = after(values, _KINDS)
    holders = organs(known.store, values["holder"]) if values["holder"] else None
    for name, place in _places(known, values["place"]):
        if last is not None and (name, place) < last[:2]:
            continue
        found: list[tuple[Key, Holding | None]] = [
            (_key(known, (name, place), holding), holding)
            for holding in holdings(known, place, period)
            if holders is None or holding.holder in holders
        ]
        if not found and holders is None:
            found = [((name, place, "", "", "", ""), None)]
        for key, holding in sorted(found, key=lambda one: one[0]):
            if last is None or key > last:
                yield key, place, holding


def _places(known: Known, asked: str | None) -> list[tuple[str, str]]:
    """Give the places of which control is known on some day, with their names, by name; or the one asked about."""
    if asked is not None:
        return [(known.name(asked), asked)]
    return known.once("held", lambda: sorted((known.name(place), place) for place in controls_of(known)))


def _key(known: Known, place: tuple[str, str], holding: Holding) -> Key:
    begun = iso(holding.control.bounds.from_) or ""
    return (*place, begun, known.name(holding.holder), holding.control.path, holding.holder)


def _record(known: Known, period: Period, place: str, holding: Holding | None) -> Record:
    lat, long = coordinates(known.store, place)
    where = {"place": known.thing(place), "lat": lat, "long": long}
    if holding is None:
        return {**dict.fromkeys(LOOKUP.fields), **where, "answer": NO_EVIDENCE, "extents": [], "voices": []}
    control = holding.control
    return {
        "place": where["place"],
        "holder": known.thing(holding.holder),
        "answer": holding.answer,
        "standing": holding.standing,
        "extents": list(control.extents),
        **spanned(control.bounds),
        "status": known.thing(f"codes/status/{control.status}"),
        "voices": [{**voice(known, one.said), "extent": one.extent} for one in voices_of(known, holding, period)],
        "situation": known.thing(control.path),
        "lat": lat,
        "long": long,
    }


_STANDINGS: Final[Mapping[str, str]] = {
    HELD: "nothing speaks against it",
    CONTESTED: "only part of the place was taken, the taking is denied, or somebody else may have held it too",
    CHANGED: "it was taken on the very day that is asked about",
    CHANGED_IN: "it was taken on a day of the period that is asked about",
}
_EXAMPLE: Final[Mapping[str, Any]] = {
    "place": {"id": "places/hama", "name": "Hama"},
    "holder": {"id": "actors/hts", "name": "Hayat Tahrir al-Sham"},
    "answer": "surely",
    "standing": HELD,
    "extents": [],
    "from": "2024-12-05",
    "until": None,
    "surely_from": "2024-12-05",
    "surely_until": "2024-12-08",
    "status": {"id": "codes/status/severalDocuments", "name": "in several documents"},
    "voices": [{**EXAMPLE, "extent": None}],
    "situation": {"id": "situations/control--hts--hama--after--capture-hama-2024", "name": "Control: HTS, Hama"},
    "lat": 35.13179,
    "long": 36.75783,
}

LOOKUP: Final = Lookup(
    path="/control",
    summary="Who held which place, since when, and on whose word?",
    description=(
        "A record for each place and holder. *surely*: they held it on some day of the time asked about, and nobody "
        "denies it; *possibly*: nothing rules that out; *no evidence*: nothing is known of that time, which is not a "
        "no. Without days, any time is meant. Days that are open or unknown are null.\n\n"
        f"The standing is {'; '.join(f'*{name}*: {help_}' for name, help_ in _STANDINGS.items())}.\n\n"
        "Control of a place says nothing of the places around or within it. A voice is named only for a holder that it "
        "names itself; one that denies a taking speaks for the former holder. Places of which control is never known "
        "are listed only if they are asked about; with a *holder*, places of which nothing is known are left out. As "
        "GeoJSON, each record is a point, or has no geometry where no coordinates are known."
    ),
    parameters=table(
        *TIMES,
        Parameter("place", "only this place; an id or a name", "hama", "thing", sections=("places",)),
        Parameter("holder", "only what this actor or an organ of it held; an id or a name", "hts", "thing",
                  sections=("actors",)),
        *PAGES,
    ),
    fields={
        "place": "where",
        "holder": "who held it; null where there is no evidence",
        "answer": "surely, possibly or no evidence",
        "standing": f"{', '.join(_STANDINGS)}; null where there is no evidence",
        "extents": "how much of the place was taken: full, most or part, where a voice tells",
        "from": "it cannot have begun before",
        "until": "it cannot have gone on after",
        "surely_from": "it had begun by then",
        "surely_until": "it had not ended before",
        "status": "disputed, corroborated, in several documents or from a single source",
        "voices": f"{VOICES}; with the extent, as this very voice has it",
        "situation": "the control itself",
        "lat": "degrees north of the place (WGS 84)",
        "long": "degrees east",
    },
    answer=answer,
    example=_EXAMPLE,
    places=True,
)  # fmt: skip
