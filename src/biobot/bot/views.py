"""The buttons under a reply. Each holds its whole state in its custom id or label, so it outlives a restart."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import discord
from discord.ui import DynamicItem

from biobot.bot import limits
from biobot.bot.deliver import Button, Make, Shown, carry_out, notice, place_of, replace, respond
from biobot.bot.present import passage_embeds, reply_embed
from biobot.bot.words import locale_language, words
from biobot.engine.values import Choice, Reply
from biobot.service import Service

if TYPE_CHECKING:
    from biobot.bot.client import Biobot

_log = logging.getLogger(__name__)

_SOURCES = 3
_SUGGESTIONS = 3
_Button = discord.ui.Button[discord.ui.View]


def show(service: Service, reply: Reply, asker: int) -> Shown:
    """Show a reply to the person who asked: its embed, and the buttons that go on from it."""
    embed = reply_embed(reply, service.passage, service.title)
    buttons = [*_sources(reply), *_choices(reply, asker), *_suggestions(reply, asker)]
    return Shown((embed,), tuple(buttons[: limits.BUTTONS]))


def conversation_of(interaction: discord.Interaction[Any]) -> str:
    """Name the conversation of a person in a channel."""
    return conversation(interaction.channel_id, interaction.user.id)


def conversation(channel: int | None, person: int) -> str:
    """Name the conversation of a person in a channel."""
    return f"{channel}:{person}"


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
        return cls(match["facts"], match["language"], _label(item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the section with the proving sentences marked."""
        await _press(partial(self._passages, _service(interaction)), interaction, self.language, private=True)

    def _passages(self, service: Service) -> Shown:
        try:
            return Shown(tuple(passage_embeds([service.passage(fact) for fact in self.facts])))
        except KeyError:
            return notice(words(self.language).outdated)


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
        return cls(int(match["asker"]), match["language"], match["intent"], _label(item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the asker; tell anybody else, politely and privately, whose buttons these are."""
        if interaction.user.id != self.asker:
            own = words(locale_language(interaction.locale) or self.language)
            await _press(lambda: notice(own.not_yours), interaction, self.language, private=True)
            return
        make = partial(self._chosen, _service(interaction), conversation_of(interaction))
        await carry_out(make, partial(replace, interaction), place=place_of(interaction), language=self.language)

    def _chosen(self, service: Service, talk: str) -> Shown:
        try:
            reply = service.choose(self.intent, conversation=talk, language=self.language)
        except KeyError:
            return notice(words(self.language).outdated)
        return show(service, reply, self.asker)


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
        return cls(int(match["asker"]), match["language"], match["place"], _label(item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the question on the label."""
        make = partial(self._asked, _service(interaction), conversation_of(interaction), interaction.user.id)
        await _press(make, interaction, self.language, private=interaction.user.id != self.asker)

    def _asked(self, service: Service, talk: str, person: int) -> Shown:
        return show(service, service.ask(self.question, conversation=talk, language=self.language), person)


BUTTONS: tuple[type[DynamicItem[Any]], ...] = (SourceButton, ChoiceButton, SuggestionButton)


def _sources(reply: Reply) -> Iterator[Button]:
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


def _choices(reply: Reply, asker: int) -> Iterator[Button]:
    for choice in _distinct(reply.choices):
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


async def _press(make: Make, interaction: discord.Interaction[Any], language: str, *, private: bool) -> None:
    send = partial(respond, interaction, private=private)
    await carry_out(make, send, place=place_of(interaction), language=language)


def _service(interaction: discord.Interaction[Any]) -> Service:
    client: Biobot = interaction.client
    return client.service


def _label(item: discord.ui.Item[Any]) -> str:
    label = item.label if isinstance(item, discord.ui.Button) else None
    return label or "·"
