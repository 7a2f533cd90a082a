"""What a process and all under it use, read from /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ProcessTree:
    """A process and all that it has started, and they.

    Attributes:
        root: the first one's number.

    Example:
        >>> ProcessTree(os.getpid()).memory(peak=False) > 1
        True
    """

    root: int

    def pids(self) -> list[int]:
        """List the processes that there are now."""
        children: dict[int, list[int]] = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has just ended
            children.setdefault(int(fields[1]), []).append(int(entry.name))
        found, queue = [], [self.root]
        while queue:
            pid = queue.pop()
            found.append(pid)
            queue.extend(children.get(pid, ()))
        return found

    def cpu_seconds(self) -> float:
        """Sum the processor time of all of them so far, those that have ended included."""
        ticks = 0
        for pid in self.pids():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            ticks += sum(map(int, fields[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def reset_peak(self) -> None:
        """Forget the peak of memory so far."""
        for pid in self.pids():
            try:
                Path(f"/proc/{pid}/clear_refs").write_text("5")
            except OSError:
                continue

    def memory(self, *, peak: bool) -> float:
        """Sum their resident memory in MB, now or at the peak of each.

        Pages that processes share count once for each.
        """
        line = "VmHWM:" if peak else "VmRSS:"
        kilobytes = 0
        for pid in self.pids():
            try:
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            kilobytes += sum(int(found.split()[1]) for found in status.splitlines() if found.startswith(line))
        return kilobytes / 1024
