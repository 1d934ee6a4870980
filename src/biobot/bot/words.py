"""The bot's own words: its buttons, notices and apologies, in the languages it speaks. Answers come from the pack."""

from __future__ import annotations

from dataclasses import dataclass

import discord


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that the bot says of its own, in one language; `{…}` are the slots."""

    source: str
    source_of: str
    worked_out: str
    disputed: str
    cause_disputed: str
    more_quotations: str
    not_yours: str
    outdated: str
    unreadable: str
    changed: str
    apology: str


# What a note is worth where its status has no words of its own: its own text says it.
UNCONFIRMED = "❔ {note}"

_WORDS = {
    "en": Words(
        source="Source in context",
        source_of="Source: {section}",
        worked_out="Working: {working}",
        disputed="⚠️ *Disputed.* {note}",
        cause_disputed="⚠️ *Cause disputed.* {note}",
        more_quotations="and {count} more",
        not_yours="Only the person who asked can choose here. You can ask me yourself with `/ask`.",
        outdated="My knowledge has changed since I wrote this. Please ask again.",
        unreadable="Discord doesn't let me read replies to a command's answer. Please mention me, or use `/ask`.",
        changed="This command has changed. Please reload Discord and try it again.",
        apology="Sorry, something went wrong on my side. If you report it, please give this number: `{number}`",
    ),
    "zh": Words(
        source="查看原文",
        source_of="原文：{section}",
        worked_out="推算：{working}",
        disputed="⚠️ *有争议。*{note}",
        cause_disputed="⚠️ *原因有争议。*{note}",
        more_quotations="另有 {count} 处",
        not_yours="只有提问者可以在这里选择。您可以用 `/ask` 向我提问。",
        outdated="这条消息之后，我的资料已更新。请重新提问。",
        unreadable="Discord 不允许我读取对命令回复的回复。请提及我，或使用 `/ask`。",
        changed="此命令已更改。请重新加载 Discord 后再试。",
        apology="抱歉，我这边出了点问题。如需反馈，请提供编号：`{number}`",
    ),
}


def words(language: str | None) -> Words:
    """Give the words of a language, English where it isn't spoken."""
    return _WORDS.get(language or "en", _WORDS["en"])


def locale_language(locale: discord.Locale) -> str | None:
    """Tell which language a person's client asks for; None where the question's own decides."""
    return "zh" if locale.value.startswith("zh") else None
