"""Coaching: kind, true, and never asking for a picture of what must stay closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.archive.class_schemes import CURRENT, scheme, upper_class
from service.archive.coaching import ENOUGH, coach, held_in
from service.programme import household_rules

CLASSES = st.lists(
    st.sampled_from([(v, node.code) for v in CURRENT for node in scheme(v).lowest]), max_size=30
)
VERSIONS = st.sampled_from(CURRENT)


def a(*codes: str) -> list[tuple[str, str]]:
    return [("a_1", code) for code in codes]


@pytest.mark.parametrize(
    ("items", "words"),
    [
        (a(), "先收一张全家福，就有1类了。"),
        (a("D2", "B1", "C2"), "已收3件。再添一张全家福，就有4类了。"),
        (a("F1", "F2", "F1"), "已收3件。再添一张奖状，就有2类了。"),
        (a("F1", "D2", "B1", "C2"), "已收4件。再收6件，就很像样了。"),
        (
            a(*["F1", "D2", "B1", "C2", "H1"] * 2),
            "已收10件。记一记结婚证、出生证放在哪儿，就有6类了。",
        ),
        (
            a(*["F1", "D2", "B1", "C2", "H1", "A2", "G2", "E1", "F1", "F1"]),
            "已收10件。各类都有了，想起什么再添。",
        ),
    ],
)
def test_it_says_how_far_it_is_and_what_comes_next(items, words):
    assert coach(items, "a_1", ENOUGH).words == words


@given(CLASSES, VERSIONS)
def test_it_asks_for_a_class_that_is_not_there_yet(items, version):
    told = coach(items, version, ENOUGH)
    uppers = {upper_class(code, v) for v, code in items}
    assert (told.items, told.classes) == (len(items), len(uppers))
    if told.next_code:
        assert upper_class(told.next_code, version) not in uppers
    else:
        assert told.classes == 8


@given(CLASSES, VERSIONS)
def test_of_what_is_closed_it_asks_only_where_it_lies(items, version):
    told = coach(items, version, ENOUGH)
    if told.next_code and scheme(version).nodes[told.next_code].closed:
        assert "放在哪儿" in told.words or "再收" in told.words
        assert "再添" not in told.words


@given(CLASSES, VERSIONS)
def test_whoever_files_what_is_asked_for_is_as_far_as_was_said(items, version):
    told = coach(items, version, ENOUGH)
    if told.next_code:
        then = coach([*items, (version, told.next_code)], version, ENOUGH)
        assert then.classes == told.classes + 1


@given(CLASSES, VERSIONS)
def test_every_item_is_held_by_one_class_of_either_scheme(items, version):
    held = held_in(items, version)
    assert sum(held.values()) == len(items)
    assert list(held) == [node.code for node in scheme(version).lowest if node.code in held]


def test_it_says_what_the_rule_in_force_asks_for():
    assert household_rules.CURRENT.enough == ENOUGH
