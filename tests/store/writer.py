"""A program that writes until it is killed, and tells of each write as soon as it is confirmed."""

from __future__ import annotations

import asyncio
import sys

from biobot.errors import StoreError
from biobot.store.create import parse_url
from biobot.store.kept import KeptStore, Pace
from biobot.store.values import GuildSettings


async def write(url: str, first: int, last: int) -> None:
    store = KeptStore(parse_url(url), pace=Pace(saving=30))
    await store.open()
    for number in range(first, last + 1):
        if number % 2:
            await store.save_settings(number, GuildSettings(ask_channels=(number,)))
        else:
            await store.count(f"question {number}", "decline", "en", "unanswered")
            await store.flush()
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
    await store.close()


if __name__ == "__main__":
    try:
        asyncio.run(write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
    except StoreError as error:
        sys.exit(str(error))
