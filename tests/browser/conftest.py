"""A Chromium and a preview for all browser tests; without a Chromium they are skipped, and the end of the run says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.browser import CHROMIUM, chromium, opened, previewing

SKIPPED = "NOT TESTED: the preview page in a browser. There is no Chromium here (Debian: apt-get install chromium)."

# A busy machine is slow, and slow is not wrong.
expect.set_options(timeout=30_000)


# The browser ends with its module: while it is open, its event loop stands in the way of every asynchronous test.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip(SKIPPED)
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(browser: Browser) -> Iterator[str]:
    """A channel of a server that you own: what `make preview` shows."""
    with previewing() as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = opened(browser, address)
    yield page
    page.close()


@pytest.fixture
def direct_page(browser: Browser) -> Iterator[Page]:
    """A direct conversation with the bot."""
    with previewing(direct=True) as address:
        page = opened(browser, address)
        yield page
        page.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.write_sep("!", SKIPPED, red=True, bold=True)
