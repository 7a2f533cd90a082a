"""Real worker processes on a real release: what they answer, what ends them, and that the pool is whole afterwards.

One pool serves most tests; each leaves it whole.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from kg.errors import Busy, StoreDamaged, TooManyQueries
from kg.sparql.asking import Question
from kg.sparql.jobs import Ended, Failed, Job
from kg.sparql.pool import Limits, Pool
from kg.sparql.runs import Run
from kg.sparql.spool import IN_MEMORY
from kg.store import StoreDirectory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up where Linux shows them")

QUICK = "SELECT ?s { ?s ?p ?o } LIMIT 3"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a"
FLOOD = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SOON = 60.0
"""Seconds: a bound for what takes a fraction of one."""
LIMITS = Limits(workers=2, memory=256 << 20, queue=5, for_each_client=4)
T = TypeVar("T")
Do = Callable[[Coroutine[Any, Any, T]], T]


class Tried:
    """A pool, the loop it lives in, and what it told."""

    def __init__(self, runner: asyncio.Runner, release: Path, limits: Limits = LIMITS) -> None:
        self.release = str(release)
        self.notices: list[str] = []
        self.pool = Pool(limits, lambda: self.release, self.notices.append)
        self._run = runner.run

    def do(self, what: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do something in the loop, with the pool whole before and after it."""

        async def between() -> T:
            await self.whole()
            self.notices.clear()
            done = await asyncio.wait_for(what(), 100)
            await self.whole()
            return done

        return self._run(between())

    async def whole(self) -> None:
        """Wait until nothing runs or waits, and each job that may run at once finds a worker."""
        most = self.pool.limits.workers + 1
        await until(lambda: len(self.pool._idle) == most and len(ours()) == most)
        assert (self.pool.running, self.pool.waiting) == (0, 0)

    def submit(self, text: str = QUICK, client: str = "somebody", seconds: float = SOON, **more: Any) -> Run:
        """Ask a query; what is more goes to the job."""
        question = Question(text, "json", most=more.pop("most", 1 << 62))
        return self.pool.submit(Job("ask", self.release, {"question": question}, **more), client, seconds)


async def until(true: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(SOON):
        while not true():  # noqa: ASYNC110  what is waited for happens to other processes
            await asyncio.sleep(0.01)


async def end_of(run: Run) -> tuple[bytes, str]:
    """Read an answer to its end: the bytes, and the kind of its failure."""
    data = b"".join([block async for block in run.blocks()])
    run.spool.close()
    assert (run.ended is None) != (run.failed is None)
    return data, run.failed.kind if run.failed else ""


def rows(data: bytes) -> int:
    return len(json.loads(data)["results"]["bindings"])


def workers_of(parent: int) -> set[int]:
    """The worker processes that a process has, zombies too."""
    found = set()
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and f"\nPPid:\t{parent}\n" in (folder / "status").read_text():
                command = (folder / "cmdline").read_bytes()
                found |= {int(folder.name)} if not command or b"kg.worker" in command else set()
        except OSError:  # it has ended
            continue
    return found


OTHERS: set[int] = set()
"""Workers of other tests' servers in this process."""


def ours() -> set[int]:
    """The worker processes of the pools here."""
    return workers_of(os.getpid()) - OTHERS


def lives(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    OTHERS.update(workers_of(os.getpid()))
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def tried(runner: asyncio.Runner, store: Path) -> Iterator[Tried]:
    tried = Tried(runner, StoreDirectory(store).current())

    async def start() -> None:
        tried.pool.start()

    runner.run(start())
    yield tried
    runner.run(tried.pool.close())
    assert ours() == set()


@pytest.fixture
def own(runner: asyncio.Runner, store: Path) -> Iterator[Tried]:
    """A pool of one worker and one in reserve, not started, for whoever breaks it."""
    tried = Tried(runner, StoreDirectory(store).current(), Limits(workers=1, queue=2))
    yield tried
    runner.run(tried.pool.close())


def test_it_answers_many_at_once(tried: Tried) -> None:
    async def ask() -> list[tuple[bytes, str]]:
        runs = [tried.submit(f"SELECT ?s {{ ?s ?p ?o }} LIMIT {n}", f"client {n}") for n in range(1, 6)]
        return list(await asyncio.gather(*map(end_of, runs)))

    answers = tried.do(ask)
    assert [rows(data) for data, _ in answers] == [1, 2, 3, 4, 5]
    assert {failure for _, failure in answers} == {""}


def test_a_graph_is_a_job_too(tried: Tried) -> None:
    async def read(name: str) -> tuple[bytes, str]:
        job = Job("graph", tried.release, {"name": name, "form": "ntriples"})
        return await end_of(tried.pool.submit(job, "somebody", SOON))

    data, failure = tried.do(lambda: read("https://w3id.org/ckg/graphs/registry"))
    assert (data.count(b"\n") > 10, failure) == (True, "")
    assert tried.do(lambda: read("urn:none")) == (b"", "missing")


@pytest.mark.parametrize(
    ("text", "more", "kind"),
    [
        ("SELECT", {}, "syntax"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", {}, "syntax"),
        (QUICK, {"release": "nowhere"}, "gone"),
        (QUICK, {"most_bytes": 100}, "size"),
        (FLOOD, {"most_bytes": 1 << 20}, "size"),
    ],
)
def test_what_cannot_be_answered_costs_no_worker(tried: Tried, text: str, more: dict[str, Any], kind: str) -> None:
    async def ask() -> tuple[bytes, str]:
        job = Job("ask", **({"release": tried.release, "arguments": {"question": Question(text, "json")}} | more))
        return await end_of(tried.pool.submit(job, "somebody", SOON))

    before = ours()
    assert tried.do(ask)[1] == kind
    assert ours() == before


def test_a_query_that_calls_out_reaches_nobody(tried: Tried) -> None:
    """Without the gate before it: the worker has no network."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        text = f"SELECT * {{ SERVICE <http://127.0.0.1:{listening.getsockname()[1]}/> {{ ?s ?p ?o }} }}"

        async def ask() -> tuple[bytes, str]:
            return await end_of(tried.submit(text))

        assert tried.do(ask)[1] == "syntax"
        with pytest.raises(BlockingIOError):
            listening.accept()
    assert tried.pool.confinement["network"] in {"namespace", "seccomp"}
    assert tried.pool.confinement["memory"] is True


def test_a_deep_query_does_no_harm(tried: Tried) -> None:
    text = "SELECT ?s {" + "{" * 10_000 + "?s ?p ?o" + "}" * 10_000 + "} LIMIT 1"

    async def ask() -> tuple[bytes, str]:
        return await end_of(tried.submit(text))

    data, failure = tried.do(ask)
    assert (rows(data), failure) == (1, "")


def test_time_is_up_for_one_that_runs_and_one_that_waits(tried: Tried) -> None:
    async def ask() -> None:
        before = ours()
        began = time.monotonic()
        running = [tried.submit(ENDLESS, str(n), 0.8) for n in range(2)]
        waiting = tried.submit(QUICK, "patient", 0.2)
        assert await end_of(waiting) == (b"", "time")
        assert waiting.started is None
        assert 0.2 <= time.monotonic() - began < SOON
        assert [await end_of(run) for run in running] == [(b"", "time")] * 2
        assert 0.8 <= time.monotonic() - began < SOON
        assert rows((await end_of(tried.submit()))[0]) == 3  # the one in reserve
        await tried.whole()
        assert len(before & ours()) == 1

    tried.do(ask)
    assert sorted(tried.notices) == ["start", "start", "time", "time"]


def test_memory_is_up(tried: Tried) -> None:
    async def ask() -> tuple[bytes, str]:
        return await end_of(tried.submit(GREEDY))

    assert tried.do(ask) == (b"", "memory")
    assert sorted(tried.notices) == ["memory", "start"]


def test_a_job_that_waits_begins_as_soon_as_memory_is_up_for_another(tried: Tried) -> None:
    async def ask() -> None:
        greedy, other = tried.submit(GREEDY), tried.submit(ENDLESS, "other")
        waiting = tried.submit(ENDLESS, "patient")
        await end_of(greedy)
        assert waiting.started is not None  # by the one in reserve, not by one that starts first
        for run in (other, waiting):
            tried.pool.stop(run, Failed("cancelled", "enough"))

    tried.do(ask)


def test_a_job_whose_worker_is_killed_is_given_to_one_other(tried: Tried) -> None:
    async def ask() -> None:
        run = tried.submit(ENDLESS)
        killed: set[int] = set()
        while not run.over and len(killed) < 3:
            await until(lambda: run.over or (run in tried.pool._running and worker_of(run) not in killed))
            if not run.over:
                killed.add(worker_of(run))
                os.kill(worker_of(run), signal.SIGKILL)
        assert (await end_of(run), len(killed)) == ((b"", "fault"), 2)
        await until(lambda: not any(map(lives, killed)))

    def worker_of(run: Run) -> int:
        return tried.pool._running[run].process.pid

    tried.do(ask)
    assert sorted(tried.notices) == ["fault", "start", "start"]


def test_idle_workers_that_are_killed_are_replaced(tried: Tried) -> None:
    async def ask() -> None:
        before = ours()
        for worker in before:
            os.kill(worker, signal.SIGKILL)
        await until(lambda: not before & ours())
        data, failure = await end_of(tried.submit())
        assert (rows(data), failure) == (3, "")

    tried.do(ask)


def test_a_job_for_a_worker_that_is_dead_already_is_done_by_another(tried: Tried) -> None:
    """On a busy machine it may look as if the worker had begun: then we try again."""

    async def ask() -> None:
        for _ in range(5):
            await tried.whole()
            for worker in ours():
                os.kill(worker, signal.SIGKILL)
            data, failure = await end_of(tried.submit())  # before the loop can have seen it
            if failure == "":
                break
        assert (rows(data), failure) == (3, "")

    tried.do(ask)


def test_ctrl_c_in_the_servers_terminal_does_not_reach_workers(tried: Tried) -> None:
    async def ask() -> None:
        before = ours()
        run = tried.submit(FLOOD, most=20_000)
        for worker in before:
            os.kill(worker, signal.SIGINT)
            os.kill(worker, signal.SIGTERM)
        assert rows((await end_of(run))[0]) == 20_000
        assert ours() == before

    tried.do(ask)


def test_each_client_and_all_of_them_have_their_limits(tried: Tried) -> None:
    async def ask() -> None:
        runs = [tried.submit(ENDLESS, "one") for _ in range(4)]
        with pytest.raises(TooManyQueries, match="4 queries"):
            tried.submit(QUICK, "one")
        runs += [tried.submit(ENDLESS, "two") for _ in range(3)]
        assert (tried.pool.running, tried.pool.waiting) == (2, 5)
        with pytest.raises(Busy) as refused:
            tried.submit(QUICK, "three")
        assert not isinstance(refused.value, TooManyQueries)
        tried.pool.stop(runs[-1], Failed("cancelled", "it waited"))
        assert runs[-1].started is None
        last = tried.submit(ENDLESS, "three")
        for run in [*runs, last]:
            tried.pool.stop(run, Failed("cancelled", "enough"))
        assert {(await end_of(run))[1] for run in [*runs, last]} == {"cancelled"}
        assert (await end_of(tried.submit(QUICK, "one")))[1] == ""

    tried.do(ask)


def test_nobody_waits_behind_another_clients_many(tried: Tried) -> None:
    async def ask() -> None:
        many = [tried.submit(ENDLESS, "many") for _ in range(4)]
        one = tried.submit(ENDLESS, "one")
        assert [run.started is not None for run in [*many, one]] == [True, True, False, False, False]
        tried.pool.stop(many[0], Failed("cancelled", "enough"))
        await until(lambda: tried.pool.running == 2)
        assert [run.started is not None for run in [*many, one]] == [True, True, False, False, True]
        tried.pool.stop(one, Failed("cancelled", "enough"))
        await until(lambda: tried.pool.running == 2)
        assert [run.started is not None for run in many] == [True, True, True, False]  # each client's in their order
        for run in many:
            tried.pool.stop(run, Failed("cancelled", "enough"))

    tried.do(ask)


def test_one_that_is_over_cannot_be_stopped(tried: Tried) -> None:
    async def ask() -> None:
        run = tried.submit()
        data, _ = await end_of(run)
        before = ours()
        tried.pool.stop(run, Failed("cancelled", "too late"))
        assert (run.ended, run.failed) == (Ended(), None)
        assert rows(data) == 3
        assert ours() == before

    tried.do(ask)


def test_stopping_at_any_moment_ends_a_job_once(tried: Tried) -> None:
    """The stop may come before the job begins, while it runs, and when its end is on the way already."""

    async def ask() -> None:
        for step in range(8):
            run = tried.submit(FLOOD, most=300)
            await asyncio.sleep(0.003 * step)
            tried.pool.stop(run, Failed("cancelled", "enough"))
            data, failure = await end_of(run)
            assert failure == "cancelled" or rows(data) == 300
        data, failure = await end_of(tried.submit())
        assert (rows(data), failure) == (3, "")

    tried.do(ask)


def test_a_slow_reader_holds_no_worker(tried: Tried) -> None:
    async def ask() -> tuple[int, bytes]:
        run = tried.submit(FLOOD, most=8_000)
        await until(lambda: run.over)
        others = [tried.submit(QUICK, str(n)) for n in range(2)]
        assert [(await end_of(other))[1] for other in others] == [""] * 2
        return run.spool.size, (await end_of(run))[0]

    size, data = tried.do(ask)
    assert size == len(data) > 3 * IN_MEMORY
    assert rows(data) == 8_000
    assert json.loads(data)["truncated"] is True


def test_an_answer_arrives_while_it_grows(tried: Tried) -> None:
    async def ask() -> None:
        run = tried.submit(FLOOD)
        await run.settle(0)
        assert run.spool.take()
        assert not run.over
        tried.pool.stop(run, Failed("cancelled", "enough"))
        run.spool.close()

    tried.do(ask)


def test_an_answer_without_rows_that_took_a_while_is_whole(tried: Tried) -> None:
    few = "{ SELECT ?s { ?s ?p ?o } LIMIT 300 } { SELECT ?a { ?a ?b ?c } LIMIT 300 }"
    text = f"SELECT ?s {{ {few} FILTER(STRLEN(CONCAT(STR(?s), STR(?a))) = 1) }}"

    async def ask() -> tuple[bytes, str]:
        return await end_of(tried.submit(text))

    assert tried.do(ask) == (b'{"head":{"vars":["s"]},"results":{"bindings":[]}}', "")


def test_no_file_or_process_is_left_behind_by_those_that_were_killed(tried: Tried) -> None:
    async def kill_some() -> None:
        runs = [tried.submit(FLOOD, str(n)) for n in range(2)]
        await until(lambda: all(run.spool.size > 2 * IN_MEMORY for run in runs))
        for run in runs:
            tried.pool.stop(run, Failed("cancelled", "enough"))
            run.spool.close()

    tried.do(kill_some)
    before = len(list(Path("/proc/self/fd").iterdir()))
    tried.do(kill_some)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_closing_ends_all_that_runs_and_waits(own: Tried, runner: asyncio.Runner) -> None:
    async def close() -> None:
        own.pool.start()
        running = own.submit(ENDLESS)
        await until(lambda: running.started is not None)
        waiting = own.submit(ENDLESS)
        mine = {worker.process.pid for worker in own.pool._workers}
        assert len(mine) == 2
        await own.pool.close()
        assert [(await end_of(run))[1] for run in (running, waiting)] == ["cancelled"] * 2
        assert not any(map(lives, mine))

    runner.run(close())


def test_closing_while_workers_start_leaves_none(own: Tried, runner: asyncio.Runner) -> None:
    async def close(pause: float) -> None:
        before = ours()
        pool = Pool(Limits(workers=1), lambda: own.release, own.notices.append)
        pool.start()
        await asyncio.sleep(pause)
        await pool.close()
        await asyncio.sleep(0.1)
        assert ours() == before

    for pause in (0.0, 0.2):
        runner.run(close(pause))


def test_the_queue_has_its_limit_before_there_is_a_worker(own: Tried, runner: asyncio.Runner) -> None:
    async def ask() -> None:
        runs = [own.submit(QUICK, str(n)) for n in range(2)]
        with pytest.raises(Busy):
            own.submit(QUICK, "other")
        assert not own.pool.ready
        own.pool.start()
        assert [rows((await end_of(run))[0]) for run in runs] == [3, 3]
        assert own.pool.ready

    runner.run(ask())


def test_workers_that_cannot_start_are_tried_again(own: Tried, runner: asyncio.Runner, tmp_path: Path) -> None:
    """First no release is to be found, then one that is not whole; then all is well again."""
    good, tries = own.release, list[int]()

    def release() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise StoreDamaged(tmp_path, "the pointer is broken")
        return own.release

    async def ask() -> None:
        own.release = str(tmp_path)
        pool = Pool(Limits(workers=1), release, own.notices.append)
        pool.start()
        run = pool.submit(Job("ask", good, {"question": Question(QUICK, "json")}), "somebody", SOON)
        await until(lambda: len(tries) > 4)
        assert not run.over
        own.release = good
        data, failure = await end_of(run)
        assert (rows(data), failure) == (3, "")
        await pool.close()

    runner.run(ask())


def test_a_pool_that_is_closed_stays_closed(own: Tried, runner: asyncio.Runner, tmp_path: Path) -> None:
    """Also if it was about to try once more to start a worker."""

    async def close() -> None:
        before = ours()
        own.release = str(tmp_path)
        own.pool.start()
        await until(lambda: own.pool._failures > 1)
        await own.pool.close()
        await asyncio.sleep(0.7)
        assert ours() == before

    runner.run(close())


PARENT = """
import asyncio, sys
from kg.sparql.asking import Question
from kg.sparql.jobs import Job
from kg.sparql.pool import Limits, Pool

async def main(release, *texts):
    pool = Pool(Limits(), lambda: release, lambda notice: None)
    pool.start()
    runs = [pool.submit(Job("ask", release, {"question": Question(text, "json")}), "somebody", 100) for text in texts]
    while any(run.started is None for run in runs) or len(pool._idle) == 0:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.2)
    print("ready", flush=True)
    await asyncio.sleep(100)

asyncio.run(main(*sys.argv[1:]))
"""


def test_workers_do_not_outlive_their_server(store: Path) -> None:
    """Neither one that thinks, nor one that writes, nor an idle one."""
    program = [sys.executable, "-c", PARENT, str(StoreDirectory(store).current()), ENDLESS, FLOOD]
    with subprocess.Popen(program, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"ready\n"
        workers = workers_of(parent.pid)
        assert len(workers) == 3
        parent.kill()
    deadline = time.monotonic() + SOON
    while any(map(lives, workers)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_file_where_the_server_was_started_is_not_run(store: Path, tmp_path: Path) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit('this is not for workers')")
    (tmp_path / "kg").mkdir()
    release = str(StoreDirectory(store).current())
    program = [sys.executable, "-P", "-c", PARENT, release, QUICK]
    with subprocess.Popen(program, stdout=subprocess.PIPE, cwd=tmp_path) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"ready\n"
        parent.kill()
