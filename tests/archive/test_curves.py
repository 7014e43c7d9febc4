"""Curves: a child's own line before the reference, as data and as a picture of 360 px and of A5."""

import re
from datetime import date, timedelta
from itertools import combinations, pairwise
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.archive.measurements import Measurement, Quantity
from models.people.students import Sex
from service.archive import axes, curve_drawing, curves
from service.archive.curve_labels import Box, Room, width
from service.archive.curves import Curve
from tests.archive.test_measurements import measures
from tests.world import refused

BORN, TODAY = date(2016, 5, 21), date(2026, 5, 1)
HEIGHTS = {0: 49.8, 1: 75.0, 2: 87.5, 4: 104.2, 6: 117.9, 8: 129.0, 9: 137.2}
"""Centimetres by year of age."""
SVG = "{http://www.w3.org/2000/svg}"


def grown(heights: dict[int, float], born: date = BORN) -> list[Measurement]:
    """The measurements of each birthday, out of order."""
    return [
        Measurement(id=uuid4(), day=born.replace(year=born.year + age), height_mm=round(cm * 10))
        for age, cm in sorted(heights.items(), key=lambda one: -one[1])
    ]


def curve_of(
    found: list[Measurement],
    sex: Sex | None = Sex.GIRL,
    quantity: Quantity = Quantity.HEIGHT,
    born: date = BORN,
) -> Curve:
    return curves.of(quantity, born, sex, found, TODAY)


def texts(picture: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(picture).iter(f"{SVG}text")]


async def test_the_phone_gets_the_points_and_the_lines_behind_them(alice):
    await alice.phone.put(f"/students/{alice.child}", {"sex": "女"})
    await measures(alice, "2024-05-01", height_cm=128.5, right_eye=4.9)
    await measures(alice, "2020-05-16", height_cm=103.5)
    await measures(alice, "2023-05-01", weight_kg=22.6, left_eye=5.0)
    path = f"/students/{alice.child}/curves"
    curve = await alice.phone.get(f"{path}/height")
    (line,) = curve["series"]
    assert [(p["months"], p["value"]) for p in line["points"]] == [(48.49, 103.5), (96.0, 128.5)]
    assert line["points"][1] == {
        "day": "2024-05-01",
        "months": 96.0,
        "age": "8岁",
        "value": 128.5,
    }
    assert (curve["unit"], curve["standing"]) == ("厘米", "和同龄孩子差不多")
    assert curve["note"] == "曲线只作参考，有疑问请问医生"
    younger, older = curve["references"]
    assert younger["percentiles"] == older["percentiles"] == [3, 25, 50, 75, 97]
    assert (younger["months"][-1], older["months"][0]) == (81, 84)
    median = dict(zip(older["months"], older["lines"][2], strict=True))
    assert median[96] == 128.5
    assert curve["source"].startswith(
        "6岁9个月以前 WS/T 423—2022《7岁以下儿童生长标准》；7岁起 李辉等"
    )
    assert curve["ages"]["low"] < 48.49
    assert curve["ages"]["high"] > 96
    eyes = await alice.phone.get(f"{path}/eyesight")
    assert [(line["name"], len(line["points"])) for line in eyes["series"]] == [
        ("左眼", 1),
        ("右眼", 1),
    ]
    assert (eyes["normal"], eyes["references"], eyes["source"]) == (5.0, [], "")
    weight = await alice.phone.get(f"{path}/weight")
    assert [p["value"] for p in weight["series"][0]["points"]] == [22.6]
    for unknown in ("bmi", "height.png"):
        with refused(404):
            await alice.phone.get(f"{path}/{unknown}")


async def test_the_picture_is_what_the_data_say_and_is_kept_by_nobody(world, alice):
    await measures(alice, "2024-05-01", height_cm=128.5, weight_kg=26.5, left_eye=4.9)
    gone = await measures(alice, "2024-06-01", height_cm=129.9)
    await alice.phone.delete(f"/measurements/{gone['id']}")
    for kind, told in (("height", "128.5"), ("weight", "26.5"), ("eyesight", "4.9")):
        url = f"{world.url}/api/v1/students/{alice.child}/curves/{kind}.svg"
        bearer = {"Authorization": f"Bearer {alice.phone.token}"}
        reply = await world.http.get(url, headers=bearer)
        assert reply.headers["content-type"] == "image/svg+xml"
        assert reply.headers["cache-control"] == "private, no-store"
        assert told in texts(reply.text)
        assert "129.9" not in reply.text
        assert (await world.http.get(url)).status_code == 401


def test_a_growing_child_is_drawn_from_birth_before_two_sources():
    curve = curve_of(grown(HEIGHTS))
    assert [point.value for point in curve.series[0].points] == list(HEIGHTS.values())
    assert curve.ages.low == 0
    assert len(curve.references) == 2
    said = texts(curves.svg(curve))
    assert {"身高", "厘米", "9岁　137.2 厘米", "出生", "2岁", "49.8", "137.2", "P50"} <= set(said)
    whole = "".join(said)
    assert "参考线：6岁9个月以前 WS/T 423—2022《7岁以下儿童生长标准》；7岁起 李辉等 2009" in whole
    assert "曲线只作参考，有疑问请问医生" in said


def test_the_source_is_named_as_far_as_it_is_drawn():
    baby = curve_of(grown({0: 50, 1: 75}))
    assert baby.source == "WS/T 423—2022《7岁以下儿童生长标准》"
    older = curve_of(grown({9: 137}))
    assert older.source.startswith("李辉等 2009")
    unsaid = curve_of(grown(HEIGHTS), sex=None)
    assert (unsaid.source, unsaid.references, unsaid.standing) == ("", [], "")
    assert not any("参考线" in said for said in texts(curves.svg(unsaid)))


def test_one_point_has_years_around_it_and_none_the_present_age():
    one = curve_of(grown({8: 131}))
    assert one.ages.high - one.ages.low >= 36
    assert one.ages.low < 96 < one.ages.high
    none = curve_of([])
    assert none.ages.low < 119 < none.ages.high
    assert none.references
    assert {"还没有记录", "量一次，就会出现在这里"} <= set(texts(curves.svg(none)))
    newborn = curve_of([], born=TODAY)
    assert (newborn.ages.low, newborn.ages.high) == (0, 6)


def test_what_was_measured_before_a_corrected_birth_date_is_not_drawn():
    found = [*grown(HEIGHTS), *grown({0: 49}, born=BORN - timedelta(days=1))]
    assert len(curve_of(found).series[0].points) == len(HEIGHTS)


def test_the_eyes_are_told_apart_without_colours_and_the_line_of_five_is_there():
    found = [
        Measurement(id=uuid4(), day=date(2020 + n, 9, 1), left_eye=left, right_eye=right)
        for n, (left, right) in enumerate([(50, 49), (50, 50), (48, 44)])
    ]
    curve = curve_of(found, quantity=Quantity.EYESIGHT)
    assert (curve.values.low, curve.values.high) == (4.0, pytest.approx(5.35))
    picture = ElementTree.fromstring(curves.svg(curve))
    dots, lines = list(picture.iter(f"{SVG}circle")), list(picture.iter(f"{SVG}polyline"))
    squares = [one for one in picture.iter(f"{SVG}rect") if one.get("stroke")]
    assert (len(dots), len(squares)) == (4, 4)
    assert [bool(line.get("stroke-dasharray")) for line in lines] == [False, True]
    assert {"左眼", "右眼", "5.0", "4.4"} <= set(texts(curves.svg(curve)))
    assert "横线是 5.0；曲线只作参考，有疑问请问医生" in texts(curves.svg(curve))


def test_the_same_curve_is_the_same_picture_and_loads_nothing():
    found = grown(HEIGHTS)
    picture = curves.svg(curve_of(found))
    assert picture == curves.svg(curve_of(list(reversed(found))))
    assert not re.search(r"<(image|script|style|a|use|foreignObject)\b|url\(|href", picture)
    assert re.findall(r"https?://[^\"]+", picture) == ["http://www.w3.org/2000/svg"]


def heights() -> st.SearchStrategy[dict[int, float]]:
    return st.dictionaries(st.integers(0, 6500), st.floats(30, 200), max_size=40)


@settings(max_examples=60, deadline=None)
@given(heights(), st.sampled_from([*Sex, None]), st.sampled_from(list(Quantity)))
def test_whatever_was_measured_all_of_it_is_inside_the_picture(days, sex, quantity):
    found = [
        Measurement(
            id=uuid4(),
            day=BORN + timedelta(days=day),
            height_mm=round(value * 10),
            weight_g=round(value * 1000),
            left_eye=40 + day % 14,
            right_eye=40 + round(value) % 14,
        )
        for day, value in days.items()
    ]
    curve = curve_of(found, sex, quantity)
    picture = ElementTree.fromstring(curves.svg(curve))
    _, _, wide, high = (float(part) for part in (picture.get("viewBox") or "").split())
    for one in picture.iter(f"{SVG}text"):
        x, size = float(one.get("x") or 0), float(one.get("font-size") or 0)
        long = width(one.text or "", size)
        left = x - {"middle": long / 2, "end": long}.get(one.get("text-anchor") or "", 0)
        assert left >= 0
        assert left + long <= wide
        assert size <= float(one.get("y") or 0) <= high - 4
    for one in [*picture.iter(f"{SVG}polyline"), *picture.iter(f"{SVG}polygon")]:
        for spot in (one.get("points") or "").split():
            x, y = (float(part) for part in spot.split(","))
            assert 50 <= x <= 552
            assert 58 <= y <= 396
    for axis in (curve.ages, curve.values):
        marks = [tick.at for tick in axis.ticks]
        assert 2 <= len(marks) <= 10
        assert all(low < high for low, high in pairwise(marks))
        assert axis.low - 1e-9 <= marks[0] < marks[-1] <= axis.high + 1e-9


def test_labels_cover_neither_the_line_nor_each_other():
    line = [(100.0 + 25 * n, 300.0 - 12 * n) for n in range(15)]
    room = Room(Box(0, 0, 600, 400), [line])
    found = [room.put(spot, "104.5", below=False) for spot in line]
    placed = [label.box for label in found if label]
    assert len(placed) >= 8
    assert not any(one.meets(other) for one, other in combinations(placed, 2))
    assert not any(box.holds(*spot) for box in placed for spot in line)


def test_of_many_points_some_are_told_in_figures():
    found = [
        Measurement(
            id=uuid4(), day=date(2020, 1, 1) + timedelta(days=30 * n), height_mm=1000 + 5 * n
        )
        for n in range(60)
    ]
    curve = curve_of(found)
    picture = curves.svg(curve)
    told = [said for said in texts(picture) if re.fullmatch(r"1\d\d(\.\d)?", said)]
    assert len(list(ElementTree.fromstring(picture).iter(f"{SVG}circle"))) == 60
    assert len(told) <= curve_drawing._MANY + 1 + len(curve.values.ticks)
    assert f"{curve.series[0].points[-1].value:g}" in told


@pytest.mark.parametrize(
    ("months", "label"),
    [(0, "出生"), (8, "8个月"), (12, "1岁"), (15, "15个月"), (18, "1岁半"), (120, "10岁")],
)
def test_ages_are_marked_as_a_person_says_them(months, label):
    assert axes.age_label(months) == label
