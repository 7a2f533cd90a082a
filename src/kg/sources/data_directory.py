"""A data directory: ``registry/{actors,places,events}.yaml`` and ``documents/<slug>.yaml``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import DataError, Location
from kg.identifiers import RESERVED, is_slug
from kg.ontology import Ontology
from kg.sources.checking import Problems, check
from kg.sources.claims import DocumentReader
from kg.sources.formats import ActorsFile, DocumentFile, EventsFile, PlacesFile, RegistryFile
from kg.sources.registry import Registry
from kg.sources.yaml_text import Tree, read_yaml
from kg.statements import Statements


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that a build reads: its name within its directory, and the hash of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Source:
    """What was read.

    Attributes:
        statements: actors, places, names of events, documents and claims.
        inputs: the files, sorted by name and hash; they name the release.
        locations: where each statement stands, by path, for messages.
    """

    statements: Statements
    inputs: tuple[InputFile, ...]
    locations: Mapping[str, Location]


def read_directories(directories: Sequence[Path], ontology: Ontology) -> Source:
    """Read one or several data directories as one.

    Args:
        directories: each laid out like the shipped ``data/``; later ones add to earlier ones.
        ontology: gives the codes that files may use.

    Returns:
        Everything in them, in the order of their files.

    Raises:
        DataError: with every problem found in all files.
    """
    reading = _Reading(Problems(), ontology)
    for directory in directories:
        reading.directory(directory)
    source = reading.source()
    reading.problems.raise_if_any()
    return source


_REGISTRY: Final[Mapping[str, type[RegistryFile]]] = {
    "actors": ActorsFile,
    "places": PlacesFile,
    "events": EventsFile,
}


class _Reading:
    """One run over the directories: files first, then what refers to what."""

    def __init__(self, problems: Problems, ontology: Ontology) -> None:
        self.problems = problems
        self.ontology = ontology
        self.inputs: list[InputFile] = []
        self.registry = Registry(problems, ontology)
        self.documents: list[tuple[str, Tree, DocumentFile]] = []

    def directory(self, directory: Path) -> None:
        """Read the files of one directory."""
        if not directory.is_dir():
            where = Location(str(directory))
            self.problems.add(where, "no such directory", "a directory with registry/ and documents/ in it")
            return
        found = self._files(directory)
        for path in found:
            self._file(path.relative_to(directory).as_posix(), path)
        if not found:
            where = Location(str(directory))
            self.problems.add(where, "no data files here", "registry/*.yaml and documents/*.yaml")

    def _files(self, directory: Path) -> list[Path]:
        """List every file that looks like data, wherever it lies, so that none is passed over in silence."""
        found = []

        def tell(error: OSError) -> None:
            where = Location(str(error.filename or directory))
            self.problems.add(where, f"cannot be read: {error.strerror}", "a readable directory")

        for folder, folders, files in os.walk(directory, onerror=tell):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            found += [Path(folder, name) for name in files if name.lower().endswith((".yaml", ".yml"))]
        return sorted(found)

    def _file(self, name: str, path: Path) -> None:
        section, _, rest = name.partition("/")
        stem = rest.removesuffix(".yaml")
        if section == "registry" and rest.endswith(".yaml") and stem in _REGISTRY:
            tree = self._tree(name, path)
            if tree and (content := check(tree, _REGISTRY[stem], self.problems)):
                self.registry.take(tree, content)
            else:
                self.registry.unread.add(stem)
        elif section == "documents" and rest.endswith(".yaml") and "/" not in rest:
            if tree := self._tree(name, path):
                self._document(path, tree)
        else:
            expected = "registry/actors.yaml, registry/places.yaml, registry/events.yaml or documents/<slug>.yaml"
            self.problems.add(Location(str(path)), "this file would not be read", expected)

    def source(self) -> Source:
        """Settle what refers to what."""
        self.registry.settle()
        reader = DocumentReader(self.problems, self.ontology, self.registry)
        for slug, tree, content in self.documents:
            reader.take(slug, tree, content)
        reader.settle()
        statements = Statements(
            actors=tuple(self.registry.actors.values()),
            places=tuple(self.registry.places.values()),
            event_names=tuple(self.registry.events.values()),
            documents=tuple(reader.documents.values()),
            claims=tuple(reader.claims.values()),
        )
        inputs = tuple(sorted(self.inputs, key=lambda file: (file.name, file.sha256)))
        return Source(statements, inputs, {**self.registry.locations, **reader.locations})

    def _tree(self, name: str, path: Path) -> Tree | None:
        try:
            tree = read_yaml(path)
        except DataError as error:
            self.problems.take(error)
            return None
        self.inputs.append(InputFile(name, tree.sha256))
        return tree

    def _document(self, path: Path, tree: Tree) -> None:
        if not is_slug(path.stem):
            wrong = f"the file's name {path.stem!r} cannot be a slug"
            self.problems.add(tree.at(), wrong, "lower-case letters, digits and single hyphens before .yaml")
        elif path.stem in RESERVED:
            self.problems.add(tree.at(), f"no document can be called {path.stem!r}", "another name for the file")
        elif content := check(tree, DocumentFile, self.problems):
            self.documents.append((path.stem, tree, content))
