"""The bot's own words: its buttons, notices and apologies, in the languages it speaks. Answers come from the pack."""

from __future__ import annotations

import re
from dataclasses import dataclass

import discord

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Words:
    """What the bot says of its own beside an answer, in one language; `{…}` are the slots."""

    source: str
    source_of: str
    worked_out: str
    disputed: str
    cause_disputed: str
    more_quotations: str
    not_yours: str
    lapsed: str
    outdated: str
    unreadable: str
    wordless: str
    changed: str
    apology: str
    too_fast: str
    cannot_speak: str
    hidden_topic: str
    about_message: str
    why: str
    chart: str
    related: str
    thanks: str
    thanks_unhelpful: str
    marked_already: str
    not_to_delete: str
    question_gone: str
    previous: str
    next: str
    page: str


@dataclass(frozen=True, slots=True)
class Reasoning:
    """How the bot tells why it replied as it did."""

    title: str
    read: str
    taken: str
    mended: str
    figure: str
    asks: str
    set_aside: str
    unexplained: str
    fits: str
    also: str
    between: str
    forgotten: str
    chosen: str
    decided: dict[str, str]


@dataclass(frozen=True, slots=True)
class Guide:
    """How the bot tells what it is and what it does."""

    help_title: str
    help: str
    help_chart: str
    topics_title: str
    topics: str
    section: str
    fact: str
    facts: str
    examples: str
    source_title: str
    source: str
    author: str
    no_author: str
    removed: str
    doubts: str
    no_doubt: str
    privacy_title: str
    privacy: str
    privacy_content: str
    welcome: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The words of the panel of a server's settings."""

    title: str
    intro: str
    language: str
    languages: dict[str, str]
    private: str
    public: str
    topics: str
    all_topics: str
    no_topics: str
    topics_seen: str
    channels: str
    no_channels: str
    channels_closed: str
    feedback_on: str
    feedback_off: str
    saved: str
    not_saved: str
    no_store: str
    forbidden: str
    language_of: str
    make_private: str
    make_public: str
    switch_feedback_on: str
    switch_feedback_off: str


# What a note is worth where its status has no words of its own: its own text says it.
UNCONFIRMED = "❔ {note}"

_WORDS = {
    "en": Words(
        source="Source in context",
        source_of="Source: {section}",
        worked_out="Working: {working}",
        disputed="⚠️ *Disputed.* {note}",
        cause_disputed="⚠️ *Cause disputed.* {note}",
        more_quotations="and {count} more",
        not_yours="Only the person who asked can choose here. You can ask me yourself with `/ask`.",
        lapsed="You were asked a while ago, so I have let go of it. Please ask again.",
        outdated="My knowledge has changed since I wrote this. Please ask again.",
        unreadable="Discord doesn't let me read replies to a command's answer. Please mention me, or use `/ask`.",
        wordless="There are no words in that message that I could answer.",
        changed="This command has changed. Please reload Discord and try it again.",
        apology="Sorry, something went wrong on my side. If you report it, please give this number: `{number}`",
        too_fast="That was a lot at once. Please ask me again in {seconds} seconds.",
        cannot_speak="I may not write in {channel}, so I couldn't answer you there. Ask me here, or use `/ask` there.",
        hidden_topic="This command is switched off in this server. You can ask me with `/ask`.",
        about_message="-# About [this message]({link})",
        why="Why?",
        chart="As a picture",
        related="Related questions",
        thanks="Thank you!",
        thanks_unhelpful="Thank you. I have counted it, without your name, for those who mend my knowledge.",
        marked_already="You have told me already. Thank you!",
        not_to_delete="Only the person who asked, or a moderator, can delete this.",
        question_gone="The question is gone, so only a moderator can delete this.",
        previous="Back",
        next="More",
        page="Page {page} of {pages}",
    ),
    "zh": Words(
        source="查看原文",
        source_of="原文：{section}",
        worked_out="推算：{working}",
        disputed="⚠️ *有争议。* {note}",
        cause_disputed="⚠️ *原因有争议。* {note}",
        more_quotations="另有 {count} 处",
        not_yours="只有提问者可以在这里选择。您可以用 `/ask` 向我提问。",
        lapsed="这个问题已过了一段时间，我不再保留。请重新提问。",
        outdated="这条消息之后，我的资料已更新。请重新提问。",
        unreadable="Discord 不允许我读取对命令回复的回复。请提及我，或使用 `/ask`。",
        wordless="那条消息里没有我可以回答的文字。",
        changed="此命令已更改。请重新加载 Discord 后再试。",
        apology="抱歉，我这边出了点问题。如需反馈，请提供编号：`{number}`",
        too_fast="一下子问得有点多。请在 {seconds} 秒后再问。",
        cannot_speak="我不能在 {channel} 里发言，所以没能在那里回答您。请在这里问我，或在那里使用 `/ask`。",
        hidden_topic="此命令在本服务器中已关闭。您可以用 `/ask` 向我提问。",
        about_message="-# 关于[这条消息]({link})",
        why="为什么？",
        chart="查看图片",
        related="相关问题",
        thanks="谢谢！",
        thanks_unhelpful="谢谢。我已记下（不含您的名字），供维护资料的人参考。",
        marked_already="您已经告诉过我了，谢谢！",
        not_to_delete="只有提问者或管理员可以删除这条消息。",
        question_gone="原问题已被删除，只有管理员可以删除这条消息。",
        previous="上一页",
        next="下一页",
        page="第 {page} 页，共 {pages} 页",
    ),
}

_REASONING = {
    "en": Reasoning(
        title="Why this reply",
        read="**How I read it**",
        taken="“{text}” → {name}",
        mended="“{text}”, taken for “{mended}” → {name}",
        figure="“{text}” → a figure: I check it, it never makes a match",
        asks="“{text}” → what is asked for",
        set_aside="Set aside as words without a meaning of their own: {words}",
        unexplained="Nothing in my source explains: {words}",
        fits="**What fits**\n{label} ({score} %)",
        also="It also came into question: {labels}",
        between=", ",
        forgotten="I keep no questions, so I no longer know how I read this one.",
        chosen="**So** I answered what was chosen by its name.",
        decided={
            "answer": "**So** I answered: one entry of my facts explains the question best.",
            "silent": "**So** I said no: my source names this, but doesn't tell what was asked.",
            "clarify": "**So** I asked back: several entries fit equally well.",
            "decline": "**So** I declined: I found nothing in the question that my source tells of.",
            "social": "**So** I replied as one does: it was no question about my source.",
        },
    ),
    "zh": Reasoning(
        title="为什么这样回答",
        read="**我的理解**",
        taken="“{text}” → {name}",
        mended="“{text}”，当作“{mended}” → {name}",
        figure="“{text}” → 数字：我只核对它，不靠它来匹配",
        asks="“{text}” → 所问的内容",
        set_aside="没有独立含义的词：{words}",
        unexplained="我的资料无法解释：{words}",
        fits="**最符合的条目**\n{label}（{score}%）",
        also="也曾考虑：{labels}",
        between="、",
        forgotten="我不保留提问，所以已不知道当时是怎样理解的。",
        chosen="**因此**我回答了按名称选择的内容。",
        decided={
            "answer": "**因此**我作了回答：有一个条目最能解释这个问题。",
            "silent": "**因此**我没有回答：资料提到了它，但没有说所问的内容。",
            "clarify": "**因此**我反问：有几个条目同样符合。",
            "decline": "**因此**我谢绝了：问题里没有我的资料讲到的内容。",
            "social": "**因此**我照常回应：这不是关于资料的问题。",
        },
    ),
}

_GUIDE = {
    "en": Guide(
        help_title="How to ask me",
        help=(
            "I answer from one checked source: **{title}**. Every answer shows the sentence that proves it, and where "
            "the source says nothing, I say so.\n\n"
            "• Mention me, reply to me, or write me a direct message\n"
            "• `/ask` offers questions that I know while you type; `private` shows the answer to you alone\n"
            "• `/compare` sets two things against each other{chart}\n"
            "• Right-click a message (on a phone, hold it), then *Apps*, to have it answered\n"
            "• {topics} give an overview\n"
            "• `/topics` lists what I know, `/source` where it comes from, `/privacy` what is kept\n\n"
            "A question of yours that you edit within five minutes gets its reply edited, too."
        ),
        help_chart=", `/chart` shows figures as a picture",
        topics_title="What I can answer",
        topics="{facts} facts of **{title}**. Choose a question below, or ask in your own words.",
        section="**{title}**{command} · {facts}\n{examples}",
        fact="{count} fact",
        facts="{count} facts",
        examples="Questions that work",
        source_title="Where my knowledge comes from",
        source="**{title}**\n{published} · {author}\n\n{origin}",
        author="by {author}",
        no_author="no author named",
        removed="**What was removed**\n{removed}",
        doubts="**What other sources say**",
        no_doubt="No other source that says otherwise is on record.",
        privacy_title="What I keep",
        privacy=(
            "• I read only what is said to me: mentions, replies to me, direct messages, commands.{content}\n"
            "• In memory only, I remember for a quarter of an hour what we talked about, to understand follow-up "
            "questions; for five minutes your question, so that my reply follows when you edit it; and the latest "
            "questions of all, without who asked them, so that *Why?* can explain a reply.\n"
            "• Of a server I keep its settings.\n"
            "• Questions that got no answer, or that somebody marked, are counted: their words without names, numbers "
            "of accounts or links, and nothing of who asked, where or in which minute.\n"
            "• Nothing is passed on to anybody, and no other service reads your question."
        ),
        privacy_content=" In the channels that a server has chosen for it, I read every message and keep none.",
        welcome=(
            "Hello! I answer questions about **{title}** and show the sentence that proves each answer.\n\n"
            "Mention me or use `/ask`; `/help` tells more. Who manages this server finds its settings under "
            "`/settings`.\n\nTry one:"
        ),
    ),
    "zh": Guide(
        help_title="怎样向我提问",
        help=(
            "我依据一份核对过的资料回答：**{title}**。每个回答都附上作为依据的原句；资料没有说的，我会直说。\n\n"
            "• 提及我、回复我，或给我发私信\n"
            "• `/ask` 会在您输入时列出我知道的问题；选择“私密”则只有您能看到回答\n"
            "• `/compare` 比较两样事物{chart}\n"
            "• 右键点击（手机上长按）一条消息，选择“应用”，即可就它提问\n"
            "• {topics} 给出概览\n"
            "• `/topics` 列出我知道的内容，`/source` 说明出处，`/privacy` 说明保留什么\n\n"
            "您在五分钟内编辑自己的问题，我的回复也会随之更新。"
        ),
        help_chart="，`/chart` 以图片显示数字",
        topics_title="我能回答什么",
        topics="**{title}**，共 {facts} 条事实。请在下面选择一个问题，或用自己的话提问。",
        section="**{title}**{command} · {facts}\n{examples}",
        fact="{count} 条事实",
        facts="{count} 条事实",
        examples="可以这样问",
        source_title="我的知识来自哪里",
        source="**{title}**\n{published} · {author}\n\n{origin}",
        author="作者：{author}",
        no_author="未署名",
        removed="**删去了什么**\n{removed}",
        doubts="**其他来源的说法**",
        no_doubt="没有记录到不同的说法。",
        privacy_title="我保留什么",
        privacy=(
            "• 我只读取对我说的话：提及、回复、私信和命令。{content}\n"
            "• 仅在内存中：为了理解追问，我记住对话十五分钟；为了让回答随您的编辑更新，我记住您的提问五分钟；为了能解释“为什么？”，我记住最近的一些提问，但不记是谁问的。\n"
            "• 对服务器，我只保留它的设置。\n"
            "• 没有得到回答或被标记的问题会被计数：只有文字，不含名字、账号和链接，也不含是谁、在哪里、几点几分问的。\n"
            "• 不会转交给任何人，也没有其他服务读取您的问题。"
        ),
        privacy_content="在服务器为此选定的频道里，我会读取每条消息，但不保留。",
        welcome=(
            "大家好！我回答关于**{title}**的问题，并附上作为依据的原句。\n\n"
            "提及我或使用 `/ask`；`/help` 有更多说明。服务器管理者可用 `/settings` 设置。\n\n试试看："
        ),
    ),
}

_PANEL = {
    "en": Panel(
        title="Settings of this server",
        intro="Choose below; every change is kept at once.",
        language="**Language** · {value}",
        languages={"auto": "the question's language", "en": "English", "zh": "Chinese"},
        private="**Answers to commands** · only for the person who asks, unless they choose otherwise",
        public="**Answers to commands** · for everybody, unless the person chooses otherwise",
        topics="**Topic commands** · {value}",
        all_topics="all",
        no_topics="none",
        topics_seen=(
            "-# Discord goes on listing a command that is switched off here; who uses it is told so privately. To take it "
            "out of the list: *Server Settings*, *Integrations*, my name."
        ),
        channels="**Ask channels** · {value}",
        no_channels="none",
        channels_closed="**Ask channels** · not available: whoever runs me hasn't let me read messages not meant for me",
        feedback_on="**Feedback buttons** · on",
        feedback_off="**Feedback buttons** · off",
        saved="✅ Kept.",
        not_saved="⚠️ This could not be kept. Please try again later.",
        no_store="⚠️ Nothing can be kept here: I run without a database.",
        forbidden="Only who may manage this server can see or change its settings.",
        language_of="Replies: {language}",
        make_private="Answer privately",
        make_public="Answer for everybody",
        switch_feedback_on="Switch feedback on",
        switch_feedback_off="Switch feedback off",
    ),
    "zh": Panel(
        title="本服务器的设置",
        intro="请在下面选择，每项更改立即保存。",
        language="**语言** · {value}",
        languages={"auto": "随提问的语言", "en": "英文", "zh": "中文"},
        private="**命令的回答** · 默认只有提问者可见",
        public="**命令的回答** · 默认所有人可见",
        topics="**主题命令** · {value}",
        all_topics="全部",
        no_topics="无",
        topics_seen="-# 在这里关闭的命令，Discord 仍会列出；使用者会收到仅自己可见的提示。要从列表中去掉：*服务器设置* → *整合* → 我的名字。",
        channels="**问答频道** · {value}",
        no_channels="无",
        channels_closed="**问答频道** · 不可用：运行者没有允许我读取并非对我说的消息",
        feedback_on="**反馈按钮** · 开",
        feedback_off="**反馈按钮** · 关",
        saved="✅ 已保存。",
        not_saved="⚠️ 未能保存，请稍后再试。",
        no_store="⚠️ 无法保存：我在没有数据库的情况下运行。",
        forbidden="只有可以管理本服务器的人才能查看或更改设置。",
        language_of="回答语言：{language}",
        make_private="改为仅提问者可见",
        make_public="改为所有人可见",
        switch_feedback_on="开启反馈",
        switch_feedback_off="关闭反馈",
    ),
}


def words(language: str | None) -> Words:
    """Give the words of a language, English where it isn't spoken."""
    return _WORDS.get(language or "en", _WORDS["en"])


def reasoning(language: str | None) -> Reasoning:
    """Give the words in which a reply is explained."""
    return _REASONING.get(language or "en", _REASONING["en"])


def guide(language: str | None) -> Guide:
    """Give the words in which the bot tells of itself."""
    return _GUIDE.get(language or "en", _GUIDE["en"])


def panel(language: str | None) -> Panel:
    """Give the words of the settings."""
    return _PANEL.get(language or "en", _PANEL["en"])


def written_language(text: str) -> str:
    """Tell in which of its languages the bot speaks to somebody who writes so."""
    return "zh" if _CHINESE.search(text) else "en"


def locale_language(locale: discord.Locale) -> str | None:
    """Tell which language a person's client asks for; None where the question's own decides."""
    return "zh" if locale.value.startswith("zh") else None
