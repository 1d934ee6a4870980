"""The buttons under a reply. Each holds its whole state in its custom id or label, so it outlives a restart."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any, Self

import discord
from discord.ui import DynamicItem

from biobot.bot import limits
from biobot.bot.deliver import Button, Shown, notice
from biobot.bot.desk import Asked, Asker, Desk
from biobot.bot.pictures import ChartButton, chart_button
from biobot.bot.present import inert, reply_embed
from biobot.bot.press import (
    answer_in_place,
    answer_press,
    asker_of,
    conversation_of,
    desk_of,
    is_private,
    label_of,
)
from biobot.bot.sources import SourceButton, sources
from biobot.bot.tools import TOOLS, tools
from biobot.bot.words import locale_language, words
from biobot.engine.values import Choice, Reply
from biobot.events import replied

_log = logging.getLogger(__name__)

_SUGGESTIONS = 3
# Beside these there is room for the small buttons and the menu.
_CHOICES = 15
# As long as a conversation is remembered.
_LAPSE = timedelta(minutes=15)
_Button = discord.ui.Button[discord.ui.View]
_Select = discord.ui.Select[discord.ui.View]


def show(desk: Desk, reply: Reply, asker: Asker, *, question: str = "", heading: str = "") -> Shown:
    """Show a reply to the person who asked: its embed, and the buttons that go on from it."""
    replied(reply.kind, reply.intent)
    embed = reply_embed(reply, desk.service.passage, desk.service.title_in(reply.language), heading)
    asked = Asked(question or desk.service.label(reply.intent, reply.language), reply)
    large, small = [*sources(reply), *chart_button(desk, reply)], [*tools(reply, asker, desk.remember(asked))]
    first = [large + small] if len(large) + len(small) <= limits.ROW else [large, small]
    choices, suggestions = [*_choices(reply, asker.person)], [*_suggestions(reply, asker.person)]
    # A suggestion is a whole question: each has a row to itself, or its end would be cut off.
    rows = [*_rows(choices), *first, *([one] for one in suggestions), [*_related(desk, reply, asker)]]
    after = partial(desk.missed, asked) if asker.feedback else None
    return Shown((embed,), _in_rows(rows), after=after)


class ChoiceButton(DynamicItem[_Button], template=r"choose:(?P<asker>\d+):(?P<language>\w+):(?P<intent>.+)"):
    """Answers with the reading that the asker meant, in the place of the question back."""

    def __init__(self, asker: int, language: str, intent: str, label: str) -> None:
        custom_id = f"choose:{asker}:{language}:{intent}"
        super().__init__(discord.ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id=custom_id))
        self.asker = asker
        self.language = language
        self.intent = intent

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the button from what Discord sends when it is pressed."""
        return cls(int(match["asker"]), match["language"], match["intent"], label_of(item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the asker; tell anybody else, politely and privately, whose buttons these are."""
        if interaction.user.id != self.asker:
            own = words(locale_language(interaction.locale) or self.language)
            await answer_press(lambda: notice(own.not_yours), interaction, self.language, private=True)
            return
        asker = await asker_of(interaction, private=is_private(interaction))
        make = partial(self._chosen, desk_of(interaction), conversation_of(interaction), asker)
        if _has_lapsed(interaction):
            make = partial(notice, words(self.language).lapsed)
        await answer_in_place(make, interaction, self.language)

    def _chosen(self, desk: Desk, talk: str, asker: Asker) -> Shown:
        try:
            reply = desk.service.choose(self.intent, conversation=talk, language=self.language)
        except KeyError:
            return notice(words(self.language).outdated)
        return show(desk, reply, asker)


class SuggestionButton(DynamicItem[_Button], template=r"suggest:(?P<asker>\d+):(?P<language>\w+):(?P<place>\d+)"):
    """Asks the question on its label: in the open for the person who was refused, privately for anybody else."""

    def __init__(self, asker: int, language: str, place: str, question: str) -> None:
        super().__init__(discord.ui.Button(label=question, custom_id=f"suggest:{asker}:{language}:{place}"))
        self.asker = asker
        self.language = language
        self.question = question

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the button from what Discord sends when it is pressed."""
        return cls(int(match["asker"]), match["language"], match["place"], label_of(item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the question on the label."""
        private = interaction.user.id != self.asker
        asker = await asker_of(interaction, private=private)
        make = partial(self._asked, desk_of(interaction), conversation_of(interaction), asker)
        await answer_press(make, interaction, self.language, private=private)

    def _asked(self, desk: Desk, talk: str, asker: Asker) -> Shown:
        reply = desk.service.ask_known(self.question, conversation=talk, language=self.language)
        return show(desk, reply, asker, question=self.question)


class RelatedSelect(DynamicItem[_Select], template=r"related:(?P<asker>\d+):(?P<language>\w+)"):
    """Answers a further question: in place of the reply for the person who asked, privately for anybody else."""

    def __init__(self, asker: int, language: str, questions: Iterable[str] = (), title: str = "") -> None:
        options = [discord.SelectOption(label=question) for question in questions]
        super().__init__(
            discord.ui.Select(
                placeholder=title or words(language).related, options=options, custom_id=f"related:{asker}:{language}"
            )
        )
        self.asker = asker
        self.language = language

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the menu from what Discord sends when it is used."""
        return cls(int(match["asker"]), match["language"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the chosen question."""
        own = interaction.user.id == self.asker
        asker = await asker_of(interaction, private=not own or is_private(interaction))
        talk = conversation_of(interaction)
        make = partial(self._asked, desk_of(interaction), self.item.values[0], talk, asker)
        if own:
            await answer_in_place(make, interaction, self.language)
        else:
            await answer_press(make, interaction, self.language, private=True)

    def _asked(self, desk: Desk, question: str, talk: str, asker: Asker) -> Shown:
        reply = desk.service.ask_known(question, conversation=talk, language=self.language)
        return show(desk, reply, asker, question=question, heading=f"**{inert(question)}**")


BUTTONS: tuple[type[DynamicItem[Any]], ...] = (
    SourceButton,
    ChartButton,
    ChoiceButton,
    SuggestionButton,
    RelatedSelect,
    *TOOLS,
)


def _rows(buttons: list[Button]) -> Iterator[list[Button]]:
    return (buttons[start : start + limits.ROW] for start in range(0, len(buttons), limits.ROW))


def _in_rows(rows: Iterable[list[Button]]) -> tuple[Button, ...]:
    placed = []
    for number, row in enumerate([row for row in rows if row][: limits.ROWS]):
        for button in row:
            button.row = number
            placed.append(button)
    return tuple(placed)


def _choices(reply: Reply, asker: int) -> Iterator[Button]:
    for choice in [*_distinct(reply.choices)][:_CHOICES]:
        if limits.size(f"choose:{asker}:{reply.language}:{choice.intent}") <= limits.CUSTOM_ID:
            yield ChoiceButton(asker, reply.language, choice.intent, limits.shorten(choice.label, limits.LABEL))
        else:
            _log.warning("The id of the intent %s is too long for a button", choice.intent)


def _distinct(choices: Iterable[Choice]) -> Iterable[Choice]:
    return {choice.intent: choice for choice in choices}.values()


def _suggestions(reply: Reply, asker: int) -> Iterator[Button]:
    # The label is the question: one that a label can't hold whole can't be asked by it.
    fitting = [question for question in dict.fromkeys(reply.suggestions) if limits.size(question) <= limits.LABEL]
    for place, question in enumerate(fitting[:_SUGGESTIONS]):
        yield SuggestionButton(asker, reply.language, str(place), question)


def _related(desk: Desk, reply: Reply, asker: Asker) -> Iterator[Button]:
    questions = [one for one in desk.service.related(reply) if limits.size(one) <= limits.CHOICE]
    if questions and reply.kind == "answer":
        yield RelatedSelect(asker.person, reply.language, questions)


def _has_lapsed(interaction: discord.Interaction[Any]) -> bool:
    message = interaction.message
    return message is not None and interaction.created_at - (message.edited_at or message.created_at) > _LAPSE
