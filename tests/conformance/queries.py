"""Running the tests of queries: what they answer, and which are refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final
from zlib import crc32

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store

from conformance.formats import as_text, read
from conformance.harness import MEDIA_TYPES, Reply, Server, grounded, quads_of
from conformance.manifest import BASE, Case, Suite
from conformance.tables import Answer, Rows, difference

EVALUATION: Final = ("QueryEvaluationTest", "CSVResultFormatTest")
SYNTAX: Final = ("PositiveSyntaxTest11", "NegativeSyntaxTest11")
WAYS: Final = ("get", "form", "direct")
RESULTS: Final = {"srx": "xml", "srj": "json", "csv": "csv", "tsv": "tsv", "ttl": "turtle"}
GRAPHS: Final = ("turtle", "ntriples", "rdfxml", "jsonld")


def is_update(case: Case) -> bool:
    """Whether a test's text is an update; some syntax tests do not say so by their kind."""
    return (case.text or "").endswith(".ru")


def text_of(suite: Suite, case: Case) -> str:
    """Give the query as it is sent."""
    assert case.text
    return grounded(suite.files[case.text].decode(), BASE + case.text)


def expected(suite: Suite, case: Case) -> Answer:
    """Give the answer that a test expects."""
    assert case.result
    return read(suite.files[case.result], RESULTS[case.result.rpartition(".")[2]], BASE + case.result)


def evaluation(server: Server, case: Case) -> str | None:
    """Ask a query in several formats, in turn by GET and both kinds of POST; tell what is wrong."""
    wanted, text, release = expected(server.suite, case), text_of(server.suite, case), server.dataset(case)
    for turn, form in enumerate(_forms(wanted), start=crc32(case.iri.encode())):
        way, accept = WAYS[turn % 3], _accept(form, turn)
        reply = server.query(text, way, accept, release)
        wrong = _compared(reply, form, case, wanted, text)
        if reply.headers.get("x-release") != release:
            wrong = f"{release} was asked, and {reply.headers.get('x-release')} answered"
        if wrong:
            return f"{way} {accept}: {wrong}"
    return None


def syntax(server: Server, case: Case) -> str | None:
    """Send a query that can be read, or one that cannot."""
    way = WAYS[crc32(case.iri.encode()) % 3]
    reply = server.query(text_of(server.suite, case), way, {}, server.dataset(case))
    if case.kind.startswith("Positive"):
        return None if reply.status == 200 else f"{way}: {reply}"
    return refusal(reply, 400)


def refusal(reply: Reply, status: int) -> str | None:
    """Tell how a refusal differs from what it should be."""
    if (reply.status, reply.media_type) != (status, "application/problem+json"):
        return f"expected {status} application/problem+json\n     got {reply}"
    problem = json.loads(reply.body)
    return None if problem["status"] == status and problem["title"] and problem["detail"] else str(problem)


def by_engine_alone(suite: Suite, case: Case) -> str | None:
    """Run a query test in this process, without a server; tell what is wrong."""
    store = Store()
    store.extend(quads_of(suite, case))
    try:
        results = store.query(text_of(suite, case))
        if case.kind in SYNTAX:
            return None
        if isinstance(results, QueryTriples):
            content = results.serialize(format=RdfFormat.N_TRIPLES)
            form = "ntriples"
        else:
            content = results.serialize(format=QueryResultsFormat.JSON)
            form = "json"
    except (SyntaxError, RuntimeError, ValueError) as error:
        return str(error)
    assert content is not None
    as_csv = case.kind == "CSVResultFormatTest"
    return _differs(read(content, form), expected(suite, case), text_of(suite, case), as_csv)


def _forms(wanted: Answer) -> Iterator[str]:
    if isinstance(wanted, bool):
        yield from ("json", "xml")
    elif isinstance(wanted, Rows):
        yield from ("json", "xml", "tsv", "csv")
    else:
        yield from GRAPHS


def _accept(form: str, turn: int) -> Mapping[str, str]:
    """Name a format by the header in most turns, by the parameter in others."""
    return {"format": form} if turn % 4 == 0 else {"accept": MEDIA_TYPES[form]}


def _compared(reply: Reply, form: str, case: Case, wanted: Answer, text: str) -> str | None:
    if (reply.status, reply.form) != (200, form):
        return f"expected 200 {MEDIA_TYPES[form]}\n     got {reply}"
    return _differs(read(reply.body, form), wanted, text, form == "csv" or case.kind == "CSVResultFormatTest")


def _differs(actual: Answer, wanted: Answer, text: str, as_csv: bool) -> str | None:
    if as_csv and isinstance(actual, Rows) and isinstance(wanted, Rows):
        actual, wanted = as_text(actual), as_text(wanted)
    return difference(wanted, actual, ordered=_is_ordered(text))


def _is_ordered(text: str) -> bool:
    """Whether ORDER BY stands behind the outermost group, and not only in one within it."""
    return re.search(r"\border\s+by\b", text.rpartition("}")[2], re.IGNORECASE) is not None
