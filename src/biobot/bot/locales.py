"""The names and descriptions of the commands in the languages of Discord's clients."""

from __future__ import annotations

import re
from collections.abc import Mapping

import discord
from discord import app_commands

from biobot.bot import limits
from biobot.pack.models import OWN_COMMANDS
from biobot.text.traditional import traditional

_ORDER = ("zh-CN", "zh-TW", "de", "es-ES", "fr", "ja", "ko")
# Latin American Spanish is Discord's second one; the commands read the same in both.
_SAME = {"es-419": "es-ES"}
# A pack has one text for each of these.
_OF_PACK = {"zh-CN": "zh", "zh-TW": "zh", "es-ES": "es"}
_NAME = re.compile(r"[-_'\w]{1,32}")

_TABLE: Mapping[str, tuple[str, ...]] = {
    # names of commands
    "ask": ("提问", "提問", "fragen", "preguntar", "demander", "質問", "질문하기"),
    "compare": ("比较", "比較", "vergleichen", "comparar", "comparer", "比較", "비교"),
    "chart": ("图表", "圖表", "diagramm", "gráfico", "graphique", "グラフ", "차트"),
    "topics": ("主题", "主題", "themen", "temas", "sujets", "トピック", "주제"),
    "source": ("来源", "來源", "quelle", "fuente", "source", "出典", "출처"),
    "help": ("帮助", "說明", "hilfe", "ayuda", "aide", "ヘルプ", "도움말"),
    "privacy": ("隐私", "隱私", "datenschutz", "privacidad", "confidentialité", "プライバシー", "개인정보"),
    "settings": ("设置", "設定", "einstellungen", "ajustes", "paramètres", "設定", "설정"),
    "Ask about this": (
        "就此提问",
        "就此提問",
        "Dazu fragen",
        "Preguntar sobre esto",
        "Poser la question",
        "これについて質問",
        "이 메시지로 질문하기",
    ),
    # names of options
    "question": ("问题", "問題", "frage", "pregunta", "question", "質問", "질문"),
    "private": ("私密", "私密", "privat", "privado", "privé", "非公開", "비공개"),
    "name": ("名称", "名稱", "name", "nombre", "nom", "名前", "이름"),
    "a": ("甲", "甲", "a", "a", "a", "a", "a"),
    "b": ("乙", "乙", "b", "b", "b", "b", "b"),
    "picture": ("图片", "圖片", "bild", "imagen", "image", "図", "그림"),
    # descriptions
    "Ask a question; the answer shows the sentence that proves it": (
        "提出问题；回答会附上作为依据的原句",
        "提出問題；回答會附上作為依據的原句",
        "Stell eine Frage; die Antwort zeigt den Satz, der sie belegt",
        "Haz una pregunta; la respuesta muestra la frase que la prueba",
        "Posez une question ; la réponse montre la phrase qui la prouve",
        "質問すると、根拠となる文とともに答えます",
        "질문하면 근거가 되는 문장과 함께 답합니다",
    ),
    "Set two things against each other": (
        "比较两样事物",
        "比較兩樣事物",
        "Zwei Dinge einander gegenüberstellen",
        "Comparar dos cosas",
        "Comparer deux choses",
        "二つのものを比べます",
        "두 가지를 비교합니다",
    ),
    "See the figures as a picture": (
        "以图片查看数字",
        "以圖片查看數字",
        "Die Zahlen als Bild ansehen",
        "Ver las cifras en una imagen",
        "Voir les chiffres en image",
        "数字を図で見ます",
        "수치를 그림으로 봅니다",
    ),
    "What I can answer, with questions that work": (
        "我能回答什么，以及可以这样问的例子",
        "我能回答什麼，以及可以這樣問的例子",
        "Was ich beantworten kann, mit Fragen, die gehen",
        "Qué puedo responder, con preguntas que funcionan",
        "Ce à quoi je sais répondre, avec des exemples",
        "答えられることと質問の例",
        "답할 수 있는 것과 질문 예시",
    ),
    "Where my knowledge comes from, and what others say of it": (
        "我的知识来自哪里，其他来源怎么说",
        "我的知識來自哪裡，其他來源怎麼說",
        "Woher mein Wissen stammt und was andere dazu sagen",
        "De dónde viene lo que sé y qué dicen otras fuentes",
        "D'où vient ce que je sais et ce qu'en disent d'autres sources",
        "知識の出典と、ほかの情報源の見方",
        "지식의 출처와 다른 자료의 의견",
    ),
    "How to ask me": (
        "怎样向我提问",
        "怎樣向我提問",
        "Wie man mich fragt",
        "Cómo preguntarme",
        "Comment me poser une question",
        "質問のしかた",
        "질문하는 방법",
    ),
    "What I keep, and what not": (
        "我保留什么，不保留什么",
        "我保留什麼，不保留什麼",
        "Was ich speichere und was nicht",
        "Qué guardo y qué no",
        "Ce que je conserve et ce que je ne conserve pas",
        "保存するものとしないもの",
        "무엇을 저장하고 무엇을 저장하지 않는지",
    ),
    "Language, channels, topics and feedback in this server": (
        "本服务器的语言、频道、主题和反馈",
        "本伺服器的語言、頻道、主題和回饋",
        "Sprache, Kanäle, Themen und Rückmeldungen auf diesem Server",
        "Idioma, canales, temas y comentarios en este servidor",
        "Langue, salons, sujets et avis sur ce serveur",
        "このサーバーの言語、チャンネル、トピック、フィードバック",
        "이 서버의 언어, 채널, 주제, 피드백",
    ),
    "Your question, in your own words": (
        "用您自己的话提问",
        "用您自己的話提問",
        "Deine Frage, in deinen Worten",
        "Tu pregunta, con tus palabras",
        "Votre question, avec vos mots",
        "ご自身の言葉での質問",
        "자신의 말로 쓴 질문",
    ),
    "Only you see the answer": (
        "只有您能看到回答",
        "只有您能看到回答",
        "Nur du siehst die Antwort",
        "Solo tú ves la respuesta",
        "Vous seul voyez la réponse",
        "答えはあなただけに表示されます",
        "답변은 본인에게만 보입니다",
    ),
    "What exactly; leave it out for an overview": (
        "具体哪一个；留空则给出概览",
        "具體哪一個；留空則給出概覽",
        "Was genau; ohne Angabe ein Überblick",
        "Qué exactamente; si lo omites, un resumen",
        "Quoi exactement ; sans précision, un aperçu",
        "具体的な対象。省略すると概要",
        "구체적인 대상, 비워 두면 개요",
    ),
    "The one thing": (
        "其中一个",
        "其中一個",
        "Das eine",
        "Una cosa",
        "La première chose",
        "一つ目",
        "첫 번째",
    ),
    "The other thing": (
        "另一个",
        "另一個",
        "Das andere",
        "La otra cosa",
        "La seconde chose",
        "二つ目",
        "두 번째",
    ),
    "Which figures": (
        "哪些数字",
        "哪些數字",
        "Welche Zahlen",
        "Qué cifras",
        "Quels chiffres",
        "どの数字か",
        "어떤 수치인지",
    ),
}


def known(text: str) -> app_commands.locale_str:
    """Mark a text of the table, so that each client sees it in its language."""
    if text not in _TABLE:
        raise KeyError(text)
    return app_commands.locale_str(text)


def told(text: str, others: Mapping[str, str]) -> app_commands.locale_str:
    """Mark a text of the pack, which comes in English and in others by language."""
    return app_commands.locale_str(text, **others)


def unique(names: Mapping[str, str], taken: set[tuple[str, str]]) -> dict[str, str]:
    """Leave out the names that another command has in that language: Discord would refuse all commands for one of them."""
    made = {language: command_name(name) for language, name in names.items()}
    free = {language: name for language, name in made.items() if (language, name) not in taken}
    taken.update(free.items())
    return free


def taken_names() -> set[tuple[str, str]]:
    """Give the names that the bot's own commands have, each with its language."""
    return {
        (_OF_PACK.get(locale, locale), text)
        for command in OWN_COMMANDS
        for locale, text in zip(_ORDER, _TABLE[command], strict=True)
    }


class Locales(app_commands.Translator):
    """Looks up the names and descriptions for Discord's clients."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Give a text in a client's language; None where there is no own one."""
        found = _of_pack(string.extras, locale.value) if string.extras else _of_table(string.message, locale.value)
        return _fitting(found, context) if found else None


def _of_table(text: str, locale: str) -> str | None:
    name = _SAME.get(locale, locale)
    return _TABLE[text][_ORDER.index(name)] if name in _ORDER and text in _TABLE else None


def _of_pack(texts: Mapping[str, str], locale: str) -> str | None:
    name = _SAME.get(locale, locale)
    found = texts.get(_OF_PACK.get(name, name))
    return traditional(found) if found and locale == "zh-TW" else found


def _fitting(text: str, context: app_commands.TranslationContextTypes) -> str | None:
    location = app_commands.TranslationContextLocation
    if context.location is location.parameter_name:
        return text if _NAME.fullmatch(text) else None
    if context.location is not location.command_name:
        return limits.shorten(text, limits.COMMAND_DESCRIPTION)
    if isinstance(context.data, app_commands.ContextMenu):
        return text if limits.size(text) <= limits.COMMAND_NAME else None
    return command_name(text) or None


def command_name(text: str) -> str:
    """Make a name for a slash command of a title: no spaces, no marks."""
    return re.sub(r"[^-\w]+", "-", text.lower()).strip("-")[: limits.COMMAND_NAME]
