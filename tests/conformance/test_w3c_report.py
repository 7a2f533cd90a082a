"""The report that comes out of a run, and the table of exclusions that goes into it."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
import rdflib

from conformance.earl import EARL, report
from conformance.exclusions import CATEGORIES, exclusions
from conformance.manifest import ARCHIVE, suite
from conformance.outcomes import Outcomes
from conftest import needed

pytestmark = pytest.mark.long


@pytest.mark.timeout(900)
def test_the_report_says_how_every_test_went(outcomes: Outcomes, tmp_path: Path) -> None:
    cases = suite().cases
    path = Path(os.environ.get("CKG_EARL") or tmp_path / "earl.ttl")
    path.write_text(report([(case, outcomes.of(case)) for case in cases]), encoding="utf-8")
    written = rdflib.Graph().parse(path)
    asserted = Counter(str(test) for test in written.objects(None, EARL.test))
    assert asserted == Counter(case.iri for case in cases)
    assert len(asserted) == 643
    for assertion in written.subjects(rdflib.RDF.type, EARL.Assertion):
        result = written.value(assertion, EARL.result)
        outcome = written.value(result, EARL.outcome)
        assert outcome in {EARL.passed, EARL.failed, EARL.inapplicable}
        assert outcome == EARL.passed or written.value(result, EARL.info), written.value(assertion, EARL.test)
    assert [case.id for case in cases if not outcomes.of(case).expected] == []


def test_exclusions_are_of_tests_that_are_there_and_give_a_reason() -> None:
    needed(ARCHIVE, "the W3C's SPARQL 1.1 test suite")
    assert exclusions().keys() <= {case.iri for case in suite().cases}
    assert {exclusion.category for exclusion in exclusions().values()} == CATEGORIES.keys()
    assert [iri for iri, exclusion in exclusions().items() if len(exclusion.reason) < 20] == []
