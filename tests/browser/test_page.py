"""The preview page in a real Chromium, as the person in front of it sees it.

The tests share one conversation, each going on where the one before it stopped: a start of the preview takes seconds.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.browser import MESSAGE, ask

pytestmark = pytest.mark.browser


def answered(page: Page, question: str) -> Locator:
    """Ask a question and give the answer."""
    messages = page.locator(MESSAGE)
    before = messages.count()
    ask(page, question)
    expect(messages).to_have_count(before + 2)
    return messages.nth(before + 1)


def command(page: Page, name: str) -> None:
    """Use a command without options."""
    page.get_by_role("textbox", name="Message").press_sequentially(f"/{name}")
    expect(page.get_by_text(f"/{name}").last).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Send", exact=True).click()


def test_the_bot_has_said_hello_and_example_questions_are_asked_and_answered(page: Page) -> None:
    messages = page.locator(MESSAGE)

    expect(messages.nth(0).get_by_text("Hello! I answer questions about")).to_be_visible()
    for place in (2, 4, 6):
        expect(messages.nth(place).get_by_role("button", name="Source in context")).to_be_visible()


def test_a_question_back_is_settled_by_a_press(page: Page) -> None:
    answer = answered(page, "what is the center?")
    choice = answer.get_by_role("button", name="Proton")
    expect(choice).to_be_visible()
    choice.click()

    expect(choice).to_have_count(0)
    expect(answer.get_by_text("Asia's first").first).to_be_visible()


def test_a_typed_question_gets_its_answer(page: Page) -> None:
    answer = answered(page, "how many phds work there?")

    expect(answer.get_by_text("42,000", exact=True)).to_be_visible()


def test_a_pressed_button_shows_the_source_in_its_context(page: Page) -> None:
    answer = answered(page, "how many phds work there?")
    answer.get_by_role("button", name="Source in context").click()

    expect(page.get_by_text("Only you can see this").last).to_be_visible()
    expect(page.get_by_text("ranks 1 in Asia").last).to_be_visible()


def test_why_explains_the_reply(page: Page) -> None:
    answer = answered(page, "how many phds work there?")
    answer.get_by_role("button", name="Why?").click()

    expect(page.get_by_text("How I read it").last).to_be_visible()


def test_a_related_question_takes_the_place_of_the_answer(page: Page) -> None:
    answer = answered(page, "how many phds work there?")
    answer.get_by_role("combobox", name="Related questions").click()
    page.get_by_role("option", name="How many of the PhDs are returnees?").click()

    expect(answer.get_by_text("about 14,000").first).to_be_visible()


def test_a_slash_command_completes_the_names_of_its_topic(page: Page) -> None:
    page.get_by_role("textbox", name="Message").press_sequentially("/faci")
    expect(page.get_by_text("/facility").last).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_role("option", name="name").click()
    page.keyboard.type("robto")
    page.get_by_role("option", name="Robot Surgery").click()
    page.get_by_role("button", name="Send", exact=True).click()

    expect(page.get_by_text("Robot Surgery Training Institute").last).to_be_visible()


def test_the_settings_are_opened_at_once_and_changed(page: Page) -> None:
    command(page, "settings")

    expect(page.get_by_text("Settings of this server")).to_be_visible()
    page.get_by_role("button", name="Answer privately").click()
    expect(page.get_by_text("✅ Kept.")).to_be_visible()


def test_a_direct_conversation_needs_no_mention(direct_page: Page) -> None:
    answer = answered(direct_page, "how many phds work there?")

    expect(answer.get_by_text("42,000", exact=True)).to_be_visible()
    expect(direct_page.get_by_text("@biobot")).to_have_count(0)
