"""Writes the pictures of the README from the running preview: `python scripts/screenshots.py`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import FloatRect, Locator, Page  # noqa: E402 - the path comes first

from scripts.browser import CHROMIUM, MESSAGE, ask, looking, previewing  # noqa: E402

IMAGES = ROOT / "docs" / "images"
# Each with its answer.
QUESTIONS = {
    "clarification": "what is the center?",
    "reply": "how many phds work there?",
    "silence": "when did the proton center open?",
}
# What a button under the answer to a question brings.
PRESSED = {
    "source": ("how many phds work there?", "Source in context"),
    "why": ("how many phd reserchers?", "Why?"),
    "chart": ("what benefits do patients get?", "As a picture"),
}

MARGIN = 12
WIDTH = 640
PATIENCE = 30_000


def main() -> int:
    """Write every picture; give 1 where there is no Chromium to take them with, or one is missing."""
    if CHROMIUM is None:
        print("There is no Chromium here (Debian: apt-get install chromium).", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with previewing() as address, looking(address, height=2000, scale=2) as page:
        for name, question in QUESTIONS.items():
            take(page, answered(page, question), IMAGES / f"{name}.png")
        missing = [name for name in PRESSED if not press(page, name)]
    if missing:
        print(
            f"Not written: {', '.join(missing)} (charts need the extra: pip install 'biobot[chart]').", file=sys.stderr
        )
    return 1 if missing else 0


def answered(page: Page, question: str) -> tuple[Locator, Locator]:
    """Ask a question and give it with its answer."""
    messages = page.locator(MESSAGE)
    before = messages.count()
    ask(page, question)
    messages.nth(before + 1).wait_for(timeout=PATIENCE)
    return messages.nth(before), messages.nth(before + 1)


def press(page: Page, name: str) -> bool:
    """Press a button under an answer and take a picture of what it brings."""
    question, label = PRESSED[name]
    _, answer = answered(page, question)
    button = answer.get_by_role("button", name=label)
    if not button.count():
        return False
    messages = page.locator(MESSAGE)
    before = messages.count()
    button.click()
    messages.nth(before).wait_for(timeout=PATIENCE)
    take(page, (messages.nth(before), messages.nth(before)), IMAGES / f"{name}.png")
    return True


def take(page: Page, seen: tuple[Locator, Locator], path: Path) -> None:
    """Take a picture from one message to another."""
    first, last = seen
    last.evaluate("message => message.scrollIntoView({block: 'end'})")
    page.mouse.move(0, 0)
    page.wait_for_timeout(700)  # until the page has stopped scrolling
    top, bottom = first.bounding_box(), last.bounding_box()
    if top is None or bottom is None:
        message = f"what {path.name} should show is not on the page"
        raise RuntimeError(message)
    page.screenshot(path=path, clip=around(top, bottom))
    print(f"wrote {path.relative_to(ROOT)}")


def around(first: FloatRect, last: FloatRect) -> FloatRect:
    """Give the area of two messages, one below the other, with a margin."""
    height = last["y"] + last["height"] - first["y"]
    return {"x": first["x"], "y": first["y"] - MARGIN, "width": WIDTH, "height": height + MARGIN}


if __name__ == "__main__":
    sys.exit(main())
