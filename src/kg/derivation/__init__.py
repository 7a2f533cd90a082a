"""From evidence to knowledge: what follows from the claims and imported rows, in plain Python.

`derive` is the whole of it. Its steps, each a module: `contradictions` between claims, `facts` from the claims about
one thing, `status`, `windows` of possibility, `control` from events that transfer it, `naming`. What comes out is
`knowledge.Knowledge`; `planes` writes it, with the evidence, as the quads of a release.
"""

from kg.derivation.deriving import derive
from kg.derivation.knowledge import Knowledge
from kg.derivation.planes import all_quads, evidence_quads

__all__ = ["Knowledge", "all_quads", "derive", "evidence_quads"]
