"""The preview page in a real Chromium, as the person in front of it sees it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from scripts.browser import ask

pytestmark = pytest.mark.browser


def test_example_questions_are_already_asked_and_answered(page: Page) -> None:
    expect(page.get_by_role("button", name="Source in context")).to_have_count(3)


def test_a_typed_question_gets_its_answer(page: Page) -> None:
    ask(page, "how many phds work there?")

    expect(page.get_by_text("42,000", exact=True).last).to_be_visible()


def test_a_pressed_button_shows_the_source_in_its_context(page: Page) -> None:
    ask(page, "how many phds work there?")
    expect(page.get_by_role("button", name="Source in context")).to_have_count(4)
    page.get_by_role("button", name="Source in context").last.click()

    expect(page.get_by_text("Only you can see this").last).to_be_visible()
    expect(page.get_by_text("ranks 1 in Asia").last).to_be_visible()


def test_a_question_back_is_settled_by_a_press(page: Page) -> None:
    ask(page, "what is the center?")
    choice = page.get_by_role("button", name="Proton").last
    expect(choice).to_be_visible()
    choice.click()

    expect(page.get_by_role("button", name="Proton")).to_have_count(0)


def test_a_slash_command_completes_the_names_of_its_topic(page: Page) -> None:
    page.get_by_role("textbox", name="Message").press_sequentially("/faci")
    expect(page.get_by_text("/facility")).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_role("option", name="name").click()
    page.keyboard.type("robto")
    page.get_by_role("option", name="Robot Surgery").click()
    page.get_by_role("button", name="Send", exact=True).click()

    expect(page.get_by_text("Robot Surgery Training Institute").last).to_be_visible()


def test_why_explains_the_reply(page: Page) -> None:
    ask(page, "how many phds work there?")
    expect(page.get_by_role("button", name="Why?")).to_have_count(4)
    page.get_by_role("button", name="Why?").last.click()

    expect(page.get_by_text("How I read it")).to_be_visible()


def test_a_related_question_takes_the_place_of_the_answer(page: Page) -> None:
    ask(page, "how many phds work there?")
    expect(page.get_by_role("combobox", name="Related questions")).to_have_count(4)
    page.get_by_role("combobox", name="Related questions").last.click()
    page.get_by_role("option", name="How many of the PhDs are returnees?").click()

    expect(page.get_by_text("about 14,000").last).to_be_visible()


def test_in_a_channel_for_questions_the_settings_are_opened_and_changed(server_page: Page) -> None:
    ask(server_page, "how many phds work there?")
    expect(server_page.get_by_text("42,000", exact=True).last).to_be_visible()
    server_page.get_by_role("textbox", name="Message").press_sequentially("/settings")
    expect(server_page.get_by_text("/settings").last).to_be_visible()
    server_page.keyboard.press("Enter")
    server_page.get_by_role("button", name="Send", exact=True).click()

    expect(server_page.get_by_text("Settings of this server")).to_be_visible()
    server_page.get_by_role("button", name="Answer privately").click()
    expect(server_page.get_by_text("✅ Kept.")).to_be_visible()
