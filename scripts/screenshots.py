"""Writes the pictures of the README from the running preview: `python scripts/screenshots.py`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import FloatRect, Page  # noqa: E402 - the path comes first

from scripts.browser import CHROMIUM, MESSAGE, ask, looking, previewing  # noqa: E402

IMAGES = ROOT / "docs" / "images"
QUESTIONS = {"reply": "how many phds work there?"}

MARGIN = 12
WIDTH = 640


def main() -> int:
    """Write every picture; give 1 where there is no Chromium to take them with."""
    if CHROMIUM is None:
        print("There is no Chromium here (Debian: apt-get install chromium).", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with previewing() as address, looking(address, scale=2) as page:
        for name, question in QUESTIONS.items():
            take(page, question, IMAGES / f"{name}.png")
    return 0


def take(page: Page, question: str, path: Path) -> None:
    """Ask a question and take a picture of it and its answer."""
    messages = page.locator(MESSAGE)
    before = messages.count()
    ask(page, question)
    messages.nth(before + 1).wait_for(timeout=5000)
    messages.nth(before + 1).evaluate("message => message.scrollIntoView({block: 'end'})")
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)  # until the page has stopped scrolling
    asked, answered = messages.nth(before).bounding_box(), messages.nth(before + 1).bounding_box()
    if asked is None or answered is None:
        message = f"the answer to {question!r} is not on the page"
        raise RuntimeError(message)
    page.screenshot(path=path, clip=around(asked, answered))
    print(f"wrote {path.relative_to(ROOT)}")


def around(first: FloatRect, last: FloatRect) -> FloatRect:
    """Give the area of two messages, one below the other, with a margin."""
    height = last["y"] + last["height"] - first["y"]
    return {"x": first["x"], "y": first["y"] - MARGIN, "width": WIDTH, "height": height + MARGIN}


if __name__ == "__main__":
    sys.exit(main())
