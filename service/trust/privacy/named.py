"""Numbers known by the word before them: WeChat and QQ accounts, documents, bank cards."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.trust.privacy.finding import Kind, Spot
from service.trust.privacy.reading import EMOJI, Reading

_LINK = (
    rf"[\s:=,、#(\"“「群号码账编证件簿本是为的后六位尾个一下我他她{EMOJI}]{{0,9}}"
    r"(?:id[\s:是]{0,2})?"
)
_PIECES = rf"[ \t{EMOJI}]?"
_COUNTED = r"(?!\s?(?:[步元块人个次条分年版赞粉岁米天页名张]|公里|多))"
_DATE = re.compile(r"(?:19|20)\d\d\s?(?:0?[1-9]|1[0-2])\s?(?:[0-2]?\d|3[01])")
_ACCOUNT = rf"(?:(?=[A-Za-z_-]*\d)[A-Za-z][A-Za-z0-9_-]{{4,19}}|\d(?:{_PIECES}\d){{4,11}})"


@dataclass(frozen=True)
class Named:
    """Words that announce a number, and how that number is written."""

    kind: Kind
    pattern: re.Pattern[str]


def _named(kind: Kind, words: str, value: str) -> Named:
    whole = rf"(?:{words}){_LINK}({value})(?![A-Za-z0-9]){_COUNTED}"
    return Named(kind, re.compile(whole, re.IGNORECASE))


_NAMED = (
    _named(
        Kind.CONTACT,
        r"微信|[薇威]信|v信|(?<![a-z])(?:vx|wx|wechat|weixin|qq)|扣扣|企鹅|抖音|快手|小红书"
        r"|加(?:我|个)?[vw微]|\+\s?v",
        _ACCOUNT,
    ),
    _named(Kind.ID_CARD, "身份证", rf"\d(?:{_PIECES}\d){{4,16}}{_PIECES}[\dx]"),
    _named(
        Kind.BANK_CARD, "卡号|账号|账户|银行卡|存折|[工建农中招]行", rf"\d(?:{_PIECES}\d){{11,18}}"
    ),
    _named(
        Kind.DOCUMENT,
        "护照|通行证|台胞证|回乡证|户口[簿本]|户籍|出生(?:医学)?证明?|学生证|学籍|准考证"
        "|社保卡?|医保卡?|驾驶证|驾照|行驶证|房产证|不动产权?证书?|居住证|军官证|结婚证|残疾证|老年证",
        rf"[a-z]{{0,3}}{_PIECES}\d(?:{_PIECES}\d){{4,18}}",
    ),
)


def named_numbers(reading: Reading) -> Iterator[Spot]:
    """As written and with numerals read out; what reads as a date is none."""
    for text in {reading.text, reading.digits}:
        for named in _NAMED:
            for found in named.pattern.finditer(text):
                if not _DATE.fullmatch(found[1]):
                    yield Spot(named.kind, *found.span(1))
