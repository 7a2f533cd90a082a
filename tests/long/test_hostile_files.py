"""Data files damaged at random: always a message or a good reading, never anything else."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest

from kg.build import check
from kg.errors import DataError
from synthetic import DATA

pytestmark = pytest.mark.long
FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.glob("*/*.yaml"))
PIECES = [
    b"", b" ", b"\n", b"\t", b":", b"- ", b"[", b"]", b"{", b"}", b"&a", b"*a", b"!!map", b"|", b">", b"#", b"---", b"...",
    b"'", b'"', b"\\", b"\x00", b"\xff", b"\xe2\x80\xa8", b"null", b"true", b"1e999", b"9" * 400, b"-1", b"2030-01-03/..",
    b"2030-01-03/2029", b"../..", b"x" * 5000, b"\xd8\xa7\xd9\x84", b"<<: *a", b"? a", b"places/alpha", b"claims:", b"%YAML 1.2\n",
]  # fmt: skip


def damaged(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        at = chance.randrange(len(content) + 1)
        piece = chance.choice(PIECES)
        match chance.randrange(4):
            case 0:
                content = content[:at] + piece + content[at:]
            case 1:
                content = content[:at] + content[min(at + chance.choice([1, 5, 50]), len(content)) :]
            case 2:
                lines = content.splitlines(keepends=True)
                chance.shuffle(lines)
                content = b"".join(lines)
            case _:
                words = list(re.finditer(rb"\S+", content))
                if words:
                    word = chance.choice(words)
                    content = content[: word.start()] + piece + content[word.end() :]
    return content


@pytest.mark.timeout(900)
@pytest.mark.parametrize("file", FILES)
def test_damage_gets_a_message_with_a_place(file: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    original = (DATA / file).read_bytes()
    refused = 0
    for seed in range(150):
        (data / file).write_bytes(damaged(original, random.Random(f"{file} {seed}")))
        try:
            check([data])
        except DataError as error:
            refused += 1
            for problem in error.problems:
                assert problem.wrong
                assert problem.where.file
                assert len(str(problem)) < 3000, seed
    assert refused > 50
