"""Where the commands are: in every language, in servers, direct messages and group chats, for servers and for people."""

from __future__ import annotations

from typing import Any

import pytest
import simcord.interactions
from simcord.backend import Backend
from simcord.backend.models import Interaction

from biobot.bot.client import create_bot
from biobot.bot.locales import command_name
from biobot.bot.sync import payloads
from scripts.discord_table import PAGE, page
from tests.bot.fake import FakeService, answer
from tests.bot.limits_held import assert_held
from tests.bot.world import World, id_of, read, response, small_buttons

LOCALES = {"zh-CN", "zh-TW", "de", "es-ES", "es-419", "fr", "ja", "ko"}


@pytest.fixture
async def registered(world: World) -> dict[str, dict[str, Any]]:
    return {command["name"]: command for command in await payloads(world.env.bot.tree)}  # type: ignore[attr-defined]


def test_the_table_of_the_commands_is_fresh() -> None:
    """Written by scripts/discord_table.py; run it again."""
    import asyncio

    assert PAGE.read_text(encoding="utf-8") == asyncio.run(page())


async def test_names_and_descriptions_of_the_bots_own_commands_are_in_every_language(
    registered: dict[str, dict[str, Any]],
) -> None:
    for name in ("ask", "compare", "chart", "topics", "source", "help", "privacy", "settings"):
        command = registered[name]
        assert set(command["name_localizations"]) == LOCALES, name
        assert set(command["description_localizations"]) == LOCALES, name
        for option in command["options"]:
            assert set(option["name_localizations"]) == LOCALES, (name, option["name"])
            assert set(option["description_localizations"]) == LOCALES, (name, option["name"])
    assert set(registered["Ask about this"]["name_localizations"]) == LOCALES


async def test_what_comes_from_the_pack_is_in_its_languages_and_both_scripts(world: World) -> None:
    service = FakeService(answer)
    topic = service.topics()[0]
    service.topics = lambda language="en": (  # type: ignore[method-assign]
        (type(topic)("birds", "bird", "鸟类 概览", "关于鸟类的知识") if language == "zh" else topic),
    )
    bot = create_bot(service)
    await bot.tree.set_translator(world.env.bot.tree.translator)  # type: ignore[attr-defined]
    (bird,) = [command for command in await payloads(bot.tree) if command["name"] == "bird"]

    assert bird["name_localizations"] == {"zh-CN": "鸟类-概览", "zh-TW": "鳥類-概覽"}
    assert bird["description_localizations"] == {"zh-CN": "关于鸟类的知识", "zh-TW": "關於鳥類的知識"}


async def test_every_payload_of_the_real_pack_keeps_discords_limits() -> None:
    from biobot.bot.locales import Locales
    from scripts.discord_table import Drawing

    bot = create_bot(Drawing.open())
    await bot.tree.set_translator(Locales())
    assert_held("/applications/1/commands", await payloads(bot.tree))


@pytest.mark.parametrize(
    ("title", "name"), [("What Patients Get!", "what-patients-get"), ("长三角：各城市", "长三角-各城市")]
)
def test_a_title_becomes_a_name_that_discord_takes(title: str, name: str) -> None:
    assert command_name(title) == name


async def test_everything_is_everywhere_but_the_settings(registered: dict[str, dict[str, Any]]) -> None:
    settings = registered.pop("settings")
    assert (settings["contexts"], settings["integration_types"]) == ([0], [0])
    assert settings["default_member_permissions"] == 1 << 5
    for command in registered.values():
        assert sorted(command["contexts"]) == [0, 1, 2]
        assert sorted(command["integration_types"]) == [0, 1]
        assert command.get("default_member_permissions") is None


@pytest.fixture
def user_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every interaction come from somebody who brought the bot along, where it is no member."""
    build = simcord.interactions.base_payload

    def brought(backend: Backend, **about: Any) -> tuple[Interaction, dict[str, Any]]:  # noqa: ANN401
        record, payload = build(backend, **about)
        payload |= {"authorizing_integration_owners": {"1": str(about["user_id"])}}
        return record, payload | ({"context": 2} if about["guild_id"] is None else {"guild_id": "77"})

    monkeypatch.setattr(simcord.interactions, "base_payload", brought)


@pytest.mark.usefixtures("user_installed")
async def test_it_answers_in_a_group_chat(world: World) -> None:
    world.ann.user.dm_channel  # noqa: B018 - opens it
    result = await world.ann.user.slash("ask", question="do birds fly?")

    assert "fly" in read(result)
    why = await world.ann.user.click(response(result), label="Why?")
    assert "Why this reply" in read(why)


@pytest.mark.usefixtures("user_installed")
async def test_it_answers_in_a_server_where_it_is_no_member_and_can_take_that_back(world: World) -> None:
    result = response(await world.ann.slash(world.channel, "ask", question="do birds fly?"))
    assert "fly" in read(result)
    assert small_buttons(result) == ["Why?", "👍", "👎", "🗑️"]

    await world.ann.click(result, custom_id=id_of(result, "delete:"))
    assert world.replies == []
    assert not [one for one in world.env.http_requests if one.path.startswith("/channels/")]
