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


def test_example_questions_are_already_asked_and_answered(page: Page) -> None:
    messages = page.locator(MESSAGE)

    for place in (1, 3, 5):
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


def test_in_a_channel_for_questions_the_settings_are_opened_and_changed(server_page: Page) -> None:
    answer = answered(server_page, "how many phds work there?")
    expect(answer.get_by_text("42,000", exact=True)).to_be_visible()
    server_page.get_by_role("textbox", name="Message").press_sequentially("/settings")
    expect(server_page.get_by_text("/settings").last).to_be_visible()
    server_page.keyboard.press("Enter")
    server_page.get_by_role("button", name="Send", exact=True).click()

    expect(server_page.get_by_text("Settings of this server")).to_be_visible()
    server_page.get_by_role("button", name="Answer privately").click()
    expect(server_page.get_by_text("✅ Kept.")).to_be_visible()
