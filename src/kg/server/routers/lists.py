"""The lists of things, and what facts rest on."""

from __future__ import annotations

from fastapi import APIRouter

from kg.lookups.evidence import EVIDENCE
from kg.lookups.lists import LISTS
from kg.server.lookups import register

router = APIRouter()
for _lookup in (*LISTS, *EVIDENCE):
    register(router, _lookup)
