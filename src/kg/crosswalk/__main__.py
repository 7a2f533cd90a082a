"""Write the SKOS of every table of the ontology anew: ``python -m kg.crosswalk``."""

from kg.crosswalk import write_skos
from kg.resources import directory

if __name__ == "__main__":
    write_skos(directory("ontology") / "crosswalk")
