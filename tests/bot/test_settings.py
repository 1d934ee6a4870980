"""Who manages a server sets how the bot behaves there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import discord
import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from biobot.bot.client import create_bot
from biobot.bot.kept import Kept
from biobot.errors import StoreError
from biobot.store.memory import MemoryStore
from biobot.store.values import GuildSettings
from tests.bot.fake import FakeService, answer
from tests.bot.world import World, buttons, id_of, menus, placeholders, read, response, small_buttons


@pytest.fixture
def chief(world: World) -> MemberActor:
    role = world.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    return world.guild.add_member(world.env.create_user("chief"), roles=[role])


async def panel(world: World, person: MemberActor) -> InteractionResult:
    return await person.slash(world.channel, "settings")


async def test_the_panel_shows_every_setting_to_the_one_who_asked_alone(world: World, chief: MemberActor) -> None:
    opened = await panel(world, chief)

    assert opened.ephemeral
    assert read(opened).split("\n") == [
        "Settings of this server",
        "Choose below; every change is kept at once.",
        "",
        "**Language** · the question's language",
        "**Answers to commands** · for everybody, unless the person chooses otherwise",
        "**Topic commands** · all",
        "**Ask channels** · not available: whoever runs me hasn't let me read messages not meant for me",
        "**Feedback buttons** · on",
    ]
    assert buttons(response(opened)) == ["Answer privately", "Switch feedback off"]
    assert menus(response(opened)) == {
        "settings:language": ["Replies: the question's language", "Replies: English", "Replies: Chinese"],
        "settings:topics": ["/bird"],
    }


async def test_it_is_not_even_offered_to_anybody_else(world: World, chief: MemberActor) -> None:
    assert "settings" not in world.ann.available_commands(world.channel)
    assert "settings" in chief.available_commands(world.channel)
    assert "settings" not in world.ann.user.available_commands()


async def test_where_a_server_has_lifted_that_the_bot_checks_again(
    world: World, chief: MemberActor, store: MemoryStore
) -> None:
    commands = {command.name: command for command in await world.env.bot.tree.fetch_commands()}  # type: ignore[attr-defined]
    world.guild.set_command_permissions(commands["settings"], {world.ann.user: True})
    refused = await panel(world, world.ann)

    assert refused.ephemeral
    assert "Only who may manage this server" in read(refused)
    assert small_buttons(response(refused)) == buttons(response(refused)) == []


async def test_a_panel_in_the_hands_of_who_may_no_longer_manage_changes_nothing(
    world: World, chief: MemberActor, store: MemoryStore
) -> None:
    opened = response(await panel(world, chief))
    world.env.backend.guilds[world.guild.id].members[chief.id].role_ids.clear()
    pressed = await chief.click(opened, label="Answer privately")

    assert "Only who may manage this server" in read(pressed)
    assert await store.settings(world.guild.id) == GuildSettings()


async def test_answers_to_commands_become_private_unless_the_person_chooses(world: World, chief: MemberActor) -> None:
    opened = response(await panel(world, chief))
    await chief.click(opened, label="Answer privately")
    assert "only for the person who asks" in read(opened)
    assert "✅ Kept." in read(opened)

    assert (await world.ann.slash(world.channel, "ask", question="do birds fly?")).ephemeral
    assert not (await world.ann.slash(world.channel, "ask", question="do birds fly?", private=False)).ephemeral
    await chief.click(opened, label="Answer for everybody")
    assert not (await world.ann.slash(world.channel, "bird")).ephemeral


async def test_a_language_holds_for_messages_and_commands(
    world: World, chief: MemberActor, service: FakeService, client_language: Callable[[str], None]
) -> None:
    opened = response(await panel(world, chief))
    await chief.select(opened, ["zh"], custom_id="settings:language")
    assert "**Language** · Chinese" in read(opened)

    await world.mention("do birds fly?")
    await world.ann.slash(world.channel, "ask", question="do birds fly?")
    assert service.languages == ["zh", "zh"]

    await chief.select(opened, ["en"], custom_id="settings:language")
    client_language("zh-CN")
    await world.ann.slash(world.channel, "ask", question="do birds fly?")
    assert service.languages[-1] == "en"


async def test_a_topic_command_that_is_switched_off_says_so_privately(world: World, chief: MemberActor) -> None:
    opened = response(await panel(world, chief))
    await chief.select(opened, [], custom_id="settings:topics")
    refused = await world.ann.slash(world.channel, "bird")

    assert refused.ephemeral
    assert "switched off in this server" in read(refused)
    await chief.select(opened, ["birds"], custom_id="settings:topics")
    assert "fly" in read(await world.ann.slash(world.channel, "bird"))


async def test_nothing_else_speaks_of_a_command_that_is_switched_off(world: World, chief: MemberActor) -> None:
    opened = response(await panel(world, chief))
    await chief.select(opened, [], custom_id="settings:topics")

    assert "/bird" not in read(await world.ann.slash(world.channel, "help"))
    listed = response(await world.ann.slash(world.channel, "topics"))
    assert "**Birds 1** · 1 fact" in read(listed)
    for button in ("More", "Back"):
        await world.ann.click(listed, label=button)
        assert "/bird" not in read(listed)


async def test_the_panel_says_that_discord_goes_on_listing_it_and_where_to_hide_it(
    world: World, chief: MemberActor
) -> None:
    """No bot can hide one of its global commands in one server: Discord leaves that to those who manage it."""
    opened = response(await panel(world, chief))
    assert "goes on listing" not in read(opened)
    await chief.select(opened, [], custom_id="settings:topics")

    assert "**Topic commands** · none\n-# Discord goes on listing a command" in read(opened)
    assert "*Server Settings*, *Integrations*" in read(opened)
    assert "bird" in world.ann.available_commands(world.channel)


async def test_without_feedback_nobody_is_asked_and_nothing_is_counted(
    world: World, chief: MemberActor, store: MemoryStore
) -> None:
    opened = response(await panel(world, chief))
    await chief.click(opened, label="Switch feedback off")

    assert small_buttons(await world.mention("do birds fly?")) == ["Why?", "🗑️"]
    assert await store.counted() == ()


async def test_channels_for_questions_are_chosen_where_the_host_allows_it(
    world: World, chief: MemberActor, store: MemoryStore
) -> None:
    await world.env.restart_bot(create_bot(FakeService(answer), store, message_content=True, shard_count=1))
    opened = response(await panel(world, chief))
    assert "**Ask channels** · none" in read(opened)
    assert placeholders(opened)["settings:channels"] == "Ask channels · none"

    await chief.select(opened, [world.channel], custom_id="settings:channels")
    assert f"**Ask channels** · <#{world.channel.id}>" in read(opened)
    await world.ann.send(world.channel, "do birds fly?")
    assert "fly" in read(world.newest)


async def test_the_settings_of_one_server_are_nobody_elses(
    world: World, chief: MemberActor, store: MemoryStore
) -> None:
    await store.save_settings(world.guild.id, GuildSettings(private=True))
    other = world.env.create_guild("Another server")
    channel = other.create_text_channel("general")
    cat = other.add_member(world.env.create_user("cat"))

    assert not (await cat.slash(channel, "ask", question="do birds fly?")).ephemeral


async def test_the_panel_lives_through_a_restart(world: World, chief: MemberActor, store: MemoryStore) -> None:
    opened = response(await panel(world, chief))
    await world.env.restart_bot(create_bot(FakeService(answer), store, shard_count=1))
    await chief.click(opened, custom_id=id_of(opened, "settings:switch:private"))
    await chief.select(opened, ["zh"], custom_id="settings:language")

    assert await store.settings(world.guild.id) == GuildSettings(language="zh", private=True)


async def test_the_panel_speaks_chinese(
    world: World, chief: MemberActor, client_language: Callable[[str], None]
) -> None:
    client_language("zh-TW")

    assert "本服务器的设置" in read(await panel(world, chief))


async def test_leaving_a_server_drops_its_settings(world: World, store: MemoryStore) -> None:
    await store.save_settings(world.guild.id, GuildSettings(private=True))
    world.env.backend.remove_guild(world.guild.id)
    await world.env.settle()

    assert await store.settings(world.guild.id) == GuildSettings()


class Failing(MemoryStore):
    """Fails, or hangs, whenever it is asked."""

    hangs = False

    async def settings(self, guild: int) -> GuildSettings:
        await self._fail()
        return GuildSettings()

    async def save_settings(self, guild: int, settings: GuildSettings) -> None:
        await self._fail()

    async def count(self, question: str, kind: str, language: str, mark: object) -> None:
        await self._fail()

    async def _fail(self) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        raise StoreError("the disk is full")


async def test_a_store_that_fails_stops_no_answer(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await world.env.restart_bot(create_bot(FakeService(answer), Failing(), shard_count=1))

    assert "fly" in read(await world.mention("do birds fly?"))
    assert "fly" in read(await world.ann.slash(world.channel, "ask", question="do birds fly?"))
    assert "The settings of a server were not read: StoreError" in caplog.text


async def test_nor_does_one_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("biobot.bot.kept._PATIENCE", 0.01)
    store = Failing()
    store.hangs = True
    kept = Kept(store)
    await kept.count("do birds fly?", "answer", "en", "helpful")

    assert await kept.settings(1) == GuildSettings()
    assert not await kept.save(1, GuildSettings())


async def test_a_store_that_fails_says_so_in_the_panel(world: World, chief: MemberActor) -> None:
    await world.env.restart_bot(create_bot(FakeService(answer), Failing(), shard_count=1))
    opened = response(await panel(world, chief))
    await chief.click(opened, label="Answer privately")

    assert "This could not be kept" in read(opened)
    assert "for everybody" in read(opened)


async def test_a_store_that_fails_later_leaves_the_last_known_settings_in_force(world: World) -> None:
    class Once(Failing):
        asked = 0

        async def settings(self, guild: int) -> GuildSettings:
            self.asked += 1
            if self.asked > 1:
                await self._fail()
            return GuildSettings(private=True)

    await world.env.restart_bot(create_bot(FakeService(answer), Once(), shard_count=1))

    for _ in range(3):
        assert (await world.ann.slash(world.channel, "bird")).ephemeral


async def test_without_a_database_the_panel_says_that_nothing_can_be_kept(world: World, chief: MemberActor) -> None:
    await world.env.restart_bot(create_bot(FakeService(answer), shard_count=1))

    assert "I run without a database" in read(await panel(world, chief))
