import pytest

from kg.errors import BadParameter
from kg.server.negotiation import choose


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
        ("text/html;q=high", None),
        ("image/png, video/*", None),
        (",,;", None),
    ],
)
def test_the_form_that_fits_best(accept: str | None, form: str | None) -> None:
    assert choose(None, accept) == form


def test_a_format_that_is_asked_for_wins() -> None:
    assert choose("csv", "text/html") == "csv"
    with pytest.raises(BadParameter, match="expected one of json, html, csv, tsv, xml"):
        choose("pdf", None)
