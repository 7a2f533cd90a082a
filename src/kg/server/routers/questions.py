"""The questions with an address of their own: support, control, changes, disputes, timeline, claims, neighbours."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from kg.lookups import changes, claims, control, disputes, neighbours, support, timeline
from kg.server.lookups import register

QUESTIONS: Final = (support, control, changes, disputes, timeline, claims, neighbours)
router = APIRouter()
for _question in QUESTIONS:
    register(router, _question.LOOKUP)
