"""The settings of a host: environment variables and the file `.env`, read once, where the program is put together."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from rapidfuzz import process

from biobot.errors import ConfigError

PREFIX = "BIOBOT_"
ENV_FILE = Path(".env")


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
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="How much is logged: debug, info, warning or error. Questions are never logged.",
    )

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value


def load_settings(env_file: Path = ENV_FILE) -> Settings:
    """Read the settings; a wrong or unknown one is a ConfigError that names it."""
    _refuse_unknown(env_file)
    try:
        return Settings(_env_file=env_file, _env_file_encoding="utf-8")
    except ValidationError as error:
        raise ConfigError(_sentence(error)) from None


def _refuse_unknown(env_file: Path) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in dotenv_values(env_file, encoding="utf-8"):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            nearest = process.extractOne(name.upper(), sorted(known))[0]
            message = f"The setting {name} doesn't exist; did you mean {nearest}?"
            raise ConfigError(message)


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"The setting {PREFIX}{'.'.join(map(str, first['loc'])).upper()} is wrong: {first['msg']}."
