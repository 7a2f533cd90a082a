"""Bad files, each with the message that a person gets: where, what is wrong, what was expected."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.ontology import shipped
from kg.sources import read_directories
from synthetic import DATA

Edit = Callable[[str], str]
REPORT = "documents/report-1.yaml"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("texts"))
    return copy


def problems(*directories: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_directories(directories, shipped())
    return [str(problem).replace(f"{directories[0]}/", "") for problem in caught.value.problems]


def edited(data: Path, file: str, old: str, new: str) -> list[str]:
    path = data / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return problems(data)


def test_good_files_give_statements() -> None:
    source = read_directories([DATA], shipped())
    assert [d.path for d in source.statements.documents] == [f"documents/report-{n}" for n in (1, 2, 3)]
    assert len(source.statements.claims) == 16
    assert [file.name for file in source.inputs][:1] == ["documents/report-1.yaml"]
    claim = next(c for c in source.statements.claims if c.about == "events/capture-alpha-2030")
    assert str(source.locations[claim.path]).endswith("documents/report-1.yaml:27:5")


CASES: dict[str, tuple[str, str, str, str]] = {
    "not YAML": (
        REPORT, "    event: northland-war", "   event: northland-war",
        f"{REPORT}:14:4: not YAML: did not find expected '-' indicator; expected YAML: two blanks a level",
    ),
    "an unknown key": (
        REPORT, "    agents: greenland", "    agent: greenland",
        f"{REPORT}:56:5: unknown key 'agent' (did you mean agents?); expected one of gloss, event, support",
    ),
    "an unknown actor": (
        REPORT, "agents: greenland", "agents: greenlnd",
        f"{REPORT}:56:5: unknown actor 'greenlnd' (did you mean greenland?); expected an actor of registry/actors.yaml",
    ),
    "an actor that was replaced": (
        REPORT, "targets: red-front", "targets: ochre",
        f"{REPORT}:57:5: the actor 'ochre' was replaced by 'captain-ochre'; expected captain-ochre",
    ),
    "an event that was replaced": (
        REPORT, "event: northland-war", "event: northern-war",
        f"{REPORT}:13:5: events/northern-war was replaced by events/northland-war; expected events/northland-war",
    ),
    "what was replaced and is there": (
        "registry/actors.yaml", "replaces: [ochre", "replaces: [greenland",
        "registry/actors.yaml:26:5: 'greenland' is an entry of ",
    ),
    "what was replaced twice": (
        "registry/actors.yaml", "    kind: population\n", "    kind: population\n    replaces: ochre\n",
        "registry/actors.yaml:27:5: 'ochre' was replaced by 'witnesses' already; expected one entry that takes its place",
    ),
    "an unknown place": (
        REPORT, "places: alpha", "places: alfa",
        f"{REPORT}:32:5: unknown place 'alfa' (did you mean alpha?); expected a place of registry/places.yaml",
    ),
    "an unknown event": (
        REPORT, "part_of: northland-war", "part_of: northland-var",
        f"{REPORT}:33:5: unknown event 'northland-var' (did you mean northland-war?); expected an event of some claim",
    ),
    "an unknown code": (
        REPORT, "type: capture", "type: captur",
        f"{REPORT}:29:5: unknown event type 'captur' (did you mean capture?); "
        "expected an event type of ontology/codes/event-type.ttl",
    ),
    "a passage past the end": (
        REPORT, "end: 171", "end: 9171",
        f"{REPORT}:39:7: the passage ends at 9171, past the document's end; expected at most 437, the document's length",
    ),
    "a passage that runs backwards": (
        REPORT, "end: 171", "end: 91",
        f"{REPORT}:39:7: the passage ends at 91, before it begins at 92; expected an end past the start",
    ),
    "a hash that is none": (
        REPORT, "letters_sha256: ", "letters_sha256: x",
        f"{REPORT}:26:7: 'letters_sha256' cannot be 'x",
    ),
    "an impossible date": (
        REPORT, "when: 2030-01-03", "when: 2030-02-30",
        f"{REPORT}:34:5: not a date: '2030-02-30'; expected an EDTF date such as 2024-12-05",
    ),
    "a reversed interval": (
        REPORT, "when: 2030-01-03", "when: 2030-01-03/2029",
        f"{REPORT}:34:5: the end lies before the start: '2030-01-03/2029'; expected the earlier date first",
    ),
    "a day of publication that is none": (
        REPORT, "date: 2030-01-05", "date: 5 January 2030",
        f"{REPORT}:3:1: not a day: '5 January 2030'; expected a day as YYYY-MM-DD",
    ),
    "no voice for a claim": (
        REPORT, "according_to: witnesses", "modality: claimed",
        f"{REPORT}:36:5: claimed, but by whom?; expected `according_to:` with an actor",
    ),
    "no voice for a denial": (
        "documents/report-2.yaml", "    according_to: greenland\n", "",
        "documents/report-2.yaml:60:5: denied, but by whom?; expected `according_to:` with an actor",
    ),
    "an event without a type": (
        REPORT, "    type: capture\n", "",
        f"{REPORT}:27:5: an event without a type; expected `type:` with a code of ontology/codes/event-type.ttl",
    ),
    "support without a recipient": (
        REPORT, "    targets: red-front\n    part_of", "    part_of",
        f"{REPORT}:53:5: a support claim with no target; expected exactly one target; write one claim for each",
    ),
    "a claim about two things": (
        REPORT, "    support: greenland-red-front", "    support: greenland-red-front\n    event: x",
        f"{REPORT}:53:5: a claim about event and support; expected exactly one of event, support",
    ),
    "a claim about nothing": (
        REPORT, "    support: greenland-red-front\n", "",
        f"{REPORT}:53:5: a claim about nothing; expected exactly one of event, support",
    ),
    "an attribute that is none": (
        REPORT, "attribute: position", "attribute: positon",
        f"{REPORT}:45:5: unknown attribute 'positon' (did you mean position?); "
        "expected an attribute of ontology/ckg.ttl",
    ),
    "a number that is none": (
        REPORT, "attribute: position\n    value: north", "attribute: persons\n    value: many",
        f"{REPORT}:46:5: persons cannot be 'many'; expected a whole number",
    ),
    "no gloss": (
        REPORT, "gloss: Arms from Greenland reach the Red Front.\n    support", "support",
        f"{REPORT}:53:5: 'gloss' is missing; expected a line `gloss: ...` here",
    ),
    "a description of nothing known": (
        REPORT, "describes: places/alpha", "describes: places/alfa",
        f"{REPORT}:44:5: unknown place 'alfa' (did you mean alpha?); expected a place of registry/places.yaml",
    ),
    "an as-of date on a description": (
        REPORT, "    value: north", "    value: north\n    as_of: 2030-01-03",
        f"{REPORT}:47:5: a description has no time; expected no `as_of:` here",
    ),
    "a confidence above one": (
        REPORT, "    when: 2030-01-03", "    confidence: 1.5\n    when: 2030-01-03",
        f"{REPORT}:34:5: 'confidence' cannot be '1.5'; expected at most 1",
    ),
    "a slug that is none": (
        REPORT, "event: capture-alpha-2030", "event: Capture of Alpha",
        f"{REPORT}:28:5: 'event' cannot be 'Capture of Alpha'; expected a slug: lower-case letters",
    ),
    "an entry without a label": (
        "registry/actors.yaml", "    label: {en: Greenland}\n", "",
        "registry/actors.yaml:16:3: 'label' is missing; expected a line `label: ...` here",
    ),
    "an unknown kind": (
        "registry/actors.yaml", "kind: rebel", "kind: rebels",
        "registry/actors.yaml:8:5: unknown actor kind 'rebels' (did you mean rebel?); "
        "expected an actor kind of ontology/codes/actor-kind.ttl",
    ),
    "two entries with one slug": (
        "registry/actors.yaml", "  blue-army:", "  red-front:",
        "registry/actors.yaml:12:3: the key 'red-front' stands here twice; expected each key once",
    ),
    "a circle of places": (
        "registry/places.yaml", "    kind: country", "    kind: country\n    within: alpha",
        "registry/places.yaml:11:5: a circle: alpha > northland > alpha; expected a within that leads to ever larger places",
    ),
    "a whole that is unknown": (
        "registry/actors.yaml", "part_of: blue-government", "part_of: blue-goverment",
        "registry/actors.yaml:15:5: unknown actor 'blue-goverment' (did you mean blue-government?)",
    ),
    "a name in no language that is shown": (
        "registry/places.yaml", "label: {en: Gamma}", "label: {ar: غاما}",
        "registry/places.yaml:19:5: 'label' is incomplete; expected an English name, `en: ...`, among them",
    ),
    "withdrawn before it was published": (
        REPORT, "claims:", "withdrawn: {date: 2029-01-01, reason: a forgery}\nclaims:",
        f"{REPORT}:12:13: withdrawn before it was published; expected 2030-01-05 or later",
    ),
    "seen outside the time that is stated": (
        REPORT, "    targets: red-front\n    part_of: northland-war\n", "    targets: red-front\n    when: 2031/..\n    as_of: 2030-01-03\n",
        f"{REPORT}:59:5: 2030-01-03 lies outside 2031/..; expected a time within `when:`",
    ),
    "half a coordinate": (
        "registry/places.yaml", "    long: 20.25\n", "",
        "registry/places.yaml:6:3: lat, long and coordinates_from belong together; expected all three, or none",
    ),
    "a latitude beyond the pole": (
        "registry/places.yaml", "lat: 10.5", "lat: 100.5",
        "registry/places.yaml:11:5: 'lat' cannot be '100.5'; expected at most 90",
    ),
    "an anchor": (
        "registry/places.yaml", "label: {en: Gamma}", "label: &g {en: Gamma}",
        "registry/places.yaml:19:12: an anchor (&g); expected the value written out where it is used",
    ),
    "a tag": (
        "registry/places.yaml", "label: {en: Gamma}", "label: !!python/object:os.system {en: Gamma}",
        "registry/places.yaml:19:12: a tag (tag:yaml.org,2002:python/object:os.system); expected plain values",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_gets_one_message(data: Path, name: str) -> None:
    file, old, new, message = CASES[name]
    found = edited(data, file, old, new)
    assert [line for line in found if line.startswith(message)], found
    assert len(found) == 1, found


def test_all_that_is_wrong_is_told_in_one_run(data: Path) -> None:
    for file, old, new in (
        (REPORT, "agents: greenland", "agents: greenlnd"),
        (REPORT, "when: 2030-01-03", "when: soon"),
        ("documents/report-3.yaml", "extent: full", "extent: whole"),
        ("registry/places.yaml", "kind: country", "kind: county"),
    ):
        path = data / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    (data / "documents" / "report-2.yaml").write_bytes(b"title: \xff\n")
    found = problems(data)
    assert [line.split(":")[0] for line in found] == [
        REPORT, REPORT, "documents/report-2.yaml", "documents/report-3.yaml", "registry/places.yaml",
    ]  # fmt: skip
    assert found[2] == "documents/report-2.yaml:1:8: not UTF-8: byte 0xff; expected a file saved as UTF-8"


def test_one_claim_twice_is_refused(data: Path) -> None:
    path = data / REPORT
    text = path.read_text(encoding="utf-8")
    claim = text[text.index("  - gloss: Arms") : text.index("  - gloss: Ochre")]
    path.write_text(text + claim, encoding="utf-8")
    (message,) = problems(data)
    assert message.startswith(f"{REPORT}:111:5: the same claim as in line 53")


def test_one_slug_in_two_directories_is_refused(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "registry").mkdir(parents=True)
    shutil.copy(data / "registry" / "events.yaml", other / "registry")
    with pytest.raises(DataError, match=r"'northland-war' is an entry of .* already; expected one entry a slug"):
        read_directories([data, other], shipped())


def test_a_second_directory_adds_to_the_first(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "documents"
    other.mkdir(parents=True)
    shutil.move(data / "documents" / "report-3.yaml", other)
    split = read_directories([data, other.parent], shipped())
    assert set(split.statements.claims) == set(read_directories([DATA], shipped()).statements.claims)
    assert split.inputs == read_directories([DATA], shipped()).inputs


@pytest.mark.parametrize("content", [b"", b"# nothing but a remark\n", b"[]", b"- a\n", b"claims: 3\n", b"a: b: c\n"])
def test_a_file_of_the_wrong_shape_is_refused(data: Path, content: bytes) -> None:
    (data / REPORT).write_bytes(content)
    found = problems(data)
    assert all(line.startswith(REPORT) for line in found)


def test_a_misplaced_file_is_not_passed_over_in_silence(data: Path) -> None:
    shutil.move(data / REPORT, data / "report-1.yaml")
    shutil.copy(data / "registry" / "places.yaml", data / "registry" / "place.yaml")
    found = problems(data)
    assert [line.split(";")[0] for line in found if "would not be read" in line] == [
        "registry/place.yaml: this file would not be read",
        "report-1.yaml: this file would not be read",
    ]


def test_no_file_is_passed_over_wherever_it_lies(data: Path) -> None:
    (data / "documents" / "2030").mkdir()
    for name in ("documents/2030/extra.yaml", "documents/extra.YAML", "notes.yml"):
        (data / name).write_text("title: x\n", encoding="utf-8")
    found = problems(data)
    assert [line.split(":")[0] for line in found] == ["documents/2030/extra.yaml", "documents/extra.YAML", "notes.yml"]


def test_a_link_that_leads_nowhere_is_told(data: Path) -> None:
    (data / "registry" / "events.yaml").unlink()
    (data / "registry" / "events.yaml").symlink_to("gone.yaml")
    assert (
        problems(data)[0] == "registry/events.yaml: cannot be read: No such file or directory; expected a readable file"
    )


def test_events_that_are_parts_of_one_another(data: Path) -> None:
    found = edited(data, REPORT, "    type: war", "    type: war\n    part_of: capture-alpha-2030")
    circle = "a circle: capture-alpha-2030 > northland-war > capture-alpha-2030; expected a part_of that leads to"
    assert [line for line in found if circle in line]
    assert all("a circle: " in line for line in found)


def test_one_text_is_one_document(data: Path) -> None:
    report = (data / "documents" / "report-1.yaml").read_text(encoding="utf-8")
    head = report[: report.index("claims:")] + "claims: []\n"
    (data / "documents" / "copy.yaml").write_text(head.replace("Agency One", "Agency Two"), encoding="utf-8")
    (message,) = problems(data)
    assert "the same text as documents/copy: a copy corroborates nothing; expected one document for one text" in message


def test_a_directory_that_is_not_there_or_empty_is_named(tmp_path: Path) -> None:
    assert problems(tmp_path / "nowhere")[0].endswith(
        "no such directory; expected a directory with registry/ and documents/ in it"
    )
    assert "no data files here" in problems(tmp_path)[0]


def test_a_file_name_that_is_no_slug_is_refused(data: Path) -> None:
    shutil.move(data / REPORT, data / "documents" / "Report 1.yaml")
    assert problems(data)[0].startswith("documents/Report 1.yaml:2:1: the file's name 'Report 1' cannot be a slug")


@pytest.mark.parametrize("name", ["registry", "void"])
def test_names_of_other_graphs_are_no_documents(data: Path, name: str) -> None:
    shutil.move(data / REPORT, data / "documents" / f"{name}.yaml")
    assert problems(data)[0].startswith(f"documents/{name}.yaml:2:1: no document can be called '{name}'")


def test_a_withdrawn_document_withdraws_its_claims(data: Path) -> None:
    path = data / REPORT
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("claims:", "withdrawn: {date: 2030-02-01, reason: A forgery}\nclaims:"), encoding="utf-8"
    )
    statements = read_directories([data], shipped()).statements
    claims = [claim for claim in statements.claims if claim.document == "documents/report-1"]
    assert claims
    assert {(str(claim.withdrawn_on), claim.withdrawal_reason) for claim in claims} == {("2030-02-01", "A forgery")}
