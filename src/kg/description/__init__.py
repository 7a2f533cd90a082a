"""What a release says of itself: statistics (VoID), files and service (DCAT), prefixes and example queries (SHACL).

A build puts the description into the named graph ``graphs/void``, so that plain queries do not meet it, and what was
known on a day, derived anew, has the same default graph as a build of that day. Editors that complete a query from an
endpoint's own words (SIB's sparql-editor since 0.2.5, sparql-llm) ask for classes, prefixes and examples without
``GRAPH``; finding none, they ask the same of the service description. So the service description carries all of it.

Addresses of the server are written under the base IRI, as those of things are, and become the asked server's own when
the description is served.
"""

from kg.description.counting import Counts
from kg.description.crosswalk import crosswalk_record, crosswalk_rows, crosswalk_schemes
from kg.description.dataset import DESCRIPTION_GRAPH, describe
from kg.description.examples import example_text, example_triples, prefix_triples
from kg.description.service import described, service_description
from kg.description.terms import ALL_PREFIXES
from kg.description.vocabulary import Vocabulary

__all__ = [
    "ALL_PREFIXES",
    "DESCRIPTION_GRAPH",
    "Counts",
    "Vocabulary",
    "crosswalk_record",
    "crosswalk_rows",
    "crosswalk_schemes",
    "describe",
    "described",
    "example_text",
    "example_triples",
    "prefix_triples",
    "service_description",
]
