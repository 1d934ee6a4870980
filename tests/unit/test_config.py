"""The settings: where they come from, what is wrong with a wrong one, and that .env.example tells of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from biobot.config import PREFIX, Settings, load_settings
from biobot.errors import ConfigError

EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_nothing_needs_to_be_set(env_file: Path) -> None:
    settings = load_settings(env_file)

    assert settings.token is None
    assert settings.pack is None
    assert settings.log_level == "info"


def test_settings_come_from_the_file(env_file: Path) -> None:
    env_file.write_text("BIOBOT_TOKEN=abc\nBIOBOT_PACK=some/pack\nBIOBOT_LOG_LEVEL=DEBUG\n", encoding="utf-8")
    settings = load_settings(env_file)

    assert settings.token is not None
    assert settings.token.get_secret_value() == "abc"
    assert settings.pack == Path("some/pack")
    assert settings.log_level == "debug"


def test_the_environment_wins_over_the_file(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file.write_text("BIOBOT_LOG_LEVEL=debug\n", encoding="utf-8")
    monkeypatch.setenv("BIOBOT_LOG_LEVEL", "error")

    assert load_settings(env_file).log_level == "error"


def test_an_empty_setting_is_an_unset_one(env_file: Path) -> None:
    env_file.write_text("BIOBOT_TOKEN=\nBIOBOT_PACK=\n", encoding="utf-8")
    settings = load_settings(env_file)

    assert settings.token is None
    assert settings.pack is None


def test_a_wrong_setting_is_named(env_file: Path) -> None:
    env_file.write_text("BIOBOT_LOG_LEVEL=loud\n", encoding="utf-8")

    with pytest.raises(ConfigError, match=r"BIOBOT_LOG_LEVEL is wrong: .*'debug', 'info', 'warning' or 'error'"):
        load_settings(env_file)


def test_an_unknown_setting_of_the_file_is_named_with_the_likeliest_known(env_file: Path) -> None:
    env_file.write_text("BIOBOT_TOKN=abc\nOTHER=1\n", encoding="utf-8")

    with pytest.raises(ConfigError, match=r"BIOBOT_TOKN doesn't exist; did you mean BIOBOT_TOKEN\?"):
        load_settings(env_file)


def test_the_token_shows_nowhere(env_file: Path) -> None:
    env_file.write_text("BIOBOT_TOKEN=abc-secret\nBIOBOT_LOG_LEVEL=loud\n", encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load_settings(env_file)
    env_file.write_text("BIOBOT_TOKEN=abc-secret\n", encoding="utf-8")

    assert "secret" not in str(raised.value)
    assert "secret" not in repr(load_settings(env_file))


def test_the_example_sets_every_setting_under_its_explanation_and_nothing_else() -> None:
    explained: dict[str, str] = {}
    comment = ""
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            comment = f"{comment} {line.removeprefix('#').strip()}".strip()
        elif "=" in line:
            explained[line.split("=")[0]] = comment
        else:
            comment = ""

    fields = {PREFIX + name.upper(): field.description for name, field in Settings.model_fields.items()}
    assert explained == fields


def test_the_example_can_be_used_as_it_is() -> None:
    assert load_settings(EXAMPLE) == Settings(_env_file=None)
