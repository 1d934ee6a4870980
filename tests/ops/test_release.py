"""A release: the same bytes from the same source, everything in it locked by hash, and a list of what it needs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from biobot import __version__
from scripts.audit import MEND, NOT_AUDITED, judge
from scripts.sbom import bom, packages
from tests.ops.conftest import TOKEN

SOURCES = ("src", "knowledge", "pyproject.toml", "README.md", "LICENSE")


def build(repository: Path, folder: Path, **environment: str) -> Path:
    folder.mkdir()
    for name in SOURCES:
        source = repository / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, folder / name)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(command, cwd=folder, env=kept | environment, check=True, capture_output=True, timeout=120)
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(repository, tmp_path_factory.mktemp("release") / "one")


def test_two_builds_give_the_same_bytes(wheel: Path, repository: Path, tmp_path: Path) -> None:
    other = build(repository, tmp_path / "another-folder", TZ="Asia/Shanghai", LANG="C", PYTHONHASHSEED="7")

    assert other.name == wheel.name
    assert other.read_bytes() == wheel.read_bytes()


def test_the_wheel_holds_nothing_that_only_tuning_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    assert not [name for name in names if "utterances/" in name]
    assert any(name.endswith("votes.tsv") for name in names)


def test_the_wheel_by_itself_answers_and_migrates(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site"), "BIOBOT_DATA_FOLDER": str(tmp_path / "data")}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "biobot.cli", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("check").endswith("no problem.\n")
    assert run("backup", "copy.jsonl").startswith("Wrote copy.jsonl")


@pytest.mark.slow
def test_installed_as_pipx_does_it_runs_from_an_empty_home(
    wheel: Path, repository: Path, tmp_path: Path, home: Path, environment: dict[str, str]
) -> None:
    """An environment of its own, the wheel with what it needs, and the program that comes of it."""
    constraints = tmp_path / "constraints.txt"
    locked = packages((repository / "requirements.lock").read_text(encoding="utf-8"))
    constraints.write_text("".join(f"{one.name}=={one.version}\n" for one in locked), encoding="utf-8")
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")

    def run(program: str, *arguments: str | Path, typed: str = "", own: dict[str, str] = environment) -> str:
        command = [programs / program, *arguments]
        done = subprocess.run(
            command, cwd=home, env=own, input=typed, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("pip", "install", "-q", "--only-binary=:all:", "-c", constraints, wheel, own={**os.environ})

    assert run("biobot", "--version") == f"biobot {__version__}\n"
    assert run("biobot", "ask", "what do you know?")
    run("biobot", "init", typed=f"{TOKEN}\n")
    assert "its tables are those of this version" in run("biobot", "doctor", "--offline")
    assert run("biobot", "check").endswith("no problem.\n")


def test_the_wheel_names_its_extras(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        told = archive.read(name).decode()

    assert set(re.findall(r"^Provides-Extra: (.*)$", told, re.MULTILINE)) == {"chart", "preview"}
    assert re.search(r"^Requires-Dist: matplotlib\S*; extra == 'chart'$", told, re.MULTILINE)


def test_the_source_archive_has_what_the_guides_for_hosts_speak_of(repository: Path) -> None:
    told = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    held = set(told["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"])
    tracked = subprocess.run(["git", "ls-files"], cwd=repository, capture_output=True, text=True, check=False).stdout

    assert {
        "deploy",
        "docs",
        "Dockerfile",
        ".dockerignore",
        "compose.yaml",
        ".env.example",
        "requirements.lock",
    } <= held
    assert {name.split("/")[0] for name in tracked.split()} - held <= {".gitignore", "pyproject.toml"}


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-preview.lock", "requirements-dev.lock", "requirements-tune.lock"]
)
def test_every_locked_package_has_its_hashes(name: str, repository: Path) -> None:
    found = packages((repository / name).read_text(encoding="utf-8"))

    assert len(found) > 20
    assert [package.name for package in found if not package.hashes] == []
    assert [package.name for package in found if not package.needed_by] == []


class TestListOfWhatItNeeds:
    def lock(self, repository: Path) -> str:
        return (repository / "requirements.lock").read_text(encoding="utf-8")

    def test_it_keeps_the_schema_of_cyclonedx(self, repository: Path) -> None:
        text = json.dumps(bom(self.lock(repository)))

        assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None

    def test_it_has_every_package_of_the_lock_and_who_needs_it(self, repository: Path) -> None:
        made = bom(self.lock(repository))
        names = {component["name"] for component in made["components"]}
        needs = {one["ref"]: one["dependsOn"] for one in made["dependencies"]}

        assert names == {match.lower() for match in re.findall(r"^([\w.-]+)==", self.lock(repository), re.MULTILINE)}
        own = needs[made["metadata"]["component"]["bom-ref"]]
        assert any(ref.startswith("pkg:pypi/discord-py@") for ref in own)
        assert {ref for them in needs.values() for ref in them} == {
            component["bom-ref"] for component in made["components"]
        }


class TestAudit:
    def package(self, name: str, **more: object) -> dict[str, object]:
        return {"name": name, "version": "1.0", "vulns": [], **more}

    def said(self, *found: dict[str, object]) -> tuple[int, str]:
        status, lines = judge(0, json.dumps({"dependencies": found}))
        return status, "\n".join(lines)

    def test_nothing_known(self) -> None:
        assert self.said(self.package("a"), self.package("b")) == (0, "2 packages, no known vulnerability.")

    def test_something_known(self) -> None:
        known = {"id": "CVE-1", "fix_versions": ["1.1"]}

        assert self.said(self.package("a", vulns=[known])) == (1, f"a 1.0: CVE-1, mended in 1.1\n{MEND}")
        assert "make UPGRADE=1 lock" in MEND

    def test_data_out_of_reach_is_no_clean_bill(self) -> None:
        status, text = self.said({"name": "a", "skip_reason": "not found"})

        assert (status, text.split(":")[0]) == (NOT_AUDITED, "NOT AUDITED")
        assert "Run `make audit` again on a machine that reaches Python's package index" in text

    def test_what_was_left_out_is_named(self) -> None:
        status, text = self.said(self.package("a"), {"name": "b", "skip_reason": "not found"})

        assert status == NOT_AUDITED
        assert text.startswith("NOT AUDITED: b. The other 1 have no known vulnerability.")

    @pytest.mark.parametrize("printed", ["", "{}", "[]", "no JSON"])
    def test_a_tool_that_failed_is_no_clean_bill_either(self, printed: str) -> None:
        assert judge(1, printed)[0] == NOT_AUDITED
