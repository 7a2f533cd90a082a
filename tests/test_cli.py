"""The command line as a person uses it: real processes, their output, their exit status."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import app
from kg.stored_queries import stored_queries
from synthetic import DATA, TEXTS

KG = Path(sys.executable).parent / "kg"


def kg(
    *arguments: str | Path, stdin: str = "", store: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "COLUMNS": "200", **environment}
    if store is not None:
        env["CKG_STORE"] = str(store)
    return subprocess.run(
        [KG, *arguments], input=stdin, capture_output=True, text=True, env=env, timeout=120, check=False
    )


def fails(*arguments: str | Path, store: Path | None = None, stdin: str = "") -> str:
    """Run something that is wrong: status 2, nothing on the output, one message and no traceback."""
    done = kg(*arguments, store=store, stdin=stdin)
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


def test_help_of_every_command_has_an_example() -> None:
    commands = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    assert commands == [
        "build",
        "validate",
        "verify",
        "locate",
        "query",
        "counts",
        "show",
        "search",
        "network",
        "paths",
        "export",
        "schemas",
        "serve",
    ]
    for name in commands:
        done = kg(name, "--help")
        assert done.returncode == 0
        assert re.search(r"Examples?:", done.stdout), name
        assert f"kg {name}" in done.stdout


def test_every_command_that_reads_a_release_says_where_it_is() -> None:
    for name in ("build", "query", "counts", "show", "search", "network", "paths", "export", "serve"):
        assert re.search(r"--store .*default: \S+conflict-kg; or CKG_STORE", kg(name, "--help").stdout), name


def test_build_prints_a_summary(tmp_path: Path) -> None:
    done = kg("build", "--data", DATA, "--store", tmp_path)
    assert done.returncode == 0
    assert re.match(r"release [0-9a-f]{16} written in \d+\.\d s: ", done.stdout)
    assert "16 claims" in done.stdout
    assert "already there" in kg("build", "--data", DATA, store=tmp_path).stdout


def test_a_bad_file_is_one_line_with_its_place_and_the_release_stays(tmp_path: Path) -> None:
    data, store = tmp_path / "data", tmp_path / "store"
    shutil.copytree(DATA, data)
    kg("build", "--data", data, store=store)
    before = (store / "current").read_text(encoding="utf-8")
    report = data / "documents" / "report-1.yaml"
    report.write_text(
        report.read_text(encoding="utf-8").replace("agents: greenland", "agents: greenlnd", 1), encoding="utf-8"
    )
    for command in ("build", "validate"):
        message = fails(command, "--data", data, store=store)
        assert message.splitlines() == [
            f"{report}:56:5: unknown actor 'greenlnd' (did you mean greenland?); "
            "expected an actor of registry/actors.yaml",
            "1 problem",
        ]
    assert (store / "current").read_text(encoding="utf-8") == before
    assert kg("query", "disputes", store=store).returncode == 0


def test_validate_says_that_all_is_well() -> None:
    done = kg("validate", "--data", DATA)
    assert done.returncode == 0
    assert done.stdout == "all is well: 3 documents with 16 claims, 6 actors, 4 places\n"


def test_validate_shows_each_claim_beside_its_passage(tmp_path: Path) -> None:
    done = kg("validate", "--data", DATA, "--texts", TEXTS)
    assert done.returncode == 0
    assert "⟦Captain Ochre leads the Red Front⟧" in done.stdout
    assert "Ochre is at the head of the Red Front." in done.stdout
    page = tmp_path / "review.html"
    assert kg("validate", "--data", DATA, "--texts", TEXTS, "--html", page).returncode == 0
    assert "<mark>Captain Ochre leads the Red Front</mark>" in page.read_text(encoding="utf-8")
    assert kg("validate", "--data", DATA, "--texts", tmp_path).returncode == 2


def test_query_as_a_plain_table(store: Path) -> None:
    done = kg("query", "control-on-date", "--param", "on=2030-01-04", "-p", "place=Alpha", store=store)
    head, row = done.stdout.splitlines()
    assert head.split() == [
        "place",
        "holder",
        "answer",
        "standing",
        "from",
        "status",
        "voice",
        "modality",
        "source",
        "gloss",
        "control",
    ]
    assert row.startswith("Alpha  Red Front  surely  held")
    assert "two witnesses" in row
    assert "report-1, 92–171" in row
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "xml"])
def test_query_in_other_forms(store: Path, form: str) -> None:
    done = kg("query", "names", "-p", "name=RF", "--format", form, store=store)
    assert done.returncode == 0
    assert "https://w3id.org/ckg/actors/red-front" in done.stdout
    if form == "json":
        assert json.loads(done.stdout)[0]["thingName"] == "Red Front"


def test_no_row_is_not_a_no(store: Path) -> None:
    assert kg("query", "names", "-p", "name=Omega", store=store).stdout == "no evidence (which is not a no)\n"


def test_queries_of_ones_own(store: Path) -> None:
    select = "SELECT ?b { actors:captain-ochre ckg:leads ?b }"
    assert (
        kg("query", "--sparql", "-", "--format", "csv", stdin=select, store=store)
        .stdout.splitlines()[1]
        .endswith("red-front")
    )
    assert kg("query", "--sparql", "-", stdin="ASK { ?s ckg:leads ?o }", store=store).stdout == "true\n"
    construct = kg("query", "--sparql", "-", stdin="CONSTRUCT WHERE { ?s ckg:leads ?o }", store=store).stdout
    assert construct.count("\n") == 1
    assert construct.endswith("red-front> .\n")


def test_the_list_of_queries_names_every_parameter(store: Path) -> None:
    text = kg("query", "--list", store=store).stdout
    for query in stored_queries().values():
        assert query.slug in text
        assert query.summary in text
        for parameter in query.parameters:
            assert f"    {parameter.name}" in text


def test_show_as_text_json_and_turtle(store: Path) -> None:
    text = kg("show", "redd front", store=store).stdout
    assert text.splitlines()[0] == "Red Front  actors/red-front  Actor, Group"
    assert "الجبهة الحمراء (ar)" in text
    assert "Redd Front (misspelling)" in text
    assert re.search(r"^ *2030-01-03 +Capture: Alpha, 2030-01-03", text, re.MULTILINE)
    record = json.loads(kg("show", "events/recapture-alpha-2030", "--format", "json", store=store).stdout)
    assert [claim["side"] for claim in record["claims"]] == ["against", "for", "for"]
    assert "ckg:actorKind" in kg("show", "actors/red-front", "--format", "ttl", store=store).stdout


@pytest.mark.parametrize(
    "thing",
    [
        "claims",
        "documents/report-1",
        "situations/support-greenland-red-front",
        "places/alpha",
        "events/event-table-17",
        "events/capture-gamma-2030",
    ],
)
def test_show_takes_anything(store: Path, thing: str) -> None:
    if thing == "claims":
        thing = json.loads(kg("export", "claims", store=store).stdout.splitlines()[0])["id"]
    done = kg("show", thing, store=store)
    assert done.returncode == 0, done.stderr
    assert thing in done.stdout.splitlines()[0]


def test_export_to_the_output_and_to_a_file(store: Path, tmp_path: Path) -> None:
    printed = kg("export", "nquads", store=store).stdout
    target = tmp_path / "graph.nq"
    assert kg("export", "nquads", "--out", target, store=store).stdout == ""
    assert target.read_text(encoding="utf-8") == printed
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nq"]
    assert "claims" in kg("export", "--list").stdout


def test_a_device_is_written_to_and_not_replaced(store: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True) as reader:
        assert kg("export", "entities", "--out", pipe, store=store).returncode == 0
        assert reader.communicate(timeout=30)[0].count("\n") == 10
    assert pipe.is_fifo()


def test_a_name_that_is_no_text_is_told(store: Path) -> None:
    arguments: list[list[str | bytes]] = [["show", b"\xff"], ["query", "names", "-p", b"name=\xff"]]
    for given in arguments:
        command: list[str | bytes] = [str(KG), *given, "--store", str(store)]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr


def test_locate_prints_what_a_claim_needs() -> None:
    done = kg(
        "locate",
        TEXTS / "report-1.txt",
        "On 3 January the Red Front took the town from the Blue Army, two witnesses said",
    )
    block = done.stdout
    assert block in (DATA / "documents" / "report-1.yaml").read_text(encoding="utf-8")


def test_locate_begins_a_new_document(tmp_path: Path) -> None:
    text = tmp_path / "new.txt"
    text.write_bytes("Two words — é.\r\n".encode())
    head = kg("locate", text).stdout
    assert f"length: {len('Two words — é.') + 2}\n" in head
    assert "sha256: 3" in head or re.search(r"sha256: [0-9a-f]{64}\n", head)
    passage = kg("locate", text, "words — é.").stdout
    assert "start: 4\n      end: 14\n" in passage


def test_a_person_adds_a_claim_and_sees_it_in_an_answer(tmp_path: Path) -> None:
    """The whole way: a text, its head, a passage, a claim; then a build and a question."""
    data = tmp_path / "data"
    shutil.copytree(DATA / "registry", data / "registry")
    (data / "documents").mkdir()
    text = tmp_path / "late.txt"
    text.write_text("On 2 February 2030 the Blue Army marched into Gamma unopposed.\n", encoding="utf-8")
    head = kg("locate", text).stdout
    head = head.replace("TODO, in your own words", "A late report").replace(
        "TODO, the day of publication as YYYY-MM-DD", "2030-02-03"
    )
    claim = (
        "  - gloss: Gamma went to the Blue Army without a fight.\n    event: capture-gamma-2030\n    type: capture\n"
        "    agents: blue-army\n    places: gamma\n    when: 2030-02-02\n"
    )
    passage = kg("locate", text, "the Blue Army marched into Gamma").stdout
    document = data / "documents" / "late.yaml"
    document.write_text(head.replace("claims: []\n", f"claims:\n{claim}{passage}"), encoding="utf-8")
    assert kg("build", "--data", data, store=tmp_path / "store").returncode == 0
    answer = kg("query", "control-on-date", "-p", "on=2030-02-03", store=tmp_path / "store").stdout
    assert "Gamma  Blue Army  surely  held" in answer
    assert "Gamma went to the Blue Army without a fight." in answer
    assert kg("verify", tmp_path, "--data", data).returncode == 0


def test_verify_holds_and_names_what_does_not(tmp_path: Path, store: Path) -> None:
    texts = tmp_path / "texts"
    shutil.copytree(TEXTS, texts)
    good = kg("verify", texts, "--data", DATA)
    assert good.returncode == 0
    assert good.stdout.count("exact documents/report-") == 3
    assert kg("verify", texts, "--store", store).returncode == 0

    report = texts / "report-1.txt"
    report.write_text(report.read_text(encoding="utf-8").replace("two witnesses", "two witnessez"), encoding="utf-8")
    changed = kg("verify", texts, "--data", DATA)
    assert changed.returncode == 2
    assert f"changed documents/report-1: {report}, 7 claims hold, 1 do not" in changed.stdout
    assert changed.stdout.count("does not hold") == 1
    assert "Two witnesses tell of the taking of Alpha on the 3rd." in changed.stdout

    (texts / "report-2.txt").unlink()
    missing = kg("verify", texts, "--data", DATA)
    assert missing.returncode == 2
    assert "missing documents/report-2: no text here has its hash" in missing.stdout


def test_schemas_are_written(tmp_path: Path) -> None:
    assert kg("schemas", tmp_path / "new").returncode == 0
    assert len(list((tmp_path / "new").glob("*.schema.json"))) == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query", "control-on-dat", "-p", "on=2030-01-01"], "there is no stored query 'control-on-dat' (did you mean control-on-date?)"),
        (["query", "control-on-date"], "parameter 'on': missing; expected a day as YYYY-MM-DD"),
        (["query", "control-on-date", "-p", "on"], "parameter 'on': no value; expected NAME=VALUE"),
        (["query", "control-on-date", "-p", "on=x"], "parameter 'on': not a day"),
        (["query", "control-on-date", "-p", "on=2030-01-01", "-p", "place=places/alpa"], "nothing here is called 'places/alpa' (did you mean places/alpha?)"),
        (["query"], "one query is needed"),
        (["query", "names", "--format", "jsn"], "unknown format 'jsn'; expected table, json"),
        (["query", "--sparql", "/nowhere/query.rq"], "/nowhere/query.rq cannot be read"),
        (["query", "--sparql", "-"], "there is no query here"),
        (["show", "Omega Nine"], "nothing here is called 'Omega Nine'"),
        (["show", "actors/red-front", "--format", "xml"], "unknown format 'xml'; expected text, json or ttl"),
        (["export", "nquad"], "unknown format 'nquad'; expected one of nquads"),
        (["export"], "expected one of claims, entities, nquads"),
        (["export", "claims", "--out", "/dev/null/x"], "/dev/null/x cannot be written"),
        (["locate", "/nowhere.txt", "x"], "/nowhere.txt cannot be read: No such file"),
        (["locate", str(TEXTS / "report-1.txt"), "Homs"], "these words are not in the text: 'Homs'"),
        (["locate", str(TEXTS / "report-1.txt"), "Red Front"], "these words stand in the text 4 times"),
        (["verify", "/nowhere"], "/nowhere: no such directory"),
        (["validate", "--html", "x.html"], "parameter '--html': a page of what?; expected --texts DIR too"),
        (["query", "control-on-date", "-p", "on=2030-01-01", "-p", "on=2030-01-02"], "parameter 'on': given twice"),
        (["query", "--sparql", "-", "-p", "on=x"], "a query of your own has no parameters"),
        (["verify", str(TEXTS), "--data", str(DATA), "--store", "/tmp"], "--store or --data, not both"),
        (["export", "claims", "--out", "/"], "/ cannot be written"),
        (["build", "--data", "/nowhere"], "/nowhere: no such directory"),
        (["build", "--store", "/dev/null/x"], "/dev/null/x cannot be written"),
        (["serve", "--port", "80000"], "less than or equal to 65535"),
        (["serve", "--host", "256.1.1.1"], "cannot listen on 256.1.1.1"),
        (["frobnicate"], "No such command"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_message_and_status_2(store: Path, arguments: list[str], message: str) -> None:
    printed = re.sub(r"[│\s]+", " ", fails(*arguments, store=store))
    assert message in printed


def test_without_a_release_a_question_says_what_to_do(tmp_path: Path) -> None:
    assert "run `kg build` first" in fails("query", "disputes", store=tmp_path / "none")


def test_a_setting_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    done = kg("build", "--data", DATA, "--store", tmp_path, CKG_KEEP="many")
    assert done.returncode == 2
    assert "CKG_KEEP cannot be 'many'; expected a whole number from 1 to 1000" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_fault(store: Path) -> None:
    command = f"{KG} export nquads --store {store} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def _in_a_terminal(columns: int, *arguments: str) -> str:
    """Run in a pseudo-terminal, where tables have colours and must fit the width."""
    chunks: list[bytes] = []

    def read(handle: int) -> bytes:
        data = os.read(handle, 65536)
        chunks.append(data)
        return data

    environment = dict(os.environ)
    os.environ.update(COLUMNS=str(columns), TERM="xterm-256color")
    os.environ.pop("NO_COLOR", None)
    try:
        saved = os.dup(1)
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 1)
            pty.spawn([str(KG), *arguments], read, lambda _: b"")
            os.dup2(saved, 1)
        os.close(saved)
    finally:
        os.environ.clear()
        os.environ.update(environment)
    return b"".join(chunks).decode()


def test_a_terminal_gets_colours_and_lines_that_fit(store: Path) -> None:
    for columns in (160, 70):
        text = _in_a_terminal(columns, "query", "control-on-date", "-p", "on=2030-01-09", "--store", str(store))
        assert "\x1b[32m" in text  # green: surely
        plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
        assert max(map(len, plain.splitlines())) <= columns
        assert "contested" in plain
