"""What routes ask for, under names that read as a contract."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Query, Request

from kg.release import Release
from kg.server.live import Live
from kg.settings import Settings


def _current(request: Request) -> Release:
    release: Release = request.app.state.current.get()
    return release


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _live(request: Request) -> Live:
    live: Live = request.app.state.live
    return live


Queries = Annotated[Live, Depends(_live)]
Current = Annotated[Release, Depends(_current)]
Configured = Annotated[Settings, Depends(_settings)]
Accept = Annotated[str | None, Header(include_in_schema=False)]
Format = Annotated[str | None, Query(alias="format", description="json, html, csv, tsv or xml; wins over Accept")]
