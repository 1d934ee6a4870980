"""Shows replies in a terminal: as text with the receipt, as the JSON of the contract, as a conversation."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

from biobot.engine.values import Reply
from biobot.service import Service

_SESSION = "terminal"
_BOLD, _DIM, _PLAIN = "\033[1m", "\033[2m", "\033[0m"


def as_dict(reply: Reply, *, explain: bool = False) -> dict[str, Any]:
    """Return a reply as the contract's JSON object; with `explain` it also holds the reasons."""
    computed = {"result": reply.computed.result, "working": reply.computed.working} if reply.computed else None
    found: dict[str, Any] = {
        "kind": reply.kind,
        "text": reply.text,
        "intent": reply.intent or None,
        "facts": list(reply.facts),
        "sources": [
            {
                "source": receipt.source,
                "section": receipt.section,
                "quote": receipt.quote,
                "start": receipt.start,
                "end": receipt.end,
            }
            for receipt in reply.receipts
        ],
        "computed": computed,
        "notes": [note.text for note in reply.notes],
        "choices": [choice.label for choice in reply.choices],
        "suggestions": list(reply.suggestions),
        "confidence": reply.confidence,
        "language": reply.language,
    }
    if reply.parts:
        found["parts"] = [{**as_dict(part), "label": part.label} for part in reply.parts]
    if explain:
        found["reasons"] = asdict(reply.reasons)
    return found


def answers(service: Service, questions: Iterable[tuple[str, str | None]]) -> Iterator[dict[str, Any]]:
    """Yield the replies to questions in their order; those of one session are one conversation."""
    for text, session in questions:
        yield as_dict(service.ask(text, conversation=session))


def _style(text: str) -> str:
    """Return the reply's words with the deciding figures bold where the terminal can show it."""
    if not sys.stdout.isatty():
        return text.replace("**", "")
    pieces = text.split("**")
    return "".join(f"{_BOLD}{piece}{_PLAIN}" if number % 2 else piece for number, piece in enumerate(pieces))


def _dim(text: str) -> str:
    return f"{_DIM}{text}{_PLAIN}" if sys.stdout.isatty() else text


def lines(reply: Reply, *, explain: bool = False) -> list[str]:
    """Return what a person reads: the reply, the working, the receipts, the notes, what to ask instead."""
    found = [_style(reply.markdown)]
    found += [_dim(f"  worked out: {part.computed.working}") for part in reply.parts or (reply,) if part.computed]
    found += [_dim(f"  “{receipt.quote}” ({receipt.section})") for receipt in reply.receipts]
    found += [_dim(f"  ⚠ {note.status}: {note.text}") for note in reply.notes]
    found += [f"  {number}. {choice.label}" for number, choice in enumerate(reply.choices, start=1)]
    if reply.suggestions and reply.kind != "answer":
        found.append(_dim("  Try: " + " · ".join(reply.suggestions)))
    if explain:
        found += explanation(reply)
    return found


def explanation(reply: Reply) -> list[str]:
    """Return why the reply is what it is: the words and what each was taken for, the candidates, the leftover, the rule."""
    found = ["", "Why:"]
    for word in reply.reasons.words:
        if word.role != "filler":
            mended = f" (read as “{word.mended}”)" if word.mended else ""
            found.append(f"  {word.text}{mended}: {word.role} {', '.join(word.concepts)}".rstrip())
    for candidate in reply.reasons.candidates:
        reasons = ", ".join(f"{name} {value:.2f}" for name, value in candidate.reasons)
        found.append(f"  {candidate.score:.3f} {candidate.intent}  ({reasons})")
    if reply.reasons.leftover:
        found.append(f"  left unexplained: {', '.join(reply.reasons.leftover)}")
    found.append(f"  decided: {reply.kind}, because {reply.reasons.rule}")
    return found


def show(reply: Reply, *, explain: bool = False) -> None:
    """Print a reply."""
    sys.stdout.write("\n".join(lines(reply, explain=explain)) + "\n")


def chat(service: Service) -> None:
    """Hold a conversation until end of input; with a real terminal there is history and completion."""
    prompt = _prompt(service)
    sys.stdout.write(f"{service.title}. Ask away; an empty line or Ctrl-D ends it.\n")
    while True:
        try:
            text = prompt()
        except (EOFError, KeyboardInterrupt):
            break
        if not text.strip():
            break
        show(service.ask(text, conversation=_SESSION))
    sys.stdout.write("\n")


def _prompt(service: Service) -> Callable[[], str]:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return lambda: input("")
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - only a real terminal needs it
    from prompt_toolkit.completion import FuzzyCompleter, WordCompleter  # noqa: PLC0415

    words = [named.label for topic in service.topics() for named in service.names(topic.id, "")]
    session: PromptSession[str] = PromptSession(
        completer=FuzzyCompleter(WordCompleter([*words, *service.examples()], sentence=True))
    )
    return lambda: session.prompt("you> ")
