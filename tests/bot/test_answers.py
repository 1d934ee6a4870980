"""People ask the real service in Discord: every kind of reply, as they see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from biobot.bot.client import create_bot
from biobot.pack.index import Index
from biobot.service import Service, default_pack, load
from tests.bot.world import World, buttons, read, response


@pytest.fixture(scope="module")
def index() -> Index:
    pack, _ = load(default_pack())
    assert pack is not None
    return Index(pack)


@pytest.fixture
def service(index: Index) -> Service:
    """A service without memories: the simulated people and channels have the same ids in every test."""
    return Service(index)


async def test_an_answer_shows_its_figure_its_proof_its_section_and_its_date(world: World) -> None:
    shown = await world.mention("how many phds work there?")
    lines = read(shown).split("\n")

    assert lines[0].startswith("**42,000** PhD researchers")
    assert "> 42,000 PhD researchers (1/3 returnees from abroad)" in lines
    assert "> — *Talent Ecosystem*" in lines
    assert lines[-1] == "Biotech Boom: How Shanghai is Leading China's Life Sciences Revolution · 2025-06-19"
    assert buttons(shown) == ["Source in context"]


async def test_the_source_in_context_is_the_whole_section_with_the_proof_marked(world: World) -> None:
    shown = await world.mention("how many phds work there?")
    opened = read(await world.ann.click(shown, label="Source in context"))

    assert "**42,000 PhD researchers (1/3 returnees from abroad)**" in opened
    assert "Joint programs with MIT, Cambridge, ETH Zurich" in opened
    assert "Patient Impact" not in opened


async def test_a_disputed_claim_says_so_and_names_who_disputes_it(world: World) -> None:
    shown = read(await world.mention("how many drugs were approved in 2024?"))

    assert "**76**" in shown
    assert "⚠️ *Disputed.*" in shown
    assert "([epaper.chinadaily.com.cn](http://epaper.chinadaily.com.cn/" in shown


async def test_a_single_word_is_enough(world: World) -> None:
    assert "CRISPR-based genetic editing tools" in read(await world.mention("crispr?"))


async def test_an_ambiguous_question_is_asked_back_and_settled_by_a_press(world: World) -> None:
    shown = await world.mention("tell me more about the center")
    labels = buttons(shown)
    assert len(labels) >= 2

    await world.ann.click(shown, label=labels[0])
    assert len(world.replies) == 1
    assert buttons(world.newest) == ["Source in context"]


async def test_what_the_source_does_not_tell_is_said_plainly(world: World) -> None:
    shown = await world.mention("when did the proton center open?")

    assert "Proton" in read(shown)
    assert "doesn't say" in read(shown)


async def test_a_question_about_something_else_is_declined_with_questions_that_work(world: World) -> None:
    shown = await world.mention("best ramen recipe?")
    assert "ramen" not in read(shown)

    for label in buttons(shown):
        pressed = await world.ann.click(shown, label=label)
        assert "2025-06-19" in read(pressed)


async def test_a_follow_up_keeps_the_topic_of_its_asker(world: World) -> None:
    first = await world.mention("how much venture capital was there in 2024?")
    await world.ann.send(world.channel, "and ipos?", reply_to=first)

    assert "**32**" in read(world.newest)


async def test_every_topic_has_a_command_that_gives_its_overview(world: World, service: Service) -> None:
    for topic in service.topics():
        overview = await world.ann.slash(world.channel, topic.command)
        assert "2025-06-19" in read(overview), topic.command


async def test_a_facility_is_found_by_a_few_letters(world: World) -> None:
    choices = await world.ann.autocomplete(world.channel, "facility", "name", "robto")
    assert "Robot Surgery" in choices[0]["name"]

    result = await world.ann.slash(world.channel, "facility", name=choices[0]["value"])
    assert "Robot Surgery Training Institute" in read(result)


async def test_a_facility_may_be_named_freely(world: World) -> None:
    result = await world.ann.slash(world.channel, "facility", name="the brain thing")

    assert "China Brain Project" in read(result)


async def test_a_chinese_client_gets_a_chinese_answer_with_the_proof_in_the_sources_language(
    world: World, client_language: Callable[[str], None]
) -> None:
    client_language("zh-CN")
    result = await world.ann.slash(world.channel, "talent")

    assert "博士" in read(result)
    assert "> 42,000 PhD researchers" in read(result)
    assert buttons(response(result)) == ["查看原文"]


async def test_every_example_question_is_answered(world: World, service: Service) -> None:
    for question in service.examples():
        assert "Source in context" in buttons(await world.mention(question))


@pytest.mark.parametrize(
    "hostile",
    [
        "@everyone <@&1> how many phds?",
        "```sql\nDROP TABLE facts;\n``` ||how many phds||",
        "[click](https://evil.example) how many phds?",
        "how many phds? " * 100,
        "\u202ehow many phds?\u0000",
        "🧬" * 900,
    ],
)
async def test_hostile_text_gets_a_calm_reply_that_repeats_nothing_of_it(world: World, hostile: str) -> None:
    shown = read(await world.mention(hostile))

    assert shown
    for echoed in ("@everyone", "<@", "DROP", "evil", "\u202e", "🧬"):
        assert echoed not in shown


async def test_buttons_of_real_replies_live_through_a_restart(world: World, index: Index) -> None:
    shown = await world.mention("tell me more about the center")
    await world.env.restart_bot(create_bot(Service(index), shard_count=1))

    await world.ann.click(shown, label=buttons(shown)[0])
    await world.ann.click(world.newest, label="Source in context")
    assert "2025-06-19" in read(world.newest)
