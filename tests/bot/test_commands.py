"""A person uses a slash command: `/ask`, or the command of a topic."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from biobot.bot.client import create_bot
from biobot.chart import Picture
from biobot.engine.values import Reply
from biobot.service import Service, Topic
from tests.bot.fake import FakeService, answer, proven
from tests.bot.world import World, buttons, read, response

OWN = {"ask", "compare", "chart", "topics", "source", "help", "privacy"}


async def test_ask_is_answered_at_once_for_everybody_to_see(world: World) -> None:
    result = await world.ann.slash(world.channel, "ask", question="do birds fly?")

    assert "Most birds **fly**." in read(result)
    assert not result.deferred
    assert not result.ephemeral


async def test_ask_in_private_is_answered_to_the_asker_alone(world: World) -> None:
    result = await world.ann.slash(world.channel, "ask", question="do birds fly?", private=True)

    assert result.ephemeral
    assert world.channel.history(viewer=world.ben) == []


async def test_commands_work_in_a_direct_message(world: World) -> None:
    world.ann.user.dm_channel  # noqa: B018 - opens it
    result = await world.ann.user.slash("ask", question="do birds fly?")

    assert "fly" in read(result)


async def test_every_topic_of_the_pack_has_its_command(world: World) -> None:
    assert set(world.ann.available_commands(world.channel)) == {*OWN, "bird"}


async def test_a_topic_without_a_name_gives_the_overview(world: World, service: FakeService) -> None:
    service.say = lambda name: Reply("answer", f"asked for {name}")
    result = await world.ann.slash(world.channel, "bird")

    assert "asked for birds" in read(result)


async def test_a_topic_with_a_name_gives_its_answer(world: World, service: FakeService) -> None:
    service.say = lambda name: Reply("answer", f"asked for {name}")
    result = await world.ann.slash(world.channel, "bird", name="penguin")

    assert "asked for penguin" in read(result)


async def test_autocomplete_keeps_the_services_order_and_discords_limits(world: World) -> None:
    choices = await world.ann.autocomplete(world.channel, "bird", "name", "peng")

    assert [choice["value"] for choice in choices] == [str(number) for number in range(25)]
    assert all(choice["name"].startswith("peng ") and len(choice["name"]) <= 100 for choice in choices)


async def test_autocomplete_that_fails_offers_nothing(world: World, service: FakeService) -> None:
    service.names = lambda *_, **__: 1 / 0  # type: ignore[method-assign,assignment]
    choices = await world.ann.autocomplete(world.channel, "bird", "name", "peng")

    assert choices == []


async def test_a_chinese_client_is_answered_in_chinese(
    world: World, service: FakeService, client_language: Callable[[str], None]
) -> None:
    for locale in ("zh-CN", "zh-TW"):
        client_language(locale)
        await world.ann.slash(world.channel, "ask", question="do birds fly?")

    assert service.languages == ["zh", "zh"]


async def test_any_other_client_is_answered_in_the_language_of_the_question(
    world: World, service: FakeService, client_language: Callable[[str], None]
) -> None:
    client_language("de")
    await world.ann.slash(world.channel, "ask", question="do birds fly?")

    assert service.languages == [None]


async def test_commands_are_sent_to_discord_only_when_they_changed(world: World, service: FakeService) -> None:
    def sent() -> int:
        return sum(request.method == "PUT" for request in world.env.http_requests)

    await world.env.restart_bot(create_bot(FakeService(answer), shard_count=1))
    assert sent() == 1

    service.topics = lambda language="en": (Topic("fish", "fish", "Fish", "What is known of fish"),)  # type: ignore[method-assign]
    await world.env.restart_bot(create_bot(service, shard_count=1))
    assert sent() == 2
    assert set(world.ann.available_commands(world.channel)) == {*OWN, "fish"}


async def test_ask_offers_known_questions_while_one_types(world: World, service: FakeService) -> None:
    choices = await world.ann.autocomplete(world.channel, "ask", "question", "do brids")

    assert [choice["value"] for choice in choices] == [f"do brids {number}?" for number in range(25)]
    assert all(choice["name"] == choice["value"] for choice in choices)


async def test_what_is_typed_in_chinese_is_completed_in_chinese(
    world: World, service: FakeService, client_language: Callable[[str], None]
) -> None:
    spoken: list[str] = []

    def known(partial: str, *, language: str = "en", limit: int = 25) -> tuple[str, ...]:
        spoken.append(language)
        return ()

    service.known = known  # type: ignore[method-assign]
    for typed in ("鸟", "bird"):
        await world.ann.autocomplete(world.channel, "ask", "question", typed)
    client_language("zh-CN")
    await world.ann.autocomplete(world.channel, "ask", "question", "")

    assert spoken == ["zh", "en", "zh"]


async def test_compare_sets_two_things_against_each_other(world: World, service: FakeService) -> None:
    service.say = lambda text: Reply("answer", text)
    choices = await world.ann.autocomplete(world.channel, "compare", "a", "pe")
    assert [choice["value"] for choice in choices] == ["Penguins", "Parrots"]

    result = await world.ann.slash(world.channel, "compare", a="Penguins", b="Parrots")
    assert "Penguins beside Parrots" in read(result)


async def test_what_begins_as_typed_is_offered_before_what_only_holds_it(world: World) -> None:
    await world.env.restart_bot(create_bot(Service.open(), shard_count=1))
    choices = await world.ann.autocomplete(world.channel, "compare", "a", "suz")

    assert [choice["value"] for choice in choices] == ["Suzhou", "Shanghai-Suzhou Biomedical Corridor"]


async def test_somebody_elses_message_is_answered_from_its_menu(world: World, service: FakeService) -> None:
    said = await world.ben.send(world.channel, f"hm, <@{world.bot_id}> do birds fly?")
    service.asked.clear()
    result = await world.ann.context_menu(world.channel, "Ask about this", said)

    assert service.asked == [("hm,   do birds fly?", f"{world.channel.id}:{world.ann.id}")]
    assert f"-# About [this message]({said.jump_url})" in read(result)
    assert "fly" in read(result)
    assert not result.ephemeral


async def test_a_message_without_words_has_nothing_to_answer(world: World, service: FakeService) -> None:
    said = await world.ben.send(world.channel, "", attachments=[("bird.png", b"bird")])
    result = await world.ann.context_menu(world.channel, "Ask about this", said)

    assert result.ephemeral
    assert "no words" in read(result)
    assert service.asked == []


async def test_a_chart_is_attached_with_its_words_and_receipts(world: World) -> None:
    result = await world.ann.slash(world.channel, "chart", picture="flight")
    message = response(result)

    assert [(file.filename, file.description) for file in message.attachments] == [
        ("chart.png", "A bar for those that fly.")
    ]
    assert str(message.embeds[0].image.url).endswith("chart.png")
    assert "**Flight**\nWorking: 90 × 2/3 = 60\n\n> Most \\*fly\\*." in read(result)
    assert buttons(message) == ["Source in context"]


async def test_a_chart_that_is_gone_says_so(world: World, service: FakeService) -> None:
    def gone(picture: str, language: str = "en") -> Picture:
        raise KeyError(picture)

    service.draw = gone  # type: ignore[method-assign]
    assert "My knowledge has changed" in read(await world.ann.slash(world.channel, "chart", picture="flight"))


async def test_a_chart_that_cannot_be_drawn_is_apologised_for(
    world: World, service: FakeService, caplog: pytest.LogCaptureFixture
) -> None:
    service.draw = lambda *_: 1 / 0  # type: ignore[method-assign,assignment]

    assert "Sorry" in read(await world.ann.slash(world.channel, "chart", picture="flight"))
    assert "ZeroDivisionError" in caplog.text


async def test_an_overview_has_a_button_for_its_chart_which_shows_it_privately(
    world: World, service: FakeService
) -> None:
    service.say = lambda _: proven("birds.fly", "birds.swim", "birds.walk")
    shown = await world.mention("what of birds?")
    assert buttons(shown) == ["Source in context", "As a picture"]

    pressed = await world.ben.click(shown, label="As a picture")
    assert pressed.ephemeral
    assert len(response(pressed).attachments) == 1


async def test_without_the_library_for_charts_there_is_no_such_command(world: World) -> None:
    plain = FakeService(answer)
    plain.charts = lambda language="en": ()  # type: ignore[method-assign]
    await world.env.restart_bot(create_bot(plain, shard_count=1))

    assert "chart" not in world.ann.available_commands(world.channel)
