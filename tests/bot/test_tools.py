"""The small buttons under a reply: why it says so, whether it helped, and away with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import discord
import pytest

from biobot.bot.client import create_bot
from biobot.engine.values import Candidate, Reasons, Reply, Word
from biobot.store.memory import MemoryStore
from tests.bot.fake import FakeService, answer, clarify, proven
from tests.bot.world import World, id_of, read, response, small_buttons

READ = Reasons(
    words=(
        Word("how many", "attribute", ("count",)),
        Word("brids", "subject", ("bird",), mended="birds"),
        Word("fly", "subject", ("flight", "flies")),
        Word("90", "figure"),
        Word("the", "filler"),
        Word("*dreams*", "unknown"),
    ),
    candidates=(Candidate("birds.fly", 0.9, ()), Candidate("birds.swim", 0.5, ())),
    rule="one intent explains the question best",
)


def explained(text: str) -> Reply:
    return replace(proven("birds.fly"), intent="birds.fly", confidence=0.9, reasons=READ)


async def why(world: World, shown: discord.Message) -> str:
    pressed = await world.ben.click(shown, label="Why?")
    assert pressed.ephemeral
    return read(pressed)


async def test_an_answer_has_small_buttons_and_small_talk_none(world: World, service: FakeService) -> None:
    assert small_buttons(await world.mention("do birds fly?")) == ["Why?", "👍", "👎", "🗑️"]

    service.say = lambda _: Reply("social", "Hello!")
    assert small_buttons(await world.mention("hello")) == []


async def test_a_question_back_is_not_rated_and_a_private_reply_not_deleted(world: World, service: FakeService) -> None:
    service.say = clarify
    assert small_buttons(await world.mention("birds")) == ["Why?", "🗑️"]

    service.say = answer
    asked = await world.ann.slash(world.channel, "ask", question="do birds fly?", private=True)
    assert small_buttons(response(asked)) == ["Why?", "👍", "👎"]


async def test_why_tells_how_each_word_was_read_and_what_decided(world: World, service: FakeService) -> None:
    service.say = explained
    told = await why(world, await world.mention("how many brids fly?"))

    assert told.split("\n") == [
        "Why this reply",
        "**How I read it**",
        "• “how many” → what is asked for",
        "• “brids”, taken for “birds” → **Bird**",
        "• “fly” → **Flight / Flies**",
        "• “90” → a figure: I check it, it never makes a match",
        "• Set aside as words without a meaning of their own: the",
        r"• Nothing in my source explains: **\*dreams\***",
        "",
        "**What fits**",
        "About birds.fly (90 %)",
        "It also came into question: About birds.swim",
        "",
        "**So** I answered: one entry of my facts explains the question best.",
    ]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("silent", "my source names this, but doesn't tell what was asked"),
        ("clarify", "several entries fit equally well"),
        ("decline", "I found nothing in the question that my source tells of"),
    ],
)
async def test_why_tells_of_every_kind_of_refusal(world: World, service: FakeService, kind: str, line: str) -> None:
    service.say = lambda _: Reply(kind, "No.", reasons=READ)  # type: ignore[arg-type]

    assert line in await why(world, await world.mention("what do birds dream of?"))


async def test_why_tells_of_each_of_several_questions(world: World, service: FakeService) -> None:
    part = Reply("silent", "No.", label="Dreams", reasons=READ)
    service.say = lambda text: Reply("answer", "", parts=(replace(explained(text), label="Flight"), part))
    told = await why(world, await world.mention("do they fly, and dream?"))

    assert "**Flight**" in told
    assert "**Dreams**" in told
    assert told.count("**How I read it**") == 2


async def test_why_after_a_restart_tells_what_the_button_still_knows(world: World, service: FakeService) -> None:
    service.say = explained
    shown = await world.mention("how many brids fly?")
    await world.env.restart_bot(create_bot(FakeService(answer), shard_count=1))
    told = await why(world, shown)

    assert "I keep no questions" in told
    assert "About birds.fly" in told


async def test_why_speaks_the_language_of_who_presses(
    world: World, service: FakeService, client_language: Callable[[str], None]
) -> None:
    service.say = explained
    shown = await world.mention("how many brids fly?")

    client_language("zh-CN")
    assert "我的理解" in await why(world, shown)


async def test_in_chinese_it_lists_as_one_does_there(
    world: World, service: FakeService, client_language: Callable[[str], None]
) -> None:
    unknown = Reasons(words=(Word("梦", "unknown"), Word("想", "unknown")))
    service.say = lambda _: Reply("decline", "不在资料里。", "zh", reasons=unknown)
    shown = await world.mention("鸟的梦想？")
    assert "一份虚构的资料" in read(shown)

    client_language("zh-CN")
    assert "我的资料无法解释：**梦、想**" in read(await world.ben.click(shown, label="为什么？"))


async def test_a_mark_is_counted_once_for_each_person_without_their_name(
    world: World, service: FakeService, store: MemoryStore
) -> None:
    shown = await world.mention("Do birds FLY?")
    thanked = await world.ann.click(shown, custom_id=id_of(shown, "mark:unhelpful"))
    assert thanked.ephemeral
    assert "without your name" in read(thanked)

    again = await world.ann.click(shown, custom_id=id_of(shown, "mark:helpful"))
    assert "told me already" in read(again)
    assert read(await world.ben.click(shown, custom_id=id_of(shown, "mark:helpful"))) == "Thank you!"
    counted = [(one.question, one.kind, one.mark, one.times) for one in await store.counted()]
    assert sorted(counted) == [("do birds fly?", "answer", "helpful", 1), ("do birds fly?", "answer", "unhelpful", 1)]


async def test_a_question_without_an_answer_is_counted(world: World, service: FakeService, store: MemoryStore) -> None:
    service.say = lambda _: Reply("silent", "It doesn't say.")
    await world.mention("what do birds dream of?")
    service.say = answer
    await world.mention("do birds fly?")

    assert [(one.question, one.mark) for one in await store.counted()] == [("what do birds dream of?", "unanswered")]


async def test_a_mark_after_a_restart_is_thanked_for_although_the_question_is_forgotten(world: World) -> None:
    shown = await world.mention("do birds fly?")
    store = MemoryStore()
    await world.env.restart_bot(create_bot(FakeService(answer), store, shard_count=1))

    assert read(await world.ann.click(shown, custom_id=id_of(shown, "mark:helpful"))) == "Thank you!"
    assert await store.counted() == ()


async def test_without_a_store_nobody_is_asked_whether_it_helped(world: World) -> None:
    await world.env.restart_bot(create_bot(FakeService(answer), shard_count=1))

    assert small_buttons(await world.mention("do birds fly?")) == ["Why?", "🗑️"]


async def test_the_asker_deletes_the_reply(world: World) -> None:
    shown = await world.mention("do birds fly?")
    await world.ann.click(shown, custom_id=id_of(shown, "delete:"))

    assert world.replies == []


async def test_the_answer_to_a_command_can_be_deleted_too(world: World) -> None:
    asked = response(await world.ann.slash(world.channel, "ask", question="do birds fly?"))
    await world.ann.click(asked, custom_id=id_of(asked, "delete:"))

    assert world.replies == []


async def test_somebody_else_is_told_privately_who_may_delete(world: World) -> None:
    shown = await world.mention("do birds fly?")
    pressed = await world.ben.click(shown, custom_id=id_of(shown, "delete:"))

    assert pressed.ephemeral
    assert "Only the person who asked, or a moderator" in read(pressed)
    assert len(world.replies) == 1


async def test_a_moderator_deletes_any_reply(world: World) -> None:
    role = world.guild.create_role("moderators", permissions=discord.Permissions(manage_messages=True))
    mod = world.guild.add_member(world.env.create_user("mod"), roles=[role])
    shown = await world.mention("do birds fly?")
    await mod.click(shown, custom_id=id_of(shown, "delete:"))

    assert world.replies == []


async def test_once_the_question_is_gone_only_a_moderator_deletes(world: World) -> None:
    asked = await world.ann.send(world.channel, f"<@{world.bot_id}> do birds fly?")
    shown = world.newest
    await world.ann.delete(asked)

    pressed = await world.ann.click(shown, custom_id=id_of(shown, "delete:"))
    assert "The question is gone, so only a moderator" in read(pressed)
    assert len(world.replies) == 1


async def test_so_it_is_when_many_messages_were_deleted_at_once(world: World) -> None:
    asked = await world.ann.send(world.channel, f"<@{world.bot_id}> do birds fly?")
    shown = world.newest
    world.env.backend.bulk_delete_messages(world.channel.id, [asked.id])
    await world.env.settle()

    pressed = await world.ann.click(shown, custom_id=id_of(shown, "delete:"))
    assert "The question is gone" in read(pressed)


async def test_a_reply_that_is_gone_already_is_one_line_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    shown = await world.mention("do birds fly?")
    world.env.inject_error("DELETE", "/webhooks/*", status=404, code=10008)
    await world.ann.click(shown, custom_id=id_of(shown, "delete:"))

    assert "Discord said 404 (code 10008)" in caplog.text
    assert "Traceback" not in caplog.text


async def test_with_more_buttons_than_a_row_holds_the_small_ones_have_their_own(
    world: World, service: FakeService
) -> None:
    service.say = lambda _: proven("birds.fly", "birds.swim", "birds.walk")
    shown = await world.mention("what of birds?")

    assert [len(row.children) for row in shown.components if isinstance(row, discord.ActionRow)] == [2, 4]
