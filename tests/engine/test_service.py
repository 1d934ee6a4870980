"""The service: conversations under a key, topics and names to choose from, the source around a proof."""

from __future__ import annotations

import pytest

from biobot.pack.index import Index
from biobot.service import Service


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(index: Index, clock: Clock) -> Service:
    return Service(index, clock)


def test_what_was_said_is_known_under_its_key_only(service: Service) -> None:
    service.ask("what does hangzhou bring", conversation="ann")

    assert service.ask("and nanjing?", conversation="ann").intent == "region.nanjing"
    assert service.ask("how long is it?", conversation="ben").kind != "answer"


def test_what_was_said_is_forgotten_after_a_while(service: Service, clock: Clock) -> None:
    service.ask("how long is the corridor", conversation="ann")
    clock.now += 14 * 60
    assert service.ask("how long is it?", conversation="ann").intent == "region.corridor-length"

    clock.now += 16 * 60
    assert service.ask("how long is it?", conversation="ann").intent != "region.corridor-length"


def test_of_very_many_conversations_the_oldest_is_forgotten(service: Service) -> None:
    service.ask("how long is the corridor", conversation="first")
    for number in range(2000):
        service.ask("hi", conversation=str(number))

    assert service.ask("how long is it?", conversation="first").intent != "region.corridor-length"


def test_an_offered_choice_is_answered(service: Service) -> None:
    offered = service.ask("what is the percentage").choices

    for choice in offered:
        reply = service.choose(choice.intent)
        assert (reply.kind, reply.intent) == ("answer", choice.intent)
    with pytest.raises(KeyError):
        service.choose("no.such-thing")


def test_every_topic_has_an_overview_in_both_languages(service: Service) -> None:
    for topic in service.topics():
        for language in ("en", "zh"):
            reply = service.topic(topic.id, language=language)
            assert (reply.kind, reply.language) == ("answer", language)
            assert reply.receipts
    with pytest.raises(KeyError):
        service.topic("no-such-topic")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pro", "Shanghai Proton and Heavy Ion Center"),
        ("brain", "China Brain Project headquarters"),
        ("机器人", "Zhangjiang Robot Surgery Training Institute"),
    ],
)
def test_names_are_completed_the_best_first(typed: str, first: str, service: Service) -> None:
    named = service.names("facilities", typed)

    assert named[0].label == first
    assert service.topic("facilities", named[0].value).kind == "answer"


def test_the_source_is_shown_around_a_proof(service: Service, index: Index) -> None:
    passage = service.passage("talent.phd")

    assert passage.text[passage.start : passage.end] == index.facts["talent.phd"].quote
    assert (passage.section, passage.published) == ("Talent Ecosystem", "2025-06-19")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_examples_are_answered(language: str, service: Service) -> None:
    examples = service.examples(language)

    assert [(service.ask(example).kind, service.ask(example).language) for example in examples] == [
        ("answer", language)
    ] * 3
