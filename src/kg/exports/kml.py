"""KML 2.2 (OGC 07-147r2) for Google Earth and GIS programs: events and control as places with a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kg.exports import layers
from kg.exports.files import Out
from kg.exports.source import Source
from kg.exports.texts import attribute, flat, xml

_STYLES: Final = {"events": "ff1919b2", "control": "ffac6621"}
"""Colours, as KML has them: opacity, blue, green, red."""
_OPENING: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'


def write(source: Source, out: Out) -> None:
    """Write a folder for each layer that was asked for. What has no known coordinates is there without a point.

    Args:
        source: a release, with filters for maps.
        out: where to.
    """
    for text in _texts(source):
        out.write(text.encode())


def _texts(source: Source) -> Iterator[str]:
    about = source.head_with({})
    yield _OPENING
    yield f"<name>{xml(about.lines[0])}</name>\n<description>{xml(chr(10).join(about.lines[1:]))}</description>\n"
    for layer, colour in _STYLES.items():
        yield (
            f'<Style id="{layer}"><IconStyle><color>{colour}</color><scale>0.8</scale></IconStyle>'
            "<BalloonStyle><text>$[description]</text></BalloonStyle></Style>\n"
        )
    asked = layers.layers(source)
    if "events" in asked:
        yield from _folder("events", "Events", layers.events(source))
    if "control" in asked:
        yield from _folder("control", "Control", layers.holdings(source))
    yield "</Document>\n</kml>\n"


def _folder(layer: str, name: str, marks: Iterable[layers.Mark]) -> Iterator[str]:
    yield f"<Folder>\n<name>{name}</name>\n"
    for mark in marks:
        yield _placemark(layer, mark)
    yield "</Folder>\n"


def _placemark(layer: str, mark: layers.Mark) -> str:
    """Write a mark; its parts are in the order that the schema wants."""
    known = {"first": mark.first, "last": mark.last, **mark.properties, "iri": layers.iri(mark)}
    shown = {name: flat(value) for name, value in known.items()}
    described = "\n".join(f"{name.replace('_', ' ')}: {text}" for name, text in shown.items() if text)
    data = "".join(
        f"<Data name={attribute(name)}><value>{xml(text)}</value></Data>" for name, text in shown.items() if text
    )
    point = f"<Point><coordinates>{mark.point[0]},{mark.point[1]}</coordinates></Point>" if mark.point else ""
    return (
        f"<Placemark><name>{xml(mark.name)}</name><description>{xml(_html(described))}</description>"
        f"{_time(mark)}<styleUrl>#{layer}</styleUrl><ExtendedData>{data}</ExtendedData>{point}</Placemark>\n"
    )


def _html(text: str) -> str:
    """Write text as the HTML that a description is."""
    return xml(text).replace("\n", "<br>")


def _time(mark: layers.Mark) -> str:
    """Write the time; an end that is open or unknown is left out, and none is made up."""
    first, last = layers.coarse(mark.first, mark.last)
    if first is not None and first == last:
        return f"<TimeStamp><when>{first}</when></TimeStamp>"
    ends = (f"<begin>{first}</begin>" if first else "") + (f"<end>{last}</end>" if last else "")
    return f"<TimeSpan>{ends}</TimeSpan>" if ends else ""
