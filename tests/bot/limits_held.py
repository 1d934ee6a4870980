"""Discord's published limits, checked on what the bot sends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

_CHAT, _MESSAGE = 1, 3
_BUTTON, _TEXT_MENU = 2, 3
# A reply that is only announced: none ever needs it.
_DEFERRED = 5
_COUNTED = ("name", "description")
_NAME = re.compile(r"[-_'\w]{1,32}")


def assert_held(path: str, request: object) -> None:
    """Fail if a request is beyond what Discord takes."""
    if path.endswith("/commands") and isinstance(request, list):
        kinds = Counter(command["type"] for command in request)
        assert kinds[_CHAT] <= 100
        assert kinds[_MESSAGE] <= 15
        for command in request:
            _command(command)
        _told_apart(request)
    elif isinstance(request, dict):
        assert not path.startswith("/interactions/") or request["type"] != _DEFERRED
        _message(request.get("data") or request)


def _command(command: dict[str, Any]) -> None:
    names = [command["name"], *(command.get("name_localizations") or {}).values()]
    descriptions = [command.get("description"), *(command.get("description_localizations") or {}).values()]
    if command["type"] == _MESSAGE:
        assert all(1 <= len(name) <= 32 for name in names)
        return
    for name in names:
        assert _NAME.fullmatch(name)
        assert name == name.lower()
    assert all(1 <= len(description) <= 100 for description in descriptions)
    options = command.get("options", [])
    assert len(options) <= 25
    for option in options:
        _command(option | {"type": _CHAT})
    _told_apart(options)
    choices = command.get("choices", [])
    assert len(choices) <= 25
    for choice in choices:
        names = [choice["name"], *(choice.get("name_localizations") or {}).values()]
        assert all(1 <= len(name) <= 100 for name in names)
        assert len(choice["value"]) <= 100
    for locale in ("", *(command.get("name_localizations") or {})):
        assert _letters(command, locale) <= 8000


def _letters(command: dict[str, Any], locale: str) -> int:
    """Count what Discord counts of a command in one language, its options and choices included."""
    own = sum(
        len((command.get(f"{key}_localizations") or {}).get(locale) or command.get(key) or "") for key in _COUNTED
    )
    own += len(str(command.get("value") or ""))
    return own + sum(_letters(one, locale) for one in (*command.get("options", ()), *command.get("choices", ())))


def _told_apart(named: list[dict[str, Any]]) -> None:
    """No two commands, and no two options of one, may have the same name in a language."""
    for locale in {locale for one in named for locale in one.get("name_localizations") or {}} | {""}:
        names = [(one.get("name_localizations") or {}).get(locale) or one["name"] for one in named]
        assert len(names) == len(set(names)), locale


def _message(message: dict[str, Any]) -> None:
    assert len(message.get("content") or "") <= 2000
    embeds = message.get("embeds") or []
    assert len(embeds) <= 10
    assert sum(len(text) for embed in embeds for text in _texts(embed)) <= 6000
    for embed in embeds:
        _embed(embed)
    for choice in message.get("choices") or []:
        assert 1 <= len(choice["name"]) <= 100
        assert len(choice["value"]) <= 100
    assert len(message.get("choices") or []) <= 25
    _rows(message.get("components") or [])


def _embed(embed: dict[str, Any]) -> None:
    assert len(embed.get("title") or "") <= 256
    assert len(embed.get("description") or "") <= 4096
    assert len((embed.get("footer") or {}).get("text") or "") <= 2048


def _texts(embed: dict[str, Any]) -> Iterator[str]:
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    yield (embed.get("footer") or {}).get("text") or ""


def _rows(rows: list[dict[str, Any]]) -> None:
    assert len(rows) <= 5
    ids = [item["custom_id"] for row in rows for item in row["components"]]
    assert len(ids) == len(set(ids))
    for row in rows:
        items = row["components"]
        assert 1 <= len(items) <= 5
        assert len(items) == 1 or all(item["type"] == _BUTTON for item in items)
        for item in items:
            assert 1 <= len(item["custom_id"]) <= 100
            _button(item) if item["type"] == _BUTTON else _menu(item)


def _button(button: dict[str, Any]) -> None:
    assert button.get("label") or button.get("emoji")
    assert len(button.get("label") or "") <= 80


def _menu(menu: dict[str, Any]) -> None:
    assert len(menu.get("placeholder") or "") <= 150
    assert menu["type"] != _TEXT_MENU or 1 <= len(menu["options"]) <= 25
    assert menu.get("max_values", 1) <= 25
    values = [option["value"] for option in menu.get("options") or []]
    assert len(values) == len(set(values))
    for option in menu.get("options") or []:
        assert 1 <= len(option["label"]) <= 100
        assert 1 <= len(option["value"]) <= 100
        assert len(option.get("description") or "") <= 100
