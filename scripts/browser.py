"""The preview in a process of its own, and a real Chromium that looks at it: for the browser tests and the pictures."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MESSAGE = "article.channel-message"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PREVIEW = """
from biobot.bot.preview import preview
from biobot.service import Service
raise SystemExit(preview(Service.open(), browser=False, direct={direct}))
"""


@contextmanager
def previewing(*, direct: bool = False) -> Iterator[str]:
    """Start the preview, give its address, and end it as Ctrl-C does; it has to end cleanly."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PREVIEW.format(direct=direct)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield _address(process)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    finally:
        process.kill()
        process.communicate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+/#\S+", process.stdout.readline())
    assert found, process.communicate(timeout=60)[1]
    return found[0]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def looking(address: str, *, height: int = 900, scale: int = 1) -> Iterator[Page]:
    """Open a page in a Chromium of its own."""
    with chromium() as browser:
        yield opened(browser, address, height=height, scale=scale)


def opened(browser: Browser, address: str, *, height: int = 900, scale: int = 1) -> Page:
    """Open a page."""
    page = browser.new_page(viewport={"width": 1100, "height": height}, device_scale_factor=scale)
    page.goto(address)
    page.locator(MESSAGE).first.wait_for()
    return page


def ask(page: Page, question: str) -> None:
    """Type a question and send it."""
    page.get_by_role("textbox", name="Message").fill(question)
    page.get_by_role("button", name="Send", exact=True).click()
