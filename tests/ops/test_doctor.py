"""`biobot doctor`: a line for everything that the bot needs, `ok` or what to do, and an exit status that says it."""

from __future__ import annotations

import email.utils
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from biobot.config import Settings
from biobot.ops import doctor, online
from biobot.ops.doctor import Finding, examine, status
from biobot.ops.invite import needed
from tests.ops.conftest import APPLICATION, TOKEN, Run

NOW = 1_790_000_000.0
EVERYTHING = sum(needed(charts=True).values())
LIMIT = {"total": 1000, "remaining": 900, "reset_after": 0, "max_concurrency": 1}


@pytest.fixture
def env(home: Path, unset: None) -> Path:
    """A good .env, as `biobot init` writes it."""
    path = home / ".env"
    path.touch(0o600)
    path.write_text(
        f"BIOBOT_TOKEN={TOKEN}\nBIOBOT_DATA_FOLDER={home / 'data'}\nBIOBOT_HEALTH_PORT=0\n", encoding="utf-8"
    )
    return path


def add(env: Path, line: str) -> None:
    env.write_text(f"{env.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")


async def look(env: Path) -> dict[str, Finding]:
    found = {finding.about: finding for finding in await examine(env)}
    assert all(TOKEN not in str(finding) for finding in found.values())
    return found


class TestOnThisMachine:
    async def test_all_is_well(self, env: Path) -> None:
        found = await look(env)

        assert [about for about, finding in found.items() if finding.mark == "wrong"] == []
        assert {"version", ".env", "settings", "token", "pack", "database", "disk", "clock", "port"} <= set(found)
        assert status(found.values()) == 0

    async def test_a_file_that_others_can_read(self, env: Path) -> None:
        env.chmod(0o644)

        finding = (await look(env))[".env"]
        assert (finding.mark, finding.text) == ("wrong", f"other users of this machine may read it: chmod 600 {env}")

    async def test_a_setting_that_does_not_exist(self, env: Path) -> None:
        add(env, "BIOBOT_PAKC=here")

        assert "did you mean BIOBOT_PACK?" in (await look(env))["settings"].text

    async def test_no_token(self, env: Path) -> None:
        add(env, "BIOBOT_TOKEN=")

        assert "run `biobot init`" in (await look(env))["token"].text

    async def test_something_else_than_a_token(self, env: Path) -> None:
        add(env, "BIOBOT_TOKEN=my-client-secret")

        finding = (await look(env))["token"]
        assert finding.mark == "wrong"
        assert "my-client-secret" not in finding.text

    async def test_no_pack_where_one_was_named(self, env: Path, home: Path) -> None:
        add(env, f"BIOBOT_PACK={home / 'nothing'}")

        finding = (await look(env))["pack"]
        assert finding.mark == "wrong"
        assert "nothing" in finding.text

    async def test_a_database_that_is_none(self, env: Path, home: Path) -> None:
        (home / "data").mkdir()
        (home / "data" / "biobot.sqlite3").write_bytes(b"no database at all " * 100)

        finding = (await look(env))["database"]
        assert finding.mark == "wrong"
        assert "restore a backup" in finding.text

    async def test_a_database_out_of_reach_and_its_password(self, env: Path) -> None:
        add(env, "BIOBOT_DATABASE_URL=postgresql://bot:hunter2@127.0.0.1:9/biobot")

        finding = (await look(env))["database"]
        assert finding.mark == "wrong"
        assert "The bot answers without it" in finding.text
        assert "hunter2" not in finding.text

    async def test_a_full_disk(self, env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 5 * 1024**2}))

        finding = (await look(env))["disk"]
        assert finding.mark == "wrong"
        assert "only 5 MB are free" in finding.text

    async def test_a_clock_that_was_never_set(self, env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert doctor._clock(lambda: 86_400.0).mark == "wrong"
        assert "1970-01-02" in doctor._clock(lambda: 86_400.0).text

    async def test_a_port_that_is_in_use(self, env: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            add(env, f"BIOBOT_HEALTH_PORT={taken.getsockname()[1]}")
            finding = (await look(env))["port"]

        assert finding.mark == "note"
        assert "in use: by the bot, if it runs" in finding.text

    async def test_an_address_that_is_not_this_machine(self, env: Path) -> None:
        add(env, "BIOBOT_HEALTH_PORT=8474\nBIOBOT_HEALTH_HOST=203.0.113.7")

        assert (await look(env))["port"].mark == "wrong"

    async def test_several_processes_on_one_sqlite_file(self, env: Path) -> None:
        add(env, "BIOBOT_SHARD_COUNT=8\nBIOBOT_SHARD_IDS=0-3")

        finding = (await look(env))["shards"]
        assert finding.mark == "wrong"
        assert "PostgreSQL" in finding.text

    def test_the_command_shows_a_line_each_and_its_status_says_it(self, biobot: Run) -> None:
        done = biobot("doctor", "--offline")

        assert done.returncode == 1
        assert [line for line in done.stdout.splitlines() if line.startswith("wrong")] == [
            str(Finding("wrong", "token", "there is none: run `biobot init`, or set BIOBOT_TOKEN"))
        ]


class Discord:
    """The part of Discord's API that the doctor asks."""

    def __init__(self) -> None:
        self.status = 200
        self.application: dict[str, Any] = {"id": APPLICATION, "name": "Biobot", "bot_public": True, "flags": 0}
        self.limit = dict(LIMIT)
        self.shards = 1
        self.commands = [{"name": "ask"}, {"name": "topics"}]
        self.guilds = [{"id": "7", "permissions": str(EVERYTHING)}]
        self.date = NOW

    def application_(self) -> web.Application:
        made = web.Application()
        made.router.add_get("/users/@me", self._says(lambda: {"id": APPLICATION, "username": "biobot"}))
        made.router.add_get("/applications/@me", self._says(lambda: self.application))
        made.router.add_get(
            "/gateway/bot", self._says(lambda: {"shards": self.shards, "session_start_limit": self.limit})
        )
        made.router.add_get(f"/applications/{APPLICATION}/commands", self._says(lambda: self.commands))
        made.router.add_get("/users/@me/guilds", self._guilds)
        return made

    def _says(self, value: Callable[[], object]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(_: web.Request) -> web.Response:
            return await self._say(value())

        return handle

    async def _guilds(self, request: web.Request) -> web.Response:
        after, limit = int(request.query["after"]), int(request.query["limit"])
        return await self._say([guild for guild in self.guilds if int(guild["id"]) > after][:limit])

    async def _say(self, value: object) -> web.Response:
        headers = {"Date": email.utils.formatdate(self.date, usegmt=True)}
        return web.json_response(value, status=self.status, headers=headers)


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    made = Discord()
    runner = web.AppRunner(made.application_(), shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setattr(online, "API", "http://{}:{}".format(*runner.addresses[0][:2]))
    yield made
    await runner.cleanup()


async def ask(**settings: Any) -> dict[str, Finding]:  # noqa: ANN401
    own = Settings(_env_file=None, token=SecretStr(TOKEN), **settings)
    found = await online.ask_discord(own, ["ask", "topics"], lambda: NOW)
    assert all(TOKEN not in str(finding) for finding in found)
    return {finding.about: finding for finding in found}


@pytest.mark.usefixtures("unset")
class TestAtDiscord:
    async def test_all_is_well(self, discord: Discord) -> None:
        found = await ask()

        assert {finding.mark for finding in found.values()} == {"ok"}
        assert list(found) == ["login", "application", "intents", "starts", "advice", "commands", "servers", "time"]

    async def test_a_refused_token(self, discord: Discord) -> None:
        discord.status = 401

        assert "make a new one" in (await ask())["login"].text

    async def test_discord_in_trouble(self, discord: Discord) -> None:
        discord.status = 503

        assert "status 503" in (await ask())["Discord"].text

    async def test_no_network(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(online, "API", "http://127.0.0.1:9")

        found = await ask()
        assert list(found) == ["Discord"]
        assert "check the network, DNS" in found["Discord"].text

    async def test_an_intent_that_is_needed_and_off(self, discord: Discord) -> None:
        assert (await ask(message_content=True))["intents"].mark == "wrong"
        discord.application["flags"] = 1 << 19
        assert (await ask(message_content=True))["intents"].mark == "ok"

    async def test_an_intent_that_is_on_and_not_needed(self, discord: Discord) -> None:
        discord.application["flags"] = 1 << 18

        assert (await ask())["intents"].mark == "note"

    async def test_nobody_could_invite_it(self, discord: Discord) -> None:
        discord.application["bot_require_code_grant"] = True

        assert (await ask())["application"].mark == "wrong"

    async def test_a_private_bot(self, discord: Discord) -> None:
        discord.application["bot_public"] = False

        assert "only its owner can invite it" in (await ask())["application"].text

    async def test_hardly_a_start_left(self, discord: Discord) -> None:
        discord.limit["remaining"] = 3

        assert (await ask())["starts"].mark == "wrong"

    async def test_too_few_shards(self, discord: Discord) -> None:
        discord.shards = 8

        assert "Discord advises 8 shards, BIOBOT_SHARD_COUNT is 2" in (await ask(shard_count=2))["advice"].text

    async def test_commands_that_are_not_registered_yet(self, discord: Discord) -> None:
        discord.commands = [{"name": "ask"}]

        assert "not registered yet: topics" in (await ask())["commands"].text

    async def test_a_server_that_lacks_a_permission(self, discord: Discord) -> None:
        discord.guilds.append({"id": "8", "permissions": str(EVERYTHING - (1 << 14))})

        finding = (await ask())["permissions"]
        assert (finding.mark, finding.text) == ("wrong", "server 8 lacks Embed Links: give them to the bot's role")

    async def test_an_administrator_needs_nothing_more(self, discord: Discord) -> None:
        discord.guilds = [{"id": "8", "permissions": str(1 << 3)}]

        assert (await ask())["servers"].mark == "ok"

    async def test_many_servers_are_all_looked_at(self, discord: Discord) -> None:
        discord.guilds = [{"id": str(number), "permissions": str(EVERYTHING)} for number in range(1, 451)]

        assert "in 450, with every permission" in (await ask())["servers"].text

    async def test_no_server_yet(self, discord: Discord) -> None:
        discord.guilds = []

        assert f"client_id={APPLICATION}" in (await ask())["servers"].text

    @pytest.mark.parametrize(("skew", "said"), [(120.0, "120 seconds behind"), (-90.0, "90 seconds ahead")])
    async def test_a_clock_that_is_off(self, skew: float, said: str, discord: Discord) -> None:
        discord.date = NOW + skew

        finding = (await ask())["time"]
        assert finding.mark == "wrong"
        assert said in finding.text
