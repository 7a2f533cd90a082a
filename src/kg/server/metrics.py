"""What Prometheus is told, in its own client library's terms (https://prometheus.io/docs/concepts/metric_types/)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from prometheus_client import REGISTRY as ONE_PROCESS
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess

from kg.server.live import lives

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REQUESTS: Final = Counter("ckg_requests", "Requests answered", ["route", "method", "status"])
SECONDS: Final = Histogram("ckg_request_seconds", "Time until a request was answered", ["route"], buckets=_BUCKETS)
RUNNING: Final = Gauge("ckg_queries_running", "Queries that run", multiprocess_mode="livesum")
WAITING: Final = Gauge("ckg_queries_waiting", "Queries that wait for a worker", multiprocess_mode="livesum")
WORKERS: Final = Counter("ckg_workers", "Workers that started, and why others ended", ["event"])
CACHE: Final = Counter("ckg_cache", "Answers to queries that were remembered, or not", ["outcome"])


def exposition() -> bytes:
    """Write the figures, of all processes of the server."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(ONE_PROCESS)
    for path in Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).glob("gauge_live*.db"):
        process = int(path.stem.rsplit("_", 1)[1])
        if not lives(process):
            multiprocess.mark_process_dead(process)  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
