"""Asks whether a locked package has a known vulnerability, and says so plainly where that can't be asked.

    python scripts/audit.py requirements.lock

Exit status: 0 nothing known, 1 something found, 3 not (or not wholly) audited.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

NOT_AUDITED = 3
AGAIN = (
    "Nothing is known for or against these versions. Run `make audit` again on a machine that reaches Python's package "
    "index, before you host them for others."
)
MEND = "`make UPGRADE=1 lock` takes the newest versions; `make test` tells whether biobot goes with them."


def judge(status: int, printed: str) -> tuple[int, list[str]]:
    """Return the exit status and what to say of what pip-audit printed."""
    try:
        found: list[dict[str, Any]] = json.loads(printed)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return NOT_AUDITED, [f"NOT AUDITED: pip-audit ended with status {status} and without a result.", AGAIN]
    skipped = [package["name"] for package in found if "skip_reason" in package]
    if len(skipped) == len(found):
        return NOT_AUDITED, [
            f"NOT AUDITED: the data on vulnerabilities can't be reached from here ({len(found)} packages).",
            AGAIN,
        ]
    lines = [
        f"{package['name']} {package['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'no version yet'}"
        for package in found
        for known in package.get("vulns", ())
    ]
    if lines:
        return 1, [*lines, MEND]
    if skipped:
        return NOT_AUDITED, [
            f"NOT AUDITED: {', '.join(skipped)}. The other {len(found) - len(skipped)} have no known vulnerability.",
            AGAIN,
        ]
    return 0, [f"{len(found)} packages, no known vulnerability."]


def main(lock: str) -> int:
    """Audit a lock file."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", lock, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    status, lines = judge(done.returncode, done.stdout)
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
