"""The guides say nothing that isn't so: every command, setting, file and target they name exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from biobot import __version__
from biobot.cli import app
from biobot.config import PREFIX, Settings
from tests.ops.conftest import TOKEN

COMMANDS = {(command.name or command.callback.__name__) for command in app.registered_commands if command.callback}
GUIDES = ["vps", "raspberry-pi", "windows", "docker", "kubernetes"]
PAGES = [*(f"docs/hosting/{name}.md" for name in GUIDES), "docs/faults.md", "docs/scaling.md"]


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, repository: Path) -> str:
    name: str = request.param
    return (repository / name).read_text(encoding="utf-8")


def test_commands_exist(page: str) -> None:
    named = set(re.findall(r"(?:`|bin/|Scripts\\|-- |exec biobot |^    )biobot ([a-z]+)", page, re.MULTILINE))

    assert named - COMMANDS == set()


def test_settings_exist(page: str) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+[A-Z]\b", page))

    assert named - {PREFIX + name.upper() for name in Settings.model_fields} == set()


def test_files_exist(page: str, repository: Path) -> None:
    named = set(re.findall(r"(?<![\w/])(?:deploy|docs|scripts|tests)/[\w./-]*\w", page))

    assert {name for name in named if not (repository / name).exists()} == set()


def test_targets_of_make_exist(page: str, repository: Path) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")

    assert {name for name in re.findall(r"`make (\w+)", page) if f"\n{name}:" not in makefile} == set()


def test_every_target_of_make_is_explained(repository: Path) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    listed = subprocess.run(["make", "help"], cwd=repository, capture_output=True, text=True, check=True).stdout

    assert targets - {line.split()[1] for line in listed.splitlines()} == set()
    assert set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()) == targets


def test_the_guide_for_docker_names_what_compose_has(repository: Path) -> None:
    guide = (repository / "docs/hosting/docker.md").read_text(encoding="utf-8")
    compose = yaml.safe_load((repository / "compose.yaml").read_text(encoding="utf-8"))
    services = set(re.findall(r"docker compose (?:exec|run --rm|cp) (\w+)", guide))
    commands = set(re.findall(r"docker compose (?:exec biobot|run --rm) biobot (\w+)", guide))
    (address,) = re.findall(r"BIOBOT_DATABASE_URL=(\S+)", guide)

    assert services == {"biobot"} <= set(compose["services"])
    assert commands - COMMANDS == set()
    assert len(commands) > 5
    assert re.findall(r"--profile (\w+)", guide) == compose["services"]["postgres"]["profiles"]
    own = compose["services"]["postgres"]["environment"]
    assert re.fullmatch(rf"postgresql://{own['POSTGRES_USER']}:[\w-]+@postgres/{own['POSTGRES_DB']}", address)


def test_the_guide_for_kubernetes_names_what_the_manifests_do(repository: Path) -> None:
    guide = (repository / "docs/hosting/kubernetes.md").read_text(encoding="utf-8")
    secrets = re.findall(r"kubectl create secret generic (\w+)((?: \\\n|.)*)", guide)
    applied = re.findall(r"kubectl apply -f (\S+)", guide)
    assert len(secrets) == len(applied) == 2

    for (secret, literals), path in zip(secrets, applied, strict=True):
        documents = list(yaml.safe_load_all((repository / path).read_text(encoding="utf-8")))
        (whole,) = [one for one in documents if one["kind"] == "StatefulSet"]
        (container,) = whole["spec"]["template"]["spec"]["containers"]
        assert container["envFrom"] == [{"secretRef": {"name": secret}}]
        assert ("BIOBOT_DATABASE_URL" in literals) == ("BIOBOT_SHARD_COUNT" in str(container["env"]))
        assert f"statefulset/{whole['metadata']['name']}" in guide
        assert f"exec {whole['metadata']['name']}-0 -- " in guide


def test_the_wheel_that_is_installed_first_is_the_one_of_this_version(repository: Path) -> None:
    for name in ("vps", "windows"):
        guide = (repository / f"docs/hosting/{name}.md").read_text(encoding="utf-8")
        assert re.findall(r"biobot-([\d.]+)-py3-none-any\.whl", guide)[0] == __version__


def test_the_guide_for_windows_uses_the_programs_of_the_environment_that_it_makes(repository: Path) -> None:
    guide = (repository / "docs/hosting/windows.md").read_text(encoding="utf-8")
    block = [line[4:] for line in guide.splitlines() if line.startswith("    ")]
    (made,) = [line.split()[-1] for line in block if line.startswith("py -m venv ")]
    before, after = block[: block.index(f"cd {made}")], block[block.index(f"cd {made}") + 1 :]

    assert [line.split()[1] for line in before if line.startswith("& ")] == [made + r"\Scripts\pip"] * 2
    assert [line.split()[0] for line in after] == [r".\Scripts\biobot"] * 3
    assert made.replace("$HOME", "%USERPROFILE%") + r"\Scripts\biobot.exe" in guide


@pytest.mark.skipif(sys.platform == "win32", reason="the steps are a POSIX shell's")
def test_the_steps_of_the_guide_for_a_server_set_the_bot_up_in_its_folder(
    repository: Path, home: Path, environment: dict[str, str]
) -> None:
    """Run as they stand, but for the folders, the user and Discord."""
    guide = (repository / "docs/hosting/vps.md").read_text(encoding="utf-8")
    guide = guide.replace("/var/lib/biobot", str(home)).replace("/opt/biobot/bin", str(Path(sys.executable).parent))
    (shell,) = re.findall(r"^    sudo -u biobot -H (bash -c .*)$", guide, re.MULTILINE)
    steps = guide.partition("\nThere:\n\n")[2].partition("\n\n")[0].replace("biobot doctor", "biobot doctor --offline")
    asked = subprocess.run(
        ["sh", "-c", shell],
        cwd="/",
        env=environment,
        input=steps.replace("biobot init ", f"biobot init <<< {TOKEN} "),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert asked.returncode == 0, asked.stdout + asked.stderr
    assert "discord.com/oauth2/authorize" in asked.stdout
    assert f"{home}/biobot.sqlite3 is open" in asked.stdout
    assert (home / ".env").stat().st_mode & 0o777 == 0o600


def test_the_steps_of_the_guide_for_a_server_are_those_of_the_unit(repository: Path) -> None:
    guide = (repository / "docs/hosting/vps.md").read_text(encoding="utf-8")
    unit = (repository / "deploy/systemd/biobot.service").read_text(encoding="utf-8")

    for line in ("User=biobot", "WorkingDirectory=/var/lib/biobot", "ExecStart=/opt/biobot/bin/biobot run"):
        assert line in unit
    for place in ("useradd --system --home-dir /var/lib/biobot ", "venv /opt/biobot\n", "=/opt/biobot/bin:"):
        assert place in guide
