"""Sheets of regions: the CSV that Excel writes, read into rows or refused line by line.

Columns are `code` (统计用区划代码, 12 digits), `name`, `level` (市、区、镇街、社区), `parent_code`
and, for a district, `prefix` (of its household numbers).
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from models.people.regions import Level, Region

COLUMNS = ["code", "name", "level", "parent_code", "prefix"]
LEVELS = {"市": Level.CITY, "区": Level.DISTRICT, "镇街": Level.TOWN, "社区": Level.COMMUNITY}
WORDS = {level: word for word, level in LEVELS.items()}
ABOVE = {Level.DISTRICT: Level.CITY, Level.TOWN: Level.DISTRICT, Level.COMMUNITY: Level.TOWN}
MOST_NAME = 40
RESERVED = ("JT", "ZH")
"""Begin the numbers of families outside the programme, and of what the city's archive takes in."""

_CODE = re.compile(r"[0-9]{12}")
_ROUNDED = re.compile(r"[0-9.]+E\+?[0-9]+", re.IGNORECASE)
_PREFIX = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class Row:
    """One region as a line of the file has it."""

    line: int
    code: str
    name: str
    level: Level
    parent_code: str
    prefix: str


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line, in a sentence for whoever made the file."""

    line: int
    sentence: str


def read(file: bytes) -> tuple[list[Row], list[Problem]]:
    """The rows of a file, and what is wrong with its lines each by itself."""
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        for line, cells in _lines(file):
            if fault := _fault(cells):
                problems.append(Problem(line, fault))
            else:
                code, name, level, parent_code, prefix = cells
                rows.append(Row(line, code, name, LEVELS[level], parent_code, prefix))
    except _Unreadable as unreadable:
        problems.append(Problem(unreadable.line, unreadable.sentence))
    return rows, problems + _doubled(rows)


def misfits(rows: Iterable[Row], standing: Iterable[Region]) -> list[Problem]:
    """What would not fit into the tree that there is. A parent is always one level up.

    So no region can come to stand above itself, and none changes its level.
    """
    before = {region.code: region for region in standing}
    levels = {code: region.level for code, region in before.items()}
    prefixes = {code: region.prefix for code, region in before.items()}
    for row in rows:
        levels.setdefault(row.code, row.level)
        prefixes[row.code] = row.prefix
    taken = Counter(prefixes.values())
    found = [(row.line, _misfit(row, levels, taken[row.prefix])) for row in rows]
    return [Problem(line, sentence) for line, sentence in found if sentence]


class _Unreadable(Exception):
    """Nothing from this line on can be read."""

    def __init__(self, line: int, sentence: str) -> None:
        self.line, self.sentence = line, sentence


def _lines(file: bytes) -> Iterator[tuple[int, list[str]]]:
    """The lines below the heading, each with its cells; empty ones left out."""
    reader = csv.reader(StringIO(_decoded(file), newline=""), strict=True)
    try:
        if [cell.strip() for cell in next(reader, [])] != COLUMNS:
            raise _Unreadable(1, f"第一行应该是 {','.join(COLUMNS)}")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise _Unreadable(reader.line_num, "这一行读不出来，请检查引号是否成对") from error


def _decoded(file: bytes) -> str:
    """Excel writes «CSV UTF-8» with a mark at the beginning, and plain «CSV» in GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return file.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _Unreadable(1, "文件的编码读不出来，请在表格软件里另存为「CSV UTF-8」")


def _fault(cells: list[str]) -> str:
    """The first thing that is wrong with a line by itself; empty where nothing is."""
    if len(cells) != len(COLUMNS):
        return f"这一行应该有 {len(COLUMNS)} 格，现在是 {len(cells)} 格"
    code, name, level, parent_code, prefix = cells
    fit_prefix = _PREFIX.fullmatch(prefix) if level == "区" else not prefix
    checks = (
        (
            not any(_ROUNDED.fullmatch(cell) for cell in (code, parent_code)),
            "编码被表格软件改成了科学计数法，请把这一列设为文本后重新填写",
        ),
        (_CODE.fullmatch(code), "编码应该是 12 位数字"),
        (name, "名称不能空着"),
        (len(name) <= MOST_NAME, f"名称最多 {MOST_NAME} 个字"),
        (name.isprintable(), "名称里有不能保存的字符"),
        (level in LEVELS, "级别应该是市、区、镇街、社区中的一个"),
        (bool(parent_code) != (level == "市"), "市没有上级，其他各级都要写上级的编码"),
        (fit_prefix, "户号前缀是两个大写字母，只有区要写"),
        (prefix not in RESERVED, f"户号前缀 {prefix} 已经另有用处，请换一个"),
    )
    return next((sentence for holds, sentence in checks if not holds), "")


def _doubled(rows: list[Row]) -> list[Problem]:
    first: dict[str, int] = {}
    for row in rows:
        first.setdefault(row.code, row.line)
    return [
        Problem(row.line, f"编码 {row.code} 和第 {first[row.code]} 行重复了")
        for row in rows
        if row.line != first[row.code]
    ]


def _misfit(row: Row, levels: dict[str, Level], sharing: int) -> str:
    """The first thing that keeps a row out of the tree; empty where nothing does."""
    if levels[row.code] is not row.level:
        return f"编码 {row.code} 已经是{WORDS[levels[row.code]]}，不能改成{WORDS[row.level]}"
    if row.prefix and sharing > 1:
        return f"户号前缀 {row.prefix} 已经有别的区在用"
    if row.level not in ABOVE:
        return ""
    if row.parent_code not in levels:
        return f"没有找到上级 {row.parent_code}"
    above = ABOVE[row.level]
    return "" if levels[row.parent_code] is above else f"上级应该是{WORDS[above]}"
