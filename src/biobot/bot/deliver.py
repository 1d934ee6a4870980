"""How something reaches a person: what is sent, by which road, and what happens when a road is closed."""

from __future__ import annotations

import io
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord

from biobot.bot.present import notice_embed, plain
from biobot.bot.words import words
from biobot.events import event

_log = logging.getLogger(__name__)

_MALFORMED = 50035
_LOST = (logging.ERROR, "An answer was lost")
_REFUSALS = {403: (logging.WARNING, "I may not answer"), 404: (logging.WARNING, "There is nobody left to answer")}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its words for those who can't see it."""

    name: str
    png: bytes
    alt: str

    def file(self) -> discord.File:
        """Make it ready to be sent."""
        return discord.File(io.BytesIO(self.png), filename=self.name, description=self.alt)


Button = discord.ui.DynamicItem[Any]
After = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person gets to see: embeds, the buttons under them, pictures; and what is to be done once it is sent."""

    embeds: tuple[discord.Embed, ...]
    buttons: tuple[Button, ...] = ()
    pictures: tuple[Picture, ...] = ()
    after: After | None = None

    def files(self) -> list[discord.File]:
        """Make the pictures ready to be sent."""
        return [picture.file() for picture in self.pictures]

    def view(self) -> discord.ui.View | None:
        """Put the buttons together; they hold their own state, so the view needs no time-out."""
        if not self.buttons:
            return None
        view = discord.ui.View(timeout=None)
        for button in self.buttons:
            view.add_item(button)
        return view


Make = Callable[[], Shown]
Send = Callable[[Shown], Awaitable[object]]


def notice(text: str) -> Shown:
    """Show a line of the bot's own."""
    return Shown((notice_embed(text),))


async def carry_out(
    make: Make, send: Send, *, place: str, surface: str = "command", language: str | None = None
) -> discord.HTTPException | None:
    """Make what a person asked for and send it; give what Discord had against it.

    What fails on the bot's side becomes an apology with a number that the log repeats; what Discord refuses becomes
    a line in the log. Nothing is tried twice here: discord.py has already waited and tried again where that helps.
    """
    with event(surface):
        refusal = await _sent(send, _made(make, place, language), place)
        if refusal is not None and refusal.code == _MALFORMED:
            return await _sent(send, _failed(refusal, place, language), place)
        return refusal


async def _sent(send: Send, shown: Shown, place: str) -> discord.HTTPException | None:
    try:
        await send(shown)
        if shown.after is not None:
            await shown.after()
    except discord.HTTPException as error:
        level, line = _REFUSALS.get(error.status, _LOST)
        # Not the error's own text: Discord repeats in it what was sent.
        _log.log(level, "%s in %s: Discord said %s (code %s)", line, place, error.status, error.code)
        return error
    except (aiohttp.ClientError, OSError) as error:
        _log.error("%s in %s: %s", _LOST[1], place, type(error).__name__)
    return None


def _made(make: Make, place: str, language: str | None) -> Shown:
    try:
        return make()
    except Exception as error:
        return _failed(error, place, language)


def _failed(error: Exception, place: str, language: str | None) -> Shown:
    number = secrets.token_hex(3)
    _log.error("Error %s while answering in %s", number, place, exc_info=error)
    return notice(words(language).apology.format(number=number))


def body(shown: Shown, *, embeds: bool = True) -> dict[str, Any]:
    """Put what is shown into the arguments of a send call, as plain text where embeds are forbidden."""
    arguments: dict[str, Any] = {"embeds": list(shown.embeds)} if embeds else {"content": plain(shown.embeds[0])}
    view, files = shown.view(), shown.files()
    return arguments | ({"view": view} if view else {}) | ({"files": files} if files else {})


async def respond(interaction: discord.Interaction[Any], shown: Shown, *, private: bool = False) -> None:
    """Answer a command or a button with a message."""
    await interaction.response.send_message(**body(shown), ephemeral=private)


async def replace(interaction: discord.Interaction[Any], shown: Shown) -> None:
    """Put an answer in the place of the message whose button was pressed."""
    await interaction.response.edit_message(embeds=list(shown.embeds), view=shown.view(), attachments=shown.files())


def place_of(interaction: discord.Interaction[Any]) -> str:
    """Name the place of an interaction for the log."""
    return f"channel {interaction.channel_id}"
