"""What the bot tells of itself: how to ask, what it can answer, where that comes from, what it keeps."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Self

import discord
from discord.ui import DynamicItem

from biobot.bot import limits
from biobot.bot.deliver import Button, Shown
from biobot.bot.desk import Desk
from biobot.bot.present import inert, note_line, notice_embed
from biobot.bot.press import answer_in_place, desk_of
from biobot.bot.views import RelatedSelect, SuggestionButton
from biobot.bot.words import Guide, guide, words
from biobot.service import Contents, Doubt

_SECTIONS = 5
_DOUBTS = 4
_ANYBODY = 0
_GAP = "\n\n"


def help_shown(desk: Desk, language: str, hidden: Sequence[str] = ()) -> Shown:
    """Tell how to ask, with examples to press."""
    own, service = guide(language), desk.service
    topics = " ".join(f"`/{topic.command}`" for topic in service.topics(language) if topic.id not in hidden)
    chart = own.help_chart if service.charts(language) else ""
    text = own.help.format(title=inert(service.title_in(language)), topics=topics, chart=chart)
    return Shown((_embed(desk, own.help_title, text),), examples(desk, language))


def examples(desk: Desk, language: str) -> tuple[Button, ...]:
    """Give questions that work as buttons; each is answered privately to whoever presses."""
    fitting = [one for one in desk.service.examples(language) if limits.size(one) <= limits.LABEL]
    return tuple(SuggestionButton(_ANYBODY, language, str(place), one) for place, one in enumerate(fitting))


def privacy_shown(desk: Desk, language: str) -> Shown:
    """Tell what is kept."""
    own = guide(language)
    content = own.privacy_content if desk.message_content else ""
    return Shown((_embed(desk, own.privacy_title, own.privacy.format(content=content)),))


def topics_shown(desk: Desk, language: str, page: int = 0, hidden: Sequence[str] = ()) -> Shown:
    """Tell what is known, section by section, with questions to choose from and the commands that aren't hidden."""
    own, contents = guide(language), desk.service.contents(language)
    commands = {topic.command for topic in desk.service.topics(language) if topic.id not in hidden}
    pages = [contents[start : start + _SECTIONS] for start in range(0, len(contents), _SECTIONS)]
    page = min(page, len(pages) - 1)
    here = pages[page]
    title = inert(desk.service.title_in(language))
    intro = own.topics.format(facts=sum(section.facts for section in contents), title=title)
    said = limits.join([intro, *(_section(section, own, commands) for section in here)], limits.DESCRIPTION)
    questions = dict.fromkeys(question for section in here for question in section.examples)
    menu = RelatedSelect(_ANYBODY, language, [*questions][: limits.CHOICES], own.examples)
    shown = _paged(_embed(desk, own.topics_title, said), "topics", language, page, len(pages))
    return replace(shown, buttons=(menu, *shown.buttons))


def source_shown(desk: Desk, language: str, page: int = 0) -> Shown:
    """Tell where the knowledge comes from, what was removed, and what other sources say."""
    own, record = guide(language), desk.service.record(language)
    author = own.author.format(author=inert(record.author)) if record.author else own.no_author
    origin = own.source.format(
        title=inert(record.title), published=record.published, author=author, origin=inert(record.origin)
    )
    first = _GAP.join([origin, own.removed.format(removed=inert(record.removed))])
    doubts = [_doubt(doubt, language) for doubt in record.doubts]
    later = [doubts[start : start + _DOUBTS] for start in range(0, len(doubts), _DOUBTS)] or [[own.no_doubt]]
    said = [first, *(limits.join([own.doubts, *some], limits.DESCRIPTION) for some in later)]
    here = min(page, len(said) - 1)
    return _paged(_embed(desk, own.source_title, said[here]), "source", language, here, len(said))


class PageButton(
    DynamicItem[discord.ui.Button[discord.ui.View]], template=r"page:(?P<list>\w+):(?P<language>\w+):(?P<page>\d+)"
):
    """Turns to another page of a list, in its place."""

    def __init__(self, of: str, language: str, page: int, label: str) -> None:
        super().__init__(discord.ui.Button(label=label, custom_id=f"page:{of}:{language}:{page}"))
        self.of = of
        self.language = language
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Rebuild the button from what Discord sends when it is pressed."""
        return cls(match["list"], match["language"], int(match["page"]), "·")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the other page."""
        desk = desk_of(interaction)
        settings = await desk.kept.settings(interaction.guild_id)
        make = partial(topics_shown, desk, self.language, self.page, settings.hidden_topics)
        if self.of == "source":
            make = partial(source_shown, desk, self.language, self.page)
        await answer_in_place(make, interaction, self.language)


def _paged(embed: discord.Embed, of: str, language: str, page: int, pages: int) -> Shown:
    own = words(language)
    if pages > 1:
        embed.set_footer(text=own.page.format(page=page + 1, pages=pages))
    turns = [(page - 1, own.previous)] * (page > 0) + [(page + 1, own.next)] * (page + 1 < pages)
    return Shown((embed,), tuple(PageButton(of, language, number, label) for number, label in turns))


def _section(section: Contents, own: Guide, commands: Container[str]) -> str:
    return own.section.format(
        title=inert(section.title),
        command=f" · `/{section.command}`" if section.command in commands else "",
        facts=(own.fact if section.facts == 1 else own.facts).format(count=section.facts),
        examples="\n".join(f"• {inert(question)}" for question in section.examples),
    )


def _doubt(doubt: Doubt, language: str) -> str:
    claims = [f"> {inert(claim)}" for claim in doubt.claims[:2]]
    more = len(doubt.claims) - len(claims)
    more_line = [f"> *{words(language).more_quotations.format(count=more)}*"] if more > 0 else []
    return "\n".join([*claims, *more_line, note_line(doubt.note, language)])


def _embed(desk: Desk, title: str, text: str) -> discord.Embed:
    embed = notice_embed(limits.shorten(desk.clickable(text), limits.DESCRIPTION))
    embed.title = title
    return embed
