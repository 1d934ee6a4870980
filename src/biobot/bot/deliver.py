"""How something reaches a person: what is sent, by which road, and what happens when a road is closed."""

from __future__ import annotations

import asyncio
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
_ACKNOWLEDGED = 40060
# From this status on it is Discord's servers that failed.
_SERVERS = 500
_BROKEN = (aiohttp.ClientError, OSError)
Waits = tuple[float, ...]
# A message with a nonce can't arrive twice.
LATER: Waits = (2.0, 8.0, 20.0)
# A command or a button has to be answered within three seconds, and is answered once.
AT_ONCE: Waits = (0.5,)
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
    make: Make,
    send: Send,
    *,
    place: str,
    surface: str = "command",
    language: str | None = None,
    again: Waits = (),
) -> discord.HTTPException | None:
    """Make what a person asked for and send it; give what Discord had against it.

    What fails on the bot's side becomes an apology with a number that the log repeats; what Discord refuses becomes
    a line in the log. What can't arrive twice is sent `again` after these waits, where Discord or the way to it fails:
    for much of that discord.py has waited already, but not for all, and not for long.
    """
    with event(surface):
        refusal = await _sent(send, _made(make, place, language), place, again)
        if refusal is not None and refusal.code == _MALFORMED:
            return await _sent(send, _failed(refusal, place, language), place, again)
        return refusal


async def _sent(send: Send, shown: Shown, place: str, again: Waits) -> discord.HTTPException | None:
    try:
        await _persistently(send, shown, place, again)
        if shown.after is not None:
            await shown.after()
    except discord.HTTPException as error:
        level, line = _REFUSALS.get(error.status, _LOST)
        # Not the error's own text: Discord repeats in it what was sent.
        _log.log(level, "%s in %s: Discord said %s (code %s)", line, place, error.status, error.code)
        return error
    except _BROKEN as error:
        _log.error("%s in %s: %s", _LOST[1], place, type(error).__name__)
    return None


async def _persistently(send: Send, shown: Shown, place: str, again: Waits) -> None:
    for wait in again:
        try:
            await send(shown)
        except (discord.HTTPException, *_BROKEN) as error:
            if isinstance(error, discord.HTTPException) and error.status < _SERVERS:
                raise
            _log.info("Trying again in %s in %s seconds: %s", place, wait, type(error).__name__)
            await asyncio.sleep(wait)
        else:
            return
    try:
        await send(shown)
    except discord.HTTPException as error:
        # A first try did arrive, although it seemed to fail.
        if not again or error.code != _ACKNOWLEDGED:
            raise


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
