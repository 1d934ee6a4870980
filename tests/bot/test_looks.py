"""What a reply looks like, and that it keeps Discord's limits however long it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biobot.bot import limits
from biobot.bot.present import inert, passage_embeds, plain, reply_embed
from biobot.bot.words import words
from biobot.engine.values import Computed, Note, Receipt, Reply
from biobot.service import Passage

TITLE = "A made-up source"


def cite(fact: str) -> Passage:
    return Passage("Birds", "Most fly.", 0, 9, TITLE, "2020-02-02")


def receipt(quote: str = "Most fly.", section: str = "Birds") -> Receipt:
    return Receipt("birds.fly", "source", section, quote, 0, len(quote))


def looks(reply: Reply) -> str:
    return reply_embed(reply, cite, TITLE).description or ""


def test_the_answer_comes_first_then_the_quotation_then_the_reliability() -> None:
    note = Note("birds", "disputed", "Others say fewer.", ("https://www.example.org/birds",))
    reply = Reply("answer", "**90** birds fly.", receipts=(receipt(),), notes=(note,))

    assert looks(reply).split("\n") == [
        "**90** birds fly.",
        "",
        "> Most fly.",
        "> — *Birds*",
        "",
        "⚠️ *Disputed.* Others say fewer. ([example.org](https://www.example.org/birds))",
    ]


def test_the_footer_is_the_source_and_its_date() -> None:
    embed = reply_embed(Reply("answer", "Yes.", receipts=(receipt(), receipt())), cite, "origin")

    assert embed.footer.text == "A made-up source · 2020-02-02"


def test_without_a_quotation_the_footer_is_where_the_bot_knows_from() -> None:
    assert reply_embed(Reply("decline", "Not in my source."), cite, "origin").footer.text == "origin"


@pytest.mark.parametrize(
    ("status", "line"),
    [
        ("disputed", "⚠️ *Disputed.* Told."),
        ("cause disputed", "⚠️ *Cause disputed.* Told."),
        ("not found", "❔ Told."),
    ],
)
def test_each_kind_of_note_has_its_marker(status: str, line: str) -> None:
    assert line in looks(Reply("answer", "Yes.", notes=(Note("n", status, "Told."),)))


def test_quotations_of_one_section_share_its_name_and_repeat_nothing() -> None:
    quotes = (receipt("One."), receipt("One."), receipt("Two."), receipt("Three.", "Fish"))
    quoted = looks(Reply("answer", "Yes.", receipts=quotes))

    assert quoted.endswith("> One.\n> Two.\n> — *Birds*\n\n> Three.\n> — *Fish*")


def test_links_to_one_host_are_told_apart() -> None:
    links = ("https://example.org/1", "https://www.example.org/2", "https://example.net/3")
    note = Note("n", "not found", "Told.", links)

    assert looks(Reply("answer", "Yes.", notes=(note,))).endswith(
        "❔ Told. ([example.org](https://example.org/1), [example.org 2](https://www.example.org/2), "
        "[example.net](https://example.net/3))"
    )


def test_a_quotation_keeps_its_own_asterisks() -> None:
    assert r"> Most \*fly\*" in looks(Reply("answer", "Yes.", receipts=(receipt("Most *fly*"),)))


def test_what_was_worked_out_shows_its_working() -> None:
    reply = Reply("answer", "About **60**.", computed=Computed("60", "90 × 2/3 = 60"))

    assert "Working: 90 × 2/3 = 60" in looks(reply)


def test_several_questions_are_labelled_parts() -> None:
    parts = (Reply("answer", "**90**.", label="how many?"), Reply("silent", "It doesn't say.", label="since when?"))

    assert looks(Reply("answer", "", parts=parts)) == "**how many?**\n**90**.\n\n**since when?**\nIt doesn't say."


def test_the_bot_has_its_own_words_in_both_languages() -> None:
    assert words("zh") != words("en")
    assert words("fr") == words(None) == words("en")


def test_plain_text_has_room_for_its_footer() -> None:
    shown = plain(reply_embed(Reply("answer", "word " * 2000, receipts=(receipt(),)), cite, TITLE))

    assert len(shown) <= limits.CONTENT
    assert shown.endswith("-# A made-up source · 2020-02-02")


def monster(text: str, count: int) -> Reply:
    notes = tuple(Note(str(n), "disputed", text, ("https://example.org/" + "x" * 300,)) for n in range(count))
    receipts = tuple(receipt(text, f"{text}{n}") for n in range(count))
    return Reply("answer", text, receipts=receipts, notes=notes, computed=Computed("1", text), label=text)


@pytest.mark.parametrize(
    "text", ["word " * 4000, "長" * 9000, "😀" * 9000, "**bold** " * 2000, "\n" * 9000, "@everyone" * 999]
)
@pytest.mark.parametrize("parts", [0, 2, 40])
def test_a_monstrous_reply_is_held_within_every_limit(text: str, parts: int) -> None:
    reply = monster(text, 30)
    if parts:
        reply = Reply("answer", text, parts=(reply,) * parts, receipts=reply.receipts)
    embed = reply_embed(reply, cite, text)

    assert limits.size(embed.description or "") <= limits.DESCRIPTION
    assert limits.size(embed.footer.text or "") <= limits.FOOTER
    assert limits.size((embed.description or "") + (embed.footer.text or "")) <= limits.EMBED


@pytest.mark.parametrize("length", [10, 4000, 40_000])
def test_a_section_of_any_length_shows_its_proving_stretch_marked(length: int) -> None:
    text = "before " * length + "the proof" + " after" * length
    start = text.index("the proof")
    passage = Passage("S" * 400, text, start, start + 9, TITLE, "2020-02-02")
    (embed,) = passage_embeds([passage])

    assert "**the proof**" in (embed.description or "")
    assert len(embed) <= limits.EMBED


def test_several_sections_share_the_room() -> None:
    passages = [Passage(f"S{n}", "word " * 2000, 0, 4, TITLE, "2020-02-02") for n in range(9)]
    embeds = passage_embeds(passages)

    assert sum(len(embed) for embed in embeds) <= limits.EMBED
    assert all("**word**" in (embed.description or "") for embed in embeds)


def test_proofs_that_overlap_are_marked_as_one() -> None:
    passages = [Passage("S", "one two three", *span, TITLE, "2020-02-02") for span in ((4, 13), (0, 7), (0, 7))]

    assert passage_embeds(passages)[0].description == "**one two three**"


@given(st.text(), st.integers(0, 60))
def test_shortened_text_fits_and_is_the_texts_beginning(text: str, limit: int) -> None:
    short = limits.shorten(text, limit)

    assert limits.size(short) <= limit
    assert short == text or short.removesuffix("…").removesuffix("**").rstrip() in text


@given(st.text(alphabet="ab *", max_size=80), st.integers(4, 40))
def test_shortened_text_leaves_no_bold_open(text: str, limit: int) -> None:
    short = limits.shorten(text, limit)

    assert short == text or short.count("**") % 2 == 0 or "***" in text


@given(st.lists(st.text(), max_size=8), st.integers(0, 200))
def test_joined_blocks_fit(blocks: list[str], limit: int) -> None:
    assert limits.size(limits.join(blocks, limit)) <= limit


@pytest.mark.parametrize("text", ["**a**", "_a_", "~~a~~", "||a||", "`a`", "[a](b)", "> a", "# a"])
def test_inert_text_has_no_markup(text: str) -> None:
    assert "\\" in inert(text)
