"""A preview for each browser test, so that none sees the talk of another; without a Chromium they are skipped, and the end of the run says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from scripts.browser import CHROMIUM, looking, previewing

SKIPPED = "NOT TESTED: the preview page in a browser. There is no Chromium here (Debian: apt-get install chromium)."

# A busy machine is slow, and slow is not wrong.
expect.set_options(timeout=30_000)


@pytest.fixture
def address() -> Iterator[str]:
    if CHROMIUM is None:
        pytest.skip(SKIPPED)
    with previewing() as address:
        yield address


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    with looking(address) as page:
        yield page


@pytest.fixture
def server_page() -> Iterator[Page]:
    """A channel of a server that you own."""
    if CHROMIUM is None:
        pytest.skip(SKIPPED)
    with previewing(server=True) as address, looking(address) as page:
        yield page


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.write_sep("!", SKIPPED, red=True, bold=True)
