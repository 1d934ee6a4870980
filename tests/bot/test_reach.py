"""Where the commands are: in every language, in servers, direct messages and group chats, for servers and for people."""

from __future__ import annotations

from typing import Any

import pytest
import simcord.interactions
from simcord.backend import Backend
from simcord.backend.models import Interaction

from biobot.bot.client import create_bot
from biobot.bot.locales import Locales, command_name
from biobot.bot.sync import payloads
from biobot.pack.models import OWN_COMMANDS
from biobot.service import Topic
from scripts.discord_table import PAGE, Drawing, page
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


async def birds(world: World, *topics: tuple[str, dict[str, tuple[str, str]]]) -> list[dict[str, Any]]:
    """Register the commands of topics, each with its Chinese title and its further languages."""
    service = FakeService(answer)
    known = [(f"bird{number}", *topic) for number, topic in enumerate(topics)]
    service.topics = lambda language="en": tuple(  # type: ignore[method-assign]
        Topic(
            name,
            name,
            chinese if language == "zh" else name,
            "关于鸟类的知识" if language == "zh" else "Birds",
            locales,
        )
        for name, chinese, locales in known
    )
    await world.env.restart_bot(create_bot(service, shard_count=1))
    made: list[dict[str, Any]] = await payloads(world.env.bot.tree)  # type: ignore[attr-defined]
    return [command for command in made if command["name"].startswith("bird")]


async def test_what_comes_from_the_pack_is_in_its_languages_and_both_scripts(world: World) -> None:
    locales = {"de": ("vögel", "Über Vögel"), "es": ("aves", "Sobre aves")}
    (bird,) = await birds(world, ("鸟类 概览", locales))

    spanish = {"es-ES": "aves", "es-419": "aves"}
    assert bird["name_localizations"] == {"zh-CN": "鸟类-概览", "zh-TW": "鳥類-概覽", "de": "vögel", **spanish}
    assert bird["description_localizations"] == {
        "zh-CN": "关于鸟类的知识",
        "zh-TW": "關於鳥類的知識",
        "de": "Über Vögel",
        "es-ES": "Sobre aves",
        "es-419": "Sobre aves",
    }


async def test_a_pack_needs_no_further_languages(world: World) -> None:
    (bird,) = await birds(world, ("鸟类", {}))

    assert bird["name_localizations"] == {"zh-CN": "鸟类", "zh-TW": "鳥類"}
    assert (await world.ann.slash(world.channel, "bird0")).response is not None


async def test_a_name_that_another_command_has_is_left_out_in_that_language_alone(world: World) -> None:
    """Discord would refuse every command for one that shares its name; `/help` is called “hilfe” in German."""
    first = {"de": ("hilfe", "Vögel"), "fr": ("oiseaux", "Oiseaux")}
    second = {"de": ("enten", "Enten"), "fr": ("oiseaux", "Canards")}
    one, two = await birds(world, ("帮助", first), ("鸭", second))

    assert one["name_localizations"] == {"fr": "oiseaux"}
    assert two["name_localizations"] == {"zh-CN": "鸭", "zh-TW": "鴨", "de": "enten"}
    assert one["description_localizations"]["de"] == "Vögel"


async def test_the_names_that_a_pack_cannot_take_are_those_of_the_bots_own_commands(world: World) -> None:
    made = await payloads(world.env.bot.tree)  # type: ignore[attr-defined]

    assert {command["name"] for command in made if command["type"] == 1} == {*OWN_COMMANDS, "bird"}


async def test_every_command_and_option_of_the_real_pack_is_in_every_language() -> None:
    bot = create_bot(Drawing.open())
    await bot.tree.set_translator(Locales())
    for command in await payloads(bot.tree):
        for one in (command, *command.get("options", ())):
            assert set(one["name_localizations"]) == LOCALES, (command["name"], one["name"])
            assert command["type"] != 1 or set(one["description_localizations"]) == LOCALES, command["name"]


async def test_every_payload_of_the_real_pack_keeps_discords_limits() -> None:
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
