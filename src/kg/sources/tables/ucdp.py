"""What all tables of the Uppsala Conflict Data Program share."""

from __future__ import annotations

from typing import Final

FAMILY: Final = "ucdp"
PUBLISHER: Final = "Uppsala Conflict Data Program"
ADDRESS: Final = "https://ucdp.uu.se/downloads/"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
