"""How a reply looks: one calm embed with the answer first, then its receipt, its reliability and one footer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from urllib.parse import urlsplit

import discord
from discord.utils import escape_mentions

from biobot.bot import limits
from biobot.bot.words import UNCONFIRMED, Words, words
from biobot.engine.values import Kind, Note, Receipt, Reply
from biobot.service import Passage

Cite = Callable[[str], Passage]

_COLOURS: dict[Kind, int] = {
    "answer": 0x2A9D8F,
    "silent": 0x8D99AE,
    "clarify": 0x5865F2,
    "decline": 0x8D99AE,
    "social": 0x2A9D8F,
}
# discord.py's own escape_markdown takes quadratic time on blank lines, and leaves brackets and `<` alone.
_MARKUP = re.compile(r"[\\*_~|`\[\]<]")
_LINE_MARKUP = re.compile(r"^( *)([>#-])", re.MULTILINE)
_FORCEFUL = re.compile(r"[^\w\s?.,;%$'’()+-]|_")
_GAP = "\n\n"
_QUOTATIONS = 4
_QUOTATION = 400
_FOOTER = 300


def reply_embed(reply: Reply, cite: Cite, origin: str, heading: str = "") -> discord.Embed:
    """Show a reply, under a heading if there is one; `origin` is the footer where nothing is quoted."""
    said = _body(reply, limits.DESCRIPTION - limits.size(heading) - len(_GAP))
    embed = discord.Embed(colour=_COLOURS[reply.kind], description=_GAP.join(filter(None, (heading, said))))
    return embed.set_footer(text=limits.shorten(_footer(reply.receipts, cite) or origin, _FOOTER))


def passage_embeds(passages: Sequence[Passage]) -> list[discord.Embed]:
    """Show whole sections of the source, one embed a section, with the proving stretches marked."""
    grouped = groupby(passages, key=lambda passage: (passage.source, passage.section))
    sections = [list(group) for _, group in grouped][:_QUOTATIONS]
    return [_section_embed(group, limits.EMBED // len(sections)) for group in sections]


def notice_embed(text: str) -> discord.Embed:
    """Show a line of the bot's own."""
    return discord.Embed(colour=_COLOURS["decline"], description=text)


def note_line(note: Note, language: str) -> str:
    """Show what other sources say in one line, with its marker."""
    return _note(note, words(language))


def plain(embed: discord.Embed) -> str:
    """Say what an embed says, for a channel that forbids embeds."""
    footer = f"-# {embed.footer.text}" if embed.footer.text else ""
    room = limits.CONTENT - limits.size(footer) - 1
    return limits.shorten(embed.description or "", room) + (f"\n{footer}" if footer else "")


def _body(reply: Reply, room: int) -> str:
    if not reply.parts:
        return _answer(reply, room)
    room = room // len(reply.parts) - len(_GAP)
    return _GAP.join(_part(part, room) for part in reply.parts)


def _part(reply: Reply, room: int) -> str:
    # The label repeats words of the question: nothing may stay in it that Discord gives a meaning.
    label = limits.shorten(_FORCEFUL.sub("", reply.label).strip(), room // 4)
    heading = f"**{label}**\n" if label else ""
    return heading + _answer(reply, room - limits.size(heading))


def _answer(reply: Reply, room: int) -> str:
    own = words(reply.language)
    notes = limits.join([_note(note, own) for note in reply.notes], room // 3, "\n")
    receipts = limits.join([_working(reply, own), *_quotations(reply.receipts, own)], room // 2 - limits.size(notes))
    left = room - limits.size(notes) - limits.size(receipts) - 2 * len(_GAP)
    return _GAP.join(filter(None, (limits.shorten(escape_mentions(reply.markdown), left), receipts, notes)))


def _working(reply: Reply, own: Words) -> str:
    return own.worked_out.format(working=inert(reply.computed.working)) if reply.computed else ""


def _quotations(receipts: Sequence[Receipt], own: Words) -> Iterator[str]:
    shown = receipts[:_QUOTATIONS]
    for section, group in groupby(shown, key=lambda receipt: receipt.section):
        quotes = dict.fromkeys(receipt.quote for receipt in group)
        lines = [_quoted(limits.shorten(inert(quote), _QUOTATION)) for quote in quotes]
        yield "\n".join([*lines, f"> — *{inert(section)}*"])
    if len(receipts) > len(shown):
        yield f"*{own.more_quotations.format(count=len(receipts) - len(shown))}*"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def _note(note: Note, own: Words) -> str:
    marked = {"disputed": own.disputed, "cause disputed": own.cause_disputed}.get(note.status, UNCONFIRMED)
    line = marked.format(note=escape_mentions(note.text))
    links = ", ".join(_links(note.links))
    return f"{line} ({links})" if links else line


def _links(addresses: Iterable[str]) -> Iterator[str]:
    """Show where each address leads: its host, and its number among those of the same host."""
    seen: Counter[str] = Counter()
    for address in addresses:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
        seen[host] += 1
        yield f"[{host}{f' {seen[host]}' if seen[host] > 1 else ''}]({address})"


def _footer(receipts: Sequence[Receipt], cite: Cite) -> str:
    facts = {receipt.source: receipt.fact for receipt in reversed(receipts)}
    passages = [cite(fact) for fact in facts.values()]
    return " | ".join(dict.fromkeys(f"{passage.source} · {passage.published}" for passage in passages))


def _section_embed(passages: Sequence[Passage], room: int) -> discord.Embed:
    first = passages[0]
    footer = limits.shorten(f"{first.source} · {first.published}", _FOOTER)
    headed = first.text.startswith(first.section)
    title = "" if headed else limits.shorten(first.section, limits.TITLE)
    left = min(limits.DESCRIPTION, room - limits.size(title + footer))
    embed = discord.Embed(colour=_COLOURS["answer"], title=title or None, description=_marked(passages, left))
    return embed.set_footer(text=footer)


def _marked(passages: Sequence[Passage], room: int) -> str:
    """Mark the proving stretches of a section; what is too long loses its end, then its beginning."""
    text = passages[0].text
    spans = _merged((passage.start, passage.end) for passage in passages)
    whole = _with_marks(text, spans)
    if limits.size(whole) <= room:
        return whole
    begin = max(0, spans[0][0] - room // 8)
    later = [(start - begin, end - begin) for start, end in spans]
    return limits.shorten(("…" if begin else "") + _with_marks(text[begin : begin + room], later), room)


def _with_marks(text: str, spans: Sequence[tuple[int, int]]) -> str:
    pieces, position = [], 0
    for start, end in spans:
        pieces += [inert(text[position:start]), _bold(text[start:end])]
        position = end
    return "".join([*pieces, inert(text[position:])])


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put stretches in order, those that meet or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _bold(text: str) -> str:
    return "\n".join(f"**{inert(line)}**" if line.strip() else line for line in text.split("\n"))


def inert(text: str) -> str:
    """Take the force out of a text: no markup, no mention, no link that hides its address."""
    escaped = _MARKUP.sub(r"\\\g<0>", text)
    return escape_mentions(_LINE_MARKUP.sub(r"\1\\\2", escaped))
