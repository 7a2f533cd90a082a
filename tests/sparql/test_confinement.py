"""A process that took the network or memory away from itself, and tries to get at it all the same."""

from __future__ import annotations

import platform
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these walls")

KNOWN = platform.machine() in {"x86_64", "aarch64"}
# The process has one end of a pair as its channel, and knows where somebody listens.
BEGINNING = """
import ctypes, errno, os, socket, subprocess, sys, threading
from kg.sparql.confinement import limit_memory, without_network, without_sockets
port = int(sys.argv[1])
channel = socket.socket(fileno=int(sys.argv[2]))

def refusal(action, *arguments):
    try:
        action(*arguments)
    except OSError as error:
        return errno.errorcode[error.errno]
    return "done"

def connect():
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        pass

def send_datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", port))
"""


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def run(code: str, port: int = 0, heard: bytes = b"") -> list[str]:
    """Run code in a process of its own, and give the lines that it prints; what it sends must be what is heard."""
    here, there = socket.socketpair()
    with here:
        with there:
            done = subprocess.run(
                [sys.executable, "-c", BEGINNING + dedent(code), str(port), str(there.fileno())],
                pass_fds=[there.fileno()],
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
        assert here.recv(100) == heard
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]


def test_the_network_is_there_at_first(port: int) -> None:
    assert run("print(refusal(connect), refusal(send_datagram))", port) == ["done done"]


def test_without_network_nobody_is_reached(port: int) -> None:
    code = """
        print(without_network())
        print(refusal(connect))
        print(refusal(send_datagram))
        channel.sendall(b"the channel goes on working")
    """
    how, *refusals = run(code, port, b"the channel goes on working")
    assert how in {"namespace", "seccomp"}
    assert refusals == ["EACCES" if KNOWN else "ENETUNREACH"] * 2


def test_a_network_of_its_own_is_a_wall_by_itself(port: int) -> None:
    code = """
        import kg.sparql.confinement
        kg.sparql.confinement.without_sockets = lambda: False
        print(without_network(), refusal(connect), refusal(send_datagram))
    """
    [line] = run(code, port)
    if line.startswith("none"):
        pytest.skip("the system gives no process a network of its own")
    assert line == "namespace ENETUNREACH ENETUNREACH"


@pytest.mark.skipif(not KNOWN, reason="the filter knows two architectures")
def test_without_network_no_socket_in_the_file_system_is_reached(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        listening.listen()
        code = f"""
            def connect_by_path():
                with socket.socket(socket.AF_UNIX) as client:
                    client.connect({str(tmp_path / "s")!r})
            print(refusal(connect_by_path))
            without_network()
            print(refusal(connect_by_path))
        """
        assert run(code) == ["done", "EACCES"]


def test_without_network_a_child_has_none_either(port: int) -> None:
    code = """
        without_network()
        if (child := os.fork()) == 0:
            os._exit(refusal(connect) in {"ENETUNREACH", "EACCES"})
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """
    assert run(code, port) == ["1"]


@pytest.mark.skipif(not KNOWN, reason="the filter knows two architectures")
def test_without_sockets_there_is_no_new_one() -> None:
    code = """
        print(without_sockets())
        for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK):
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
                print(refusal(socket.socket, family, kind))
        print(refusal(connect))
        channel.sendall(b"the channel goes on working")
        print(open("/proc/self/comm").read() != "")
    """
    lines = run(code, heard=b"the channel goes on working")
    assert lines == ["True", *["EACCES"] * 13, "True"]


@pytest.mark.skipif(not KNOWN, reason="the filter knows two architectures")
def test_without_sockets_no_thread_child_or_program_makes_one() -> None:
    code = """
        without_sockets()
        thread = threading.Thread(target=lambda: print(refusal(socket.socket)))
        thread.start()
        thread.join()
        if (child := os.fork()) == 0:
            os._exit(refusal(socket.socket) == "EACCES")
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        program = "import socket\\ntry: socket.socket()\\nexcept PermissionError: print('refused')"
        print(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.strip())
    """
    assert run(code) == ["EACCES", "1", "refused"]


@pytest.mark.skipif(not KNOWN, reason="the filter knows two architectures")
def test_without_sockets_there_is_no_way_round() -> None:
    """io_uring makes sockets by itself; x86_64 has a second set of numbers for its calls."""
    code = """
        libc = ctypes.CDLL(None, use_errno=True)
        def call(number, *arguments):
            made = libc.syscall(number, *arguments)
            return "done" if made >= 0 else errno.errorcode[ctypes.get_errno()]
        print(call(425, 8, ctypes.create_string_buffer(120)) != "EACCES")
        without_sockets()
        print(call(425, 8, ctypes.create_string_buffer(120)))
        if os.uname().machine == "x86_64":
            print(call(0x40000000 + 41, socket.AF_INET, socket.SOCK_STREAM, 0))
    """
    lines = run(code)
    assert lines == ["True", "EACCES", *["EACCES"] * (platform.machine() == "x86_64")]


def test_memory_beyond_the_limit_is_not_to_be_had() -> None:
    code = """
        print(limit_memory(200 << 20))
        print(len(bytearray(100 << 20)))
        try:
            bytearray(300 << 20)
        except MemoryError:
            print("refused")
        print(len(bytearray(100 << 20)))
    """
    assert run(code) == ["True", str(100 << 20), "refused", str(100 << 20)]


def test_memory_is_limited_for_all_that_is_taken_together() -> None:
    code = """
        limit_memory(200 << 20)
        blocks = []
        try:
            while len(blocks) < 400:
                blocks.append(bytearray(1 << 20))
        except MemoryError:
            print(100 < len(blocks) < 220)
            blocks.clear()
    """
    assert run(code) == ["True"]


def test_what_was_taken_before_is_not_counted() -> None:
    code = """
        before = bytearray(300 << 20)
        print(limit_memory(100 << 20))
        print(len(bytearray(50 << 20)))
    """
    assert run(code) == ["True", str(50 << 20)]
