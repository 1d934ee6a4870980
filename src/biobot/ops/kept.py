"""Shows a host what is kept of questions, and erases it."""

from __future__ import annotations

from biobot.config import Settings
from biobot.store.create import create_store

_NOTHING = "No question is kept."


async def shown(settings: Settings, limit: int) -> list[str]:
    """Return a line for every counted question: how often, what became of it, since when, its redacted words."""
    store = create_store(settings.store_url, keep_days=settings.retention_days)
    try:
        found = await store.counted(limit)
    finally:
        await store.close()
    if not found:
        return [_NOTHING]
    lines = [
        f"{one.times:>5}  {one.mark:<10}  {one.kind:<8}  {one.first} to {one.last}  {one.question}" for one in found
    ]
    rule = f"Deleted after {settings.retention_days} days; biobot privacy --erase deletes all of them now."
    return [*lines, rule]


async def erased(settings: Settings) -> list[str]:
    """Delete every counted question; return a line that tells how many there were."""
    store = create_store(settings.store_url, keep_days=settings.retention_days)
    try:
        count = await store.erase()
    finally:
        await store.close()
    return [f"Deleted {count} counted question{'s' if count != 1 else ''}."]
