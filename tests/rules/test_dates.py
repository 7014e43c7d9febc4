"""Fuzzy dates: what is typed is read or refused, sorts and keeps its words; so do files' names."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.foundation import clock, dates

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
YEARS = st.integers(1000, 9999)


def first_day(edtf: str) -> date:
    read = dates.parse(edtf)
    assert read is not None, edtf
    return read.first_day


@given(st.text() | st.from_regex(r"^[0-9X/-]{0,16}[~?]?\s?$"))
def test_whatever_is_typed_is_read_as_it_stands_or_refused(typed):
    read = dates.parse(typed)
    assert read is None or read.edtf == typed == typed.strip()


@given(DAYS)
def test_an_exact_day_comes_back_as_it_went_in(day):
    assert first_day(day.isoformat()) == day


@given(DAYS, DAYS)
def test_days_sort_as_the_calendar_does(one, other):
    by_day = sorted([one, other])
    assert sorted([one.isoformat(), other.isoformat()], key=first_day) == [
        day.isoformat() for day in by_day
    ]


@given(DAYS)
def test_what_is_known_less_exactly_starts_no_later(day):
    year, month = f"{day:%Y}", f"{day:%Y-%m}"
    assert first_day(year) <= first_day(month) <= first_day(day.isoformat())


@given(YEARS)
def test_the_seasons_of_a_year_follow_one_another_within_it(year):
    seasons = [first_day(f"{year:04}-{season}") for season in (21, 22, 23, 24)]
    assert seasons == sorted(set(seasons))
    assert {day.year for day in seasons} == {year}


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y", "%Y-21"]))
def test_about_changes_the_words_and_nothing_else(day, shape):
    exact, about = dates.parse(day.strftime(shape)), dates.parse(day.strftime(shape) + "~")
    assert exact and about
    assert about.words == "约" + exact.words
    assert about.first_day == exact.first_day


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2016-05-01", "2016年5月1日"),
        ("2016-05", "2016年5月"),
        ("2016", "2016年"),
        ("1986-22~", "约1986年夏"),
        ("1986-24", "1986年冬"),
        ("198X", "八十年代"),
        ("198X~", "约八十年代"),
        ("192X", "1920年代"),
        ("201X", "2010年代"),
        ("1986?", "可能1986年"),
        ("2016-07/2016-08", "2016年7月—8月"),
        ("2016-12/2017-01", "2016年12月—2017年1月"),
        ("2016-07-03/2016-07-08", "2016年7月3日—8日"),
        ("2016-07-30/2016-08-02", "2016年7月30日—8月2日"),
        ("2016/2018", "2016年—2018年"),
        ("2016-22/2016-23~", "2016年夏—约秋"),
        ("198X/199X", "八十年代—九十年代"),
        ("2016-07~/2016-08", "约2016年7月—8月"),
        ("2016-07/2016-07", "2016年7月"),
    ],
)
def test_a_date_is_told_in_a_familys_words(edtf, words):
    read = dates.parse(edtf)
    assert read and read.words == words


@pytest.mark.parametrize(
    "wrong",
    [
        *("", " ", "去年夏天", "2016-5-1", "2016/05/01", "16-05-01", "2016-05-01T10:00", "~2016"),
        *("2016-00", "2016-13", "2016-20", "2016-25", "2016-02-30", "2015-02-29", "0000", "2016~~"),
        *("2016-22-05", "2016-05-00", "+2016", "-2016", "２０１６", "٢٠١٦"),
        *("198x", "19XX", "1986X", "198X-05", "XXX5", "000X", "~198X", "2016~?", "2016%"),
        *("2016/", "/2016", "2016//2017", "2016/2017/2018", "2016/..", "2016-07 / 2016-08"),
        *("2016-08/2016-07", "2016-08/2016", "2016/2016-05", "2017/2016", "2016-05/2016-13"),
        *("0001-01-01", "0800", "0999-12", "0999-22", "080X", "0800/2016", "2016/0800"),
        *("2016\n", "2016-05-01\n", "2016-05-01 ", " 2016"),
    ],
)
def test_a_day_that_never_was_is_refused(wrong):
    assert dates.parse(wrong) is None


POINTS = st.builds(
    lambda day, shape: day.strftime(shape),
    DAYS,
    st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y", "%Y-21", "%Y-22~", "%Y-24", "%Y?", "%Y-%m~"]),
) | st.integers(190, 209).map(lambda decade: f"{decade}X")


@given(POINTS)
def test_a_date_means_days_of_which_none_is_outside_of_it(point):
    read = dates.parse(point)
    assert read
    assert read.first_day == read.ends_from <= read.last_day
    assert read.about is point.endswith(("~", "?"))
    if point[3] != "X":
        assert str(read.first_day.year) == point[:4]


@given(POINTS, POINTS)
def test_a_while_goes_from_its_start_to_its_end_or_is_none(start, end):
    first, last, both = dates.parse(start), dates.parse(end), dates.parse(f"{start}/{end}")
    assert first and last
    in_order = first.first_day <= last.first_day and first.last_day <= last.last_day
    assert (both is not None) is in_order is not dates.is_backwards(f"{start}/{end}")
    if both:
        assert (both.first_day, both.last_day) == (first.first_day, last.last_day)
        assert both.ends_from == last.first_day
        assert both.words.startswith(first.words)
    assert not dates.is_backwards(start)


@given(st.integers(0, 9))
def test_a_decade_sorts_with_its_first_year_and_ends_with_its_last(year):
    decade = dates.parse("198X")
    assert decade
    assert decade.first_day <= first_day(f"198{year}-12-31") <= decade.last_day
    assert decade.first_day == first_day("1980")


def test_what_is_yet_to_come_is_known_as_such():
    today = clock.today()
    for day, to_come in ((today, False), (today + timedelta(days=1), True)):
        for edtf in (day.isoformat(), f"2016/{day.isoformat()}", f"{day.isoformat()}~"):
            read = dates.parse(edtf)
            assert read and read.is_to_come() is to_come
    this_year = dates.parse(f"{today.year}")
    assert this_year and not this_year.is_to_come()


CLOCKS = st.times().map(lambda time: time.replace(microsecond=0))


@given(
    st.dates(min_value=date(2000, 1, 1), max_value=date(2025, 1, 1)),
    CLOCKS,
    st.sampled_from(
        [
            *("IMG_%Y%m%d_%H%M%S.jpg", "PXL_%Y%m%d_%H%M%S123.jpg", "VID_%Y%m%d_%H%M%S.mp4"),
            *("%Y-%m-%d %H.%M.%S.jpg", "Screenshot_%Y-%m-%d-%H-%M-%S-77_com.app.jpg"),
            *("MYXJ_%Y%m%d%H%M%S_fast.jpg", "%Y%m%d%H%M%S.jpg", "IMG%Y%m%d%H%M%S.heic"),
            *("%Y-%m-%dT%H:%M:%S.jpg", "渔女 %Y_%m_%d %H_%M_%S.png"),
        ]
    ),
)
def test_a_camera_names_the_day_and_the_time(day, time, shape):
    assert dates.in_file_name(datetime.combine(day, time).strftime(shape)) == day


@given(st.text(max_size=40) | st.from_regex(r"\A[A-Za-z_]{0,8}[0-9._-]{4,24}\.jpg\Z"))
def test_whatever_the_name_the_day_is_one_of_a_phone_and_not_to_come(name):
    day = dates.in_file_name(name)
    assert day is None or date(2000, 1, 1) <= day <= clock.today()


@pytest.mark.parametrize(
    "name",
    [
        *("IMG_0001.JPG", "DSC_0042.jpg", "20240601.jpg", "IMG-20240601-WA0007.jpg", "渔女.jpg"),
        *("mmexport1717200000000.jpg", "wx_camera_1717200000000.jpg", "1717200000000.jpg"),
        *(
            "微信图片_20240601101500.jpg",
            "微信视频20240601101500.mp4",
            "mmexport20240601101500.jpg",
        ),
        *("WeChat Image_20240601101500.jpg", "mmexport20240601101500.jpg"),
        *("IMG_20241301_101500.jpg", "IMG_20230229_101500.jpg", "IMG_20240601_251500.jpg"),
        *("IMG_20240601_106000.jpg", "IMG_20240601_101560.jpg", "IMG_2024-0601_101500.jpg"),
        *("IMG_19991231_235959.jpg", "IMG_29990101_101500.jpg", "44040220160501123X.jpg"),
        *("120240601101500.jpg", "IMG_２０２４0601_101500.jpg", ""),
    ],
)
def test_a_name_that_no_camera_gave_tells_no_day(name):
    assert dates.in_file_name(name) is None
