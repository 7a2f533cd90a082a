"""Running the tests of updates, which a store that can only be read refuses."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from conformance.harness import Server
from conformance.manifest import Case

UPDATES: Final = ("UpdateEvaluationTest", "PositiveUpdateSyntaxTest11", "NegativeUpdateSyntaxTest11")


def update(server: Server, case: Case) -> str | None:
    """Send an update; one with a fault in it must be refused for that, and not for being an update."""
    assert case.text
    reply = server.update(server.suite.files[case.text].decode(), "direct")
    if case.kind.startswith("Negative"):
        return None if reply.status == HTTPStatus.BAD_REQUEST else str(reply)
    return None if reply.status < HTTPStatus.MULTIPLE_CHOICES else str(reply)
