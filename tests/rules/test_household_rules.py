"""Household rules: every household that is counted says by what, and every other why not yet."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.archive.class_schemes import CURRENT as SCHEMES
from service.archive.class_schemes import counterpart, scheme
from service.programme.household_rules import CURRENT, RULES, Filed, Household, Lack, judge

CODES = st.sampled_from(SCHEMES).flatmap(
    lambda version: st.tuples(
        st.just(version), st.sampled_from([node.code for node in scheme(version).lowest])
    )
)


@st.composite
def items(draw: st.DrawFn, most: int = 18) -> list[Filed]:
    """Items of one household, each with a number of its own."""
    classes = draw(st.lists(CODES, max_size=most))
    return [
        Filed(
            datetime(2026, 1, 1, tzinfo=UTC) + timedelta(draw(st.integers(0, 90))),
            f"XZ000001-{n}",
            *one,
        )
        for n, one in enumerate(classes)
    ]


def household(filed: list[Filed], number: str = "XZ000001", *, confirmed: bool = True) -> Household:
    return Household(number, confirmed, filed)


def filed(*codes: str) -> list[Filed]:
    return [
        Filed(datetime(2026, 6, 9, tzinfo=UTC), f"XZ000001-{n}", "a_1", code)
        for n, code in enumerate(codes)
    ]


def test_ten_things_of_four_kinds_make_a_household_that_keeps_an_archive():
    things = filed("F1", "F1", "F1", "F1", "F1", "F1", "F1", "A1", "B1", "D2")
    verdict = judge(household(things))
    assert (verdict.counted, verdict.rule, len(verdict.by)) == (True, "2026-1", 10)
    assert judge(household(things[:9])).lacks == (Lack.ITEMS, Lack.CLASSES)
    assert judge(household(filed(*["F1"] * 12))).lacks == (Lack.CLASSES,)
    assert judge(household(things, "")).lacks == (Lack.NUMBER,)
    assert judge(household(things, confirmed=False)).lacks == (Lack.CONFIRMATION,)
    assert judge(household([])).by == ()


def test_every_version_has_a_name_of_its_own_and_the_last_one_is_in_force():
    assert len({rule.version for rule in RULES}) == len(RULES)
    assert RULES[-1] is CURRENT


@given(items(), st.text(max_size=1), st.booleans())
def test_whoever_is_counted_is_so_by_items_that_are_enough(these, number, confirmed):
    verdict = judge(household(these, number, confirmed=confirmed))
    if verdict.counted:
        alone = [item for item in these if item.number in verdict.by]
        assert (len(alone), len(verdict.by)) == (CURRENT.enough.items, CURRENT.enough.items)
        assert len({item.upper for item in alone}) >= CURRENT.enough.classes
        assert judge(household(alone, number, confirmed=confirmed)) == verdict
    else:
        assert verdict.by == ()


@given(items(), items())
def test_more_things_never_make_less_of_it(before, more):
    later = [Filed(i.filed_at + timedelta(200), f"{i.number}+", i.scheme, i.code) for i in more]
    first, then = judge(household(before)), judge(household([*before, *later]))
    assert set(then.lacks) <= set(first.lacks)
    if first.counted:
        assert then == first


@given(items(), st.randoms())
def test_neither_the_order_nor_the_scheme_matters(these, chance):
    mixed = list(these)
    chance.shuffle(mixed)
    other = {"a_1": "b_1", "b_1": "a_1"}
    switched = [
        Filed(i.filed_at, i.number, other[i.scheme], counterpart(i.code, i.scheme, other[i.scheme]))
        for i in these
    ]
    verdict = judge(household(these))
    assert judge(household(mixed)) == judge(household([*mixed, *mixed])) == verdict
    assert judge(household(switched)) == verdict
