"""The figures as pictures: `/chart`, and a button under the replies that a picture goes with."""

from __future__ import annotations

import asyncio
import re
from functools import partial
from typing import Any, Self

import discord
from discord.ui import DynamicItem

from biobot.bot import limits
from biobot.bot.deliver import Make, Picture, Shown, notice
from biobot.bot.desk import Asked, Asker, Desk
from biobot.bot.present import reply_embed
from biobot.bot.press import answer_press, asker_of, desk_of
from biobot.bot.sources import sources
from biobot.bot.tools import tools
from biobot.bot.words import words
from biobot.engine.values import Reply
from biobot.events import replied

_FILE = "chart.png"


async def picture_made(desk: Desk, chart: str, asker: Asker, language: str) -> Make:
    """Draw a chart beside the bot's other work; give what shows it."""
    try:
        drawn = await asyncio.to_thread(desk.service.draw, chart, language)
    except KeyError:
        return partial(notice, words(language).outdated)
    except Exception as error:
        # Raised again where the apology is made.
        return partial(_raise, error)
    working = [words(language).worked_out.format(working=one.working) for one in drawn.computed]
    said = "\n".join([f"**{drawn.title}**", *working])
    reply = Reply(
        "answer",
        said,
        language,
        facts=tuple(receipt.fact for receipt in drawn.receipts),
        receipts=drawn.receipts,
        notes=drawn.notes,
        confidence=1.0,
    )

    def shown() -> Shown:
        replied(reply.kind)
        embed = reply_embed(reply, desk.service.passage, desk.service.title_in(language))
        embed.set_image(url=f"attachment://{_FILE}")
        small = tools(reply, asker, desk.remember(Asked(drawn.title, reply)))
        return Shown((embed,), (*sources(reply), *small), (Picture(_FILE, drawn.png, drawn.alt),))

    return shown


class ChartButton(DynamicItem[discord.ui.Button[discord.ui.View]], template=r"chart:(?P<language>\w+):(?P<chart>.+)"):
    """Shows the figures of a reply as a picture: in the open for nobody but whoever presses."""

    def __init__(self, chart: str, language: str) -> None:
        label = words(language).chart
        super().__init__(discord.ui.Button(label=label, emoji="📊", custom_id=f"chart:{language}:{chart}"))
        self.chart = chart
        self.language = language

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the button from what Discord sends when it is pressed."""
        return cls(match["chart"], match["language"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the picture."""
        asker = await asker_of(interaction, private=True)
        make = await picture_made(desk_of(interaction), self.chart, asker, self.language)
        await answer_press(make, interaction, self.language, private=True)


def chart_button(desk: Desk, reply: Reply) -> list[ChartButton]:
    """Give the button of the picture that goes with a reply, if one does."""
    chart = desk.service.chart_of(reply)
    fits = chart and limits.size(f"chart:{reply.language}:{chart}") <= limits.CUSTOM_ID
    return [ChartButton(chart, reply.language)] if chart and fits else []


def _raise(error: Exception) -> Shown:
    raise error
