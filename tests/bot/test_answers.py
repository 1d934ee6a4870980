"""People ask the real service in Discord: every kind of reply, as they see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from biobot.bot.client import create_bot
from biobot.pack.index import Index
from biobot.service import Service, default_pack, load
from biobot.store.memory import MemoryStore
from biobot.store.values import GuildSettings
from tests.bot.world import World, buttons, menus, read, response


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


@pytest.mark.parametrize(
    ("typed", "offered"), [("phd", "phd"), ("ventur captial", "venture capital"), ("robto", "robot")]
)
async def test_known_questions_are_offered_although_they_are_mistyped_and_the_chosen_one_is_answered(
    world: World, typed: str, offered: str
) -> None:
    choices = await world.ann.autocomplete(world.channel, "ask", "question", typed)
    assert offered in choices[0]["name"].lower()

    result = await world.ann.slash(world.channel, "ask", question=choices[0]["value"])
    assert "Source in context" in buttons(response(result))


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
async def test_every_question_offered_before_anything_is_typed_is_answered(
    world: World, service: Service, client_language: Callable[[str], None], locale: str
) -> None:
    client_language(locale)
    choices = await world.ann.autocomplete(world.channel, "ask", "question", "")
    assert len(choices) == 25

    for choice in choices:
        result = await world.ann.slash(world.channel, "ask", question=choice["value"])
        assert "2025-06-19" in read(result), choice["value"]


async def test_words_of_something_else_are_completed_to_nothing(world: World) -> None:
    assert await world.ann.autocomplete(world.channel, "ask", "question", "qwertz ramen") == []


async def test_two_figures_are_compared_with_their_difference(world: World) -> None:
    choices = await world.ann.autocomplete(world.channel, "compare", "a", "phd reserchers")
    assert choices[0]["value"] == "PhD researchers"

    shown = read(await world.ann.slash(world.channel, "compare", a="PhD researchers", b="biotech firms"))
    assert "**38,800**" in shown
    assert "Working: 42,000 − 3,200 = 38,800" in shown


async def test_two_things_without_figures_are_set_side_by_side(world: World) -> None:
    shown = read(await world.ann.slash(world.channel, "compare", a="Hangzhou", b="Nanjing"))

    assert "Digital Health Special Zone" in shown
    assert "Traditional Medicine Modernization Center" in shown
    assert shown.startswith("**Hangzhou**\n")


async def test_an_unknown_thing_beside_a_known_one_is_declined_for_its_half(world: World) -> None:
    shown = read(await world.ann.slash(world.channel, "compare", a="CRISPR", b="ramen"))

    assert "CRISPR" in shown
    assert "isn't in my source" in shown


async def test_a_comparison_in_chinese(world: World, client_language: Callable[[str], None]) -> None:
    client_language("zh-CN")

    assert "相差" in read(await world.ann.slash(world.channel, "compare", a="博士研究人员", b="生物科技企业"))


async def test_every_related_question_is_answered(world: World) -> None:
    shown = await world.mention("how many phds work there?")
    ((menu, questions),) = menus(shown).items()
    assert len(questions) == 5

    for question in questions:
        assert "2025-06-19" in read(await world.ben.select(shown, [question], custom_id=menu)), question


async def test_why_tells_how_a_real_question_was_read(world: World) -> None:
    shown = await world.mention("how many phd reserchers?")
    told = read(await world.ann.click(shown, label="Why?"))

    assert "→ **PhD researchers**" in told
    assert "Number of PhD researchers" in told


async def test_topics_offer_questions_that_are_all_answered(world: World, service: Service) -> None:
    told = response(await world.ann.slash(world.channel, "topics"))
    assert f"{service.record().facts} facts" in read(told)

    while True:
        ((menu, questions),) = menus(told).items()
        for question in questions:
            assert "2025-06-19" in read(await world.ann.select(told, [question], custom_id=menu)), question
        if "More" not in buttons(told):
            break
        await world.ann.click(told, label="More")


async def test_source_tells_what_was_removed_and_who_disputes_what(world: World) -> None:
    told = response(await world.ann.slash(world.channel, "source"))
    assert "without author, company or reference" in read(told)
    assert "Four fragments of foreign advertising were taken out" in read(told)

    await world.ann.click(told, label="More")
    assert "⚠️ *Disputed.*" in read(told)


async def test_somebody_elses_message_is_answered(world: World) -> None:
    said = await world.ben.send(world.channel, "I wonder how many phds work there?")

    assert "**42,000**" in read(await world.ann.context_menu(world.channel, "Ask about this", said))


async def test_an_edited_question_gets_its_own_answer_and_keeps_the_topic(world: World) -> None:
    await world.mention("how much venture capital was there in 2024?")
    asked = await world.ann.send(world.channel, "and ipso?", reply_to=world.newest)
    await world.ann.edit(asked, "and ipos?")

    assert "**32**" in read(world.newest)


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("how many phds work there?", True),
        ("What are the key figures?", True),
        ("hmm fudan is great, my cousin went there", False),
        ("lunch anyone?", False),
        ("did you see the game yesterday?", False),
        ("we should meet at 5 in hangzhou", False),
        ("what's your privacy policy?", False),
        ("when did the proton center open?", False),
    ],
)
async def test_in_a_channel_for_questions_only_a_sure_answer_is_given(
    world: World, index: Index, said: str, answered: bool
) -> None:
    store = MemoryStore()
    await store.save_settings(world.guild.id, GuildSettings(ask_channels=(world.channel.id,)))
    bot = create_bot(Service(index), store, message_content=True, shard_count=1)
    await world.env.restart_bot(bot)
    await world.ann.send(world.channel, said)

    assert bool(world.replies) is answered


async def test_a_real_chart_is_attached_with_words_and_receipts(world: World) -> None:
    pytest.importorskip("matplotlib")
    result = response(await world.ann.slash(world.channel, "chart", picture="venture-capital"))

    (picture,) = result.attachments
    assert picture.description is not None
    assert "$7.8 billion" in picture.description
    assert "> Venture capital: $7.8 billion in 2024 (up 310% since 2020)" in read(result)
