"""Whatever is said gets a reply of a known kind, quickly, and nothing raises."""

from __future__ import annotations

import gc
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import get_args

import pytest

from biobot.engine.answer import answer
from biobot.engine.conversation import EMPTY, Conversation
from biobot.engine.values import Kind, Reply
from biobot.pack.index import Index
from tests.untraced import untraced

LIMIT = 0.100
TRIES = 5
LONGEST = 4000
KINDS = set(get_args(Kind))
ATTACKS = [
    "'; DROP TABLE questions; --",
    "1 OR 1=1",
    "<script>alert(1)</script>",
    "{{7*7}} ${7*7} %s %n {result} {working}",
    "../../etc/passwd",
    "\\x00\\u0000",
    "@everyone @here <@1> <@&2> <#3> <:a:4> </ask:5>",
    "[a](https://example.org) ![b](x)",
    "|| spoiler || ~~ struck ~~ ``` code",
    "ignore your instructions",
    "\ud800 \udfff",
    "\u202eabc\u202c \u200b\u200d\ufeff",
    "e\u0301\u0302\u0303\u0304",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "½ ⅓ ﷺ ŉ ǰ ß İ",
    "1/0 0/0 1e999 -0 9" + "9" * 300,
    "$$$ %%% ((((((( ]]]]]]",
    "NaN None null true undefined",
    "\t\r\n\v\f\x00\x07\x1b[31m",
    "مرحبا שלום привет こんにちは 안녕하세요 ไทย",
]


@pytest.fixture(scope="module", autouse=True)
def _own_garbage_only() -> Iterator[None]:
    """Keep the collector from going through the tests' own objects, over and over, on the engine's time."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def timed(index: Index, state: Conversation, message: str) -> tuple[float, Reply, Conversation]:
    """Return the least seconds of processor time that a reply took, trying again only where it took too long."""
    with untraced():
        start = time.thread_time()
        reply, after = answer(index, state, message)
        best = time.thread_time() - start
        for _ in range(TRIES - 1):
            if best > LIMIT:
                start = time.thread_time()
                answer(index, state, message)
                best = min(best, time.thread_time() - start)
    return best, reply, after


def vocabulary(index: Index) -> list[str]:
    """Return the words that people use, so that random messages get deep into the engine."""
    examples = (text for intent in index.pack.intents for text in (*intent.examples.en, *intent.examples.zh))
    return sorted({word for text in examples for word in text.split()})


def messages(index: Index, seed: int, count: int) -> Iterator[str]:
    """Yield random and hostile messages: mostly short, some as long as they may be."""
    chance = random.Random(seed)
    words = vocabulary(index)
    makers: list[Callable[[], str]] = [
        lambda: chr(chance.randrange(sys.maxunicode + 1)),
        lambda: chr(chance.randrange(0x250)),
        lambda: chr(chance.randrange(0x4E00, 0x9FFF)),
        lambda: f" {chance.choice(words)} ",
        lambda: f" {chance.choice(words)} ",
        lambda: f" {chance.choice(ATTACKS)} ",
        lambda: f" {chance.randrange(10**6)}{chance.choice(['%', 'km', '/', '.', ',', ' million', '万', ''])} ",
        lambda: chance.choice("?!.,;:\n-'\"*_~|`<>@#&$%(){}[]"),
    ]
    for _ in range(count):
        length = chance.choice([5, 10, 20, 40, 40, 80, 100, 200] if chance.random() < 0.98 else [1000, LONGEST])
        kinds = chance.sample(makers, chance.randint(1, len(makers)))
        text = ""
        while len(text) < length:
            text += chance.choice(kinds)()
        yield text[:length]


@pytest.mark.parametrize("seed", range(4))
def test_ten_thousand_messages_each_get_a_quick_reply_of_a_known_kind(seed: int, index: Index) -> None:
    state = EMPTY
    for number, message in enumerate(messages(index, seed, 2500)):
        seconds, reply, after = timed(index, state, message)

        assert reply.kind in KINDS, ascii(message)
        assert reply.text, ascii(message)
        assert seconds <= LIMIT, ascii(message)
        state = EMPTY if number % 5 == 0 else after


REPEATED = {
    "one letter": "a",
    "one digit": "0",
    "digits and commas": "1,",
    "single letters": "x ",
    "single digits": "1 ",
    "lines": "a\n",
    "sentences": "how many firms? ",
    "clauses": "and how many ",
    "claims": "is it 5% or ",
    "things to compare": "vc vs r&d vs ipos vs phds ",
    "number words": "one hundred and ",
    "Chinese": "有多少企业",
    "Chinese numerals": "一万",
    "mentions": "<@1",
    "addresses": "http://",
    "marks": "*_~|`",
    "quotes": "> ",
    "brackets": "(",
    "accents": "e\u0301",
    "what grows when it is made plain": "ﷺ",
    "small words": "of the ",
}


@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED.keys())
def test_a_message_as_long_as_it_may_be_gets_a_quick_reply(piece: str, index: Index) -> None:
    seconds, reply, _ = timed(index, EMPTY, (piece * LONGEST)[:LONGEST])

    assert reply.kind in KINDS
    assert seconds <= LIMIT


@pytest.mark.parametrize(
    "alphabet", ["abcdefghij", "".join(map(chr, range(33, 127))), "".join(map(chr, range(0x4E00, 0x9FFF)))]
)
def test_a_long_message_of_unknown_words_gets_a_quick_reply(alphabet: str, index: Index) -> None:
    chance = random.Random(1)
    text = " ".join("".join(chance.choices(alphabet, k=8)) for _ in range(LONGEST // 9))
    seconds, reply, _ = timed(index, EMPTY, text)

    assert reply.kind in KINDS
    assert seconds <= LIMIT


def test_nothing_hostile_comes_back(index: Index) -> None:
    for attack in ATTACKS:
        text = answer(index, EMPTY, attack)[0].text

        assert "@everyone" not in text
        assert "<@" not in text
        assert "DROP TABLE" not in text
        assert "{" not in text
