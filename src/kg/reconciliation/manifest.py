"""The manifest: what the service can do, where its parts are, and its limits, in the form of each version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kg import __version__
from kg.namespaces import BASE, NS
from kg.ontology import Ontology
from kg.reconciliation.asked import BATCH, MOST_VALUES
from kg.reconciliation.suggestions import type_record
from kg.reconciliation.types import CLASSES, types_of

OLD_VERSION: Final = "0.2"
NEW_VERSION: Final = "1.0-draft"
ROOTS: Final[Mapping[str, str]] = {OLD_VERSION: "reconcile", NEW_VERSION: f"reconcile/{NEW_VERSION}"}
"""The endpoints, by the version whose manifest they have: the two forms of it contradict one another."""
HELP: Final = "reconcile/help"
"""The page that explains it."""
WIDTH: Final = 430
HEIGHT: Final = 260
_NAME: Final = "Conflict knowledge graph"
_SETTINGS: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "id": "limit",
        "name": "Limit",
        "type": "number",
        "default": 0,
        "help": f"Values of each entity; 0 for all that are given, at most {MOST_VALUES}",
    },
    {
        "id": "content",
        "name": "Kinds as",
        "type": "select",
        "default": "name",
        "help": "Whether codes, such as kinds, are given by name or by id",
        "choices": [{"value": "name", "name": "Name"}, {"value": "id", "name": "Id (IRI)"}],
    },
)


def manifest(version: str, base: str, ontology: Ontology) -> dict[str, Any]:
    """Give the manifest of an endpoint.

    Args:
        version: `OLD_VERSION` or `NEW_VERSION`.
        base: address of the server, with a slash at its end.
        ontology: has the types.

    Example:
        >>> from kg.ontology import shipped
        >>> manifest("0.2", "http://localhost:8000/", shipped())["view"]
        {'url': 'http://localhost:8000/{{id}}'}
        >>> manifest("1.0-draft", "http://localhost:8000/", shipped())["view"]
        {'url': 'http://localhost:8000/{+id}'}
    """
    types = types_of(ontology).all
    common = {
        "versions": [OLD_VERSION, NEW_VERSION],
        "name": _NAME,
        "documentation": base + HELP,
        "logo": f"{base}static/icon.svg",
        "serviceVersion": __version__,
        "defaultTypes": [type_record(types[name], types) for name in CLASSES],
        "batchSize": BATCH,
    }
    return common | (_old(base) if version == OLD_VERSION else _new(base))


def _old(base: str) -> dict[str, Any]:
    root = base + ROOTS[OLD_VERSION]
    return {
        "identifierSpace": BASE,
        "schemaSpace": NS,
        "view": {"url": base + "{{id}}"},
        "feature_view": {"url": f"{base}{HELP}#" + "{{id}}"},
        "preview": {"url": root + "/preview?id={{id}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            what: {
                "service_url": root,
                "service_path": f"/suggest/{what}",
                "flyout_service_url": root,
                "flyout_service_path": f"/flyout/{what}?id=" + "${id}",
            }
            for what in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/extend/propose"},
            "property_settings": [
                {
                    "name": setting["id"],
                    "label": setting["name"],
                    "type": setting["type"],
                    "default": setting["default"],
                    "help_text": setting["help"],
                    **({"choices": setting["choices"]} if "choices" in setting else {}),
                }
                for setting in _SETTINGS
            ],
        },
    }


def _new(base: str) -> dict[str, Any]:
    settings = [
        {("helpText" if name == "help" else name): part for name, part in setting.items()} for setting in _SETTINGS
    ]
    return {
        "lang": "en",
        "dir": "ltr",
        "standardizedScore": True,
        "view": {"url": base + "{+id}"},
        "featureView": {"url": f"{base}{HELP}#" + "{id}"},
        "preview": {"width": WIDTH, "height": HEIGHT},
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {"proposeProperties": True, "propertySettings": settings},
    }
