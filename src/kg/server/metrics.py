"""What Prometheus is told, in its own client library's terms (https://prometheus.io/docs/concepts/metric_types/)."""

from __future__ import annotations

import asyncio
import os
from collections import Counter as TallyOf
from pathlib import Path
from typing import Final

from prometheus_client import REGISTRY as ONE_PROCESS
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess

from kg.server.live import lives

_DELAY: Final = 1.0
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REQUESTS: Final = Counter("ckg_requests", "Requests answered", ["route", "method", "status"])
SECONDS: Final = Histogram("ckg_request_seconds", "Time until a request was answered", ["route"], buckets=_BUCKETS)
RUNNING: Final = Gauge("ckg_queries_running", "Queries that run", multiprocess_mode="livesum")
WAITING: Final = Gauge("ckg_queries_waiting", "Queries that wait for a worker", multiprocess_mode="livesum")
WORKERS: Final = Counter("ckg_workers", "Workers that started, and why others ended", ["event"])
CACHE: Final = Counter("ckg_cache", "Answers to queries that were remembered, or not", ["outcome"])


class Tally:
    """Requests that are not in the figures yet: these are written once a second, since each takes a while.

    Attributes:
        load: queries that run, and that wait.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.load = (0, 0)
        self._requests: list[tuple[str, str, int, float, str]] = []

    def add(self, route: str, method: str, status: int, seconds: float, cache: str) -> None:
        """Count a request.

        Args:
            route: its path's pattern.
            method: of HTTP.
            status: of the answer.
            seconds: that it took.
            cache: ``hit`` or ``miss``, or nothing where there is none.
        """
        if not self._requests:
            asyncio.get_running_loop().call_later(_DELAY, self.write)
        self._requests.append((route, method, status, seconds, cache))

    def write(self) -> None:
        """Put the requests into the figures."""
        requests, self._requests = self._requests, []
        for (route, method, status), count in TallyOf(request[:3] for request in requests).items():
            REQUESTS.labels(route, method, status).inc(count)
        for cache, count in TallyOf(request[4] for request in requests if request[4]).items():
            CACHE.labels(cache).inc(count)
        for route, _, _, seconds, _ in requests:
            SECONDS.labels(route).observe(seconds)
        RUNNING.set(self.load[0])
        WAITING.set(self.load[1])


TALLY: Final = Tally()


def exposition() -> bytes:
    """Write the figures, of all processes of the server."""
    TALLY.write()
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(ONE_PROCESS)
    for path in Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).glob("gauge_live*.db"):
        process = int(path.stem.rsplit("_", 1)[1])
        if not lives(process):
            multiprocess.mark_process_dead(process)  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
