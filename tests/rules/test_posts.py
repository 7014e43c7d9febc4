"""The state machine of posts: what the checks conclude, and that nothing ever goes back."""

from hypothesis import example, given
from hypothesis import strategies as st

from models.sharing.posts import PostState
from models.trust.moderation import Standing
from service.sharing import posts

STATES = st.lists(st.sampled_from(PostState))
STANDINGS = st.sampled_from(Standing)
LABELS = st.none() | st.integers()
PHOTOS = st.lists(STANDINGS, min_size=1, max_size=9)
UNSEEN = {PostState.PENDING, PostState.REVIEW, PostState.REJECTED, PostState.WITHDRAWN}


def walked(wanted: list[PostState]) -> list[PostState]:
    """The states a new post passes through when it is told to become each of `wanted`."""
    path = [PostState.PENDING]
    for state in wanted:
        if path[-1].may_become(state):
            path.append(state)
    return path


@given(STATES)
def test_no_state_is_ever_come_back_to(wanted):
    path = walked(wanted)
    assert len(set(path)) == len(path)


@given(STATES)
def test_a_withdrawn_post_stays_withdrawn(wanted):
    path = walked(wanted)
    assert PostState.WITHDRAWN not in path[:-1]


@given(STATES)
def test_a_rejected_post_is_never_shown_again(wanted):
    path = walked(wanted)
    if PostState.REJECTED in path:
        assert set(path[path.index(PostState.REJECTED) :]) <= UNSEEN


@given(STATES)
def test_only_an_appeal_brings_back_what_was_rejected_and_nothing_else(wanted):
    end = walked(wanted)[-1]
    ways = {later for later in PostState if end.may_become(later, on_appeal=True)}
    plain = {later for later in PostState if end.may_become(later)}
    assert ways == ({PostState.APPROVED} if end is PostState.REJECTED else plain)


@given(STATES)
def test_whatever_became_of_a_post_its_family_can_withdraw_it(wanted):
    assert walked([*wanted, PostState.WITHDRAWN])[-1] is PostState.WITHDRAWN


@given(STANDINGS, LABELS, PHOTOS)
@example(Standing.PASSED, None, [Standing.PASSED, Standing.REVIEW])
def test_a_post_is_shown_only_when_every_part_has_passed(words, label, photos):
    state, _ = posts.conclusion(words, label, photos)
    assert (state is PostState.APPROVED) == ({words, *photos} == {Standing.PASSED})


@given(STANDINGS, LABELS, PHOTOS)
def test_one_risky_part_refuses_the_whole_and_says_why(words, label, photos):
    state, reason = posts.conclusion(words, label, photos)
    assert (state is PostState.REJECTED) == (Standing.RISKY in (words, *photos))
    assert bool(reason) == (state is PostState.REJECTED)
    assert len(reason) <= 80


@given(STANDINGS, LABELS, PHOTOS, st.randoms())
def test_the_order_of_the_photos_concludes_nothing(words, label, photos, chance):
    shuffled = chance.sample(photos, len(photos))
    assert posts.conclusion(words, label, photos) == posts.conclusion(words, label, shuffled)


@given(STANDINGS, LABELS, PHOTOS)
def test_while_a_part_is_unchecked_a_post_waits(words, label, photos):
    state, _ = posts.conclusion(words, label, photos)
    unchecked = Standing.PENDING in (words, *photos) and Standing.RISKY not in (words, *photos)
    assert (state is None) == unchecked
