"""The ontology as Python values: what the code needs to know of classes, attributes and code lists.

The rules of derivation are data (``ckg:shortcut``, ``ckg:singleValued``, ``ckg:transfersControl`` and so on in
``ontology/``), read here once and handed on.
"""

from kg.ontology.model import Attribute, Concept, SituationClass
from kg.ontology.reading import Ontology, shipped

__all__ = ["Attribute", "Concept", "Ontology", "SituationClass", "shipped"]
