"""Tables of mappings: what may stand in one, and what becomes of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml
from rdflib import SKOS, Graph, Literal, URIRef

from kg.crosswalk import MappingSet, read_set, read_sets, turtle, write_skos, write_table
from kg.errors import DataError
from kg.namespaces import BASE

HEAD = """\
#mapping_set_id: https://example.org/colours
#mapping_set_title: Colours
#mapping_set_description: What colours there are.
#license: https://creativecommons.org/licenses/by/4.0/
#mapping_set_source:
#  - https://example.org/list
#curie_map:
#  colours: https://w3id.org/ckg/codes/colours/
#  extent: https://w3id.org/ckg/codes/extent/
#  sssom: https://w3id.org/sssom/
#  skos: http://www.w3.org/2004/02/skos/core#
"""
COLUMNS = "subject_id subject_label subject_category predicate_id object_id object_label mapping_justification comment"
BY_HAND = "semapv:ManualMappingCuration"
ROWS = (
    ("colours:1", "red", "", "skos:closeMatch", "extent:full", "the whole place", BY_HAND, "the hue."),
    ("colours:1", "red", "", "skos:narrowMatch", "extent:part", "part of the place", BY_HAND, 'the "tint".'),
    ("colours:11", "dark red", "colours:1", "skos:exactMatch", "extent:most", "most of the place", BY_HAND, "nothing."),
    ("colours:2", "blue", "", "skos:exactMatch", "sssom:NoTermFound", "", BY_HAND, "nobody is blue."),
)


def table(*rows: tuple[str, ...], head: str = HEAD, columns: str = COLUMNS) -> str:
    lines = (columns.split(" "), *rows)
    quoted = (
        "\t".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' if '"' in cell else cell for cell in line) for line in lines
    )
    return head + "\n".join(quoted) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "colours.sssom.tsv").write_text(table(*ROWS))
    return tmp_path


@pytest.fixture
def colours(folder: Path) -> MappingSet:
    return read_set(folder / "colours.sssom.tsv")


def test_what_a_table_says(colours: MappingSet) -> None:
    assert (colours.name, colours.title, colours.sources) == ("colours", "Colours", ("https://example.org/list",))
    red, _, dark, blue = colours.mappings
    assert (red.subject, red.match, red.object, red.comment) == (
        "codes/colours/1",
        "closeMatch",
        "codes/extent/full",
        "the hue.",
    )
    assert (dark.category, dark.code, dark.schemes) == ("codes/colours/1", "11", frozenset({"colours", "extent"}))
    assert (blue.match, blue.object, blue.schemes) == ("", "", frozenset({"colours"}))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (table(*ROWS, columns=COLUMNS.replace("comment", "remark")), "colours.sssom.tsv:12: not the header; expected subject_id"),
        (HEAD, "colours.sssom.tsv:12: not the header"),
        (table(*ROWS, head=HEAD.replace("#license", "#licence")), "no license in the metadata"),
        (table(ROWS[0][:-1]), "colours.sssom.tsv:13: 7 cells; expected 8"),
        (table(ROWS[0], ("colour:2", *ROWS[1][1:])), "colours.sssom.tsv:14: subject_id 'colour:2'; expected a prefix of the curie_map"),
        (table((*ROWS[0][:4], "full", *ROWS[0][5:])), "object_id 'full'"),
        (table((*ROWS[0][:3], "skos:related", *ROWS[0][4:])), "predicate_id 'skos:related'; expected skos: and one of exactMatch"),
        (table((*ROWS[0][:6], "semapv:LexicalMatching", ROWS[0][7])), "mapping_justification 'semapv:LexicalMatching'"),
        (table((*ROWS[0][:7], " ")), "no comment; expected what is lost"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table(folder: Path, text: str, message: str) -> None:
    (folder / "colours.sssom.tsv").write_text(text)
    with pytest.raises(DataError) as caught:
        read_set(folder / "colours.sssom.tsv")
    assert message in str(caught.value)


def test_a_table_as_skos(colours: MappingSet) -> None:
    graph = Graph().parse(data=turtle(colours), format="turtle")
    red, dark, blue = (URIRef(f"{BASE}codes/colours/{code}") for code in ("1", "11", "2"))
    assert set(graph.subjects(SKOS.inScheme, URIRef(BASE + "codes/colours"))) == {red, dark, blue}
    assert (red, SKOS.narrowMatch, URIRef(BASE + "codes/extent/part")) in graph
    assert set(graph.objects(red, SKOS.note)) == {
        Literal("As the whole place, lost: the hue.", lang="en"),
        Literal('As part of the place, lost: the "tint".', lang="en"),
    }
    assert graph.value(dark, SKOS.broader) == red
    assert list(graph.objects(dark, SKOS.note)) == [Literal("Lost: nothing.", lang="en")]
    assert list(graph.objects(blue, SKOS.note)) == [Literal("No match: nobody is blue.", lang="en")]
    assert not [p for p in graph.predicates(blue) if str(p).endswith("Match")]


def test_a_wrong_table_leaves_the_others_as_they_were(folder: Path) -> None:
    assert write_skos(folder) == [folder / "colours.ttl"]
    before = (folder / "colours.ttl").read_text()
    (folder / "colours.sssom.tsv").write_text(table(ROWS[2]))
    (folder / "sizes.sssom.tsv").write_text(table(ROWS[0][:-1]))
    with pytest.raises(DataError):
        write_skos(folder)
    assert (folder / "colours.ttl").read_text() == before


def test_several_tables_as_one(folder: Path) -> None:
    share_alike = HEAD.replace("/by/", "/by-sa/").replace("example.org/colours", "example.org/shades")
    (folder / "shades.sssom.tsv").write_text(table(ROWS[3], head=share_alike))
    text = write_table([(group, row) for group in read_sets(folder) for row in group.mappings])
    lines = text.splitlines()
    metadata = yaml.safe_load("\n".join(line[1:] for line in lines if line.startswith("#")))
    assert metadata["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"  # asks most
    rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
    assert [tuple(row.values())[:8] for row in rows] == [*ROWS, ROWS[3]]
    assert {row["license"].split("/")[4] for row in rows[:4]} == {"by"}
    assert (rows[4]["license"].split("/")[4], rows[4]["mapping_source"]) == ("by-sa", "https://example.org/shades")
    assert {row["subject_id"].split(":")[0] for row in rows} < set(metadata["curie_map"])
