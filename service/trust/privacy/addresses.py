"""House numbers: a place is harmless, its number leads to the door."""

import re
from collections.abc import Iterator

from service.trust.privacy.finding import Kind, Spot
from service.trust.privacy.reading import EMOJI, HANZI, NUMERAL, Reading, name_start

_BLANK = rf"[ \t{EMOJI}\-]{{0,2}}"
_NUMBER = rf"{NUMERAL}{{1,6}}"
_NO_HOUSE = (
    r"(?!线|车|出口|入口|站|球|选手|运动员|队|桌|座|机|台|晚|早|上午|下午|中午|凌晨|那天|之前"
    r"|以前|以后|开始)"
)
_NO_ROAD = r"(?<![走公马半铁赶上逛条])"
_NO_NAME = r"(?<![我你他咱]们)(?<![这那]个)(?<![的在住里])"
_ROOM = r"\d{3,4}(?:室|房|户|号)?(?![\d年块元米平个人级多层分公斤度只棵片页题教班床])"
_BUILDING = r"(?:栋|幢|号楼)"
_ESTATE = r"(?:小区|花园|家园|苑|新村|公馆|华府|豪庭|华庭|公寓|山庄|大院|宿舍)"

_INSIDE = rf"(?:{_BLANK}{_NUMBER}(?:{_BUILDING}|座|单元|楼|层|室|房|号|户))*(?:{_BLANK}{_ROOM})?"
_ROAD = (
    rf"(?:(?<={HANZI}){_NO_ROAD}(?:(?<![了着走第]一)路|街|大道|胡同)"
    r"|(?<=[\u4e00-\u9fff\d])[巷弄])[东南西北中]?"
)
_VILLAGE = rf"(?<={HANZI})村"
_HOUSES = tuple(
    re.compile(house + _INSIDE)
    for house in (
        rf"{_ROAD}{_BLANK}{_NUMBER}(?:[-之]\d{{1,4}})?号{_NO_HOUSE}",
        rf"{_VILLAGE}{_BLANK}(?:第?{_NUMBER}[组队社])?{_NUMBER}号{_NO_HOUSE}",
        rf"(?<={HANZI}{HANZI}){_NO_NAME}{_ESTATE}{_BLANK}"
        rf"(?:{_NUMBER}{_BUILDING}|\d{{3,4}}(?:室|房))",
        rf"(?:{_NUMBER}{_BUILDING}|[A-Za-z\d]{{1,3}}座)"
        rf"(?:{_BLANK}{_NUMBER}单元)?{_BLANK}{_ROOM}",
        rf"{_NUMBER}单元{_BLANK}\d{{3,4}}(?:室|房|户)",
    )
)
_STOPS = re.compile(r"[^\u4e00-\u9fff\d]|家住|[住在到去是来从于址了的回往给找送]")


def addresses(reading: Reading) -> Iterator[Spot]:
    """Road, village or estate with a number, together with what names and narrows it."""
    for house in _HOUSES:
        for found in house.finditer(reading.text):
            start = name_start(reading.text, found.start(), _STOPS)
            yield Spot(Kind.ADDRESS, start, found.end())
