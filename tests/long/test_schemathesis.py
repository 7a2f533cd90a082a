"""Every documented address, asked by a program that makes requests up from the documentation: schemathesis.

It holds the answers against the documentation: no fault of the server, no status, media type, header or shape that is
not told of, no method that is answered and not documented. The invented war is served, with the rows of tables.

Left out of its checks: *positive data acceptance* and *negative data rejection* compare a request with the schemas of
its parameters alone, and what may be asked is narrower (an id must be there, `to` not lie before `from`) and wider (an
empty parameter, as a form sends it, counts as not given) than a schema can tell. Bad questions have tests of their own.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build import build
from serving import Served, serving
from synthetic import DATA, TABLES

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
)
EXAMPLES = 20
"""Requests that are made up for each operation, beside those that examples and schemas lead to."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    store = tmp_path_factory.mktemp("store")
    build([DATA], store, imported=TABLES)
    with serving("--store", str(store), CKG_CLIENT_QUERIES="1000", CKG_ADMIN_TOKEN="the administrator's") as served:
        yield served


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("phases", ["examples,coverage", "fuzzing", "stateful"])
def test_every_answer_is_as_documented(server: Served, phases: str, tmp_path: Path) -> None:
    program = str(Path(sys.executable).parent / "schemathesis")
    command = [program, "run", f"{server.address}/openapi.json", "--no-color", "--phases", phases, "--seed", "20241208",
               "--checks", ",".join(CHECKS), "--max-examples", str(EXAMPLES), "--continue-on-failure",
               "--request-timeout", "60", "--suppress-health-check", "all"]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[:20_000] + done.stderr[-2_000:]
    assert "test cases" in done.stdout.lower()
    assert re.findall(r".* 500 [\d.]+ ms .*", server.logged()) == []  # the status, and not so many bytes
    assert server.ask("/readyz").status == 200
