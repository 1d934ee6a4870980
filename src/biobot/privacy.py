"""Takes out of a question what could tell who asked, before it is counted.

What has a shape goes wherever it stands: addresses of mail, of the web, of machines and of houses, numbers of phones, cards
and papers, identifiers, secrets. A name has no shape: it goes where the words around it, or a list of common names, tell it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from biobot.names import DOUBLE, GIVEN, GIVEN_OR_WORD, NO_NAMES, NO_TITLED, SINGLE
from biobot.text.normalise import LIMIT, normalise
from biobot.text.words import UNKNOWN, band

LONGEST = 300

# Without ASCII a Chinese character would be part of the word beside it.
_PLAIN = re.IGNORECASE | re.ASCII
_ANY = re.IGNORECASE

Replace = Callable[[re.Match[str]], str]
_HAN = "\u3400-\u9fff"
_LETTER = r"[^\W\d_]"
_TOP = (
    "com|net|org|edu|gov|mil|info|biz|io|ai|app|dev|gg|me|tv|cc|co|xyz|site|online|shop|club|top|tech|cloud|link|page|art|"
    "cn|hk|tw|mo|sg|jp|kr|in|uk|de|fr|es|it|nl|be|ch|at|se|no|dk|fi|pl|pt|ru|ua|eu|us|ca|au|nz|br|mx|ar|za|ir|tr|il|ae"
)
_END = rf"(?=$|[^\w]|[{_HAN}])"


def _rule(mark: str, pattern: str, flags: int = _PLAIN) -> tuple[re.Pattern[str], Replace]:
    """Replace what the pattern's group `x` holds, or all of it, by the mark."""
    compiled = re.compile(pattern, flags)
    if "x" not in compiled.groupindex:
        return compiled, lambda _: f"[{mark}]"
    return compiled, lambda found: _spliced(found, mark)


def _spliced(found: re.Match[str], mark: str) -> str:
    start, end = found.start("x") - found.start(), found.end("x") - found.start()
    whole = found.group()
    return whole if start < 0 else f"{whole[:start]}[{mark}]{whole[end:]}"


# -- what has a shape: the longer and surer before the shorter -------------------------------------------------------

_IDENTIFIERS = (
    _rule("mention", r"<(?:@[!&]?|#)\d+>|</[^<>:\n]{1,100}:\d+>|@(?:everyone|here)\b"),
    (re.compile(r"<a?:\w{1,64}:\d+>|<t:-?\d+(?::\w)?>"), lambda _: " "),
    _rule("secret", r"\b[\w-]{23,30}\.[\w-]{5,8}\.[\w-]{25,80}\b"),
    _rule("secret", r"\b(?:sk|pk|ghp|gho|github_pat|xox[abp]|glpat|hf|akia)[-_]?[a-z0-9_-]{16,}\b"),
    _rule(
        "secret",
        r"(?:password|passwd|passcode|\bpin|密码|口令|验证码)\s*(?:code)?\s*(?:is\b|是|为|[:=])\s*(?P<x>[^\s,，。;；]{3,})",
    ),
    _rule("secret", r"\b(?=[a-z]{0,40}\d)(?=\d{0,40}[a-z])[a-z0-9]{24,}\b"),
)

_MAIL_AND_WEB = (
    _rule(
        "email",
        rf"(?:(?![{_HAN}])[^\W]|[.+%-]){{1,64}}@(?:(?![{_HAN}])[^\W]|-){{1,63}}(?:\.[a-z0-9-]{{1,63}}){{1,4}}",
        _ANY,
    ),
    _rule(
        "email",
        r"[a-z0-9][\w.+-]{0,63}\s{0,2}(?:\(at\)|\[at\]|\{at\}|<at>|艾特|\bat\b)\s{0,2}[a-z0-9][\w-]{0,63}"
        rf"\s{{0,2}}(?:\(dot\)|\[dot\]|\{{dot\}}|\bdot\b|点|\.)\s{{0,2}}(?:{_TOP})\b",
    ),
    _rule("link", r"(?:https?|ftp|discord|file|ssh|tg|weixin)://[^\s。)\u3400-\u9fff]+|\bwww\.[^\s。)\u3400-\u9fff]+"),
    _rule("link", rf"(?<![\w@.])(?:[a-z0-9-]{{1,63}}\.){{1,5}}(?:{_TOP})(?![.-]?\w)(?:[:/][^\s。)\u3400-\u9fff]*)?"),
    _rule("path", r"(?P<x>\b[a-z]:\\(?:users|documents and settings)\\[^\s]+|(?<!\w)/(?:home|users)/[^\s]+)"),
    _rule("ip", r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5}|/\d{1,2})?(?![\w.]*\d)"),
    _rule("ip", r"(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])"),
    _rule(
        "ip",
        r"(?<![\w:])(?=[0-9a-f:]*\d)(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}(?![\w:])|(?<![\w:])::1(?![\w:])",
    ),
    _rule("ip", r"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])"),
    _rule("address", r"[-+]?\d{1,3}\.\d{3,}°?\s?[ns]?\s*[,，]\s*[-+]?\d{1,3}\.\d{3,}°?\s?[ew]?\b"),
)

_SHORTEST_IBAN, _MANY_DIGITS = 15, 16
_NOT_IN_NUMBER = r"(?<![\d.,])(?<!\d[ -])"
_NUMBER_ENDS = r"(?![\d%])(?![ -]\d)(?![.,]\d)"


def _iban(found: re.Match[str]) -> str:
    """Find the account number at the start of what has its look: words may follow it."""
    parts = re.split(r"(?=[ -])", found.group())
    for count in range(len(parts), 0, -1):
        if _checks("".join(parts[:count])):
            return "[number]" + "".join(parts[count:])
    return "[number]" if sum(map(str.isdigit, found.group())) >= _MANY_DIGITS else found.group()


def _checks(account: str) -> bool:
    plain = re.sub(r"[ -]", "", account)
    return len(plain) >= _SHORTEST_IBAN and int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1


_NUMBERS = (
    _rule("id", r"(?<!\d)\d{17}x(?!\w)|(?<![\d,.])[1-9]\d{5}[ -](?:18|19|20)\d{6}[ -]\d{3}[\dx](?!\w)"),
    (re.compile(r"\b[a-z]{2}\d{2}(?:[ -]?[a-z0-9]{4}){2,7}(?:[ -]?[a-z0-9]{1,3})?\b", _PLAIN), _iban),
    _rule("phone", r"(?<![\w.+])\+\s?\d{1,3}(?:[\s().-]{0,2}\d){6,13}(?!\d)"),
    _rule("phone", r"(?<![\d.,])\(?(?:0086|86)?\)?[ -]?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d|[,.]\d|%)"),
    _rule("phone", r"(?<![\d.,])1[3-9]\d[ -]\d{3}[ -]\d{5}(?!\d)|(?<![\d.,])1[3-9](?:[ -]\d{3}){3}(?!\d)"),
    _rule("phone", r"(?<![\d.,])00[1-9]\d{0,2}(?:[ -]?\d){7,12}(?!\d)"),
    _rule("phone", r"(?<![\w.,/])(?<!\d[ -])\(?0\d{1,4}\)?[ /-]{0,2}\d{2,4}(?:[ -]?\d{2,4}){1,4}(?!\d)"),
    _rule("phone", r"(?<![\d.,])[48]00[ -]\d{3}[ -]?\d{4}(?!\d)"),
    _rule("phone", r"(?<![\w.,])(?:1[ .-])?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[.-]\d{4}(?!\d)|(?<![\w.,])\(\d{3}\)\s?\d{3}[ .-]?\d{4}(?!\d)"),
    _rule("phone", r"(?<![\w.,])[2-9]\d{2} [2-9]\d{2} \d{4}(?!\d)"),
    _rule(
        "phone",
        r"(?:(?<!\[)\b(?:call|phone|ring|text|tel|telephone|mobile|cell|whatsapp|fax|dial)\b|电话|手机|致电|来电|号码|传真|座机)"
        r"[^\d\n]{0,16}(?P<x>\d(?:[ .-]?\d){5,14})(?![\d%])",
    ),
    _rule("number", r"(?<![\d.,-])\d{3}-\d{2}-\d{4}(?![\d-])"),
    _rule("number", r"\b[a-z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b"),
    _rule("number", r"\b[a-z]{1,2}\d{6}\([0-9a]\)|\b[a-z]{1,2}[ -]?\d{7,9}\b"),
    _rule("number", r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][·\s]?(?=[A-Za-z]{0,5}\d)[A-Za-z0-9]{5,6}(?![A-Za-z0-9])"),
    _rule("number", r"[零〇一二三四五六七八九幺两]{7,}|(?:[零〇一二三四五六七八九幺两][ ,-]){7,}[零〇一二三四五六七八九幺两]"),
    _rule("number", r"(?:\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b[ ,-]{1,2}){6,}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b"),
)  # fmt: skip

_LONG = re.compile(rf"{_NOT_IN_NUMBER}\d(?:[ -]?\d){{8,33}}{_NUMBER_ENDS}")
_YEARS = re.compile(r"(?:1[89]|20)\d\d(?:[ -](?:1[89]|20)\d\d)+$|(?:1[89]|20)\d\d[ -]\d\d?[ -]\d\d?$|\d{1,3}(?: 000)+$")


def _long(found: re.Match[str]) -> str:
    """Keep figures: years side by side, dates, round amounts; the other long numbers are somebody's."""
    text = found.group()
    digits = re.sub(r"\D", "", text)
    if _YEARS.match(text) or (digits.endswith("00000") and digits == text) or _spaced_figure(text):
        return text
    is_id = len(digits) in range(17, 21) and digits == text
    return "[id]" if is_id else "[number]"


def _spaced_figure(text: str) -> bool:
    """Tell whether these are thousands set apart by spaces, or several figures of their own side by side."""
    groups = text.split(" ")
    thousands = 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])  # noqa: PLR2004 -- thousands
    return len(groups) > 1 and thousands and not groups[0].startswith("0")


_HANDLES = (
    _rule("handle", r"(?<![\w#])[\w.]{2,32}#\d{4}(?!\d)"),
    _rule("handle", r"(?<![\w/])/?u/[\w-]{3,30}"),
    _rule("handle", rf"(?<![\w.@])@(?:[\w.]{{2,32}}|[{_HAN}]{{1,4}}|{_LETTER}{{2,32}})"),
    _rule(
        "handle",
        r"\bmy\s(?:\w+\s)?(?:user\s?name|nick\s?name|nick|handle|gamer\s?tag|tag|account|login|id|wechat|weixin|telegram|whatsapp|"
        r"skype|discord|instagram|insta|twitter|line|kakao|qq|signal|snap(?:chat)?|github|reddit|steam|linkedin|facebook)"
        r"(?:\s(?:name|id|tag|handle|account|number))?\s?(?:is\b|'s\b|[:=])\s?(?P<x>[^\s,，。;；!?]{3,40})",
    ),
    _rule(
        "handle",
        r"\b(?:find|add|follow|dm|message|pm|ping) me (?:on|at|via) \w+ ?(?:as|at|:|under|@)\s?(?P<x>[\w.@#-]{3,40})",
    ),
    _rule(
        "handle",
        r"(?:qq|微信|weixin|wechat|vx|微博|抖音|小红书|账号|帐号|用户名|网名|昵称|推特|领英)(?:号码?|id|名)?\s?(?:[:=]|是|为|叫)\s?"
        rf"(?P<x>(?!什么|多少|怎|哪|谁|不)(?:[\w.@-]{{2,40}}|[{_HAN}]{{1,4}}))",
    ),
    _rule("handle", r"(?:qq|微信|weixin|wechat|\bvx|\bwx)号?\s?(?P<x>(?=[a-z_-]*[\d_])[a-z0-9_-]{5,30})"),
)

# -- where somebody lives, and when they were born ---------------------------------------------------------------------

_NUMERAL = r"[\d一二三四五六七八九十百零〇两]"
_STREET = r"street|st|road|rd|avenue|ave|boulevard|blvd|lane|ln|terrace|crescent|parkway|pkwy|highway|hwy|(?-i:Drive|Dr|Court|Ct|Way|Place|Square|Close)"
_STREET_WORD = r"(?!(?:of|the|on|in|to|a|an|are|is|and|or|for|by|at|from|per|percent|with|that|were|has|have|who|new|more)\b)[a-z][\w'.-]{0,20}"

_PLACES = (
    _rule(
        "address",
        rf"(?<![\w.,$€£¥])\d{{1,5}}[a-z]?(?:[-/]\d{{1,4}})?,?\s(?:{_STREET_WORD}\s|\d{{1,3}}(?:st|nd|rd|th)\s){{1,3}}(?:{_STREET})\b\.?"
        r"(?:,?\s(?:apt|apartment|flat|suite|unit|room|floor|#)\.?\s?#?\w{1,6})?(?:,?\s(?:[A-Z]{2}\s)?\d{5}(?:-\d{4})?\b)?",
    ),
    _rule("address", r"\b(?:apt|apartment|flat|suite|p\.?o\.? box)\.?\s?(?:no\.?\s?)?#?\d{1,5}[a-z]?\b"),
    _rule("address", r"\b[^\W\d_][\w-]{2,30}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse)\s\d{1,4}\s?[a-z]?\b(?:,?\s\d{5}\s[^\W\d_]+)?", _ANY),
    _rule("address", r"(?<![\w.,])\d{1,4}(?:\s?(?:bis|ter))?,?\s(?:rue|avenue|chemin|impasse|quai)\s(?:d[eu]s?\s|de la\s|la\s|le\s|l')?[^\W\d_][\w-]+", _ANY),
    _rule("address", r"\b(?:calle|via|rua|carrer)\s[^\W\d_][\w' ]{1,30},?\s\d{1,4}\b", _ANY),
    _rule("address", r"\b(?:[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?) ?\d[ABD-HJLNP-UW-Z]{2}\b", 0),
    _rule("address", r"\b(?:my|our|home) (?:home )?address(?: is|:)\s?(?P<x>[^.?!\n]{4,80})"),
    _rule("address", r"\bi(?:'m| am)? (?:live|living|reside|residing|staying) (?:at|on) (?P<x>[^.?!,\n]{3,60})"),
    _rule("address", r"(?:邮编|邮政编码)\s?[:是]?\s?(?P<x>\d{6})"),
    _rule("address", r"(?:家庭)?(?:住址|地址)\s?(?:[:]|是)\s?(?P<x>(?!什么|哪|多少)[^,.?!，。？！\s]{4,60})"),
    _rule(
        "address",
        rf"(?:[{_HAN}]{{2,7}}(?:省|市|自治区|区|县|镇|乡|街道|村)){{0,4}}(?:(?![在住于到是从我家址去至和往由经])[{_HAN}]){{1,8}}?"
        rf"(?:大道|路|街|巷|弄|胡同|里)\s?{_NUMERAL}{{1,5}}\s?(?:号|弄)(?!线)(?:[{_HAN}]{{0,10}}?\s?{_NUMERAL}{{1,5}}\s?(?:号楼|号|弄|栋|幢|座|楼|层|单元|室))*",
    ),
    _rule(
        "address",
        rf"(?:(?![在住于到是从我家址去至和往由经])[{_HAN}]){{0,8}}{_NUMERAL}{{1,5}}\s?(?:号楼|栋|幢|座|号)\s?(?:{_NUMERAL}{{1,3}}\s?(?:单元|层|楼))?\s?{_NUMERAL}{{1,5}}\s?(?:室|号房|房)"
        rf"|(?:(?![在住于到是从我家址去至和往由经])[{_HAN}]){{0,8}}{_NUMERAL}{{1,5}}\s?(?:号楼|栋|幢|座)\s?{_NUMERAL}{{1,3}}\s?(?:单元|层|楼)\s?{_NUMERAL}{{3,5}}",
    ),
    _rule("date", r"\b(?:i was born|born on|my (?:birthday|birth date|date of birth)(?: is)?|dob:?)\s?(?:on |in |is |: ?)?(?P<x>(?=[^.?!\n]{0,24}\d)[\w ,./-]{4,24}?\d{1,4}(?:st|nd|rd|th)?\b(?:[ ,/.-]{1,2}\d{2,4}\b)?)"),
    _rule("date", r"(?:我的?生日|出生(?:日期|年月)|生于|我出生[于在]?)\s?(?:[:是]|在)?\s?(?P<x>\d{2,4}年?(?:[./-]?\d{1,2}月?)?(?:[./-]?\d{1,2}[日号]?)?)"),
)  # fmt: skip

# -- names: where the words around tell them -------------------------------------------------------------------------

_WORD = rf"{_LETTER}(?:{_LETTER}|['’-](?={_LETTER}))*\.?"
_STOP = frozenset(
    """
    a about am an and any are as asking at back be but by calling can could crazy curious did do does for from gone got had
    has have here hi how i if im in interested is it its just later looking maybe me my need new no not of on or out over please
    really right so sorry still sure that the there they this to today tomorrow trying unknown very want was we were what when
    where which who whose why will wondering would writing you your yet
    """.split()  # noqa: SIM905 -- read more easily as text
)
_RELATIVES = (
    "wife|husband|son|daughter|mother|mom|mum|father|dad|brother|sister|friend|girlfriend|boyfriend|partner|fiance|fiancee|"
    "colleague|coworker|boss|manager|supervisor|advisor|professor|teacher|doctor|uncle|aunt|cousin|neighbou?r|flatmate|roommate|"
    "classmate|client|patient|grandmother|grandfather|grandma|grandpa|nephew|niece|kid|baby|pi"
)
_CERTAIN = re.compile(
    rf"(?:\bmy (?:full |real |first |last |given |family |middle |maiden )?names?(?: is|'s|’s| are| was|:)"
    rf"|\bmy (?:{_RELATIVES})(?:'s|’s) name is|\bthe name(?:'s|’s)|\bname:|\bi go by(?: the name)?(?: of)?|\bi(?:'m|’m| am) (?:called|named)"
    rf"|\bmy (?:{_RELATIVES}) is (?:called|named)|\b(?:called|named) me(?: is)?)\s+(?P<x>{_WORD}(?:\s{_WORD}){{0,3}})",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    rf"(?:\bi am|\bi['’]?m|\bthis is|\bit['’]?s|\bcall me|\b(?:hi|hello|hey|dear)\b,?|\bmy (?:{_RELATIVES}),?"
    rf"|\b(?:(?:best |kind |warm )?(?:regards|wishes)|cheers|sincerely|thanks|thank you|thx|yours|best|love|signed)[,!.]?\s?[-–—]?"
    rf"|\b(?:mr|mrs|ms|miss|mx|dr|prof|professor|doctor|sir|madam|herr|frau|monsieur|madame|señor|señora)\b\.?)\s?"
    rf"(?P<x>{_WORD}(?:\s{_WORD}){{0,3}})",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|doctor|sir|madam|herr|frau|monsieur|madame|señora?)\.?\s?$", re.IGNORECASE
)
_LONG_TITLES = re.compile(r"(?:miss|professor|doctor|sir|madam)\s?$", re.IGNORECASE)
_SIGNED = re.compile(
    r"(?:regards|wishes|cheers|sincerely|thanks|thank you|thx|yours|best|love|signed)[,!.]?\s?[-–—]?\s?$", re.IGNORECASE
)
_AT_START = re.compile(rf"^\s*(?P<x>{_WORD}(?:\s{_WORD})?) here\b", re.IGNORECASE)
_AT_END = re.compile(rf"[-–—~]\s?(?P<x>{_WORD}(?:\s{_WORD})?)\s*$")


def _is_given(word: str) -> bool:
    bare = word.strip(".").lower().removesuffix("'s").removesuffix("’s")
    return bare in GIVEN or (bare in GIVEN_OR_WORD and word[:1].isupper())


def _looks_like_a_name(word: str) -> bool:
    """Tell whether a word with a capital is no word of the language and no acronym."""
    bare = word.strip(".")
    shaped = bare[:1].isupper() and bare[1:].islower() and len(bare) > 1
    return _is_given(word) or (shaped and band(bare.lower()) == UNKNOWN)


def _how_many(words: list[str], first: Callable[[str], bool]) -> int:
    """Return how many words, from the first on, make up the name."""
    if not first(words[0]):
        return 0
    count = 1
    while count < len(words) and _goes_on(words[count], words[0]):
        count += 1
    return count


def _goes_on(word: str, first: str) -> bool:
    bare = word.strip(".").lower()
    if bare in _STOP:
        return False
    capitals = word[:1].isupper() and first[:1].isupper()
    return capitals or (first[:1].islower() and word[:1].islower() and (bare in GIVEN or band(bare) >= UNKNOWN - 1))


def _cut(found: re.Match[str], first: Callable[[str], bool]) -> str:
    text, name = found.group(), found.group("x")
    count = _how_many(name.split(), first)
    if not count:
        return text
    pattern = re.compile(rf"(?:\S+\s+){{{count - 1}}}\S+")
    place = found.start("x") - found.start()
    taken = pattern.match(name)
    assert taken is not None  # noqa: S101 -- as many words as were counted
    return f"{text[:place]}[name]{name[taken.end() :]}"


def _certain(found: re.Match[str]) -> str:
    return _cut(found, lambda word: word.strip(".").lower() not in _STOP)


def _likely(found: re.Match[str]) -> str:
    cue = found.group()[: found.start("x") - found.start()]
    is_title = _TITLES.search(cue) is not None
    is_end = _SIGNED.search(cue) is not None and found.end() >= len(found.string.rstrip(" .!~)"))

    def first(word: str) -> bool:
        if word.strip(".").lower() in _STOP and not _is_given(word):
            return False
        if is_title and not _LONG_TITLES.search(cue):
            return word[:1].isupper() or _is_given(word) or band(word.strip(".").lower()) == UNKNOWN
        return _is_given(word) or ((is_end or not _SIGNED.search(cue)) and _looks_like_a_name(word))

    return _cut(found, first)


def _given_only(found: re.Match[str]) -> str:
    return _cut(found, _is_given)


_SURNAME = rf"(?:{'|'.join(DOUBLE)}|[{SINGLE}])"
_FOLLOWS = "想请问我是在来今有的和要能可也就想说不会这那你您他她它觉对什怎"
_GIVEN_HAN = rf"(?:(?![{_FOLLOWS}])[{_HAN}])"
_NOT_A_NAME = rf"(?!{'|'.join(NO_NAMES)})"
_STOPS = rf"(?=$|[^{_HAN}\w]|[{_FOLLOWS}])"
_RELATIVES_HAN = (
    "爸爸?|妈妈?|父亲|母亲|老婆|老公|妻子|丈夫|爱人|儿子|女儿|孩子|宝宝|朋友|女友|男友|女朋友|男朋友|同事|同学|室友|老板|领导|导师|"
    "老师|医生|哥哥?|姐姐?|弟弟?|妹妹?|爷爷|奶奶|外公|外婆|叔叔|阿姨|邻居|客户|患者|病人|经理|主任"
)
_LATIN_NAME = r"[A-Za-z][a-z'’-]*(?: [A-Z][a-z'’-]*){0,2}"
_TITLES_HAN = "先生|女士|小姐|太太|老师|教授|医生|大夫|博士|院士|主任|经理|总监|同学|师傅|律师|阿姨|叔叔|护士|工程师"

_CHINESE_NAMES = (
    _rule(
        "name",
        rf"(?:我|咱|在下|本人|俺)的?(?:真名|本名|全名|中文名|英文名|名字|姓名|大名|小名)?(?:叫做?|名叫|名为|姓|係)\s?(?!不|了|过|得|你|他|她|它|什么|外卖|车|醒|停)"
        rf"(?P<x>{_NOT_A_NAME}{_SURNAME}{_GIVEN_HAN}{{1,2}}|[小阿老大][{_HAN}]{{1,2}}{_STOPS}|{_GIVEN_HAN}{{1,4}}{_STOPS}|{_LATIN_NAME})",
        0,
    ),
    _rule("name", rf"(?:名字|姓名|全名|真名|称呼)\s?(?:[::]|叫|是)\s?(?P<x>(?!什么|啥|谁|怎|哪|由|多少)(?:{_GIVEN_HAN}{{2,4}}|{_LATIN_NAME}))", 0),
    _rule("name", rf"(?:叫|喊)我\s?(?P<x>[小阿老大][{_HAN}]{{1,2}}{_STOPS}|{_NOT_A_NAME}{_SURNAME}{_GIVEN_HAN}{{1,2}}{_STOPS}|{_LATIN_NAME})", 0),
    _rule("name", rf"(?:我|这里|这)是\s?(?P<x>{_NOT_A_NAME}{_SURNAME}{_GIVEN_HAN}{{1,2}}|[小阿老](?!学|姐|孩|时|白|朋|女|男|伙|师|板|百|人|年|外|乡)[{_HAN}])(?<!人)(?=$|[^{_HAN}\w])", 0),
    _rule("name", rf"我的?(?:{_RELATIVES_HAN})(?:的名字)?(?:叫|名叫|是)?\s?(?P<x>{_NOT_A_NAME}{_SURNAME}{_GIVEN_HAN}{{1,2}}{_STOPS}|{_LATIN_NAME}(?![a-z]))", 0),
    _rule("name", rf"我的?(?:{_RELATIVES_HAN})(?:的名字)?(?:叫|名叫)\s?(?P<x>{_GIVEN_HAN}{{1,3}}{_STOPS})", 0),
)  # fmt: skip
_TITLED_HAN = re.compile(rf"(?P<x>{_NOT_A_NAME}{_SURNAME}(?:{_GIVEN_HAN}{{1,2}})?|[小老][{SINGLE}])(?={_TITLES_HAN})")


def _titled(found: re.Match[str]) -> str:
    """Keep what only looks like a family name before a title, as in 任何医生."""
    name, text = found.group("x"), found.string
    before = text[max(0, found.start() - 1) : found.start()]
    if (
        before.isdigit()
        or before + name[0] in NO_TITLED
        or name[:2] in NO_TITLED
        or (len(name) > 1 and name[-2:] in NO_TITLED)
    ):
        return name
    return "[name]"


_RULES: tuple[tuple[re.Pattern[str], Replace], ...] = (
    *_IDENTIFIERS,
    *_MAIL_AND_WEB,
    *_NUMBERS,
    (_LONG, _long),
    *_HANDLES,
    *_PLACES,
    (_CERTAIN, _certain),
    (_LIKELY, _likely),
    (_AT_START, _given_only),
    (_AT_END, _given_only),
    *_CHINESE_NAMES,
    (_TITLED_HAN, _titled),
)


def redact(text: str) -> str:
    """Return the text with marks such as [email] in the place of what could tell of a person."""
    text = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    for pattern, replace in _RULES:
        text = pattern.sub(replace, text)
    return text


def kept_form(text: str) -> str:
    """Return a question as it may be kept: redacted, normalised, at most `LONGEST` characters.

    Redacted once more at the end: the normaliser brings out what was hidden in odd letters or traditional characters.
    """
    return redact(normalise(redact(text[:LIMIT])).text)[:LONGEST].strip()
