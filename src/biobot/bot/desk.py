"""What all ways of asking share: the knowledge, what is kept, the pace, and the memory of what was asked lately."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from biobot.bot.kept import Kept
from biobot.bot.pace import Pace
from biobot.bot.recent import Recent
from biobot.engine.values import Reply
from biobot.privacy import kept_form
from biobot.service import Service
from biobot.store.values import Mark

_COMMAND = re.compile(r"`/([-\w]+)`")
# How many questions are remembered with their replies, so that the buttons under them work.
ASKED = 2048


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the last while and its reply: what the buttons under the reply go back to."""

    question: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom a reply is shown: the person, whether to them alone, and whether they may say if it helped."""

    person: int
    private: bool = False
    feedback: bool = False


@dataclass(slots=True)
class Desk:
    """Where every question arrives; what it remembers is held in memory only, and has a bound."""

    service: Service
    kept: Kept = field(default_factory=Kept)
    pace: Pace = field(default_factory=Pace)
    message_content: bool = False
    commands: Mapping[str, int] = field(default_factory=dict)
    gone: Recent[int, None] = field(default_factory=Recent)
    _asked: Recent[str, Asked] = field(default_factory=lambda: Recent(ASKED))
    _marked: Recent[tuple[str, int], None] = field(default_factory=Recent)

    def clickable(self, text: str) -> str:
        """Make the commands that a text names ready to be clicked, as far as Discord has told their numbers."""

        def shown(found: re.Match[str]) -> str:
            number = self.commands.get(found[1])
            return f"</{found[1]}:{number}>" if number else found[0]

        return _COMMAND.sub(shown, text)

    def remember(self, asked: Asked) -> str:
        """Keep a question with its reply for a while; give the key under which it is found."""
        key = secrets.token_hex(4)
        self._asked.set(key, asked)
        return key

    def recall(self, key: str) -> Asked | None:
        """Give what was asked under a key, as long as it is remembered."""
        return self._asked.get(key)

    async def missed(self, asked: Asked) -> None:
        """Count a question that got no answer."""
        if asked.reply.kind in ("silent", "decline"):
            await self._count(asked, "unanswered")

    async def mark(self, key: str, person: int, mark: Mark) -> bool:
        """Count what a person thinks of a reply, once each; tell whether it was news."""
        if not self._marked.add((key, person), None):
            return False
        asked = self.recall(key)
        if asked is not None:
            await self._count(asked, mark)
        return True

    async def _count(self, asked: Asked, mark: Mark) -> None:
        await self.kept.count(kept_form(asked.question), asked.reply.kind, asked.reply.language, mark)
