"""The parts of a card: things with their names, voices with their claims, facts, statements with their links."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A thing and the name to show for it."""

    path: str
    name: str


@dataclass(frozen=True, slots=True, order=True)
class Voice:
    """Who says something, and where.

    Attributes:
        document: where it stands; its name is its title.
        voice: who says it; the document itself where its writer does.
        claims: paths of the claims that say it; none for a row of a dataset.
    """

    document: Named
    voice: Named
    claims: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The last part of the document's path."""
        return self.document.path.removeprefix("documents/")

    @property
    def is_writer(self) -> bool:
        """Whether nobody else is named as the voice."""
        return self.voice.path == self.document.path

    @property
    def text(self) -> str:
        """The voice in one line.

        Example:
            >>> Voice(Named("documents/a", "A title"), Named("actors/b", "B")).text
            'B (a)'
        """
        return self.slug if self.is_writer else f"{self.voice.name} ({self.slug})"


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property.

    Attributes:
        text: to show.
        path: of the thing that it names, if it is one of ours.
        href: the address of something elsewhere.
    """

    text: str
    path: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A property of a thing, and its values.

    Attributes:
        key: local name of the property.
        label: its label in the ontology.
        values: in the order of the release.
    """

    key: str
    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A fact on a card.

    Attributes:
        path: of the fact.
        label: its name.
        kind: local name of its class.
        from_: outer bounds as ISO dates; None where unknown.
        status: label of its status.
        said: who says so, each voice in each document once.
        surely_from: inner bounds as ISO dates; None where unknown, and for events from the table.
        agents: who acts; of control, who holds.
        places: where.
        deaths: low, best and high; None where nobody counts.
    """

    path: str
    label: str
    kind: str
    from_: str | None
    until: str | None
    status: str
    said: tuple[Voice, ...]
    surely_from: str | None = None
    surely_until: str | None = None
    agents: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    deaths: tuple[int | None, int | None, int | None] = (None, None, None)

    @property
    def voices(self) -> tuple[str, ...]:
        """Who says so, each with the document's slug."""
        return tuple(dict.fromkeys(voice.text for voice in self.said))
