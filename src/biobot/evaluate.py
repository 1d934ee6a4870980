"""Scores the bot on question files: what is right, what is a confident false reply, what is missed, and why.

A line of a file is {"id", "q", "expect", "must", "not", "tags"} or {"id", "turns": [{…}, …], "tags"}. Right is: the expected
kind, and for an answer at least one string of every group of `must` and none of `not`; a question that asks back is right
too where all it may ask for is given. A reply of kind answer that isn't right is wrong, the worst outcome.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from biobot.engine.values import Reply
from biobot.errors import BiobotError
from biobot.service import Service

Verdict = Literal["right", "wrong", "missed"]
_TAG_FROM = 20
KINDS = ("answer", "silent", "clarify", "decline", "social")


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a file, with what is expected of the reply."""

    session: str
    question: str
    expect: str
    must: tuple[tuple[str, ...], ...]
    never: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """A question with the reply that it got and the verdict on it."""

    turn: Turn
    reply: Reply
    verdict: Verdict


def load_turns(path: Path) -> list[Turn]:
    """Return the questions of a file in order; raises BiobotError, naming the line, where one can't be read."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            found += [_turn(item, turn) for turn in item.get("turns") or [item]]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"{path}:{number} is no question: expected an object with id, q and expect."
            raise BiobotError(message) from error
    return found


def _turn(item: dict[str, Any], turn: dict[str, Any]) -> Turn:
    must = tuple(tuple(group) for group in turn.get("must") or ())
    return Turn(
        item["id"], turn["q"], turn["expect"], must, tuple(turn.get("not") or ()), tuple(item.get("tags") or ())
    )


def judge(turn: Turn, reply: Reply) -> Verdict:
    """Return the verdict on a reply."""
    whole = " ".join((reply.text, *(choice.label for choice in reply.choices))).casefold()
    missed: Verdict = "wrong" if reply.kind == "answer" else "missed"
    if any(word.casefold() in whole for word in turn.never):
        return missed
    return "right" if _right(turn, reply, whole) else missed


def _right(turn: Turn, reply: Reply, whole: str) -> bool:
    either = {"silent", "decline"} <= set(turn.tags) and turn.expect in ("silent", "decline")
    if either:
        return reply.kind in ("silent", "decline")
    if turn.expect == "answer":
        return reply.kind == "answer" and _holds(reply.text.casefold(), turn.must)
    if turn.expect == "clarify":
        asked = reply.kind == "clarify" and _holds(whole, turn.must)
        return asked or (reply.kind == "answer" and bool(turn.must) and _holds(reply.text.casefold(), turn.must))
    return reply.kind == turn.expect


def _holds(text: str, must: Iterable[tuple[str, ...]]) -> bool:
    return all(any(word.casefold() in text for word in group) for group in must)


def score(service: Service, turns: list[Turn], name: str) -> list[Scored]:
    """Ask every question, those of one session as one conversation, and judge the replies; `name` keeps files apart."""
    found = []
    for turn in turns:
        reply = service.ask(turn.question, conversation=f"{name}/{turn.session}")
        found.append(Scored(turn, reply, judge(turn, reply)))
    return found


def shares(scored: list[Scored]) -> dict[str, float]:
    """Return the shares of right, wrong and missed in percent."""
    counts = Counter(one.verdict for one in scored)
    return {verdict: 100 * counts[verdict] / max(1, len(scored)) for verdict in ("right", "wrong", "missed")}


def table(scored: list[Scored]) -> list[str]:
    """Return a Markdown table by expected kind and by tag."""
    rows: dict[str, list[Scored]] = {}
    for kind in KINDS:
        rows[f"expects {kind}"] = [one for one in scored if one.turn.expect == kind]
    by_tag: defaultdict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        for tag in one.turn.tags:
            by_tag[tag].append(one)
    rows.update({f"tag {tag}": ones for tag, ones in sorted(by_tag.items()) if len(ones) >= _TAG_FROM})
    lines = ["| questions | turns | right | wrong | missed |", "|---|---|---|---|---|"]
    for name, ones in (("all", scored), *rows.items()):
        if ones:
            share = shares(ones)
            figures = " | ".join(f"{share[verdict]:.1f} %" for verdict in ("right", "wrong", "missed"))
            lines.append(f"| {name} | {len(ones)} | {figures} |")
    return lines


def confusion(scored: list[Scored]) -> list[str]:
    """Return a Markdown table of the expected kinds (rows) against the kinds of the replies (columns)."""
    counts = Counter[tuple[str, str]]((one.turn.expect, one.reply.kind) for one in scored)
    lines = [f"| expected | {' | '.join(KINDS)} |", "|---|" + "---|" * len(KINDS)]
    for expected in KINDS:
        cells = " | ".join(str(counts[(expected, kind)] or "") for kind in KINDS)
        lines.append(f"| {expected} | {cells} |")
    return lines


def mistaken_intents(service: Service) -> tuple[list[str], int]:
    """Return a line for every pair of intents that golden questions are mistaken between, most frequent first, and their number."""
    golden = service.golden()
    pairs: Counter[tuple[str, str]] = Counter()
    for question, intent in golden:
        reply = service.ask(question)
        if reply.intent != intent and not (reply.kind in ("social", "decline") and intent.startswith(reply.kind)):
            pairs[(intent, reply.intent or reply.kind)] += 1
    return [f"{count} × {intent} → {got}" for (intent, got), count in pairs.most_common()], len(golden)


def misses(scored: list[Scored], limit: int) -> list[str]:
    """Return the questions that aren't right, with the rule that decided and what was left unexplained."""
    found: list[str] = []
    for one in scored:
        if one.verdict != "right" and len(found) < limit:
            left = f"; left over: {', '.join(one.reply.reasons.leftover)}" if one.reply.reasons.leftover else ""
            why = f"{one.reply.kind} {one.reply.intent}".strip()
            found.append(
                f"{one.verdict}: {one.turn.question[:160]!r} expected {one.turn.expect}, got {why} ({one.reply.reasons.rule}{left})"
            )
    return found


def report(service: Service, files: list[Path], show: int) -> str:
    """Return the whole report on those files: the tables, and the first misses."""
    scored = [one for path in files for one in score(service, load_turns(path), str(path))]
    return "\n".join([*table(scored), "", *confusion(scored), "", *misses(scored, show)])
