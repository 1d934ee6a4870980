"""A small healthy pack about a lighthouse, to be broken in one way at a time."""

from __future__ import annotations

from pathlib import Path

from biobot.pack.check import SYSTEM_SLOTS

FILES = {
    "pack.yaml": """\
id: lighthouse
version: 1.0.0
title: {en: The lighthouse, zh: 灯塔}
source: log
topics:
  - id: tower
    command: tower
    section: Height and light
    overview: tower.height
    title: {en: The tower, zh: 塔}
    description: {en: How high and how bright, zh: 高度与灯光}
""",
    "sources/log.txt": """\
The lighthouse of Cape Grey was lit in 1871.

Height and light:
• 48 metres above the sea
• two flashes a minute, seen 30 km away
""",
    "sources/log.yaml": """\
id: log
title: The keeper's log
published: "1999-05-01"
sha256: 551618d9a6202b30c96e8ba3aa592ed772dede44ffacb7194c44b76437c2cf0f
origin: {en: A log book., zh: 日志。}
removed: {en: Nothing., zh: 无。}
sections:
  - {title: History, starts: The lighthouse}
  - {title: Height and light, starts: "Height and light:"}
""",
    "facts/tower.yaml": """\
- id: tower.lit
  section: History
  quote: The lighthouse of Cape Grey was lit in 1871.
  about: [lighthouse]
  attribute: date
  figure: {text: "1871", value: "1871", unit: year}
  note: lit
  says: {en: It was lit in 1871, zh: 1871年点亮}
- id: tower.height
  section: Height and light
  quote: 48 metres above the sea
  about: [lighthouse, sea]
  attribute: count
  figure:
    text: "48"
    value: "48"
    unit: metres
  says: {en: It is 48 metres high, zh: 高48米}
- id: tower.flashes
  section: Height and light
  quote: two flashes a minute, seen 30 km away
  about: [lighthouse]
  attribute: count
  figure: {text: 30 km, value: "30", unit: km}
  says: {en: It flashes twice a minute, zh: 每分钟闪两次}
""",
    "notes.yaml": """\
- id: lit
  status: disputed
  says: {en: The parish register says 1872., zh: 教区登记为1872年。}
  links: [https://example.org/register]
""",
    "entities.yaml": """\
- id: lighthouse
  topic: tower
  intent: tower.height
  name: {en: the lighthouse, zh: 灯塔}
  en: [lighthouse, cape grey]
  zh: [灯塔]
""",
    "vocabulary.yaml": """\
- id: sea
  kind: aspect
  choices: [tower.height, tower.flashes]
  name: {en: the sea, zh: 海}
  en: [sea, ocean]
  loose: [ocean]
- id: flash
  name: {en: the flashes, zh: 闪光}
  en: [flash, blink]
""",
    "forms.yaml": """\
- id: lighthouse
  en: [beacon]
  zh: [航标]
""",
    "intents/talk.yaml": """\
- id: social.hello
  kind: social
  label: {en: Greeting, zh: 问候}
  examples:
    en: [good day, ahoy]
    zh: [你好]
""",
    "intents/tower.yaml": """\
- id: tower.height
  needs: [lighthouse | sea]
  asks: [count]
  facts: [tower.height, tower.flashes]
  label: {en: Its height, zh: 高度}
  examples:
    en:
      - how high is the lighthouse
      - how many metres above the sea
    zh:
      - 灯塔有多高
- id: tower.flashes
  needs: [flash]
  facts: [tower.flashes]
  label: {en: Its flashes, zh: 闪光}
  examples: {en: [how often does it blink]}
- id: tower.age
  needs: [lighthouse, y2000]
  asks: [date]
  facts: [tower.lit]
  label: {en: Its age in 2000, zh: 年龄}
  compute:
    expr: 2000 - lit
    unit: years
    lit: tower.lit
  examples: {en: [how old was the lighthouse in 2000]}
""",
    "replies/en.yaml": """\
tower.height: "**48 metres**, it says."
tower.flashes: "Two flashes a minute."
tower.age: "{result} years ({working})."
social.hello: "Ahoy!"
""",
    "questions/tower.yaml": """\
- {q: How high is the lighthouse of Cape Grey?, is: tower.height}
- {q: 灯塔有多高？, is: tower.height}
- {q: How often does it flash?, is: tower.flashes}
- {q: How old was the lighthouse in 2000?, is: tower.age}
- {q: Ahoy!, is: social.hello}
""",
    "language/asking.yaml": """\
- id: count
  kind: attribute
  name: {en: how much, zh: 多少}
  en: [how high, how many, how often]
  zh: [多高]
- id: date
  kind: attribute
  name: {en: when, zh: 何时}
  en: [when, how old]
""",
    "language/words.yaml": """\
spellings: {u: you}
fillers: {en: the of is, zh: 的 了}
foreign: {en: [paris], zh: [巴黎]}
""",
}
for key, slots in SYSTEM_SLOTS.items():
    FILES["replies/en.yaml"] += f'{key}: "{" ".join(f"{{{slot}}}" for slot in sorted(slots))}."\n'
FILES["replies/zh.yaml"] = FILES["replies/en.yaml"]


def write(root: Path, files: dict[str, str]) -> Path:
    """Write the files of a pack into a folder and return it."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
