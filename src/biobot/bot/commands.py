"""The slash commands: `/ask`, and one for every topic of the pack."""

from __future__ import annotations

from functools import partial
from typing import Any

import discord
from discord import app_commands

from biobot.bot import limits
from biobot.bot.deliver import Shown, carry_out, place_of, respond
from biobot.bot.views import conversation_of, show
from biobot.bot.words import locale_language
from biobot.service import Named, Service, Topic

_QUESTION = 1000
_Interaction = discord.Interaction[Any]
_Command = app_commands.Command[Any, ..., None]


def commands(service: Service) -> list[_Command]:
    """Make every command that the pack calls for."""
    return [ask_command(service), *(topic_command(service, topic) for topic in service.topics())]


def ask_command(service: Service) -> _Command:
    """Make `/ask`."""

    async def ask(
        interaction: _Interaction, question: app_commands.Range[str, 1, _QUESTION], private: bool = False
    ) -> None:
        make = partial(_asked, service, interaction, question)
        await _answer(interaction, make, private=private)

    command: _Command = app_commands.Command(
        name="ask", description=_described(f"Ask about {service.title}"), callback=ask
    )
    app_commands.describe(question="Your question, in your own words", private="Only you see the answer")(command)
    return command


def topic_command(service: Service, topic: Topic) -> _Command:
    """Make the command of a topic: with a name its answer, without one the overview."""

    async def show_topic(
        interaction: _Interaction, name: app_commands.Range[str, 1, limits.CHOICE] | None = None, private: bool = False
    ) -> None:
        make = partial(_looked_up, service, interaction, topic.id, name)
        await _answer(interaction, make, private=private)

    async def complete(interaction: _Interaction, partial_name: str) -> list[app_commands.Choice[str]]:
        language = locale_language(interaction.locale) or "en"
        names = service.names(topic.id, partial_name, language=language, limit=limits.CHOICES)
        return [_choice(named) for named in names[: limits.CHOICES]]

    described = _described(topic.description or topic.title)
    command: _Command = app_commands.Command(name=topic.command, description=described, callback=show_topic)
    app_commands.describe(name="What exactly; leave it out for an overview", private="Only you see the answer")(command)
    command.autocomplete("name")(complete)
    return command


async def _answer(interaction: _Interaction, make: partial[Shown], *, private: bool) -> None:
    send = partial(respond, interaction, private=private)
    await carry_out(make, send, place=place_of(interaction), language=locale_language(interaction.locale))


def _asked(service: Service, interaction: _Interaction, question: str) -> Shown:
    language = locale_language(interaction.locale)
    reply = service.ask(question, conversation=conversation_of(interaction), language=language)
    return show(service, reply, interaction.user.id)


def _looked_up(service: Service, interaction: _Interaction, topic: str, name: str | None) -> Shown:
    language = locale_language(interaction.locale) or "en"
    reply = service.topic(topic, name, conversation=conversation_of(interaction), language=language)
    return show(service, reply, interaction.user.id)


def _choice(named: Named) -> app_commands.Choice[str]:
    label = limits.shorten(named.label, limits.CHOICE)
    return app_commands.Choice(name=label, value=limits.shorten(named.value, limits.CHOICE))


def _described(text: str) -> str:
    return limits.shorten(text, limits.COMMAND_DESCRIPTION)
