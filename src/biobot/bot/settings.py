"""The settings of a server, in one panel that only those see who may manage it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Literal, Self, cast

import discord
from discord.ui import DynamicItem

from biobot.bot import limits
from biobot.bot.deliver import Button, Shown, notice
from biobot.bot.desk import Desk
from biobot.bot.present import notice_embed
from biobot.bot.press import answer_in_place, answer_press, desk_of
from biobot.bot.words import Panel, locale_language, panel
from biobot.store.values import GuildSettings, Language

Change = Callable[[GuildSettings], GuildSettings]
Switch = Literal["private", "feedback"]
_CHANNELS = 10
_Menu = discord.ui.Select[discord.ui.View]
_ChannelMenu = discord.ui.ChannelSelect[discord.ui.View]
_Button = discord.ui.Button[discord.ui.View]
_PLACES = [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]


def may_manage(interaction: discord.Interaction[Any]) -> bool:
    """Tell whether a person may see and change the settings: Discord's own check can be lifted by a server."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


async def panel_shown(interaction: discord.Interaction[Any]) -> Shown:
    """Show the settings as they are."""
    language = locale_language(interaction.locale) or "en"
    if not may_manage(interaction):
        return notice(panel(language).forbidden)
    desk = desk_of(interaction)
    settings = await desk.kept.settings(interaction.guild_id)
    return _shown(desk, settings, language, "" if desk.kept.counts else panel(language).no_store)


def _shown(desk: Desk, settings: GuildSettings, language: str, news: str = "") -> Shown:
    own = panel(language)
    embed = notice_embed("\n".join([own.intro, "", *_lines(desk, settings, language), *(["", news] if news else [])]))
    embed.title = own.title
    return Shown((embed,), tuple(_items(desk, settings, language)))


def _lines(desk: Desk, settings: GuildSettings, language: str) -> list[str]:
    own = panel(language)
    shown = [f"`/{topic.command}`" for topic in desk.service.topics() if topic.id not in settings.hidden_topics]
    channels = " ".join(f"<#{channel}>" for channel in settings.ask_channels) or own.no_channels
    return [
        own.language.format(value=own.languages[settings.language]),
        own.private if settings.private else own.public,
        own.topics.format(value=(" ".join(shown) or own.no_topics) if settings.hidden_topics else own.all_topics),
        *([own.topics_seen] if settings.hidden_topics else []),
        own.channels.format(value=channels) if desk.message_content else own.channels_closed,
        own.feedback_on if settings.feedback else own.feedback_off,
    ]


def _items(desk: Desk, settings: GuildSettings, language: str) -> list[Button]:
    own = panel(language)
    items: list[Button] = [LanguageMenu(own, settings), TopicsMenu(desk, settings, language)]
    if desk.message_content:
        items.append(ChannelsMenu(settings, language))
    private = own.make_public if settings.private else own.make_private
    feedback = own.switch_feedback_off if settings.feedback else own.switch_feedback_on
    return [*items, SwitchButton("private", private), SwitchButton("feedback", feedback)]


async def _change(interaction: discord.Interaction[Any], change: Change) -> None:
    language = locale_language(interaction.locale) or "en"
    own, desk = panel(language), desk_of(interaction)
    if not may_manage(interaction) or interaction.guild_id is None:
        await answer_press(partial(notice, own.forbidden), interaction, language, private=True)
        return
    before = await desk.kept.settings(interaction.guild_id)
    after = change(before)
    kept = await desk.kept.save(interaction.guild_id, after)
    news = own.saved if kept else own.not_saved if desk.kept.counts else own.no_store
    await answer_in_place(partial(_shown, desk, after if kept else before, language, news), interaction, language)


class LanguageMenu(DynamicItem[_Menu], template=r"settings:language"):
    """Chooses the language of the replies."""

    def __init__(self, own: Panel, settings: GuildSettings | None = None) -> None:
        options = [
            discord.SelectOption(
                label=own.language_of.format(language=label),
                value=value,
                default=settings is not None and settings.language == value,
            )
            for value, label in own.languages.items()
        ]
        super().__init__(discord.ui.Select(custom_id="settings:language", options=options))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Rebuild the menu from what Discord sends when it is used."""
        return cls(panel(None))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the chosen language."""
        chosen = cast("Language", self.item.values[0])
        await _change(interaction, lambda settings: replace(settings, language=chosen))


class TopicsMenu(DynamicItem[_Menu], template=r"settings:topics"):
    """Chooses which topic commands are shown."""

    def __init__(self, desk: Desk | None = None, settings: GuildSettings | None = None, language: str = "en") -> None:
        topics = desk.service.topics(language)[: limits.CHOICES] if desk else ()
        hidden, own = settings.hidden_topics if settings else (), panel(language)
        options = [
            discord.SelectOption(
                label=f"/{topic.command}",
                value=topic.id,
                description=limits.shorten(topic.title, limits.CHOICE),
                default=topic.id not in hidden,
            )
            for topic in topics
        ]
        menu: _Menu = discord.ui.Select(
            custom_id="settings:topics",
            placeholder=own.topics.format(value=own.no_topics).replace("**", ""),
            options=options,
            min_values=0,
            max_values=max(len(options), 1),
        )
        super().__init__(menu)

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Rebuild the menu from what Discord sends when it is used."""
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Keep which topics are left out."""
        topics = desk_of(interaction).service.topics()
        hidden = tuple(topic.id for topic in topics if topic.id not in self.item.values)
        await _change(interaction, lambda settings: replace(settings, hidden_topics=hidden))


class ChannelsMenu(DynamicItem[_ChannelMenu], template=r"settings:channels"):
    """Chooses the channels in which the bot answers without being spoken to."""

    def __init__(self, settings: GuildSettings | None = None, language: str = "en") -> None:
        own = panel(language)
        chosen = settings.ask_channels[:_CHANNELS] if settings else ()
        defaults = [discord.SelectDefaultValue(id=one, type=discord.SelectDefaultValueType.channel) for one in chosen]
        menu: _ChannelMenu = discord.ui.ChannelSelect(
            custom_id="settings:channels",
            placeholder=own.channels.format(value=own.no_channels).replace("**", ""),
            channel_types=_PLACES,
            min_values=0,
            max_values=_CHANNELS,
            default_values=defaults,
        )
        super().__init__(menu)

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Rebuild the menu from what Discord sends when it is used."""
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the chosen channels."""
        chosen = tuple(channel.id for channel in self.item.values)
        await _change(interaction, lambda settings: replace(settings, ask_channels=chosen))


class SwitchButton(DynamicItem[_Button], template=r"settings:switch:(?P<what>private|feedback)"):
    """Switches answers between private and public, or the feedback buttons on and off."""

    def __init__(self, what: Switch, label: str = "·") -> None:
        super().__init__(discord.ui.Button(label=label, custom_id=f"settings:switch:{what}"))
        self.what: Switch = what

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the button from what Discord sends when it is pressed."""
        return cls(cast("Switch", match["what"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the other position of the switch."""
        await _change(interaction, _switched_private if self.what == "private" else _switched_feedback)


def _switched_private(settings: GuildSettings) -> GuildSettings:
    return replace(settings, private=not settings.private)


def _switched_feedback(settings: GuildSettings) -> GuildSettings:
    return replace(settings, feedback=not settings.feedback)


SETTINGS: tuple[type[DynamicItem[Any]], ...] = (LanguageMenu, TopicsMenu, ChannelsMenu, SwitchButton)
