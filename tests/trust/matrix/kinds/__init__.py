"""Kinds of things that a feature of its own adds to the matrix, made once all others are there.

Each takes the cast and the things made so far, and gives its own by kind and condition.
"""

from collections.abc import Awaitable, Callable

from tests.trust.matrix.cast import Cast
from tests.trust.matrix.kinds.booklets import booklets
from tests.trust.matrix.kinds.class_cards import class_cards
from tests.trust.matrix.kinds.coverings import coverings
from tests.trust.matrix.kinds.desk import desks_and_imports
from tests.trust.matrix.kinds.donations import donations
from tests.trust.matrix.kinds.exports import exports
from tests.trust.matrix.kinds.feed import comments_and_distances
from tests.trust.matrix.kinds.filing import filing
from tests.trust.matrix.kinds.measurements import measurements
from tests.trust.matrix.kinds.moderation import restrictions
from tests.trust.matrix.kinds.posters import posters
from tests.trust.matrix.kinds.printed_albums import printed_albums
from tests.trust.matrix.kinds.show_pages import show_pages
from tests.trust.matrix.kinds.stories import stories
from tests.trust.matrix.kinds.successions import successions
from tests.trust.matrix.kinds.tasks import tasks
from tests.trust.matrix.kinds.timeline import months_of
from tests.trust.matrix.kinds.topics import topics

Things = dict[str, dict[str, dict[str, str]]]
"""By kind and condition: the ids, by the names that paths and bodies give them."""

Making = Callable[[Cast, Things], Awaitable[Things]]

KINDS: tuple[Making, ...] = (
    class_cards,
    coverings,
    desks_and_imports,
    donations,
    exports,
    filing,
    measurements,
    restrictions,
    posters,
    printed_albums,
    show_pages,
    stories,
    successions,
    tasks,
    months_of,
    topics,
    comments_and_distances,
    booklets,  # what a child says yes to is all that is printed, others' stories with it
)
