"""One server for all tests of the suite, and the outcomes that were worked out with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.harness import running
from conformance.manifest import ARCHIVE, suite
from conformance.outcomes import Outcomes
from conftest import needed


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcomes]:
    needed(ARCHIVE, "the W3C's SPARQL 1.1 test suite")
    with running(tmp_path_factory.mktemp("conformance"), suite()) as server:
        yield Outcomes(server)
