"""`kill -9` at any moment of a build: the former release goes on being served, and the next build works."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.build import build
from kg.release import open_release
from kg.store import StoreDirectory
from synthetic import DATA

pytestmark = pytest.mark.long
KG = Path(sys.executable).parent / "kg"


@pytest.mark.timeout(900)
def test_a_killed_build_harms_nothing(tmp_path: Path) -> None:
    data, store = tmp_path / "data", tmp_path / "store"
    shutil.copytree(DATA, data)
    former = build([data], store).name
    report = data / "documents" / "report-1.yaml"
    original = report.read_text(encoding="utf-8")
    began = time.monotonic()
    subprocess.run([KG, "build", "--data", DATA, "--store", tmp_path / "measured"], check=True, capture_output=True)
    length = time.monotonic() - began
    killed = 0
    for moment in range(25):
        report.write_text(f"{original}# {moment}\n", encoding="utf-8")  # other inputs, so another release
        process = subprocess.Popen(
            [KG, "build", "--data", data, "--store", store], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        time.sleep(length * moment / 24)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        with open_release(store) as release:
            assert len(release.ask_stored("control-on-date", on="2030-01-09").rows) == 6
            if release.name != former:
                former = release.name  # it was killed after it had published
        if moment % 5 == 4:
            former = build([data], store).name
            left = [path for path in store.rglob(".*") if path.name.startswith((".new-", ".current-"))]
            assert left == []
            assert len(StoreDirectory(store).names()) <= 3
    assert killed >= 10


@pytest.mark.timeout(300)
def test_builds_and_readers_at_once(tmp_path: Path) -> None:
    data, store = tmp_path / "data", tmp_path / "store"
    shutil.copytree(DATA, data)
    build([data], store)
    program = (
        "import sys, time\nfrom kg import open_release\nend = time.monotonic() + 15\ncount = 0\n"
        "while time.monotonic() < end:\n"
        "    with open_release(sys.argv[1]) as release:\n"
        "        assert len(release.ask_stored('control-on-date', on='2030-01-09').rows) == 6\n        count += 1\n"
        "print(count)"
    )
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(store)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    report = data / "documents" / "report-1.yaml"
    names = set()
    while any(reader.poll() is None for reader in readers):
        report.write_text(report.read_text(encoding="utf-8") + "# again\n", encoding="utf-8")
        names.add(build([data], store, keep=1).name)
    for reader in readers:
        out, err = reader.communicate()
        assert reader.returncode == 0, err
        assert int(out) > 5
    assert len(names) > 3
