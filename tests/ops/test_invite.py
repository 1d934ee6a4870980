"""The invite link asks for what the bot needs and for nothing else."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import discord
import pytest

from biobot.errors import ConfigError
from biobot.ops.invite import application_of, missing, needed, person_link, server_link
from tests.ops.conftest import APPLICATION, TOKEN, Run

FIVE = {"View Channel", "Send Messages", "Send Messages in Threads", "Embed Links", "Read Message History"}


def asked(link: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlparse(link).query).items()}


def test_a_server_is_asked_for_five_permissions() -> None:
    assert set(needed(charts=False)) == FIVE
    wanted = discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        embed_links=True,
        read_message_history=True,
    )
    assert asked(server_link(APPLICATION, charts=False)) == {
        "client_id": APPLICATION,
        "integration_type": "0",
        "scope": "bot applications.commands",
        "permissions": str(wanted.value),
    }


def test_charts_need_attach_files_too() -> None:
    permissions = discord.Permissions(int(asked(server_link(APPLICATION, charts=True))["permissions"]))

    assert set(needed(charts=True)) == FIVE | {"Attach Files"}
    assert permissions.attach_files


def test_a_person_is_asked_for_the_commands_alone() -> None:
    link = asked(person_link(APPLICATION))

    assert link == {"client_id": APPLICATION, "integration_type": "1", "scope": "applications.commands"}


def test_what_a_server_lacks_is_named() -> None:
    has = discord.Permissions(view_channel=True, send_messages=True, embed_links=True)

    assert missing(has.value, charts=False) == ["Read Message History", "Send Messages in Threads"]


def test_the_application_is_read_from_the_token() -> None:
    assert application_of(TOKEN) == APPLICATION


@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "MTIz.b", "MTIz.b.c.d", "ÄÖÜ.b.c", "eA.b.c"])
def test_what_is_no_token_is_never_repeated(text: str) -> None:
    with pytest.raises(ConfigError, match="That is no bot token") as raised:
        application_of(text)

    assert not text.strip(".") or text not in str(raised.value)


def test_the_command_shows_the_link_and_nothing_secret(biobot: Run) -> None:
    shown = biobot("invite", "--no-charts", BIOBOT_TOKEN=TOKEN)

    assert shown.stdout.strip() == server_link(APPLICATION, charts=False)
    assert TOKEN not in shown.stdout + shown.stderr
    assert biobot("invite", "--person", BIOBOT_TOKEN=TOKEN).stdout.strip() == person_link(APPLICATION)
    assert "attach" not in shown.stderr.lower()


def test_without_a_token_the_command_says_what_to_do(biobot: Run) -> None:
    refused = biobot("invite")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "biobot init" in refused.stderr
