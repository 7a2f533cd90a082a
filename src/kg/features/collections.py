"""The collections of features: what each holds, and what is said of a feature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

Schema = Mapping[str, Any]
_TEXT: Final[Schema] = {"type": "string"}
_TEXT_OR_NOT: Final[Schema] = {"type": ["string", "null"]}
_TEXTS: Final[Schema] = {"type": "array", "items": {"type": "string"}}
_DAY: Final[Schema] = {"type": ["string", "null"], "format": "date"}
_COUNT: Final[Schema] = {"type": ["integer", "null"], "minimum": 0}
_HREF: Final = ("href", {"type": "string", "format": "uri"}, "address of its page here")


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a feature.

    Attributes:
        name: in lower case, as the attribute tables of GIS programs want it.
        schema: its JSON Schema.
        help: what it is.
    """

    name: str
    schema: Schema
    help: str


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of features.

    Attributes:
        id: its last part of the address.
        title: to show.
        description: what a feature is, and what the time asked about means for it.
        key: how many values tell the place of a feature in the order.
        fields: the properties of a feature.
        example: the id of a feature, for the documentation.
    """

    id: str
    title: str
    description: str
    key: int
    fields: tuple[Field, ...]
    example: str


def _fields(*fields: tuple[str, Schema, str]) -> tuple[Field, ...]:
    return tuple(Field(*field) for field in fields)


_ALL: Final = (
    Collection(
        "events",
        "Events",
        "What happened, at the point of the place where it happened, in the order of time. An event whose place has no "
        "known coordinates has no geometry. *datetime* finds what may have happened then, by the first and the last "
        "day on which it can have; of an event without known days nothing rules any time out.",
        2,
        _fields(
            ("label", _TEXT, "its name"),
            ("types", _TEXTS, "codes of its types, narrower ones not added to broader ones"),
            ("type_names", _TEXTS, "their names, in the same order"),
            ("parties", _TEXTS, "ids of all actors involved, on whichever side"),
            ("party_names", _TEXTS, "their names, in the same order"),
            ("agents", _TEXTS, "ids of those of them that acted, where a source states it"),
            ("agent_names", _TEXTS, "their names"),
            ("targets", _TEXTS, "ids of those of them that were acted on, where a source states it"),
            ("target_names", _TEXTS, "their names"),
            ("places", _TEXTS, "ids of the places where it happened; the point is the first one's with coordinates"),
            ("place_names", _TEXTS, "their names"),
            ("first", _DAY, "the first day on which it can have happened; null where unknown"),
            ("last", _DAY, "the last such day; null where unknown"),
            ("deaths_low", _COUNT, "how many died, by the lowest estimate of its source; null where it has none"),
            ("deaths_best", _COUNT, "by the best estimate"),
            ("deaths_high", _COUNT, "by the highest estimate"),
            ("status", _TEXT, "how well it is attested: a code of /codes/status"),
            ("sources", _TEXTS, "ids of the dataset that has it as a row, or of the documents that tell of it"),
            ("source_names", _TEXTS, "their titles"),
            ("redistributable", {"type": "boolean"}, "whether its dataset's licence lets anybody hand it on"),
            _HREF,
        ),
        "capture-hama-2024",
    ),
    Collection(
        "places",
        "Places",
        "Places by their point, in the order of their ids. A place without known coordinates has no geometry. Places "
        "are of all times: every *datetime* finds them all.",
        1,
        _fields(
            ("name", _TEXT, "its name"),
            ("kind", _TEXT, "what kind of place it is: a code of /codes/place-kind"),
            ("within", _TEXT_OR_NOT, "id of the smallest larger place that it lies in"),
            ("within_name", _TEXT_OR_NOT, "its name"),
            ("names", _TEXTS, "its other names, in any language and script"),
            ("languages", _TEXTS, "the languages of these, in the same order"),
            ("events", {"type": "integer", "minimum": 0}, "how many events happened there, not counting places in it"),
            ("coordinates_from", _TEXT_OR_NOT, "where its coordinates are taken from"),
            ("same_as", _TEXTS, "IRIs of the same place elsewhere"),
            _HREF,
        ),
        "hama",
    ),
    Collection(
        "control",
        "Control",
        "Who held what. For an instant (without *datetime*, the last day on which anything is known of control) there "
        "is one feature for each place that anybody ever held, with those who held it on that day, in the order of "
        "the places' ids: *contested* is an answer, and *no evidence* is one, which is not a *no*. For an interval "
        "there is one feature for each holding, which is the time that somebody held a place, in the order of time; "
        "../.. gives all of them.",
        2,
        _fields(
            ("place", _TEXT, "id of the place"),
            ("place_name", _TEXT, "its name"),
            ("day", _DAY, "the day that it is about; null for a holding, which is about all of its days"),
            ("holders", _TEXTS, "ids of those who held it on that day"),
            ("holder_names", _TEXTS, "their names, in the same order"),
            ("answer", _TEXT, "how sure the surest of them is: surely, possibly or no evidence"),
            ("answers", _TEXTS, "how sure each of them is, in the same order"),
            ("standing", _TEXT_OR_NOT, "held, contested, changed hands that day or unknown; null for a holding"),
            ("since", _DAY, "the first day on which the last of them to come can have held it; null where unknown"),
            ("until", _DAY, "the last day on which the first of them to go can have held it; null where open"),
            ("surely_from", _DAY, "of a holding: the day by which it had surely begun; null where unknown"),
            ("surely_until", _DAY, "of a holding: the day until which it surely lasted; null where unknown"),
            ("extents", _TEXTS, "how much of the place was taken, where a source states it"),
            ("situations", _TEXTS, "ids of the holdings"),
            ("statuses", _TEXTS, "how well each of them is attested, in the same order: codes of /codes/status"),
            ("voices", _TEXTS, "ids of those who say so: actors, documents, datasets"),
            ("voice_names", _TEXTS, "their names or titles"),
            _HREF,
        ),
        "hama@2024-12-05",
    ),
)
COLLECTIONS: Final[Mapping[str, Collection]] = {collection.id: collection for collection in _ALL}
"""What there is, by id."""
