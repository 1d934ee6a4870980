"""Write docs/accuracy.md: how often the bot is right on the question files, and what each fresh round gave at first sight.

Usage: python scripts/accuracy.py [questions.jsonl …]; without files, the rounds in tests/knowledge/rounds.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from biobot.evaluate import confusion, load_turns, mistaken_intents, score, shares, table
from biobot.service import Service

ROOT = Path(__file__).parents[1]
ROUNDS = ROOT / "tests/knowledge/rounds"
SHEET = ROOT / "docs/accuracy.md"
SHOWN = 20

INTRO = """# How often it is right

Written by `make accuracy`. Each round is a set of questions by writers who had seen the article and nothing of the bot; it was
scored once before anything was mended, and that figure stands in the first table, whatever it was. Afterwards what a round had
shown to be missing was mended as a class of wording, so that the figures of today are of questions that the makers have seen.

From round 8 on the wording of a question is weighed as a whole as well: a table of weights, fitted by `make tune` to utterances
that other writers wrote for the pack. No question of a round or of the dev questions is among these (a test asserts it). From
round 38 on the thresholds of the decision are set by `make tune` too, on the rounds before.
The writers of rounds 1 to 16 were also asked to vary their words as widely as they could; from round 17 on they had the article
and the format alone.

Right: the expected kind of reply, with every figure or name that it has to hold. Wrong: a confident answer that isn't right, the
worst outcome. Missed: a refusal or a question back where an answer was due, or the wrong kind of refusal.
"""


def first_runs() -> list[str]:
    """Return the table of first runs."""
    lines = ["| round | voices | turns | right | wrong | missed |", "|---|---|---|---|---|---|"]
    for one in json.loads((ROUNDS / "first_runs.json").read_text(encoding="utf-8")):
        figures = f"{one['right']:.1f} % | {one['wrong']:.1f} % | {100 - one['right'] - one['wrong']:.1f} %"
        lines.append(f"| {one['round']} | {one['voices']} | {one['turns']} | {figures} |")
    return lines


def sheet(service: Service, files: list[Path]) -> str:
    """Return the whole sheet."""
    parts = [INTRO, "## At first sight\n", "\n".join(first_runs()), "\n## Today\n"]
    rows = ["| file | turns | right | wrong | missed |", "|---|---|---|---|---|"]
    everything = []
    for path in files:
        scored = score(service, load_turns(path), path.name)
        everything += scored
        share = shares(scored)
        figures = f"{share['right']:.1f} % | {share['wrong']:.1f} % | {share['missed']:.1f} %"
        rows.append(f"| {path.stem} | {len(scored)} | {figures} |")
    pairs, golden = mistaken_intents(service)
    parts += ["\n".join(rows), "\n## By kind and tag\n", "\n".join(table(everything))]
    parts += ["\n## Expected kinds against replies\n", "\n".join(confusion(everything))]
    mistaken = sum(int(line.split()[0]) for line in pairs)
    parts += [
        f"\n## Golden questions\n\n{golden - mistaken} of {golden} are answered by their intent. Most often mistaken:\n"
    ]
    parts += ["\n".join(f"- {line}" for line in pairs[:SHOWN])]
    parts += ["\n`biobot eval FILE --show 40` lists the misses of a file, with the rule that decided each."]
    return "\n".join(parts) + "\n"


def main() -> None:
    """Write the sheet."""
    files = [Path(name) for name in sys.argv[1:]] or sorted(ROUNDS.glob("round-*.jsonl"))
    SHEET.write_text(sheet(Service.open(), files), encoding="utf-8")


if __name__ == "__main__":
    main()
