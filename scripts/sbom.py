"""Writes what a release is made with: every locked package, its hashes and what needs it, as CycloneDX 1.6 JSON.

    python scripts/sbom.py requirements.lock dist/biobot-0.1.0.cdx.json

The same lock always gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from biobot import __version__

ROOT = Path(__file__).parents[1]
_PACKAGE = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass
class Package:
    """A locked package."""

    name: str
    version: str
    hashes: list[str] = field(default_factory=list)
    needed_by: list[str] = field(default_factory=list)

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def packages(lock: str) -> list[Package]:
    """Read a lock file."""
    found: list[Package] = []
    for line in lock.splitlines():
        if match := _PACKAGE.match(line):
            found.append(Package(normal(match["name"]), match["version"]))
        elif found:
            found[-1].hashes += _HASH.findall(line)
            needed = re.match(r"^    #(?: via)? +([A-Za-z0-9._-]+)", line)
            if needed and needed[1] != "via":
                found[-1].needed_by.append(normal(needed[1]))
    return found


def normal(name: str) -> str:
    """Spell a package's name as the index does."""
    return re.sub(r"[-_.]+", "-", name).lower()


def bom(lock: str) -> dict[str, Any]:
    """Return the list."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = f"pkg:pypi/{project['name']}@{__version__}"
    found = packages(lock)
    needs: dict[str, list[str]] = {purl: [] for purl in (own, *(package.purl for package in found))}
    by_name = {package.name: package.purl for package in found} | {project["name"]: own}
    for package in found:
        for name in package.needed_by:
            needs[by_name[name]].append(package.purl)
    root = {
        "bom-ref": own,
        "type": "application",
        "name": project["name"],
        "version": __version__,
        "description": project["description"],
        "licenses": [{"license": {"id": project["license"]}}],
        "purl": own,
    }
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": root},
        "components": [_component(package) for package in found],
        "dependencies": [{"ref": ref, "dependsOn": sorted(set(them))} for ref, them in sorted(needs.items())],
    }


def _component(package: Package) -> dict[str, Any]:
    # A hash for each file of the package's release: which of them is installed depends on the machine.
    hashes = [{"alg": "SHA-256", "content": content} for content in sorted(package.hashes)]
    return {
        "bom-ref": package.purl,
        "type": "library",
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        "externalReferences": [{"type": "distribution", "url": package.purl, "hashes": hashes}],
    }


def main(lock: str, target: str) -> None:
    """Write the list."""
    made = bom(Path(lock).read_text(encoding="utf-8"))
    Path(target).write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"Wrote {target}: {len(made['components'])} packages.")


if __name__ == "__main__":
    main(*sys.argv[1:])
