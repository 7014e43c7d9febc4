"""Share layouts: an age is told in whole years, or not at all."""

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.archive.photos import Photo
from models.people.students import Student
from service.sharing.share_layouts import told_by

BORN = st.dates(date(2008, 1, 1), date(2022, 12, 31))
DAYS = st.integers(-1000, 6000).map(lambda days: timedelta(days=days))


@given(BORN, DAYS, st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y", "%Y-%m~", ""]))
def test_an_age_is_told_in_whole_years_where_it_is_known(born, later, precision):
    day = born + later
    told = told_by(Photo(taken=day.strftime(precision)), Student(birth_date=born))
    assert re.fullmatch(r"(\d+岁|未满1岁)?", told)
    if precision == "%Y-%m-%d":
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        expected = f"{years}岁" if years else "未满1岁"
        assert told == ("" if day < born else expected)
    if "~" in precision or not precision:
        assert told == ""


@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)))
def test_what_is_the_familys_own_is_told_by_its_year(day):
    assert told_by(Photo(taken=str(day)), None) == f"{day.year}年"
