"""The files that run biobot elsewhere, each judged by the tool that will read it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from biobot.config import PREFIX, Settings

SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}
TOOLS = Path(sys.executable).parent


def tool(name: str) -> str:
    found = shutil.which(name, path=f"{TOOLS}") or shutil.which(name)
    if found is None:
        pytest.skip(f"NOT TESTED: {name} is not to be had on this system.")
    return found


def told(*command: str | Path, **more: Any) -> str:  # noqa: ANN401
    done: subprocess.CompletedProcess[str] = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, **more
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def set_in(text: str) -> set[str]:
    return set(re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", text))


@pytest.mark.parametrize(
    "path", ["Dockerfile", "compose.yaml", "deploy/systemd/biobot.service", "deploy/kubernetes/sharded.yaml"]
)
def test_every_setting_named_exists(path: str, repository: Path) -> None:
    text = (repository / path).read_text(encoding="utf-8")

    assert set_in(text) <= SETTINGS


class TestDockerfile:
    @pytest.fixture
    def text(self, repository: Path) -> str:
        return (repository / "Dockerfile").read_text(encoding="utf-8")

    def test_hadolint_has_nothing_against_it(self, repository: Path) -> None:
        assert told(tool("hadolint"), "--failure-threshold", "style", repository / "Dockerfile") == ""

    def test_it_has_two_stages_and_runs_as_nobody_in_particular(self, text: str) -> None:
        assert len(re.findall(r"^FROM ", text, re.MULTILINE)) == 2
        assert re.findall(r"^USER (.*)$", text, re.MULTILINE) == ["10001:10001"]
        assert "HEALTHCHECK" in text

    def test_everything_is_installed_by_its_hash(self, text: str) -> None:
        assert text.count("pip install") == text.count("--require-hashes") + text.count("--no-index") == 2

    def test_what_is_copied_exists_and_passes_the_ignore_file(self, text: str, repository: Path) -> None:
        copied = {
            name for line in re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.MULTILINE) for name in line.split()
        }
        passed = set(re.findall(r"^!(.*)$", (repository / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))

        assert copied == passed
        assert all((repository / name).exists() for name in copied)


class TestCompose:
    @pytest.fixture
    def folder(self, tmp_path: Path, repository: Path) -> Path:
        shutil.copy(repository / "compose.yaml", tmp_path)
        (tmp_path / ".env").write_text("BIOBOT_TOKEN=x\nPOSTGRES_PASSWORD=y\n", encoding="utf-8")
        return tmp_path

    def services(self, folder: Path, *arguments: str) -> dict[str, Any]:
        shown = told(tool("docker-compose"), *arguments, "config", cwd=folder)
        found: dict[str, Any] = yaml.safe_load(shown)["services"]
        return found

    def test_by_itself_it_is_the_bot_alone(self, folder: Path) -> None:
        assert set(self.services(folder)) == {"biobot"}

    def test_the_profile_adds_postgresql(self, folder: Path) -> None:
        found = self.services(folder, "--profile", "postgres")

        assert set(found) == {"biobot", "postgres"}
        assert all("healthcheck" in service and "mem_limit" in service for service in found.values())

    def test_with_the_example_filled_in_its_data_lies_in_the_volume(self, folder: Path, repository: Path) -> None:
        text = (repository / ".env.example").read_text(encoding="utf-8")
        (folder / ".env").write_text(text.replace("BIOBOT_TOKEN=", "BIOBOT_TOKEN=x"), encoding="utf-8")
        bot = self.services(folder)["biobot"]

        assert bot["environment"]["BIOBOT_TOKEN"] == "x"
        assert bot["environment"]["BIOBOT_DATA_FOLDER"] == bot["volumes"][0]["target"]

    def test_the_bot_may_write_nowhere_but_in_its_volume(self, folder: Path) -> None:
        bot = self.services(folder)["biobot"]

        assert bot["read_only"] is True
        assert bot["cap_drop"] == ["ALL"]
        assert bot["security_opt"] == ["no-new-privileges:true"]
        assert [volume["target"] for volume in bot["volumes"]] == ["/data"]
        assert bot["user"] == "10001:10001"


class TestUnit:
    @pytest.fixture
    def unit(self, tmp_path: Path, repository: Path) -> Path:
        """The unit as it is, but for a program that is there on this machine."""
        text = (repository / "deploy/systemd/biobot.service").read_text(encoding="utf-8")
        path = tmp_path / "biobot.service"
        path.write_text(text.replace("/opt/biobot/bin/biobot", sys.executable), encoding="utf-8")
        return path

    def test_systemd_understands_every_line(self, unit: Path) -> None:
        assert told(tool("systemd-analyze"), "verify", unit) == ""

    def test_systemd_finds_little_exposed(self, unit: Path) -> None:
        told(tool("systemd-analyze"), "security", "--offline=true", "--threshold=20", "--no-pager", unit)


class TestKubernetes:
    @pytest.mark.parametrize("name", ["biobot.yaml", "sharded.yaml"])
    def test_kubernetes_own_schemas_are_kept(self, name: str, repository: Path) -> None:
        told(tool("kubernetes-validate"), "--strict", repository / "deploy/kubernetes" / name)

    def pods(self, repository: Path, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
        documents = yaml.safe_load_all((repository / "deploy/kubernetes" / name).read_text(encoding="utf-8"))
        spec = next(document for document in documents if document["kind"] == "StatefulSet")["spec"]
        return spec, spec["template"]["spec"]["containers"][0]

    @pytest.mark.parametrize("name", ["biobot.yaml", "sharded.yaml"])
    def test_the_bot_may_do_as_little_as_possible(self, name: str, repository: Path) -> None:
        spec, container = self.pods(repository, name)

        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert spec["template"]["spec"]["securityContext"]["runAsNonRoot"] is True
        assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
        assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"

    def test_every_shard_is_in_exactly_one_pod(self, repository: Path) -> None:
        spec, container = self.pods(repository, "sharded.yaml")
        values = {item["name"]: item.get("value") for item in container["env"]}
        script = container["command"][2].replace("exec biobot run", 'printf %s "$BIOBOT_SHARD_IDS"')
        seen: list[int] = []
        for pod in range(spec["replicas"]):
            environment = {"POD": str(pod), "SHARDS_A_POD": values["SHARDS_A_POD"], "PATH": "/usr/bin:/bin"}
            ids = told("sh", "-c", script, env=environment)
            own = Settings(_env_file=None, shard_count=values["BIOBOT_SHARD_COUNT"], shard_ids=ids)  # type: ignore[arg-type]
            seen += own.shard_ids

        assert seen == list(range(int(values["BIOBOT_SHARD_COUNT"])))
