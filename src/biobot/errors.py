"""What can go wrong, as one tree.

BiobotError
├── ConfigError     a setting is missing or wrong
├── PackError       the knowledge pack can't be used; `problems` names every reason
├── StoreError      the database is slow, locked, full, broken or gone
├── ChartError      a chart can't be drawn
└── DiscordError    Discord refuses the bot or can't be reached

Each message is one sentence for the person at the terminal, without the values of secrets.
"""

from __future__ import annotations


class BiobotError(Exception):
    """The root of everything that biobot raises on purpose."""


class ConfigError(BiobotError):
    """A setting is missing or wrong."""


class PackError(BiobotError):
    """The knowledge pack can't be used."""

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class StoreError(BiobotError):
    """The database is slow, locked, full, broken or gone; nobody's answer waits for it."""


class ChartError(BiobotError):
    """A chart can't be drawn."""


class DiscordError(BiobotError):
    """Discord refuses the bot or can't be reached."""
