"""Worker processes, and which job runs on which: fair between clients, and never longer than its time."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from itertools import count
from typing import Final

from kg.errors import Busy, KgError, TooManyQueries
from kg.sparql.jobs import Ended, Failed, Job
from kg.sparql.processes import Confinement, WorkerProcess
from kg.sparql.runs import PRECISION, Run
from kg.sparql.spool import Room, Spool

log = logging.getLogger("kg.sparql")
_ABORTED: Final = -6
_KILLED: Final = -9
_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 5.0
_OUT_OF_MEMORY: Final = Failed("memory", "the query needs more memory than allowed")
_GAVE_UP: Final = Failed("fault", "the engine gave up on the query")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a pool does at once.

    Attributes:
        workers: jobs that run at once.
        memory: bytes that a worker may take.
        queue: jobs that may wait.
        waiting_bytes: of all answers that wait on disk for their readers.
        for_each_client: jobs of one client that may run or wait at once.
    """

    workers: int = 2
    memory: int = 2 << 30
    queue: int = 128
    waiting_bytes: int = 1 << 30
    for_each_client: int = 32


class Pool:
    """Worker processes.

    One more process is kept ready than there are jobs at once, so that a job need not wait for a new one when another
    was killed.

    Args:
        limits: how much at once.
        release: gives the directory of the release that workers open before their first job.
        notice: told ``start``, and why a worker ended: ``time``, ``cancelled``, ``size``, ``memory``, ``fault``.
    """

    def __init__(self, limits: Limits, release: Callable[[], str], notice: Callable[[str], None]) -> None:
        self.limits = limits
        self.confinement: Confinement = {}
        self._room = Room(limits.waiting_bytes)
        self._release = release
        self._notice = notice
        self._ids = count(1)
        self._workers: set[WorkerProcess] = set()
        self._idle: list[WorkerProcess] = []
        self._waiting: OrderedDict[str, deque[Run]] = OrderedDict()
        self._at_once: Counter[str] = Counter()
        self._running: dict[Run, WorkerProcess] = {}
        self._closed = False
        self._failures = 0
        self._alarm: asyncio.TimerHandle | None = None
        self._rings = 0.0
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return sum(map(len, self._waiting.values()))

    @property
    def running(self) -> int:
        """How many jobs run."""
        return len(self._running)

    @property
    def ready(self) -> bool:
        """Whether a job would begin, or wait for another at most."""
        return bool(self._idle or self._running)

    def start(self) -> None:
        """Begin to start the workers; `submit` may be called at once."""
        for _ in range(self.limits.workers + 1):
            self._in_background(self._start_worker())

    async def close(self) -> None:
        """Kill the workers; jobs on the way fail."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        for run in self._all():
            self.stop(run, Failed("cancelled", "the server is shutting down"))
        if self._alarm is not None:
            self._alarm.cancel()
        for worker in list(self._workers):
            worker.kill()
        await asyncio.gather(*(asyncio.to_thread(worker.process.wait) for worker in self._workers))
        self._workers.clear()

    def submit(self, job: Job, client: str, seconds: float) -> Run:
        """Take a job.

        Args:
            job: what is to be done.
            client: who wants it.
            seconds: after which it fails, from now on, waiting included.

        Raises:
            TooManyQueries: if this client has too many already.
            Busy: if too many wait already.
        """
        if self._at_once[client] >= self.limits.for_each_client:
            most = self.limits.for_each_client
            raise TooManyQueries(f"{most} queries of yours are being answered already; wait for one of them", 1)
        at_once = self._idle and self.running < self.limits.workers
        if self.waiting >= self.limits.queue and not at_once:
            raise Busy(f"{self.waiting} queries wait already", 1 + int(seconds))
        now = asyncio.get_running_loop().time()
        run = Run(next(self._ids), job, client, now, now + seconds, Spool(self._room))
        self._ring_at(run.deadline)
        self._at_once[client] += 1
        self._waiting.setdefault(client, deque()).append(run)
        self._dispatch()
        return run

    def stop(self, run: Run, why: Failed) -> None:
        """End a job early; one that is over stays as it is."""
        if run.over:
            return
        worker = self._running.get(run)
        self._finish(run, why)
        if worker is not None:
            self._notice(why.kind)
            worker.kill()
        self._dispatch()

    def _all(self) -> list[Run]:
        return [*self._running, *(run for runs in self._waiting.values() for run in runs)]

    def _ring_at(self, when: float) -> None:
        """Have `_ring` called by then: one alarm for all jobs, most of which end long before."""
        if self._alarm is None or when < self._rings:
            if self._alarm is not None:
                self._alarm.cancel()
            self._rings = when
            self._alarm = asyncio.get_running_loop().call_at(when, self._ring)

    def _ring(self) -> None:
        """Stop jobs that are late, and wait for the next that may be."""
        self._alarm = None
        now = asyncio.get_running_loop().time() + PRECISION
        for run in self._all():
            if run.deadline <= now:
                seconds = round(run.deadline - run.accepted, 2)
                self.stop(run, Failed("time", f"the query did not end within {seconds:g} s, waiting included"))
        if left := self._all():
            self._ring_at(min(run.deadline for run in left))

    def _finish(self, run: Run, how: Ended | Failed) -> None:
        if isinstance(how, Ended):
            run.ended = how
        else:
            run.failed = how
        if self._running.pop(run, None) is None:
            self._waiting[run.client].remove(run)
        self._at_once[run.client] -= 1
        self._tidy(run.client)
        run.tell()

    def _tidy(self, client: str) -> None:
        if not self._at_once[client]:
            del self._at_once[client]
        if client in self._waiting and not self._waiting[client]:
            del self._waiting[client]

    def _dispatch(self) -> None:
        """Give waiting jobs to idle workers: first whoever has the least running, then whoever waits longest."""
        while self._waiting and self._idle and self.running < self.limits.workers:
            running = Counter(run.client for run in self._running)
            client = min(self._waiting, key=lambda name: (running[name], self._waiting[name][0].id))
            run = self._waiting[client].popleft()
            worker = self._idle.pop()
            self._running[run] = worker
            self._tidy(client)
            run.started = asyncio.get_running_loop().time()
            worker.begin(run)

    async def _start_worker(self) -> None:
        """Start a worker, again and again with longer pauses if the system or the store does not let us."""
        while not self._closed:
            if self._failures:
                await asyncio.sleep(min(_FIRST_PAUSE * 2 ** min(self._failures, 10), _LONGEST_PAUSE))
            try:
                worker = WorkerProcess(self, self.limits.memory, self._release())
                self._workers.add(worker)
                await worker.connect()
            except (OSError, KgError) as error:
                log.warning("a worker cannot start: %s", error)
                self._failures += 1
            else:
                return

    def on_ready(self, worker: WorkerProcess, confinement: Confinement) -> None:
        """Take a worker that can work."""
        self._failures = 0
        if confinement != self.confinement:
            self.confinement = confinement
            if confinement["network"] == "none":
                log.warning("workers keep the network: only the gate stands between a query and other hosts")
            log.info("workers are confined: network %(network)s, memory limit %(memory)s", confinement)
        self._notice("start")
        self.on_idle(worker)

    def on_idle(self, worker: WorkerProcess) -> None:
        """Take a worker that has nothing to do."""
        self._idle.append(worker)
        self._dispatch()

    def on_end(self, run: Run, how: Ended | Failed) -> None:
        """Take the end of a job from its worker."""
        if not run.over:
            if isinstance(how, Failed) and how.kind in {"memory", "fault"}:
                self._notice(how.kind)
            self._finish(run, how)
            self._dispatch()

    def on_lost(self, worker: WorkerProcess) -> None:
        """Replace a worker that is gone, and fail what it did."""
        if worker in self._idle:
            self._idle.remove(worker)
        if not self._closed:
            self._failures += not worker.was_ready
            self._in_background(self._replace(worker))

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)  # the loop alone would not keep it
        task.add_done_callback(self._tasks.discard)

    async def _replace(self, worker: WorkerProcess) -> None:
        code = await asyncio.to_thread(worker.process.wait)
        self._workers.discard(worker)
        if worker.run is not None and not worker.run.over and self._again(worker.run, code):
            log.warning("a worker was killed on job %s; another does it", worker.run.id)
        elif worker.run is not None and not worker.run.over:
            log.warning("a worker ended with %s on job %s", code, worker.run.id)
            self.on_end(worker.run, _OUT_OF_MEMORY if code == _ABORTED else _GAVE_UP)
        await self._start_worker()

    def _again(self, run: Run, code: int) -> bool:
        """Let another worker do a job whose worker was killed by somebody else before it said anything; once."""
        if code != _KILLED or run.again or run.spool.size:
            return False
        run.again = True
        del self._running[run]
        self._waiting.setdefault(run.client, deque()).appendleft(run)
        self._dispatch()
        return True
