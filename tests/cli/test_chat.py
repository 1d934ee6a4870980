"""`biobot chat`: a conversation, also over a pipe."""

from __future__ import annotations

from tests.cli.conftest import Biobot


def test_follow_ups_are_understood(biobot: Biobot) -> None:
    ran = biobot("chat", stdin="what does hangzhou bring\nand nanjing?\nthanks\n")

    assert (ran.status, ran.err) == (0, "")
    greeting, hangzhou, *rest = ran.out.splitlines()
    assert "Ctrl-D ends it" in greeting
    assert "Digital Health Special Zone" in hangzhou
    assert any("Traditional Medicine Modernization Center" in line for line in rest)
    assert "You're welcome!" in ran.out


def test_an_empty_line_ends_it(biobot: Biobot) -> None:
    ran = biobot("chat", stdin="hi\n\nhow many phds?\n")

    assert ran.status == 0
    assert "42,000" not in ran.out


def test_the_end_of_the_input_ends_it(biobot: Biobot) -> None:
    assert biobot("chat", stdin="").status == 0
