"""The servers that are measured: started on free ports of this machine, watched, and stopped.

Each is the program as its makers start it, on the same quads: ours on the release, `oxigraph serve-read-only` on the
very same files, rdflib-endpoint on a store of pyoxigraph over them, Virtuoso on a database loaded from the release's
dump. Virtuoso has no default graph of its own, so what stands in ours is loaded into a graph that every request names.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from processes import ProcessTree

BENCH: Final = Path(__file__).parents[1] / ".bench"
"""Peers, data and databases; safe to remove."""

PEERS: Final = {
    "oxigraph": ("oxigraph==0.5.13",),
    "rdflib-endpoint": ("rdflib-endpoint==0.6.3", "oxrdflib==0.5.0", "pyoxigraph==0.5.13", "uvicorn[standard]"),
    "morph-kgc": ("morph-kgc==2.10.0",),
}
"""What `--install-peers` installs, each into an environment of its own."""

_DEFAULT: Final = "urn:default"
_RDFLIB_ENDPOINT: Final = """
import sys, uvicorn
from oxrdflib import OxigraphStore
from pyoxigraph import Store
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(store=OxigraphStore(store=Store.read_only(sys.argv[1])))
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), port=int(sys.argv[2]), log_level="warning")
"""
_VIRTUOSO: Final = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 32
NumberOfBuffers = 340000
MaxDirtyBuffers = 250000
DirsAllowed = {dumps}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 32
MaxKeepAlives = 32
KeepAliveTimeout = 30
[SPARQL]
ResultSetMaxRows = 10000000
"""


@dataclass(slots=True)
class Server:
    """A server that runs.

    Attributes:
        url: of its SPARQL endpoint.
        process: the one that was started; others may be under it.
        given: parameters that go with every query.
    """

    name: str
    url: str
    process: subprocess.Popen[bytes]
    given: dict[str, str] = field(default_factory=dict)

    @property
    def tree(self) -> ProcessTree:
        """Its processes."""
        return ProcessTree(self.process.pid)

    def get(self, query: str, accept: str, seconds: float = 120) -> bytes:
        """Ask a query, by POST, for it may be too long for an address.

        Raises:
            OSError: if there is no answer, or one that is not 200.
        """
        form = urllib.parse.urlencode({**self.given, "query": query}).encode()
        request = urllib.request.Request(self.url, data=form, headers={"Accept": accept})
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            if answer.status != 200:
                raise OSError(f"{self.name} answers {answer.status}")
            data: bytes = answer.read()
        return data


class Missing(Exception):
    """A peer is not installed."""


def make_bench() -> None:
    """Make `.bench/`, which git passes over."""
    BENCH.mkdir(exist_ok=True)
    (BENCH / ".gitignore").write_text("*\n")


def end_servers_when_ended() -> None:
    """Have a request to end, such as that of `timeout`, unwind what runs, so that no server is left behind."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def install_peers(names: Iterable[str]) -> None:
    """Install those of the peers that PyPI has, into `.bench/`."""
    for name in PEERS.keys() & set(names):
        folder = BENCH / name
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin" / "pip"), "install", "--quiet", *PEERS[name]], check=True)


@contextmanager
def running(name: str, store: Path) -> Iterator[Server]:
    """Run a server for as long as the context lasts.

    Args:
        name: ``kg``, or a peer's.
        store: the store directory whose current release is served.

    Raises:
        Missing: if it is not installed.
        OSError: if it does not begin to answer.
    """
    release = store / "releases" / (store / "current").read_text().strip()
    match name:
        case "kg":
            kg = str(Path(sys.executable).parent / "kg")
            port = free_port()
            command = [kg, "serve", "--workers", "2", "--port", str(port), "--store", str(store)]
            url = f"http://127.0.0.1:{port}/sparql"
        case "oxigraph":
            port = free_port()
            command = [installed(name, "oxigraph"), "serve-read-only", "--location", str(release / "quads"),
                       "--bind", f"127.0.0.1:{port}"]  # fmt: skip
            url = f"http://127.0.0.1:{port}/query"
        case "rdflib-endpoint":
            port = free_port()
            command = [installed(name, "python"), "-c", _RDFLIB_ENDPOINT, str(release / "quads"), str(port)]
            url = f"http://127.0.0.1:{port}/sparql"
        case _:
            command, url = _virtuoso(release)
    with _process(command) as process:
        server = Server(name, url, process, {"default-graph-uri": _DEFAULT} if name == "virtuoso" else {})
        _await(server)
        yield server


def installed(peer: str, program: str) -> str:
    """Give the path of a peer's program.

    Raises:
        Missing: if the peer is not installed.
    """
    path = BENCH / peer / "bin" / program
    if not path.exists():
        raise Missing(f"{peer} is not installed: run this with --install-peers")
    return str(path)


def free_port() -> int:
    """Find a port that nobody listens on, below those that the system gives to clients, who would take it meanwhile."""
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def _process(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process in a group of its own, and end the whole group."""
    with (BENCH / "server.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        try:
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            with suppress(ProcessLookupError):  # what it left behind
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _await(server: Server) -> None:
    for _ in range(300):
        try:
            server.get("ASK {}", "application/sparql-results+json", seconds=5)
        except urllib.error.HTTPError as error:
            raise OSError(f"{server.name} answers {error.code} at {server.url}") from error
        except OSError:
            if server.process.poll() is not None:
                break
            time.sleep(0.2)
        else:
            return
    raise OSError(f"{server.name} does not answer at {server.url}; see {BENCH / 'server.log'}")


def _virtuoso(release: Path) -> tuple[list[str], str]:
    """Load a database for the release if there is none yet; give the command that serves it, and the endpoint."""
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt") or shutil.which("isql-v")
    if program is None or client is None:
        raise Missing("virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    folder = BENCH / "virtuoso" / release.name
    sql, http = free_port(), free_port()
    loaded = (folder / "loaded").exists()
    if not loaded:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    dumps = release.absolute() / "dumps"
    ini = folder / "virtuoso.ini"
    ini.write_text(_VIRTUOSO.format(folder=folder, dumps=dumps, sql=sql, http=http))
    command = [program, "-f", "-c", str(ini)]
    url = f"http://127.0.0.1:{http}/sparql"
    if not loaded:
        with _process(command) as process:
            _await(Server("virtuoso", url, process))
            load = (f"ld_dir('{dumps}', 'dump.nq.gz', '{_DEFAULT}'); rdf_loader_run(); checkpoint; "
                    "select LL_ERROR from DB.DBA.LOAD_LIST where LL_STATE <> 2 or LL_ERROR is not null;")  # fmt: skip
            done = subprocess.run(
                [client, f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"], check=True, capture_output=True, text=True
            )
            if "Error" in done.stderr or "\n0 Rows." not in done.stdout:
                raise OSError(f"virtuoso does not load: {done.stderr or done.stdout}")
        (folder / "loaded").touch()
    return command, url
