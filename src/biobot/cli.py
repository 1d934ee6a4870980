"""The command line: puts the program together. What is heavy is imported inside the command that needs it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from biobot import __version__, hosting
from biobot.errors import BiobotError, ConfigError, PackError

if TYPE_CHECKING:
    from biobot.config import Settings
    from biobot.service import Service

app = typer.Typer(
    name="biobot",
    help="Answers questions from a small, checked fact base and shows the sentence that proves each answer.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

PackOption = Annotated[
    Path | None, typer.Option("--pack", help="The folder of another knowledge pack.", show_default=False)
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"biobot {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Hold the options that stand before every command."""


@app.command()
def ask(
    question: Annotated[
        list[str] | None, typer.Argument(help="The question, in English or Chinese.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read one JSON object a line from standard input, print one for each.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show why the reply is what it is.")] = False,
    pack: PackOption = None,
) -> None:
    """Answer one question, with its receipt."""
    from biobot import terminal

    if jsonl:
        if question or as_json or explain:
            raise typer.BadParameter("--jsonl reads its questions from standard input and takes nothing else")
        for found in terminal.answers(_service(pack), _stdin_lines()):
            _print_json(found)
        return
    if question is None:
        raise typer.BadParameter('ask something: biobot ask "your question"')
    reply = _service(pack).ask(" ".join(question))
    if as_json:
        _print_json(terminal.as_dict(reply, explain=explain))
    else:
        terminal.show(reply, explain=explain)


@app.command()
def chat(pack: PackOption = None) -> None:
    """Hold a conversation; follow-ups are understood. Ctrl-D ends it."""
    from biobot import terminal

    terminal.chat(_service(pack))


@app.command()
def check(
    pack: Annotated[Path | None, typer.Argument(help="The folder of the knowledge pack.", show_default=False)] = None,
) -> None:
    """Check a knowledge pack and name everything that is wrong in it."""
    from biobot.service import default_pack, load

    root = pack or _settings().pack or default_pack()
    found, problems = load(root)
    for problem in problems:
        typer.echo(str(problem))
    if found is None or problems:
        count = len(problems)
        typer.echo(f"{count} problem{'s' if count != 1 else ''} in {root}.", err=True)
        raise typer.Exit(1)
    typer.echo(
        f"{root.name} {found.manifest.version}: {len(found.facts)} facts, {len(found.intents)} intents, {len(found.questions)} golden questions, no problem."
    )


@app.command()
def run(pack: PackOption = None) -> None:
    """Start the bot on Discord, with the token of .env."""
    from biobot.bot.run import run as start

    settings = _settings()
    if pack:
        settings = settings.model_copy(update={"pack": pack})
    raise typer.Exit(start(settings, _service(pack, settings)))


@app.command()
def preview(
    port: Annotated[int, typer.Option(help="The port of the page; 0 takes a free one.", min=0, max=65535)] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    direct: Annotated[bool, typer.Option("--direct", help="A direct conversation instead of a server.")] = False,
    pack: PackOption = None,
) -> None:
    """Show the real bot in a simulated Discord, in a page of your browser; needs no token."""
    try:
        from biobot.bot.preview import preview as serve
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith("simcord"):
            raise
        _fail('The preview needs its extra: pip install "biobot[preview]".')
    raise typer.Exit(serve(_service(pack), port=port, browser=browser, direct=direct))


@app.command()
def bench(
    questions: Annotated[
        Path | None, typer.Argument(help="Questions to measure with, one JSON object a line.", show_default=False)
    ] = None,
) -> None:
    """Measure the cold start, the time of one question, and the ratio to a plain fuzzy search."""
    from biobot.bench import bench as measure

    typer.echo(measure(questions))


hosting.add_to(app)


@app.command("eval")
def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Question files, one JSON object a line.", exists=True)],
    show: Annotated[int, typer.Option(help="How many misses to list, with the rule that decided.", min=0)] = 20,
    pack: PackOption = None,
) -> None:
    """Score the bot on question files: right, wrong and missed, by kind and tag."""
    from biobot.evaluate import report

    typer.echo(report(_service(pack), files, show))


def _settings() -> Settings:
    from biobot.config import load_settings

    return load_settings()


def _service(pack: Path | None, settings: Settings | None = None) -> Service:
    from biobot.service import Service

    return Service.open(pack or (settings.pack if settings else _pack_setting()))


def _pack_setting() -> Path | None:
    """Return the pack of the environment or of .env; the settings' library is only loaded where there is something to read."""
    import os

    if "BIOBOT_PACK" in os.environ or Path(".env").exists():
        return _settings().pack
    return None


def _stdin_lines() -> list[tuple[str, str | None]]:
    """Read the questions of --jsonl: {"q": …, "session": …}; a line that is none is a usage error."""
    found = []
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            item: Any = json.loads(line)
            found.append((_text(item["q"]), None if item.get("session") is None else str(item["session"])))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            _usage(f'Line {number} is no question: expected one JSON object such as {{"q": "…", "session": "a"}}.')
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a question is text")
    return value


def _print_json(reply: dict[str, object]) -> None:
    typer.echo(json.dumps(reply, ensure_ascii=False))


def _usage(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def main() -> None:
    """Run the command line; what goes wrong on purpose is one sentence and exit status 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    try:
        app(prog_name="biobot")
    except PackError as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        typer.echo(str(error), err=True)
        sys.exit(1)
    except (BiobotError, ConfigError) as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
