"""How much each reason counts when an intent is ranked, and the thresholds of the decision.

A pack may set its own in `weights.tsv`, a line each: a name of `Weights`, a tab and a number. `make tune` writes that file, from
utterances that it holds back; what it doesn't name stays as it is here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

FILE = "weights.tsv"


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the reasons (added up to a score), and the thresholds: shares of the votes, or weights left unexplained."""

    cover: float = 0.42
    asks: float = 0.24
    alike: float = 0.22
    phrase: float = 0.04
    example: float = 0.3
    default: float = 0.08
    specific: float = 0.09
    leftover: float = 0.45
    leftover_polar: float = 0.35
    leftover_open: float = 0.35
    given: float = 0.3
    leftover_asked: float = 1.1
    other_year: float = 0.15
    other_subject: float = 0.12
    open: float = 0.3
    unexplained: float = 0.4
    subject_share: float = 0.18
    tie: float = 0.02
    votes: float = 1.0
    voted_in: float = 0.2
    sure: float = 0.65
    sure_agreed: float = 0.55
    hardly_else: float = 0.2
    checked: float = 0.1
    sure_given: float = 0.4
    several: float = 0.3
    fear: float = 0.25
    brave: float = 0.75
    talk: float = 0.5
    doubt_strong: float = 0.15
    beyond_doubt: float = 0.9
    doubt: float = 0.25
    social: float = 0.5
    likely: float = 0.4
    by_far: float = 2.5
    goes_on: float = 0.35
    maybe_vague: float = 0.25
    compares: float = 0.25
    sure_silence: float = 0.9
    sure_foreign: float = 0.7
    sure_decline: float = 0.75
    rather: float = 0.25
    half_silent: float = 0.35
    somewhat: float = 0.1


def parse(text: str) -> Weights:
    """Return the weights of a file's text; raises ValueError where a line isn't a known name, a tab and a number."""
    lines = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found = {name: float(value) for name, value in lines}
    unknown = found.keys() - {field.name for field in fields(Weights)}
    if unknown:
        raise ValueError(f"there is no weight {min(unknown)}")
    return Weights(**found)
