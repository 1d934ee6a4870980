"""The settings of a host: environment variables and the file `.env`, read once, where the program is put together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from rapidfuzz import process

from biobot.errors import ConfigError

PREFIX = "BIOBOT_"
ENV_FILE = Path(".env")
STORE_FILE = "biobot.sqlite3"
PORT = 8474

_DRIVERS = ("sqlite+aiosqlite://", "postgresql+asyncpg://")
_PLAIN = {"sqlite": _DRIVERS[0], "postgres": _DRIVERS[1], "postgresql": _DRIVERS[1]}
_MOST_SHARDS = 100_000


class Settings(BaseSettings):
    """What a host can set; each field is a variable with the prefix BIOBOT_."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    token: SecretStr | None = Field(
        default=None,
        description="The bot's token, from Discord's developer portal (your application, Bot, Reset Token). "
        "It is a password: keep it out of chats and repositories.",
    )
    pack: Path | None = Field(
        default=None,
        description="The folder of the knowledge pack to answer from. Empty: the pack that comes with biobot.",
    )
    data_folder: Path | None = Field(
        default=None,
        description="The folder for what is kept between runs. Empty: the one that your system has for such data; "
        "`biobot doctor` names it.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="Where settings of servers and counts of questions are kept. Empty: a SQLite file in the data "
        "folder. PostgreSQL: postgresql://user:password@host/database.",
    )
    count_questions: bool = Field(
        default=True,
        description="Whether questions that got no answer, or were marked unhelpful, are counted, without anything "
        "about persons: true or false.",
    )
    retention_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="After how many days counted questions are deleted.",
    )
    message_content: bool = Field(
        default=False,
        description="Whether servers may name channels in which the bot answers without being mentioned: true or "
        "false. Needs the Message Content intent in Discord's developer portal.",
    )
    shard_count: int | None = Field(
        default=None,
        ge=1,
        le=_MOST_SHARDS,
        description="Into how many shards the bot's servers are split, over all processes. Empty: as many as Discord "
        "advises.",
    )
    shard_ids: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(),
        description="The shards of this process, such as 0-15 or 0,2,4. Empty: all of them.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="How much is logged: debug, info, warning or error. Questions are never logged.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text",
        description="How it is logged: text for people, json for programs (one object a line).",
    )
    health_host: str = Field(
        default="127.0.0.1",
        description="The address at which /healthz, /readyz and /metrics are served. They hold no secret, but are "
        "nobody else's business: keep them on this machine or behind a firewall.",
    )
    health_port: int = Field(
        default=PORT,
        ge=0,
        le=65535,
        description="The port for these; 0 switches them off.",
    )

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("database_url", mode="after")
    @classmethod
    def _with_driver(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        scheme, separator, rest = value.get_secret_value().strip().partition("://")
        url = _PLAIN.get(scheme, f"{scheme}://") + rest
        if not separator or not url.startswith(_DRIVERS):
            raise ValueError("it starts with postgresql:// or sqlite:///")
        return SecretStr(url)

    @field_validator("shard_ids", mode="before")
    @classmethod
    def _ranges(cls, value: object) -> object:
        return _numbers(value) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _shards_fit(self) -> Self:
        if self.shard_ids and self.shard_count is None:
            raise ValueError("BIOBOT_SHARD_IDS needs BIOBOT_SHARD_COUNT: the count over all processes")
        if self.shard_count is not None and any(number >= self.shard_count for number in self.shard_ids):
            raise ValueError(f"BIOBOT_SHARD_IDS names a shard beyond the last, {self.shard_count - 1}")
        return self

    @property
    def data(self) -> Path:
        """The folder for what is kept between runs."""
        return self.data_folder or user_data_path("biobot", appauthor=False)

    @property
    def store_url(self) -> str:
        """The address of the database."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"{_DRIVERS[0]}/{(self.data / STORE_FILE).absolute().as_posix()}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown: the token, and the password in the database's address."""
        found = [self.token.get_secret_value().strip() if self.token else ""]
        if self.database_url is not None:
            url = self.database_url.get_secret_value()
            found += [url, *_passwords(url)]
        return tuple(filter(None, found))


def load_settings(env_file: Path = ENV_FILE) -> Settings:
    """Read the settings; a wrong or unknown one is a ConfigError that names it."""
    _refuse_unknown(env_file)
    try:
        return Settings(_env_file=env_file, _env_file_encoding="utf-8")
    except ValidationError as error:
        raise ConfigError(_sentence(error)) from None


def _numbers(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part)
        if not match:
            raise ValueError("expected numbers such as 0-15 or 0,2,4")
        first, last = int(match[1]), int(match[2] or match[1])
        found += range(first, min(last, _MOST_SHARDS) + 1)
    if len(set(found)) != len(found) or not found:
        raise ValueError("each shard is named once, ranges from low to high")
    return tuple(found)


def _passwords(url: str) -> list[str]:
    match = re.match(r"[^:]+://[^:@/]*:([^@/]+)@", url)
    return [match[1]] if match else []


def _refuse_unknown(env_file: Path) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in dotenv_values(env_file, encoding="utf-8"):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            nearest = process.extractOne(name.upper(), sorted(known))[0]
            message = f"The setting {name} doesn't exist; did you mean {nearest}?"
            raise ConfigError(message)


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    message = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return f"The settings don't fit together: {message}."
    return f"The setting {PREFIX}{'.'.join(map(str, first['loc'])).upper()} is wrong: {message}."
