"""The host's commands of the command line. What is heavy is imported inside the command that needs it."""

from __future__ import annotations

import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from biobot.config import Settings
    from biobot.ops.doctor import Finding

T = TypeVar("T")

_ENV = Path(".env")
_NEXT = """Wrote {file}; only you can read it.

Invite the bot to your server:
  {link}

Then:
  biobot doctor    looks over everything that the bot needs
  biobot run       starts it"""


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (init, doctor, invite, settings, status, reload, privacy, backup, restore):
        app.command()(command)


def init(
    replace: Annotated[
        bool, typer.Option("--replace", help="Put a new token in the place of the one in .env.")
    ] = False,
) -> None:
    """Set the bot up: ask for its token, write it to .env, show the invite link."""
    from biobot.ops.init import has_token, write_token
    from biobot.ops.invite import draws_charts, server_link

    if has_token(_ENV) and not replace:
        _fail("There is a token in .env already: biobot init --replace puts a new one in its place.")
    application = write_token(_ENV, _secret("Token of the bot (it stays hidden): "))
    typer.echo(_NEXT.format(file=_ENV, link=server_link(application, charts=draws_charts())))


def doctor(
    offline: Annotated[bool, typer.Option("--offline", help="Don't ask Discord.")] = False,
) -> None:
    """Look over everything that the bot needs: a line each, ok or what to do."""
    from biobot.ops.doctor import examine, status

    findings = _run(examine(_ENV, None if offline else _online))
    for finding in findings:
        typer.echo(str(finding))
    raise typer.Exit(status(findings))


def invite(
    charts: Annotated[
        bool | None,
        typer.Option(
            "--charts/--no-charts", help="Ask for Attach Files too.", show_default="where charts can be drawn"
        ),
    ] = None,
    person: Annotated[bool, typer.Option("--person", help="The link for a person's own account instead.")] = False,
) -> None:
    """Show the link that invites the bot, with exactly what it needs."""
    from biobot.ops.invite import application_of, draws_charts, needed, person_link, server_link

    token = _settings().token
    if token is None:
        _fail("There is no token: run biobot init first.")
    application = application_of(token.get_secret_value())
    if person:
        typer.echo(person_link(application))
        return
    wanted = draws_charts() if charts is None else charts
    typer.echo(server_link(application, charts=wanted))
    typer.echo(f"Scopes: bot, applications.commands. Permissions: {', '.join(needed(charts=wanted))}.", err=True)


def settings() -> None:
    """Show every setting with its default, as a file that can be filled in."""
    from biobot.ops.settings import example

    typer.echo(example(), nl=False)


def status() -> None:
    """Ask the bot that runs on this machine whether it can be asked."""
    from biobot.ops.reload import ask_whether_ready

    ready, text = _run(ask_whether_ready(_with_port()))
    typer.echo(text)
    raise typer.Exit(not ready)


def reload() -> None:
    """Let the bot that runs on this machine load its changed knowledge."""
    from biobot.ops.reload import ask_to_reload

    done = _run(ask_to_reload(_with_port()))
    for problem in done.problems:
        typer.echo(problem, err=True)
    typer.echo(done.message, err=not done.taken)
    raise typer.Exit(not done.taken)


def privacy(
    erase: Annotated[bool, typer.Option("--erase", help="Delete every counted question.")] = False,
    limit: Annotated[int, typer.Option(help="How many to show.", min=1)] = 100,
) -> None:
    """Show which questions were counted, or delete them. Nothing is kept about persons."""
    from biobot.ops.kept import erased, shown

    own = _settings()
    for line in _run(erased(own) if erase else shown(own, limit)):
        typer.echo(line)


def backup(
    target: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)],
) -> None:
    """Copy everything that is kept into one file; the bot may go on running."""
    from biobot.store.backup import backup as write

    copied = _run(write(_settings().store_url, target))
    typer.echo(f"Wrote {target}: settings of {copied.servers} servers, {copied.questions} counted questions.")


def restore(
    source: Annotated[Path, typer.Argument(help="A file that biobot backup wrote.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Put a backup in the place of everything that is kept; the bot may go on running."""
    from biobot.store.backup import restore as read

    own = _settings()
    if not yes and sys.stdin.isatty():
        typer.confirm("Everything that is kept now is replaced. Go on?", abort=True)
    copied = _run(read(own.store_url, source))
    typer.echo(f"Restored the settings of {copied.servers} servers and {copied.questions} counted questions.")


async def _online(own: Settings) -> list[Finding]:
    import time

    from biobot.bot.client import create_bot
    from biobot.errors import PackError
    from biobot.ops.online import ask_discord
    from biobot.service import Service

    try:
        bot = create_bot(Service.open(own.pack))
        names = [command.name for command in bot.tree.get_commands()]
    except (PackError, OSError):
        names = []
    return await ask_discord(own, names, time.time)


def _run(work: Coroutine[Any, Any, T]) -> T:
    import asyncio

    return asyncio.run(work)


def _settings() -> Settings:
    from biobot.config import load_settings

    return load_settings(_ENV)


def _with_port() -> Settings:
    own = _settings()
    if not own.health_port:
        _fail("BIOBOT_HEALTH_PORT is 0, so the bot can't be asked; kill -HUP and its process id reloads it too.")
    return own


def _secret(prompt: str) -> str:
    """Ask for a secret without showing it; a script gives it as the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    import getpass

    return getpass.getpass(prompt)


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)
