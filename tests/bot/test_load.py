"""A thousand questions at once."""

from __future__ import annotations

from collections import Counter

import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.env import Env

from biobot.bot.pace import Pace
from biobot.engine.values import Reply
from tests.bot.fake import FakeService
from tests.bot.limits_held import assert_held
from tests.bot.world import read

SERVERS, CHANNELS, EACH = 10, 5, 20


@pytest.fixture
def service() -> FakeService:
    return FakeService(lambda text: Reply("answer", f"You asked “{text}”."))


@pytest.fixture
def pace() -> Pace:
    """The pace that every bot has."""
    return Pace()


async def test_a_thousand_questions_in_fifty_channels_are_answered_once_each_and_in_order(simcord_env: Env) -> None:
    me = simcord_env.backend.bot_user.id
    places = [place for number in range(SERVERS) for place in server(simcord_env, number)]
    for number in range(EACH):
        for channel, people in places:
            asker = people[number % len(people)]
            simcord_env.backend.create_message(channel.id, asker.id, f"<@{me}> question {number} in {channel.name}?")
    await simcord_env.settle(timeout=120)

    for channel, _ in places:
        replies = [message for message in channel.history() if message.author.id == me]
        assert [read(reply).split("\n")[0] for reply in replies] == [
            f"You asked “question {number} in {channel.name}?”." for number in range(EACH)
        ]
        answered = Counter(reply.reference.message_id for reply in replies if reply.reference)
        assert set(answered.values()) == {1}
        assert len(answered) == EACH
    for request in simcord_env.http_requests:
        assert_held(request.path, request.json)


def server(env: Env, number: int) -> list[tuple[ChannelHandle, list[MemberActor]]]:
    guild = env.create_guild(f"Server {number}")
    people = [guild.add_member(env.create_user(f"person{number}-{one}")) for one in range(4)]
    return [(guild.create_text_channel(f"channel-{number}-{one}"), people) for one in range(CHANNELS)]
