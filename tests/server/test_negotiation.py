import pytest
from starlette.exceptions import HTTPException

from kg.errors import BadParameter
from kg.server.negotiation import GRAPHS, ROWS, TABLES, choose


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "json"),
        ("*/*", "json"),
        ("text/html", "html"),
        ("text/*", "html"),
        ("text/csv, text/html;q=0.9", "csv"),
        ("text/html;q=0.2, text/tab-separated-values;q=0.3", "tsv"),
        ("*/*;q=0.1, application/sparql-results+xml", "xml"),
        ("TEXT/CSV", "csv"),
        ("text/html;q=0, */*;q=0.5", "json"),
        ("application/*;q=0.5, application/json;q=0", "xml"),
    ],
)
def test_the_form_that_fits_best(accept: str | None, form: str) -> None:
    assert choose(None, accept, ROWS)[0] == form


@pytest.mark.parametrize("accept", ["text/html;q=high", "image/png, video/*", ",,;", "application/json;q=0"])
def test_nothing_fits(accept: str) -> None:
    with pytest.raises(HTTPException, match="offered as application/json, text/html") as caught:
        choose(None, accept, ROWS)
    assert caught.value.status_code == 406


def test_another_name_of_a_form_is_answered_under_that_name() -> None:
    assert choose(None, "application/json", TABLES) == ("json", "application/json")
    assert choose(None, "application/xml, text/plain", GRAPHS) == ("rdfxml", "application/xml")
    assert choose(None, "application/sparql-results+json;q=0, */*", TABLES)[0] == "xml"


def test_a_format_that_is_asked_for_wins() -> None:
    assert choose("csv", "text/html", ROWS) == ("csv", "text/csv; charset=utf-8")
    assert choose("Text/Turtle", None, GRAPHS)[0] == "turtle"
    assert choose("n3", None, GRAPHS)[0] == "turtle"
    assert choose("rdf+xml,application/rdf+xml", None, GRAPHS)[0] == "rdfxml"
    assert choose("word,json", None, TABLES)[0] == "json"
    assert (choose("json", None, GRAPHS)[0], choose("xml", None, GRAPHS)[0]) == ("jsonld", "rdfxml")
    with pytest.raises(BadParameter, match="expected one of json, html, csv, tsv, xml"):
        choose("pdf", None, ROWS)
