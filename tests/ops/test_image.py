"""The Dockerfile's steps, run as a script in a clean folder: what comes out starts, and writes only where it may."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.ops.conftest import TOKEN

OWN = ("/opt/biobot", "/src", "/data")


@dataclass
class Image:
    """A folder that stands for the root of the image. Both stages share it: the second only copies from the first."""

    root: Path
    sources: Path
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)

    def inside(self, text: str) -> str:
        """Put this root before the image's own folders."""
        return re.sub(rf"(?<![\w/])({'|'.join(OWN)})(?=[/:\s]|$)", lambda match: f"{self.root}{match[1]}", text)

    def step(self, name: str, rest: str) -> None:
        do = getattr(self, f"_{name.lower()}", None)
        if do is not None:
            do(rest)

    def _from(self, _: str) -> None:
        self.folder = self.root

    def _workdir(self, rest: str) -> None:
        self.folder = Path(self.inside(rest))
        self.folder.mkdir(parents=True, exist_ok=True)

    def _copy(self, rest: str) -> None:
        *options_and_sources, target = shlex.split(rest)
        sources = [word for word in options_and_sources if not word.startswith("--")]
        if any(word.startswith("--from=") for word in options_and_sources):
            assert [self.inside(source) for source in sources] == [self.inside(target)]
            assert Path(self.inside(target)).is_dir()
            return
        for source in sources:
            place = self.folder / target
            if (self.sources / source).is_dir():
                shutil.copytree(self.sources / source, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(self.sources / source, place)

    def _run(self, rest: str) -> None:
        programs = self.root / "programs"
        programs.mkdir(exist_ok=True)
        if not (programs / "python").exists():
            (programs / "python").symlink_to(sys.executable)
        environment = {**os.environ, "PATH": f"{programs}:/usr/bin:/bin"}
        script = self.inside(rest).replace("mkdir ", "mkdir -p ")
        done = subprocess.run(
            ["sh", "-ec", script],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def _env(self, rest: str) -> None:
        for word in shlex.split(rest):
            name, _, value = word.partition("=")
            self.environment[name] = self.inside(value)

    def _entrypoint(self, rest: str) -> None:
        self.command = [word.strip(' "') for word in rest.strip("[]").split(",")]


def steps(text: str) -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in joined.splitlines() if line.strip())]


def files(root: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the steps are a POSIX shell's")
def test_the_steps_of_the_dockerfile_make_a_bot_that_starts(tmp_path: Path, repository: Path) -> None:
    image = Image(tmp_path, repository, tmp_path)
    for name, rest in steps((repository / "Dockerfile").read_text(encoding="utf-8")):
        image.step(name, rest)
    shutil.rmtree(tmp_path / "src")
    before = files(tmp_path / "opt")

    program = shutil.which(image.command[0], path=image.environment["PATH"])
    assert program == str(tmp_path / "opt/biobot/bin/biobot")
    for arguments in (["doctor", "--offline"], ["ask", "what do you know?"]):
        done = subprocess.run(
            [program, *arguments],
            cwd=image.folder,
            env={**image.environment, "BIOBOT_TOKEN": TOKEN},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    assert files(tmp_path / "opt") == before
    assert (tmp_path / "data/biobot.sqlite3").is_file()
