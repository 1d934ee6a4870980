"""The recorder that watches every other test here: it does find a request that Discord would refuse."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.limits_held import assert_held

MESSAGES = "/channels/1/messages"
BUTTON = {"type": 2, "label": "Why?", "custom_id": "why"}
COMMAND: dict[str, Any] = {"type": 1, "name": "ask", "description": "Ask", "options": []}
OPTION = {"type": 3, "name": "name", "description": "Which"}


def rows(*items: dict[str, Any], count: int = 1) -> dict[str, Any]:
    return {"components": [{"type": 1, "components": list(items)}] * count}


@pytest.mark.parametrize(
    ("path", "request_body"),
    [
        (MESSAGES, {"content": "x" * 2001}),
        (MESSAGES, {"embeds": [{}] * 11}),
        (MESSAGES, {"embeds": [{"description": "x" * 4097}]}),
        (MESSAGES, {"embeds": [{"title": "x" * 257}]}),
        (MESSAGES, {"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]}),
        (MESSAGES, rows(*({**BUTTON, "custom_id": str(n)} for n in range(6)))),
        (MESSAGES, rows(BUTTON, BUTTON)),
        (MESSAGES, rows({**BUTTON, "label": "x" * 81})),
        (MESSAGES, rows({**BUTTON, "custom_id": "x" * 101})),
        (MESSAGES, rows({"type": 3, "custom_id": "menu", "options": [{"label": "a", "value": "a"}] * 26})),
        ("/interactions/1/token/callback", {"type": 5}),
        ("/interactions/1/token/callback", {"type": 8, "data": {"choices": [{"name": "a", "value": "a"}] * 26}}),
        ("/applications/1/commands", [COMMAND, COMMAND]),
        ("/applications/1/commands", [{**COMMAND, "name": "Ask"}]),
        ("/applications/1/commands", [{**COMMAND, "description": "x" * 101}]),
        ("/applications/1/commands", [{**COMMAND, "name_localizations": {"de": "frag mich"}}]),
        ("/applications/1/commands", [{**COMMAND, "options": [OPTION] * 26}]),
        ("/applications/1/commands", [{**COMMAND, "options": [{**OPTION, "choices": [{"name": "", "value": "a"}]}]}]),
    ],
)
def test_a_request_beyond_a_limit_is_found(path: str, request_body: object) -> None:
    with pytest.raises(AssertionError):
        assert_held(path, request_body)


def test_a_request_within_them_is_not() -> None:
    assert_held(MESSAGES, {"content": "x" * 2000, **rows(BUTTON)})
    assert_held("/applications/1/commands", [{**COMMAND, "options": [OPTION]}])
