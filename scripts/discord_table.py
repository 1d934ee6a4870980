"""Writes docs/discord.md, the table of the commands, from the command tree: `python scripts/discord_table.py`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from biobot.bot.client import create_bot  # noqa: E402 - the path comes first
from biobot.bot.locales import Locales  # noqa: E402
from biobot.bot.sync import payloads  # noqa: E402
from biobot.chart import ChartInfo  # noqa: E402
from biobot.ops.invite import needed  # noqa: E402
from biobot.service import Service  # noqa: E402

PAGE = ROOT / "docs" / "discord.md"
INTRO = """# The commands in Discord

Written by `python scripts/discord_table.py` from the command tree, and asserted fresh by the tests.

Everything here is registered for every server at once, when the bot starts and only where it changed. Beside the
commands the bot answers mentions, replies to its own messages, direct messages and, where the host has set
`BIOBOT_MESSAGE_CONTENT=true` and a server has named channels for it under `/settings`, questions in those channels.
`/chart` is there only where the extra `chart` is installed.

It needs these permissions and no other: {permissions}.
Its intents are {intents}; none is privileged, unless `BIOBOT_MESSAGE_CONTENT=true` adds `message_content`.

On joining a server it greets once: in the system channel; where there is none that it may write to, the person who added
it, by direct message. Discord tells the bot who that is in an event that needs no permission (the intent `integrations`); the
audit log is read only where a server lets the bot read it. Where neither tells, or that person takes no direct messages, the
server's owner is greeted, else nobody.

A topic that a server switches off under `/settings` is no longer answered there, nor named by `/help` and `/topics`; who uses
its command is told so privately. Discord goes on listing the command: it has no way for a bot to hide one of its commands in
one server, only for the people who manage it (*Server Settings*, *Integrations*, the bot, the command). Commands registered
server by server instead would be missing in direct messages, group chats and servers that the bot isn't a member of.

| Command | What it does | Options | Where | Installed by | Who |
| --- | --- | --- | --- | --- | --- |
"""
TYPES = {3: "text", 4: "whole number", 5: "yes or no", 7: "channel"}
PLACES = {0: "servers", 1: "direct messages with the bot", 2: "group chats"}
INSTALLS = {0: "servers", 1: "people"}
MESSAGE_MENU = 3


class Drawing(Service):
    """A service whose charts are there, whatever is installed."""

    def charts(self, language: str = "en") -> tuple[ChartInfo, ...]:
        return tuple(ChartInfo(one.id, one.title.get(language)) for one in self._index.pack.charts)


def main() -> int:
    """Write the page; with --check tell whether it is fresh."""
    made = asyncio.run(page())
    if "--check" in sys.argv:
        return int(PAGE.read_text(encoding="utf-8") != made)
    PAGE.write_text(made, encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
    return 0


async def page() -> str:
    """Make the page."""
    bot = create_bot(Drawing.open(), shard_count=1)
    await bot.tree.set_translator(Locales())
    commands = await payloads(bot.tree)
    names = ", ".join(f"`{name}`" for name, on in bot.intents if on)
    table = "\n".join(row(command) for command in commands)
    languages = "\n\n".join(translated(command) for command in commands)
    permissions = f"{', '.join(needed(charts=False))}; with charts {', '.join(needed(charts=True))}"
    intro = INTRO.format(permissions=permissions, intents=names)
    return f"{intro}{table}\n\n## In the languages of Discord's clients\n\n{languages}\n"


def row(command: dict[str, Any]) -> str:
    """Make a line of the table."""
    cells = [
        called(command),
        command.get("description") or "Answers the message that was right-clicked",
        "<br>".join(option(one) for one in command.get("options") or ()) or "none",
        ", ".join(PLACES[place] for place in sorted(command["contexts"])),
        ", ".join(INSTALLS[install] for install in sorted(command["integration_types"])),
        who(command),
    ]
    return "| " + " | ".join(cells) + " |"


def called(command: dict[str, Any]) -> str:
    """Give a command as a person calls it."""
    return f"message menu “{command['name']}”" if command["type"] == MESSAGE_MENU else f"`/{command['name']}`"


def option(one: dict[str, Any]) -> str:
    """Describe an option."""
    traits = [TYPES[one["type"]], *(["needed"] if one.get("required") else [])]
    if one.get("max_length"):
        traits.append(f"at most {one['max_length']} characters")
    traits += ["completed while typing"] if one.get("autocomplete") else []
    traits += [f"one of {len(one['choices'])}"] if one.get("choices") else []
    return f"`{one['name']}`: {one['description']} ({', '.join(traits)})"


def who(command: dict[str, Any]) -> str:
    """Tell who may use a command."""
    needed = command.get("default_member_permissions")
    if needed is None:
        return "everybody"
    names = [name.replace("_", " ") for name, on in discord.Permissions(int(needed)) if on]
    return f"{', '.join(names)} (checked again by the bot)"


def translated(command: dict[str, Any]) -> str:
    """List a command, its options and choices in every language."""
    lines = [f"### {called(command)}", "", "| | " + " | ".join(locales(command)) + " |"]
    lines.append("| --- " * (len(locales(command)) + 1) + "|")
    lines += [line for what, one in parts(command) for line in rows(what, one, locales(command))]
    return "\n".join(lines)


def locales(command: dict[str, Any]) -> list[str]:
    """Give the languages that a command has."""
    return sorted({*command["name_localizations"], *all_of(command)})


def all_of(command: dict[str, Any]) -> set[str]:
    """Give the languages of a command's options."""
    return {name for _, one in parts(command) for name in one.get("description_localizations") or {}}


def parts(command: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give a command and its options."""
    yield "command", command
    for one in command.get("options") or ():
        yield f"`{one['name']}`", one


def rows(what: str, one: dict[str, Any], names: list[str]) -> Iterator[str]:
    """Give the lines of a command or an option."""
    for kind in ("name", "description"):
        found = one.get(f"{kind}_localizations") or {}
        if found:
            yield f"| {what}, {kind} | " + " | ".join(found.get(name, "") for name in names) + " |"


if __name__ == "__main__":
    sys.exit(main())
