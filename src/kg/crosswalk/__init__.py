"""The crosswalk between the codes of other systems and ours: one table for each system, in SSSOM and in SKOS.

People review and edit the tables, ``ontology/crosswalk/<scheme>.sssom.tsv`` (https://mapping-commons.github.io/sssom/):
a row has a code, the kind of match, our concept, and what is lost on the way. The SKOS beside each table is written
from it by ``python -m kg.crosswalk`` and is what a release holds; a test finds a table whose SKOS is out of date.
"""

from kg.crosswalk.skos import turtle, write_skos
from kg.crosswalk.sssom import Mapping, MappingSet, read_set, read_sets, write_table

__all__ = ["Mapping", "MappingSet", "read_set", "read_sets", "turtle", "write_skos", "write_table"]
