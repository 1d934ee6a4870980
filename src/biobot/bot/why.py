"""Tells why a reply is what it is, in words a person understands."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from biobot.bot import limits
from biobot.bot.present import inert, notice_embed
from biobot.bot.words import Reasoning, reasoning
from biobot.engine.values import Reply, Word
from biobot.service import Service

_WORDS = 12
_OTHERS = 3
_ASKING = ("attribute", "shape")
_GAP = "\n\n"


def why_embed(service: Service, reply: Reply, language: str) -> discord.Embed:
    """Explain a reply; of several questions in one message, each."""
    own = reasoning(language)
    told = [_told(service, part, language, own, labelled=bool(reply.parts)) for part in reply.parts or (reply,)]
    room = limits.DESCRIPTION // len(told) - len(_GAP)
    embed = notice_embed(_GAP.join(limits.shorten(one, room) for one in told))
    embed.title = own.title
    return embed


def forgotten_embed(service: Service, intent: str, language: str) -> discord.Embed:
    """Explain a reply whose question is no longer remembered, as far as its button tells."""
    own = reasoning(language)
    lines = [own.forgotten]
    if intent:
        lines.append(own.fits.format(label=inert(service.label(intent, language)), score=100))
    embed = notice_embed(_GAP.join(lines))
    embed.title = own.title
    return embed


def _told(service: Service, reply: Reply, language: str, own: Reasoning, *, labelled: bool) -> str:
    heading = f"**{inert(reply.label)}**" if reply.label and labelled else ""
    read = "\n".join(_read(service, reply.reasons.words, language, own))
    decided = own.decided[reply.kind] if read or reply.kind != "answer" else own.chosen
    blocks = [heading, f"{own.read}\n{read}" if read else "", _fits(service, reply, language, own), decided]
    return _GAP.join(filter(None, blocks))


def _read(service: Service, words: tuple[Word, ...], language: str, own: Reasoning) -> Iterator[str]:
    for word in words[:_WORDS]:
        line = _taken(service, word, language, own)
        if line:
            yield f"• {line}"
    fillers = [inert(word.text) for word in words if word.role == "filler"]
    unknown = [inert(word.text) for word in words if word.role in ("unknown", "foreign")]
    if fillers:
        yield "• " + own.set_aside.format(words=own.between.join(fillers))
    if unknown:
        yield "• " + own.unexplained.format(words="**" + own.between.join(unknown) + "**")


def _taken(service: Service, word: Word, language: str, own: Reasoning) -> str:
    text = inert(word.text)
    if word.role == "figure":
        return own.figure.format(text=text)
    names = [name for name in (service.name(concept, language) for concept in word.concepts) if name]
    if word.role in ("subject", "aspect") and names:
        line = own.mended if word.mended else own.taken
        return line.format(text=text, mended=inert(word.mended), name=f"**{inert(' / '.join(names[:_OTHERS]))}**")
    return own.asks.format(text=text) if word.role in _ASKING else ""


def _fits(service: Service, reply: Reply, language: str, own: Reasoning) -> str:
    if reply.kind != "answer" or not reply.intent:
        return ""
    lines = [own.fits.format(label=inert(service.label(reply.intent, language)), score=round(reply.confidence * 100))]
    others = [one.intent for one in reply.reasons.candidates if one.intent != reply.intent][:_OTHERS]
    if others:
        lines.append(
            own.also.format(labels=own.between.join(inert(service.label(intent, language)) for intent in others))
        )
    return "\n".join(lines)
