"""A person presses a button under a reply."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from biobot.bot.client import create_bot
from biobot.engine.values import Choice, Reply
from tests.bot.fake import FakeService, answer, clarify, proven
from tests.bot.world import World, buttons, id_of, menus, read, response


def refusal(_: str) -> Reply:
    return Reply("silent", "The source doesn't say.", suggestions=("do birds fly?", "q" * 81, "what is a bird?"))


async def test_the_source_is_shown_in_its_context_to_the_one_who_presses(world: World, service: FakeService) -> None:
    service.say = lambda _: proven("birds.fly")
    shown = await world.mention("do birds fly?")
    assert buttons(shown) == ["Source in context"]

    opened = await world.ben.click(shown, label="Source in context")
    assert opened.ephemeral
    assert read(opened).split("\n") == [
        "Birds",
        "Of birds.",
        r"• **Most \*fly\*.**",
        "• Some swim.",
        "A made-up source · 2020-02-02",
    ]


async def test_receipts_of_several_sections_have_a_button_each(world: World, service: FakeService) -> None:
    both = proven("birds.fly").receipts + proven("fish.swim", section="Fish").receipts
    service.say = lambda _: Reply("answer", "Some **fly**, some swim.", receipts=both)

    assert buttons(await world.mention("who flies?")) == ["Source: Birds", "Source: Fish"]


async def test_the_asker_chooses_and_the_answer_takes_the_place_of_the_question_back(
    world: World, service: FakeService
) -> None:
    service.say = clarify
    shown = await world.mention("tell me of birds")
    assert buttons(shown) == ["Those that fly", "Those that swim"]

    await world.ann.click(shown, label="Those that swim")
    assert len(world.replies) == 1
    assert "You chose **birds.swim**" in read(world.newest)
    assert buttons(world.newest) == []


async def test_somebody_else_is_told_politely_and_privately_whose_choice_it_is(
    world: World, service: FakeService, client_language: Callable[[str], None]
) -> None:
    service.say = clarify
    shown = await world.mention("tell me of birds")

    pressed = await world.ben.click(shown, label="Those that fly")
    assert pressed.ephemeral
    assert "Only the person who asked can choose here." in read(pressed)
    assert "Which birds?" in read(world.newest)

    client_language("zh-CN")
    assert "只有提问者" in read(await world.ben.click(shown, label="Those that fly"))


async def test_a_suggestion_is_asked_and_answered_in_the_open_for_the_asker(world: World, service: FakeService) -> None:
    service.say = refusal
    shown = await world.mention("what do birds dream of?")
    assert buttons(shown) == ["do birds fly?", "what is a bird?"]

    service.say = answer
    pressed = await world.ann.click(shown, label="do birds fly?")
    assert service.asked[-1] == ("do birds fly?", f"{world.channel.id}:{world.ann.id}")
    assert "Most birds **fly**." in read(pressed)
    assert not pressed.ephemeral


async def test_a_suggestion_is_answered_privately_for_anybody_else(world: World, service: FakeService) -> None:
    service.say = refusal
    shown = await world.mention("what do birds dream of?")

    assert (await world.ben.click(shown, label="do birds fly?")).ephemeral


async def test_every_button_works_after_a_restart(world: World, service: FakeService) -> None:
    told = []
    for say in (lambda _: proven("birds.fly"), clarify, refusal):
        service.say = say
        told.append(await world.mention("birds?"))

    later = FakeService(clarify)
    await world.env.restart_bot(create_bot(later, shard_count=1))

    assert "**Most" in read(await world.ann.click(told[0], label="Source in context"))
    assert (await world.ben.click(told[1], label="Those that fly")).ephemeral
    assert "You chose **birds.fly**" in read(await world.ann.click(told[1], label="Those that fly"))
    assert "Which birds?" in read(await world.ann.click(told[2], label="do birds fly?"))


async def test_a_button_whose_fact_or_reading_is_gone_says_so(world: World, service: FakeService) -> None:
    service.say = lambda _: proven("birds.fly")
    proof = await world.mention("do birds fly?")
    service.say = clarify
    question_back = await world.mention("tell me of birds")

    service.forgetful = True
    assert "My knowledge has changed" in read(await world.ann.click(proof, label="Source in context"))
    await world.ann.click(question_back, label="Those that fly")
    assert "My knowledge has changed" in read(world.newest)


async def test_ids_too_long_for_a_button_are_left_out_safely(
    world: World, service: FakeService, caplog: pytest.LogCaptureFixture
) -> None:
    choices = (Choice("Short", "birds.fly"), Choice("Long", "i" * 100))
    service.say = lambda _: Reply("clarify", "Which?", choices=choices, receipts=proven("f" * 95).receipts)
    shown = await world.mention("tell me of birds")

    assert buttons(shown) == ["Short"]
    assert "too long for a button" in caplog.text


async def test_as_many_proofs_as_fit_are_marked(world: World, service: FakeService) -> None:
    service.say = lambda _: proven(*(f"birds.fact-number-{number}" for number in range(20)))
    held = id_of(await world.mention("all of birds?"), "source:")

    assert len(held) <= 100
    assert held.endswith("birds.fact-number-3")


async def test_choices_and_labels_beyond_discords_limits_are_held(world: World, service: FakeService) -> None:
    choices = tuple(Choice("l" * 200, f"birds.{number}") for number in range(60))
    service.say = lambda _: Reply("clarify", "Which?", choices=choices)
    shown = await world.mention("tell me of birds")

    assert len(buttons(shown)) == 15
    assert all(len(label) <= 80 for label in buttons(shown))


async def test_a_private_question_back_is_answered_in_private(world: World, service: FakeService) -> None:
    service.say = clarify
    asked = await world.ann.slash(world.channel, "ask", question="birds", private=True)
    await world.ann.click(response(asked), label="Those that fly")

    assert world.channel.history(viewer=world.ben) == []
    assert "You chose" in read(asked)


def numbered(text: str) -> Reply:
    return Reply("answer", f"Of {text}", intent="birds.fly")


async def test_a_related_question_is_answered_in_place_for_the_asker(world: World, service: FakeService) -> None:
    service.say, service.near = numbered, ("do fish *swim*?", "do bats fly?")
    shown = await world.mention("do birds fly?")
    assert menus(shown) == {f"related:{world.ann.id}:en": ["do fish *swim*?", "do bats fly?"]}

    await world.ann.select(shown, ["do fish *swim*?"])
    assert len(world.replies) == 1
    assert read(world.newest).startswith("**do fish \\*swim\\*?**\n\nOf do fish")
    await world.ann.select(world.newest, ["do bats fly?"])
    assert "Of do bats fly?" in read(world.newest)


async def test_a_related_question_is_answered_privately_for_anybody_else(world: World, service: FakeService) -> None:
    service.say, service.near = numbered, ("do fish swim?",)
    shown = await world.mention("do birds fly?")
    chosen = await world.ben.select(shown, ["do fish swim?"])

    assert chosen.ephemeral
    assert "Of do fish swim?" in read(chosen)
    assert "Of do birds fly?" in read(world.newest)


async def test_related_questions_are_answered_after_a_restart(world: World, service: FakeService) -> None:
    service.say, service.near = numbered, ("do fish swim?",)
    shown = await world.mention("do birds fly?")
    await world.env.restart_bot(create_bot(FakeService(numbered), shard_count=1))
    await world.ann.select(shown, ["do fish swim?"])

    assert "Of do fish swim?" in read(world.newest)


async def test_a_question_back_lapses_politely(world: World, service: FakeService) -> None:
    service.say = clarify
    shown = await world.mention("tell me of birds")
    await world.env.advance_time(15 * 60 + 1)
    await world.ann.click(shown, label="Those that fly")

    assert "Please ask again." in read(world.newest)
    assert world.newest.components == []
