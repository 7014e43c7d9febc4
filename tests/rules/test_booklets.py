"""Booklets: the way of one never leads back, a proposal is fair, and a term has its name."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from models.archive.booklets import BookletState
from models.archive.growth import Dimension
from service.archive import terms
from service.archive.booklet_choices import Candidate, spread

ORDER = list(BookletState)
WAYS = {
    ("choosing", "confirmed"),
    ("confirmed", "endorsed"),
    ("confirmed", "locked"),
    ("endorsed", "locked"),
}


class Way(RuleBasedStateMachine):
    """A booklet that anybody pushes towards any state, as often as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = [BookletState.CHOOSING]

    @rule(wanted=st.sampled_from(ORDER))
    def is_pushed(self, wanted: BookletState) -> None:
        if self.passed[-1].may_become(wanted):
            self.passed.append(wanted)

    @invariant()
    def never_goes_back_and_skips_no_yes_of_the_child(self) -> None:
        places = [ORDER.index(state) for state in self.passed]
        assert places == sorted(set(places))
        assert {*zip(self.passed, self.passed[1:], strict=False)} <= WAYS

    @precondition(lambda self: self.passed[-1] is BookletState.LOCKED)
    @rule(wanted=st.sampled_from(ORDER))
    def stays_locked(self, wanted: BookletState) -> None:
        assert not BookletState.LOCKED.may_become(wanted)


TestWay = Way.TestCase


def test_from_everywhere_the_lock_is_reached():
    for state in ORDER[:-1]:
        assert any(state.may_become(later) for later in ORDER[ORDER.index(state) + 1 :])


candidates = st.lists(
    st.builds(
        Candidate,
        st.uuids(),
        st.dates(date(2025, 9, 1), date(2026, 1, 20)),
        st.none() | st.sampled_from(Dimension),
        st.integers(0, 9),
    ),
    max_size=60,
    unique_by=lambda one: one.id,
)


@given(candidates, st.integers(0, 30), st.randoms())
def test_a_proposal_is_fair_to_every_dimension(found, most, chance):
    taken = spread(found, most)
    assert len(taken) == min(most, len(found))
    assert len({one.id for one in taken}) == len(taken) and {*taken} <= {*found}
    assert [one.day for one in taken] == sorted(one.day for one in taken)
    left = [one for one in found if one not in taken]
    for outside in left:
        others = [one for one in taken if one.dimension != outside.dimension]
        same = [one for one in taken if one.dimension == outside.dimension]
        assert all(one.worth >= outside.worth for one in same)
        per_other = [
            sum(one.dimension == key for one in others) for key in {o.dimension for o in others}
        ]
        assert max(per_other, default=0) <= len(same) + 1
    shuffled = [*found]
    chance.shuffle(shuffled)
    assert spread(shuffled, most) == taken


def test_of_equal_ones_the_earlier_is_proposed():
    first, second = (Candidate(UUID(int=n), date(2025, 9, n), Dimension.ART, 1) for n in (1, 2))
    assert spread([second, first], 1) == [first]


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2025-09-01", "2026-01-20", "2025—2026学年上学期"),
        ("2025-08-31", "2025-12-31", "2025—2026学年上学期"),
        ("2026-02-20", "2026-07-05", "2025—2026学年下学期"),
        ("2025-09-01", "2026-07-05", "2025年9月—2026年7月"),
        ("2025-09-01", "2025-11-01", "2025年9月—2025年11月"),
        ("2026-06-01", "2026-06-30", "2026年6月"),
    ],
)
def test_a_term_is_called_as_schools_call_it(since, until, words):
    assert terms.in_words(date.fromisoformat(since), date.fromisoformat(until)) == words


@given(st.dates(date(2000, 1, 1)), st.integers(0, 9000))
def test_every_term_has_words(since, days):
    until = min(since, date(9999, 1, 1) - timedelta(days)) + timedelta(days)
    assert str(since.year) in terms.in_words(since, until) or "学年" in terms.in_words(since, until)
