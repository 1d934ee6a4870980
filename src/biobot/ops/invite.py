"""The link by which the bot is invited: exactly the scopes and permissions that it needs."""

from __future__ import annotations

import base64
import binascii
import importlib.util
from urllib.parse import urlencode

from biobot.errors import ConfigError

# As Discord numbers them; the test compares them with the library's.
PERMISSIONS = {
    "View Channel": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Read Message History": 1 << 16,
    "Send Messages in Threads": 1 << 38,
}
CHARTS = {"Attach Files": 1 << 15}

_AUTHORIZE = "https://discord.com/oauth2/authorize"
_DRAWS = "matplotlib"


def draws_charts() -> bool:
    """Tell whether the extra that draws charts is installed."""
    return importlib.util.find_spec(_DRAWS) is not None


def needed(*, charts: bool) -> dict[str, int]:
    """Return the permissions that the bot needs in a server, by Discord's names for them."""
    return PERMISSIONS | (CHARTS if charts else {})


def missing(permissions: int, *, charts: bool) -> list[str]:
    """Return the needed permissions that these lack."""
    return [name for name, bit in needed(charts=charts).items() if not permissions & bit]


def application_of(token: str) -> str:
    """Return the application's id, which is the first part of its bot's token; raises ConfigError for what is no token."""
    first, _, rest = token.strip().partition(".")
    try:
        number = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        number = ""
    if not number.isdecimal() or rest.count(".") != 1:
        message = (
            "That is no bot token: it has three parts with dots between them. Take it from the page Bot of your "
            "application at https://discord.com/developers/applications (Reset Token), not the client secret."
        )
        raise ConfigError(message)
    return number


def server_link(application: str, *, charts: bool) -> str:
    """Return the link that adds the bot to a server."""
    permissions = sum(needed(charts=charts).values())
    return _link(application, "0", "bot applications.commands", permissions=str(permissions))


def person_link(application: str) -> str:
    """Return the link that adds the bot's commands to a person's own account."""
    return _link(application, "1", "applications.commands")


def _link(application: str, kind: str, scope: str, **more: str) -> str:
    return f"{_AUTHORIZE}?{urlencode({'client_id': application, 'integration_type': kind, 'scope': scope} | more)}"
