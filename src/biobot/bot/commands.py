"""The commands: `/ask`, `/compare`, one for every topic of the pack, those that tell of the bot, and the message menu."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import discord
from discord import app_commands

from biobot.bot import limits
from biobot.bot.deliver import AT_ONCE, Make, Shown, carry_out, notice, place_of, respond
from biobot.bot.desk import Asker, Desk
from biobot.bot.guide import help_shown, privacy_shown, source_shown, topics_shown
from biobot.bot.locales import known, taken_names, told, unique
from biobot.bot.pictures import picture_made
from biobot.bot.press import conversation_of
from biobot.bot.settings import panel_shown
from biobot.bot.views import show
from biobot.bot.words import locale_language, words, written_language
from biobot.service import Named, Topic
from biobot.store.values import GuildSettings

_QUESTION = 1000
_MANAGE = discord.Permissions(manage_guild=True)
_SERVER = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
_TO_SERVER = app_commands.AppInstallationType(guild=True, user=False)
_Interaction = discord.Interaction[Any]
_Command = app_commands.Command[Any, ..., None]
_Text = app_commands.Range[str, 1, limits.CHOICE]
_Choices = list[app_commands.Choice[str]]
# What is made of an interaction, for whom, and in which language if not the question's own.
_Making = Callable[[Asker, str | None], Shown]
_Telling = Callable[[Desk, str, GuildSettings], Shown]


def commands(desk: Desk) -> list[_Command | app_commands.ContextMenu]:
    """Make every command that the pack calls for."""
    taken = taken_names()
    topics = [topic_command(desk, topic, taken) for topic in desk.service.topics()]
    charts = [chart_command(desk)] if desk.service.charts() else []
    return [ask_command(desk), compare_command(desk), *topics, *charts, *tellers(desk), settings_command(), menu(desk)]


def ask_command(desk: Desk) -> _Command:
    """Make `/ask`."""

    async def ask(
        interaction: _Interaction, question: app_commands.Range[str, 1, _QUESTION], private: bool | None = None
    ) -> None:
        def make(asker: Asker, language: str | None) -> Shown:
            talk = conversation_of(interaction)
            reply = desk.service.ask_known(question, conversation=talk, language=language)
            return show(desk, reply, asker, question=question)

        await _answer(desk, interaction, make, private=private)

    async def complete(interaction: _Interaction, typed: str) -> _Choices:
        language = locale_language(interaction.locale) or written_language(typed)
        return [_choice(Named(one, one)) for one in desk.service.known(typed, language=language, limit=limits.CHOICES)]

    described = known("Ask a question; the answer shows the sentence that proves it")
    command: _Command = app_commands.Command(name=known("ask"), description=described, callback=ask)
    _describe(command, question="Your question, in your own words", private="Only you see the answer")
    command.autocomplete("question")(complete)
    return command


def compare_command(desk: Desk) -> _Command:
    """Make `/compare`."""

    async def compare(interaction: _Interaction, a: _Text, b: _Text, private: bool | None = None) -> None:
        def make(asker: Asker, language: str | None) -> Shown:
            talk = conversation_of(interaction)
            spoken = language or written_language(a + b)
            return show(desk, desk.service.compare(a, b, conversation=talk, language=spoken), asker)

        await _answer(desk, interaction, make, private=private)

    async def complete(interaction: _Interaction, typed: str) -> _Choices:
        things = desk.service.things(typed, language=_spoken(interaction), limit=limits.CHOICES)
        return [_choice(named) for named in things[: limits.CHOICES]]

    described = known("Set two things against each other")
    command: _Command = app_commands.Command(name=known("compare"), description=described, callback=compare)
    _describe(command, a="The one thing", b="The other thing", private="Only you see the answer")
    for option in ("a", "b"):
        command.autocomplete(option)(complete)
    return command


def topic_command(desk: Desk, topic: Topic, taken: set[tuple[str, str]]) -> _Command:
    """Make the command of a topic, under a name that isn't taken: with a name its answer, without one the overview."""

    async def show_topic(interaction: _Interaction, name: _Text | None = None, private: bool | None = None) -> None:
        def make(asker: Asker, language: str | None) -> Shown:
            talk = conversation_of(interaction)
            reply = desk.service.topic(topic.id, name, conversation=talk, language=language or "en")
            return show(desk, reply, asker, question=name or "")

        await _answer(desk, interaction, make, private=private, topic=topic.id)

    async def complete(interaction: _Interaction, typed: str) -> _Choices:
        names = desk.service.names(topic.id, typed, language=_spoken(interaction), limit=limits.CHOICES)
        return [_choice(named) for named in names[: limits.CHOICES]]

    chinese = next((one for one in desk.service.topics("zh") if one.id == topic.id), topic)
    names = {"zh": chinese.title} | {language: name for language, (name, _) in topic.locales.items()}
    texts = {"zh": _described(chinese)} | {language: text for language, (_, text) in topic.locales.items()}
    command: _Command = app_commands.Command(
        name=told(topic.command, unique(names, taken)),
        description=told(_described(topic), texts),
        callback=show_topic,
    )
    _describe(command, name="What exactly; leave it out for an overview", private="Only you see the answer")
    command.autocomplete("name")(complete)
    return command


def chart_command(desk: Desk) -> _Command:
    """Make `/chart`, where pictures can be drawn."""

    async def chart(interaction: _Interaction, picture: str, private: bool | None = None) -> None:
        asker, language = await _frame(desk, interaction, private)
        made = await picture_made(desk, picture, asker, language or "en")
        await _answer(desk, interaction, lambda *_: made(), private=private)

    described = known("See the figures as a picture")
    command: _Command = app_commands.Command(name=known("chart"), description=described, callback=chart)
    _describe(command, picture="Which figures", private="Only you see the answer")
    titles = zip(desk.service.charts("en"), desk.service.charts("zh"), strict=True)
    pictures = [app_commands.Choice(name=told(en.title, {"zh": zh.title}), value=en.id) for en, zh in titles]
    app_commands.choices(picture=pictures[: limits.CHOICES])(command)
    return command


def tellers(desk: Desk) -> list[_Command]:
    """Make the commands that tell of the bot itself, each to the person alone."""
    tell: dict[str, tuple[str, _Telling]] = {
        "topics": (
            "What I can answer, with questions that work",
            lambda desk, language, settings: topics_shown(desk, language, hidden=settings.hidden_topics),
        ),
        "source": (
            "Where my knowledge comes from, and what others say of it",
            lambda desk, language, _: source_shown(desk, language),
        ),
        "help": (
            "How to ask me",
            lambda desk, language, settings: help_shown(desk, language, settings.hidden_topics),
        ),
        "privacy": ("What I keep, and what not", lambda desk, language, _: privacy_shown(desk, language)),
    }
    return [_teller(desk, name, description, telling) for name, (description, telling) in tell.items()]


def settings_command() -> _Command:
    """Make `/settings`, for those who may manage a server."""

    async def settings(interaction: _Interaction) -> None:
        shown = await panel_shown(interaction)
        await _tell(interaction, lambda: shown)

    command: _Command = app_commands.Command(
        name=known("settings"),
        description=known("Language, channels, topics and feedback in this server"),
        callback=settings,
        allowed_contexts=_SERVER,
        allowed_installs=_TO_SERVER,
    )
    command.default_permissions = _MANAGE
    return command


def menu(desk: Desk) -> app_commands.ContextMenu:
    """Make the entry of the message menu that has somebody's message answered."""

    async def ask_about(interaction: _Interaction, message: discord.Message) -> None:
        language = locale_language(interaction.locale)
        me = interaction.client.user
        asked = re.sub(rf"<@!?{me.id if me else 0}>", " ", message.content).strip()
        if not asked:
            await _tell(interaction, lambda: notice(words(language).wordless))
            return

        def make(asker: Asker, spoken: str | None) -> Shown:
            reply = desk.service.ask(asked, conversation=conversation_of(interaction), language=spoken)
            heading = words(reply.language).about_message.format(link=message.jump_url)
            return show(desk, reply, asker, question=asked, heading=heading)

        await _answer(desk, interaction, make)

    return app_commands.ContextMenu(name=known("Ask about this"), callback=ask_about)


async def _answer(
    desk: Desk, interaction: _Interaction, making: _Making, *, private: bool | None = None, topic: str = ""
) -> None:
    settings = await desk.kept.settings(interaction.guild_id)
    language = locale_language(interaction.locale)
    wait = desk.pace.take(interaction.channel_id or 0, interaction.user.id)
    if wait is not None:
        await _tell(interaction, lambda: notice(words(language).too_fast.format(seconds=wait.seconds)))
    elif topic in settings.hidden_topics:
        await _tell(interaction, lambda: notice(words(language).hidden_topic))
    else:
        asker, spoken = await _frame(desk, interaction, private)
        send = partial(respond, interaction, private=asker.private)
        make = partial(making, asker, spoken)
        await carry_out(make, send, place=place_of(interaction), language=language, again=AT_ONCE)


async def _frame(desk: Desk, interaction: _Interaction, private: bool | None) -> tuple[Asker, str | None]:
    """Tell for whom the reply is, and in which language if not the question's own."""
    settings = await desk.kept.settings(interaction.guild_id)
    alone = settings.private if private is None else private
    asker = Asker(interaction.user.id, private=alone, feedback=desk.kept.counts and settings.feedback)
    spoken = locale_language(interaction.locale) if settings.language == "auto" else settings.language
    return asker, spoken


async def _tell(interaction: _Interaction, make: Make) -> None:
    send = partial(respond, interaction, private=True)
    language = locale_language(interaction.locale)
    await carry_out(make, send, place=place_of(interaction), language=language, again=AT_ONCE)


def _teller(desk: Desk, name: str, description: str, telling: _Telling) -> _Command:
    async def tell(interaction: _Interaction) -> None:
        settings = await desk.kept.settings(interaction.guild_id)
        await _tell(interaction, partial(telling, desk, _spoken(interaction), settings))

    return app_commands.Command(name=known(name), description=known(description), callback=tell)


def _describe(command: _Command, **options: str) -> None:
    app_commands.describe(**{name: known(text) for name, text in options.items()})(command)
    app_commands.rename(**{name: known(name) for name in options})(command)


def _spoken(interaction: _Interaction) -> str:
    return locale_language(interaction.locale) or "en"


def _choice(named: Named) -> app_commands.Choice[str]:
    label = limits.shorten(named.label, limits.CHOICE)
    return app_commands.Choice(name=label, value=limits.shorten(named.value, limits.CHOICE))


def _described(topic: Topic) -> str:
    return limits.shorten(topic.description or topic.title, limits.COMMAND_DESCRIPTION)
