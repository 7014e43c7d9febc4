"""The states of the safety check: a machine speaks once, a human after its doubt, nobody again."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.trust.moderation import Standing

WORDS = st.lists(st.tuples(st.booleans(), st.sampled_from(Standing)))
"""What is said of something: whether by a human, and what."""
FINAL = {Standing.PASSED, Standing.RISKY}


def walked(words: list[tuple[bool, Standing]]) -> list[tuple[bool, Standing]]:
    """Who has brought something new into which states, one after the other."""
    path = [(False, Standing.PENDING)]
    for by_human, said in words:
        if path[-1][1].may_become(said, by_human=by_human):
            path.append((by_human, said))
    return path


@given(WORDS)
def test_no_state_is_ever_come_back_to(words):
    states = [state for _, state in walked(words)]
    assert len(set(states)) == len(states) <= 3
    assert not FINAL & set(states[:-1])


@given(WORDS)
def test_a_human_speaks_only_of_what_the_machine_doubts(words):
    path = walked(words)
    for (_, before), (by_human, _) in pairwise(path):
        assert by_human is (before is Standing.REVIEW)


@given(WORDS)
def test_a_machine_never_speaks_twice(words):
    assert sum(not by_human for by_human, _ in walked(words)[1:]) <= 1


@given(WORDS)
def test_the_first_word_of_a_machine_counts(words):
    first = next((said for by_human, said in words if not by_human and said.settled), None)
    path = walked(words)
    assert (path[1][1] if len(path) > 1 else None) is first


@given(st.sampled_from(Standing), st.sampled_from(Standing))
def test_the_earlier_ones_are_those_that_lead_here(before, later):
    leads = any(before.may_become(later, by_human=by) for by in (False, True))
    assert (before in later.earlier) is leads
