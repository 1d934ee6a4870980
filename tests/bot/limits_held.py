"""Discord's published limits, checked on what the bot sends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def assert_held(path: str, request: object) -> None:
    """Fail if a request is beyond what Discord takes."""
    if path.endswith("/commands") and isinstance(request, list):
        assert len(request) <= 100
        for command in request:
            _command(command)
    elif isinstance(request, dict):
        _message(request.get("data") or request)


def _command(command: dict[str, Any]) -> None:
    assert 1 <= len(command["name"]) <= 32
    assert command["name"] == command["name"].lower()
    assert 1 <= len(command["description"]) <= 100
    options = command.get("options", [])
    assert len(options) <= 25
    for option in options:
        _command(option)


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
    ids = [button["custom_id"] for row in rows for button in row["components"]]
    assert len(ids) == len(set(ids))
    for row in rows:
        assert 1 <= len(row["components"]) <= 5
        for button in row["components"]:
            assert 1 <= len(button["label"]) <= 80
            assert 1 <= len(button["custom_id"]) <= 100
