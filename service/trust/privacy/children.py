"""Who and where a child is: its full name, and school, class and name written together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.trust.privacy.finding import Kind, Spot
from service.trust.privacy.reading import EMOJI, HANZI, Reading, name_start, read

_FILLER = rf"[ \t·•.\-_*{EMOJI}]"
_SCHOOL = re.compile(
    r"(?:小学|中学)(?!生)|学校|幼儿园|附小|附中|外国语"
    r"|[一二三四五六七八九十][小中](?![时学朋段块心间午×])"
)
_STOPS = re.compile(r"[^\u4e00-\u9fff]|[在读念是去到的从进了于和这那哪个所]|[我你他]们")
_CLASS = re.compile(r"(?:[一二三四五六七八九十\d]\)?|[大中小])\s?班")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝"
    "龚邵万钱严覃武戴莫孔向汤容温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞"
    "左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕"
    "屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟应臧"
)
_NOT_A_NAME = r"(?!.{0,2}(?:老师|妈|爸|奶奶|爷爷|阿姨|叔叔|姐姐|哥哥|同学|校长|主任|师傅))"
_NAME = rf"(?:欧阳|司徒|上官|诸葛|[{_SURNAMES}]){_NOT_A_NAME}{HANZI}"
_INTRODUCED = re.compile(
    rf"(?:叫做?|我是|姓名|名字是?|学生)[\s:是,]{{0,2}}{_NAME}"
    rf"|(?:班|女儿|儿子|大宝|二宝|孙子|孙女|外孙女?)[\s:]?{_NAME}{HANZI}?(?!{HANZI})"
)


@dataclass(frozen=True)
class Known:
    """What the archive knows of the family's children and so can find in any text."""

    full_names: Sequence[str]
    schools: Sequence[str]
    school_classes: Sequence[str]


def full_names(reading: Reading, known: Known) -> Iterator[Spot]:
    """Each full name, also with blanks or emoji between its characters."""
    yield from _each_written(reading, known.full_names, Kind.FULL_NAME)


def schools(reading: Reading, known: Known) -> Iterator[Spot]:
    """Every school named in a text that also tells a class and a full name."""
    text = reading.text
    classed = _CLASS.search(text) or any(_each_written(reading, known.school_classes, Kind.SCHOOL))
    called = _INTRODUCED.search(text) or any(full_names(reading, known))
    if not (classed and called):
        return
    yield from _each_written(reading, known.schools, Kind.SCHOOL)
    for found in _SCHOOL.finditer(text):
        start = name_start(text, found.start(), _STOPS)
        if found.start() - start >= 2:
            yield Spot(Kind.SCHOOL, start, found.end())


def _each_written(reading: Reading, wanted: Sequence[str], kind: Kind) -> Iterator[Spot]:
    for one in wanted:
        yield from _written(reading, one, kind)


def _written(reading: Reading, wanted: str, kind: Kind) -> Iterator[Spot]:
    """Where `wanted` is written, in any form that reads the same; a single character is none."""
    characters = [char for char in read(wanted).text if not re.match(_FILLER, char)]
    if len(characters) < 2:
        return
    for found in re.finditer(f"{_FILLER}{{0,3}}".join(map(re.escape, characters)), reading.text):
        yield Spot(kind, *found.span())
