"""The HTTP interface: `app.create_app` assembles it and starts nothing, `running.serve` runs it."""

from kg.server.app import create_app

__all__ = ["create_app"]
