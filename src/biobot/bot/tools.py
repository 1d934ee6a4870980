"""The small buttons under every reply: why it says so, whether it helped, and away with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, Self, cast

import discord
from discord.ui import DynamicItem

from biobot.bot import limits
from biobot.bot.deliver import Button, Shown, carry_out, notice, place_of
from biobot.bot.desk import Asker
from biobot.bot.press import answer_press, desk_of
from biobot.bot.why import forgotten_embed, why_embed
from biobot.bot.words import locale_language, words
from biobot.engine.values import Reply

_Button = discord.ui.Button[discord.ui.View]
Helped = Literal["helpful", "unhelpful"]
_FACES: dict[Helped, str] = {"helpful": "👍", "unhelpful": "👎"}


def tools(reply: Reply, asker: Asker, key: str) -> Iterator[Button]:
    """Give the buttons that belong under a reply; small talk has none."""
    if reply.kind == "social":
        return
    yield WhyButton(reply.language, key, reply.intent)
    if asker.feedback and reply.kind != "clarify":
        yield from (MarkButton(mark, reply.language, key) for mark in _FACES)
    if not asker.private:
        yield DeleteButton(asker.person, reply.language)


class WhyButton(DynamicItem[_Button], template=r"why:(?P<language>\w+):(?P<key>\w+):(?P<intent>.*)"):
    """Explains a reply, to the person who presses."""

    def __init__(self, language: str, key: str, intent: str) -> None:
        custom_id = f"why:{language}:{key}:{intent}"
        if limits.size(custom_id) > limits.CUSTOM_ID:
            custom_id, intent = f"why:{language}:{key}:", ""
        super().__init__(discord.ui.Button(label=words(language).why, custom_id=custom_id))
        self.language = language
        self.key = key
        self.intent = intent

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the button from what Discord sends when it is pressed."""
        return cls(match["language"], match["key"], match["intent"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Tell how the question was read and what decided."""
        desk = desk_of(interaction)
        language = locale_language(interaction.locale) or self.language

        def explained() -> Shown:
            asked = desk.recall(self.key)
            if asked is None:
                return Shown((forgotten_embed(desk.service, self.intent, language),))
            return Shown((why_embed(desk.service, asked.reply, language),))

        await answer_press(explained, interaction, language, private=True)


class MarkButton(DynamicItem[_Button], template=r"mark:(?P<mark>helpful|unhelpful):(?P<language>\w+):(?P<key>\w+)"):
    """Counts whether a reply helped, once for each person, and thanks them privately."""

    def __init__(self, mark: Helped, language: str, key: str) -> None:
        super().__init__(discord.ui.Button(emoji=_FACES[mark], custom_id=f"mark:{mark}:{language}:{key}"))
        self.mark: Helped = mark
        self.language = language
        self.key = key

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the button from what Discord sends when it is pressed."""
        return cls(cast("Helped", match["mark"]), match["language"], match["key"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Count the mark and say thank you."""
        own = words(locale_language(interaction.locale) or self.language)
        news = await desk_of(interaction).mark(self.key, interaction.user.id, self.mark)
        thanks = own.thanks if self.mark == "helpful" else own.thanks_unhelpful
        await answer_press(
            lambda: notice(thanks if news else own.marked_already), interaction, self.language, private=True
        )


class DeleteButton(DynamicItem[_Button], template=r"delete:(?P<language>\w+):(?P<asker>\d+)"):
    """Takes a reply away, for the person who asked and for moderators."""

    def __init__(self, asker: int, language: str) -> None:
        super().__init__(discord.ui.Button(emoji="🗑️", custom_id=f"delete:{language}:{asker}"))
        self.asker = asker
        self.language = language

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the button from what Discord sends when it is pressed."""
        return cls(int(match["asker"]), match["language"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Delete the reply, or tell who may."""
        refusal = self._refusal(interaction)
        if refusal:
            await answer_press(lambda: notice(refusal), interaction, self.language, private=True)
            return
        place = place_of(interaction)
        await carry_out(lambda: Shown(()), lambda _: _delete(interaction), place=place, surface="button")

    def _refusal(self, interaction: discord.Interaction[Any]) -> str:
        if interaction.permissions.manage_messages and interaction.guild_id is not None:
            return ""
        own = words(locale_language(interaction.locale) or self.language)
        if _question_gone(interaction):
            return own.question_gone
        return "" if interaction.user.id == self.asker else own.not_to_delete


def _question_gone(interaction: discord.Interaction[Any]) -> bool:
    reference = interaction.message.reference if interaction.message else None
    if reference is None or interaction.guild_id is None:
        return False
    deleted = isinstance(reference.resolved, discord.DeletedReferencedMessage)
    return deleted or reference.message_id in desk_of(interaction).gone


async def _delete(interaction: discord.Interaction[Any]) -> None:
    # By the interaction's own road: it is open wherever the button can be pressed, without any permission.
    await interaction.response.defer()
    await interaction.delete_original_response()


TOOLS: tuple[type[DynamicItem[Any]], ...] = (WhyButton, MarkButton, DeleteButton)
