"""The buttons that show where in the source a reply stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Self

import discord
from discord.ui import DynamicItem

from biobot.bot import limits
from biobot.bot.deliver import Button, Shown, notice
from biobot.bot.present import passage_embeds
from biobot.bot.press import answer_press, desk_of, label_of
from biobot.bot.words import words
from biobot.engine.values import Reply
from biobot.service import Service

_SOURCES = 3
_Button = discord.ui.Button[discord.ui.View]


class SourceButton(DynamicItem[_Button], template=r"source:(?P<language>\w+):(?P<facts>.+)"):
    """Shows the section of the source that a reply rests on, to the person who presses."""

    def __init__(self, facts: str, language: str, label: str) -> None:
        super().__init__(discord.ui.Button(label=label, emoji="📖", custom_id=f"source:{language}:{facts}"))
        self.facts = facts.split(",")
        self.language = language

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the button from what Discord sends when it is pressed."""
        return cls(match["facts"], match["language"], label_of(item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the section with the proving sentences marked."""
        make = partial(self._passages, desk_of(interaction).service)
        await answer_press(make, interaction, self.language, private=True)

    def _passages(self, service: Service) -> Shown:
        try:
            return Shown(tuple(passage_embeds([service.passage(fact) for fact in self.facts])))
        except KeyError:
            return notice(words(self.language).outdated)


def sources(reply: Reply) -> Iterator[Button]:
    """Give a button for each section that a reply rests on."""
    own = words(reply.language)
    facts: dict[str, list[str]] = {}
    for receipt in reply.receipts:
        facts.setdefault(receipt.section, []).append(receipt.fact)
    for section, ids in [*facts.items()][:_SOURCES]:
        label = own.source if len(facts) == 1 else own.source_of.format(section=section)
        held = _held(f"source:{reply.language}:", dict.fromkeys(ids))
        if held:
            yield SourceButton(held, reply.language, limits.shorten(label, limits.LABEL))


def _held(prefix: str, facts: Iterable[str]) -> str:
    """Join the ids of facts as far as a custom id can hold them whole."""
    held = ""
    for fact in facts:
        longer = f"{held},{fact}" if held else fact
        if limits.size(prefix + longer) > limits.CUSTOM_ID:
            break
        held = longer
    return held
