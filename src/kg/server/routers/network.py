"""The network: its nodes and edges, how two actors are connected, and what changed between two days."""

from __future__ import annotations

from fastapi import APIRouter

from kg.lookups.network import NETWORK
from kg.server.lookups import register

router = APIRouter()
for _lookup in NETWORK:
    register(router, _lookup)
