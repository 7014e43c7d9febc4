"""Sheets of regions: what Excel writes is read to the letter, and every wrong line says why."""

import pytest

from models.people.regions import Level, Region
from service.people import region_sheets
from service.people.region_sheets import Problem, Row
from service.people.regions import BUILT_IN

HEADING = "code,name,level,parent_code,prefix"
CITY, DISTRICT = "440400000000,珠海市,市,,", "440402000000,香洲区,区,440400000000,XZ"
TOWN, COMMUNITY = (
    "440402005000,拱北街道,镇街,440402000000,",
    "440402005001,茂盛社区,社区,440402005000,",
)


def sheet(*lines: str, encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    return end.join([HEADING, *lines, ""]).encode(encoding)


def problems(*lines: str) -> list[tuple[int, str]]:
    """What is wrong with these lines below the heading, by themselves and with each other."""
    rows, found = region_sheets.read(sheet(*lines))
    return [(p.line, p.sentence) for p in found or region_sheets.misfits(rows, [])]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_a_file_is_read_in_every_encoding_that_excel_writes(encoding, end):
    rows, found = region_sheets.read(sheet(CITY, DISTRICT, encoding=encoding, end=end))
    assert found == []
    assert rows == [
        Row(2, "440400000000", "珠海市", Level.CITY, "", ""),
        Row(3, "440402000000", "香洲区", Level.DISTRICT, "440400000000", "XZ"),
    ]


def test_a_name_with_a_rare_character_is_read_too():
    rows, found = region_sheets.read(sheet(CITY.replace("珠海", "塘㙍"), encoding="gb18030"))
    assert ([row.name for row in rows], found) == (["塘㙍市"], [])


def test_empty_lines_and_spaces_around_cells_are_nothing():
    rows, found = region_sheets.read(sheet(" 440400000000 ,\u3000珠海市 ,市, ,", "", ",,,,", TOWN))
    assert found == []
    assert [(row.line, row.name) for row in rows] == [(2, "珠海市"), (5, "拱北街道")]


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1", "@SUM(A1)", "-甲,乙", "'丙"])
def test_what_looks_like_a_formula_is_a_name_like_any_other(name):
    quoted = '"' + name.replace('"', '""') + '"'
    rows, found = region_sheets.read(sheet(CITY.replace("珠海市", quoted)))
    assert ([row.name for row in rows], found) == ([name], [])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (CITY[:-1], "这一行应该有 5 格，现在是 4 格"),
        (CITY + ",", "这一行应该有 5 格，现在是 6 格"),
        (TOWN.replace("440402005000", "4.40402E+11"), "编码被表格软件改成了科学计数法"),
        (TOWN.replace("440402000000", "4.40402E+11"), "编码被表格软件改成了科学计数法"),
        (CITY.replace("4404", "404", 1), "编码应该是 12 位数字"),
        (CITY.replace("4404", "44041", 1), "编码应该是 12 位数字"),
        (CITY.replace("4404", "４４０４", 1), "编码应该是 12 位数字"),
        (CITY.replace("珠海市", "\u3000"), "名称不能空着"),
        (CITY.replace("珠海市", "长" * 41), "名称最多 40 个字"),
        (CITY.replace("珠海市", '"珠\n海"'), "名称里有不能保存的字符"),
        (CITY.replace("珠海市", "珠\0海"), "名称里有不能保存的字符"),
        (CITY.replace(",市,", ",城市,"), "级别应该是市、区、镇街、社区中的一个"),
        (CITY.replace(",市,", ",,"), "级别应该是市、区、镇街、社区中的一个"),
        (CITY.replace("市,,", "市,440400000000,"), "市没有上级"),
        (TOWN.replace(",440402000000", ","), "市没有上级"),
        (DISTRICT.replace("XZ", ""), "户号前缀是两个大写字母，只有区要写"),
        (DISTRICT.replace("XZ", "xz"), "户号前缀是两个大写字母，只有区要写"),
        (DISTRICT.replace("XZ", "XZH"), "户号前缀是两个大写字母，只有区要写"),
        (TOWN + "XZ", "户号前缀是两个大写字母，只有区要写"),
    ],
)
def test_a_line_that_is_wrong_by_itself_says_why(line, sentence):
    rows, found = region_sheets.read(sheet(line))
    assert rows == []
    (problem,) = found
    assert problem.sentence.startswith(sentence)
    assert problem.line == (3 if "\n" in line else 2)


def test_every_wrong_line_is_named_at_once():
    wrong = (CITY.replace("珠海市", ""), DISTRICT, TOWN.replace("镇街", "镇"), DISTRICT)
    assert problems(*wrong) == [
        (2, "名称不能空着"),
        (4, "级别应该是市、区、镇街、社区中的一个"),
        (5, "编码 440402000000 和第 3 行重复了"),
    ]


@pytest.mark.parametrize(
    "file",
    [b"", b"code;name\r\n", "编码,名称".encode(), f"{HEADING},more\n".encode(), b"\xff\xfe\0c"],
)
def test_a_file_without_the_heading_is_refused_at_its_first_line(file):
    rows, found = region_sheets.read(file)
    assert (rows, [problem.line for problem in found]) == ([], [1])


def test_a_quote_without_its_other_ends_the_reading_there():
    _, found = region_sheets.read(sheet(CITY, DISTRICT.replace("香洲区", '"香洲"区')))
    assert found == [Problem(3, "这一行读不出来，请检查引号是否成对")]


def test_the_order_of_the_lines_is_free():
    assert problems(COMMUNITY, TOWN, DISTRICT, CITY) == []


@pytest.mark.parametrize(
    ("lines", "line", "sentence"),
    [
        ((CITY, TOWN), 3, "没有找到上级 440402000000"),
        ((CITY, DISTRICT, COMMUNITY), 4, "没有找到上级 440402005000"),
        (
            (CITY, DISTRICT, COMMUNITY.replace("440402005000", "440402000000")),
            4,
            "上级应该是镇街",
        ),
        (
            (CITY, DISTRICT, TOWN.replace("440402000000", "440400000000")),
            4,
            "上级应该是区",
        ),
        (
            (CITY, DISTRICT, TOWN, COMMUNITY.replace("440402005000,", "440402005001,")),
            5,
            "上级应该是镇街",
        ),
    ],
)
def test_a_row_without_a_parent_right_above_it_does_not_fit(lines, line, sentence):
    assert problems(*lines) == [(line, sentence)]


def test_two_rows_below_each_other_never_fit():
    mine = "440402006000,甲,镇街,440402007000,"
    yours = "440402007000,乙,镇街,440402006000,"
    wrong = problems(CITY, DISTRICT, mine, yours)
    assert wrong == [(4, "上级应该是区"), (5, "上级应该是区")]


def test_two_districts_never_share_a_prefix():
    other = DISTRICT.replace("440402", "440403", 1)
    taken = "户号前缀 XZ 已经有别的区在用"
    assert problems(CITY, DISTRICT, other) == [(3, taken), (4, taken)]
    there = [Region(code="440402000000", level=Level.DISTRICT, prefix="XZ")]
    rows, _ = region_sheets.read(sheet(CITY, other))
    assert region_sheets.misfits(rows, there) == [Problem(3, taken)]
    rows, _ = region_sheets.read(sheet(CITY, other, DISTRICT.replace("XZ", "XA")))
    assert region_sheets.misfits(rows, there) == []


def test_a_region_never_changes_its_level():
    there = [
        Region(code="440400000000", level=Level.CITY, prefix=""),
        Region(code="440402000000", level=Level.DISTRICT, prefix="XZ"),
        Region(code="440402005000", level=Level.COMMUNITY, prefix=""),
    ]
    rows, _ = region_sheets.read(sheet(TOWN))
    assert region_sheets.misfits(rows, there) == [
        Problem(2, "编码 440402005000 已经是社区，不能改成镇街")
    ]


def test_the_built_in_sheet_is_zhuhai_with_its_three_districts():
    rows, found = region_sheets.read(BUILT_IN.read_bytes())
    assert found == region_sheets.misfits(rows, []) == []
    prefixes = {row.name: row.prefix for row in rows if row.level is Level.DISTRICT}
    assert prefixes == {"香洲区": "XZ", "斗门区": "DM", "金湾区": "JW"}
    towns = [row for row in rows if row.level is Level.TOWN]
    assert len(towns) == 25
    assert all(row.code[:6] == row.parent_code[:6] for row in towns)
