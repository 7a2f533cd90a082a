"""Running the tests of the protocol and of the service description: requests as the suite describes them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

import rdflib

from conformance.description import violations
from conformance.formats import read
from conformance.harness import MEDIA_TYPES, Reply, Server
from conformance.manifest import Case, Message
from conformance.tables import difference

FORMS: Final = {
    "boolean": {"json", "xml"},
    "tabular": {"json", "xml", "csv", "tsv"},
    "RDF": {"turtle", "ntriples", "rdfxml", "jsonld"},
}


def protocol(server: Server, case: Case) -> str | None:
    """Send the requests of a test of the query and update operations, one after another."""
    release = server.dataset(case)
    for message in case.messages:
        target = message.path.replace("/sparql/", "/sparql", 1)
        target += f"{'&' if '?' in target else '?'}release={release}"
        reply = server.request(message.method, target, dict(message.headers), message.body)
        wrong = checked(reply, message)
        if wrong:
            return f"{message.method} {target}: {wrong}"
    return None


def service_description(server: Server, case: Case) -> str | None:
    """Look at what the endpoint says of itself when it is asked nothing."""
    server.show_built()
    endpoint = f"{server.address}/sparql"
    for form in sorted(FORMS["RDF"]):
        reply = server.request("GET", "/sparql", {"accept": MEDIA_TYPES[form]})
        if (reply.status, reply.form) != (HTTPStatus.OK, form):
            return f"expected 200 {form}\n     got {reply}"
        graph = read(reply.body, form, endpoint)
        assert isinstance(graph, rdflib.Graph)
        wrong = violations(graph, endpoint, case.iri.rpartition("#")[2])
        if wrong:
            return f"{form}: {wrong}"
    return None


def checked(reply: Reply, message: Message) -> str | None:
    """Tell how a reply differs from what its request expects."""
    if not any(_is_status(reply.status, name) for name in message.statuses):
        return f"expected {' or '.join(sorted(message.statuses))}\n     got {reply}"
    if message.form and reply.form not in FORMS[message.form]:
        return f"expected {message.form}\n     got {reply}"
    if message.truth is not None and read(reply.body, reply.form) is not message.truth:
        return f"expected {message.truth}\n     got {reply}"
    wanted = dict(message.answer_headers).get("content-type", reply.media_type).partition(";")[0]
    if reply.media_type != wanted:
        return f"expected {wanted}\n     got {reply}"
    if message.answer_body is not None:
        return difference(read(message.answer_body.encode(), "turtle"), read(reply.body, reply.form))
    return None


def _is_status(status: int, name: str) -> bool:
    """Whether a status is the one of a name (``NotFound``), or of a class of them (``StatusCode4xx``)."""
    if name.startswith("StatusCode"):
        return status // 100 == int(name.removeprefix("StatusCode")[0])
    return HTTPStatus(status).phrase.replace(" ", "") == name
