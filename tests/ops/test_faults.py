"""Faults of the machine and of people's messages; and the table in docs/faults.md, which names a test for each fault."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from biobot.service import Service

HOSTILE = {
    "a very long word": "a" * 100_000,
    "a very long question": "how many firms are there? " * 5_000,
    "thousands of figures": " ".join(str(number) for number in range(20_000)),
    "stacked accents": "h" + "\u0301" * 5_000 + "ow many firms?",
    "invisible characters": "\u200b\u202e\ufeff\u2066" * 5_000,
    "half a pair": "how many \ud83d firms",
    "control characters": "".join(map(chr, range(32))) * 100,
    "nested brackets": "(" * 20_000 + ")" * 20_000,
    "a pattern that loops": "a?" * 2_000 + "a" * 2_000,
    "statements": "'; DROP TABLE questions; -- {0} {question} %s %n ${jndi:ldap://x}",
    "mentions": "@everyone @here <@1> <@&2> <#3> [x](https://example.org)" * 200,
    "a figure beyond all bounds": "is it 1e999999999 or " + "9" * 50_000 + " %?",
    "many questions": "and how many? " * 3_000,
    "Chinese without end": "有多少家公司？" * 5_000,
    "nothing": "",
}

MUST_BE_TOLD = [
    r"refuses the token",
    r"no token",
    r"intent is switched off \(close code 4014\)",
    r"\(400\)",
    r"\(403\)",
    r"\(404\)",
    r"\(429\)",
    r"goes on failing .*500, 503",
    r"closes the connection for good \(4004, 4010, 4011, 4013\)",
    r"No network, or no DNS",
    r"database is locked",
    r"disk is full",
    r"database's file was deleted",
    r"PostgreSQL is down",
    r"database is slow",
    r"pack is broken .* loaded anew",
    r"pack is missing, or half written, .* loaded anew",
    r"clock is wrong or jumps",
    r"Two bots run with one token",
    r"Huge, odd or hostile messages",
    r"no file handles left",
    r"SIGTERM in the middle of a reply",
]

_HANDLES = """
import asyncio, os, resource, sys
from pathlib import Path
from biobot.errors import StoreError
from biobot.service import Service
from biobot.store.create import create_store, sqlite_url
from biobot.store.values import GuildSettings

async def main():
    service, store = Service.open(), create_store(sqlite_url(Path(sys.argv[1]) / "store.sqlite3"))
    await store.open()
    await store.save_settings(7, GuildSettings(language="zh"))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    held = []
    try:
        while True:
            held.append(os.open(os.devnull, os.O_RDONLY))
    except OSError:
        pass
    print(service.ask("hello").kind)
    await store.count("is it far?", "silent", "en", "unanswered")
    print((await store.settings(7)).language)
    try:
        await store.save_settings(7, GuildSettings())
    except StoreError as error:
        print("StoreError")
    for handle in held:
        os.close(handle)
    print((await store.counted())[0].question)
    await store.close()

asyncio.run(main())
"""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_no_message_is_too_large_or_too_odd_to_be_replied_to(text: str, shipped: Service) -> None:
    reply = shipped.ask(text[:4000], conversation="a")

    assert reply.kind in {"answer", "silent", "clarify", "decline", "social"}
    assert reply.text


@pytest.fixture(scope="module")
def shipped() -> Service:
    return Service.open()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_out_of_file_handles_it_answers_on_and_writes_later(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _HANDLES, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60
    )

    assert done.stdout.split("\n") == ["social", "zh", "StoreError", "is it far?", ""], done.stderr


class TestTable:
    @pytest.fixture
    def rows(self, repository: Path) -> list[list[str]]:
        text = (repository / "docs/faults.md").read_text(encoding="utf-8")
        lines = [
            line for line in text.splitlines() if line.startswith("| ") and not line.startswith(("| Fault", "| ---"))
        ]
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]

    def test_it_tells_of_at_least_two_dozen_faults(self, rows: list[list[str]]) -> None:
        assert len(rows) >= 24
        assert len({row[0] for row in rows}) == len(rows)

    def test_each_fault_says_what_the_person_and_the_host_see(self, rows: list[list[str]]) -> None:
        assert [row for row in rows if len(row) != 4 or not all(row)] == []

    @pytest.mark.parametrize("fault", MUST_BE_TOLD)
    def test_what_any_host_will_meet_is_among_them(self, fault: str, rows: list[list[str]]) -> None:
        assert [row[0] for row in rows if re.search(fault, row[0])] != []

    def test_the_tests_named_exist(self, rows: list[list[str]], repository: Path) -> None:
        named = [name for row in rows for name in re.findall(r"`(tests/[^`]+)`", row[3])]
        lost = [name for name in named if not exists(repository, *name.split("::"))]

        assert lost == []
        assert all(re.search(r"`tests/[^`]+::test_\w+`|::test_\w+`", row[3]) for row in rows)


def exists(repository: Path, path: str, *names: str) -> bool:
    file = repository / path
    if not file.is_file():
        return False
    text = file.read_text(encoding="utf-8")
    return all(re.search(rf"^\s*(?:async def|def|class) {name}\b", text, re.MULTILINE) for name in names)
