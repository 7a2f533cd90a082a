from pyoxigraph import Literal, NamedNode

from kg.namespaces import BASE
from kg.presentation import Shown, readable
from kg.sparql import Table


def node(path: str) -> NamedNode:
    return NamedNode(BASE + path)


def test_names_stand_for_ids_and_source_and_passage_are_one() -> None:
    table = Table(
        ("on", "holder", "holderName", "voice", "voiceName", "document", "start", "end", "row", "passageSha256", "claim"),
        (
            (
                Literal("2030-01-01"), node("actors/a"), Literal("A"), node("documents/d"), Literal("The title"),
                node("documents/d"), Literal(3), Literal(9), None, Literal("00"), node("claims/c"),
            ),
        ),
    )  # fmt: skip
    shown = readable(table, ["on"])
    assert shown.headings == ("holder", "voice", "source")
    assert shown.rows == ((Shown("A", "actors/a"), Shown("the writer"), Shown("d, 3–9", "documents/d")),)


def test_a_dataset_is_the_voice_of_its_rows() -> None:
    columns = ("voice", "voiceName", "document", "start", "end", "row")
    row = (node("documents/t"), Literal("Table 1.0"), node("documents/t"), None, None, Literal("17"))
    shown = readable(Table(columns, (row,)))
    assert shown.headings == ("voice", "source", "row")
    assert [cell.text for cell in shown.rows[0]] == ["Table 1.0", "t", "17"]


def test_columns_without_a_value_are_left_out_but_for_an_empty_answer() -> None:
    assert readable(Table(("a", "b"), ((None, Literal("x")),))).headings == ("b",)
    assert readable(Table(("aName", "otherVoiceName"), ())).headings == ("a", "other voice")
