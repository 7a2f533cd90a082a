"""What a worker process must not be able to do: reach a network, or take all memory.

The gate refuses what would call out; this is the second wall, for what the gate might not see.
"""

from __future__ import annotations

import ctypes
import logging
import os
import platform
import resource
import struct
import sys
from pathlib import Path
from typing import Final

log = logging.getLogger("kg.sparql")

# linux/sched.h, linux/prctl.h, linux/seccomp.h, linux/audit.h
_M_ARENA_MAX: Final = -8  # malloc.h
_CLONE_NEWNET: Final = 0x40000000
_CLONE_NEWUSER: Final = 0x10000000
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | 13  # with EACCES
_MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Audit number of the architecture, and the number of its `socket` call."""
_IO_URING_SETUP: Final = 425  # makes sockets too, past the filter on `socket`
_X32: Final = 0x40000000  # x86_64's other set of call numbers


def without_network() -> str:
    """Take the network away from this process for good; it must have one thread still.

    Returns:
        How: ``namespace`` (it has a network of its own, with nothing in it), ``seccomp`` (it cannot make sockets), or
        ``none`` where the system allows neither.
    """
    if sys.platform != "linux":
        return "none"
    libc = ctypes.CDLL(None, use_errno=True)
    for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET):
        if libc.unshare(flags) == 0:
            without_sockets()  # those in the file system are no part of a network
            return "namespace"
    return "seccomp" if without_sockets() else "none"


def without_sockets() -> bool:
    """Make the kernel refuse this process new sockets, for good.

    Returns:
        Whether it does. See https://docs.kernel.org/userspace-api/seccomp_filter.html.
    """
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    architecture, socket_call = machine
    load, equal, above, give = 0x20, 0x15, 0x35, 0x06  # BPF_LD|W|ABS, JMP|JEQ|K, JMP|JGE|K, RET|K
    program = (
        (load, 0, 0, 4),  # the architecture
        (equal, 0, 5, architecture),
        (load, 0, 0, 0),  # the call's number
        (above, 3, 0, _X32),
        (equal, 2, 0, socket_call),
        (equal, 1, 0, _IO_URING_SETUP),
        (give, 0, 0, _ALLOW),
        (give, 0, 0, _REFUSE),
    )
    packed = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))
    filters = struct.pack("@HP", len(program), ctypes.addressof(packed))
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_MODE_FILTER), filters, zero, zero) == 0)


def limit_memory(size: int) -> bool:
    """Limit what this process may take beyond what it has now.

    Args:
        size: bytes.

    Returns:
        Whether the system holds it to that.
    """
    _few_arenas()
    try:
        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (taken + size, taken + size))
    except (OSError, ValueError):
        return False
    return True


def _few_arenas() -> None:
    """Keep glibc from setting aside 64 MB of addresses for each busy thread, which would count as taken."""
    adjust = getattr(ctypes.CDLL(None), "mallopt", None)
    if adjust is not None:
        adjust(_M_ARENA_MAX, 2)


def resident() -> int:
    """Tell how many bytes of memory this process has now; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
