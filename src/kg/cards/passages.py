"""The passages of a claim or a document, with the hashes by which anybody finds them in a copy of the text."""

from __future__ import annotations

from typing import Any, Final

from kg.identifiers import iri
from kg.release import Release
from kg.sparql import run_table

SHOWN: Final = 1_000
"""How many claims a document's card shows."""
_QUERY: Final = """
SELECT ?claim ?about ?aboutName ?gloss ?voice ?voiceName ?modality ?modalityName ?certaintyName ?withdrawn
  ?start ?end ?passageSha256 ?letterCount ?lettersSha256 ?document ?title ?sha256 ?charLength WHERE {{
  {{
    SELECT * WHERE {{
      GRAPH ?graph {{
        ?claim ckg:source ?document ; ckg:about ?about ; ckg:gloss ?gloss ; ckg:accordingTo ?voice ;
          ckg:modality ?modality ; ckg:certainty ?certainty ; ckg:charStart ?start ; ckg:charEnd ?end ;
          ckg:passageSha256 ?passageSha256 ; ckg:letterCount ?letterCount ; ckg:lettersSha256 ?lettersSha256 .
      }}
    }} ORDER BY ?start ?end ?claim LIMIT {most}
  }}
  OPTIONAL {{ GRAPH ?graph {{ ?claim ckg:withdrawnOn ?withdrawn }} }}
  OPTIONAL {{ ?about skos:prefLabel ?aboutName FILTER(LANG(?aboutName) IN ("en", "")) }}
  OPTIONAL {{ ?voice skos:prefLabel|dct:title ?voiceName FILTER(LANG(?voiceName) IN ("en", "")) }}
  OPTIONAL {{ ?modality skos:prefLabel ?modalityName }}
  OPTIONAL {{ ?certainty skos:prefLabel ?certaintyName }}
  OPTIONAL {{ ?document dct:title ?title }}
  OPTIONAL {{ ?document ckg:sha256 ?sha256 }}
  OPTIONAL {{ ?document ckg:charLength ?charLength }}
}} ORDER BY ?start ?end ?claim
"""
_BY: Final = {"claims": "claim", "documents": "document"}


def passages_of(release: Release, path: str) -> list[dict[str, Any]]:
    """Give the claim with this path, or those that stand in the document with it, in the text's order.

    Returns:
        Records with what each says, whose voice it is, and where; none for other things.
    """
    asked = _BY.get(path.partition("/")[0])
    if asked is None:
        return []
    return run_table(release.store, _QUERY.format(most=SHOWN), {asked: iri(path)}).records()
