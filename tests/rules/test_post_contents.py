"""What others have of a post: never more than was approved and not taken away since."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from service.sharing.post_contents import Contents

WORDS = st.text("海边风", max_size=4)
PHOTOS = st.lists(st.sampled_from([UUID(int=n) for n in range(6)]), min_size=1, unique=True)


class Edited(RuleBasedStateMachine):
    """A post that was approved, edited and judged in any order.

    `meant` is what its author wants, `approved` all that a check has passed and that no edit has
    left out since: both kept apart from the code.
    """

    def __init__(self) -> None:
        super().__init__()
        self.contents = Contents("海", (UUID(int=0),))
        self.meant_words, self.meant_photos = "海", (UUID(int=0),)
        self.approved_words = "海"
        self.approved_photos = {UUID(int=0)}

    @rule(words=WORDS)
    def says(self, words):
        self.contents = self.contents.says(words)
        self.meant_words = words
        if self.approved_words not in words:
            self.approved_words = ""

    @rule(photos=PHOTOS)
    def pictures(self, photos):
        self.contents = self.contents.pictures(tuple(photos))
        self.meant_photos = tuple(photos)
        self.approved_photos &= set(photos)

    @rule()
    @precondition(lambda self: self.contents.waits)
    def passes(self):
        self.contents = self.contents.passed()
        self.approved_words, self.approved_photos = self.meant_words, set(self.meant_photos)

    @rule()
    def somebody_else_edits(self):
        self.contents = self.contents.as_approved()
        self.meant_words, self.meant_photos = self.contents.words, self.contents.shown

    @invariant()
    def others_have_what_was_approved_and_is_still_meant(self):
        assert self.contents.words == self.approved_words
        assert set(self.contents.shown) == self.approved_photos
        assert self.contents.words in self.meant_words

    @invariant()
    def the_author_has_all_that_was_meant(self):
        assert (self.contents.wanted, self.contents.photos) == (self.meant_words, self.meant_photos)

    @invariant()
    def it_waits_exactly_for_what_others_lack(self):
        lacking = self.contents.words != self.meant_words or self.contents.waiting
        assert self.contents.waits == bool(lacking)


TestEdited = Edited.TestCase


@given(WORDS, WORDS)
def test_the_same_words_again_change_nothing(first, second):
    once = Contents(first, ()).says(second)
    assert once.says(second) == once
