"""Kinds of things that a feature of its own adds to the matrix, made once all others are there.

Each takes the cast and the things made so far, and gives its own by kind and condition.
"""

from collections.abc import Awaitable, Callable

from tests.trust.matrix.cast import Cast
from tests.trust.matrix.kinds.booklets import booklets
from tests.trust.matrix.kinds.class_cards import class_cards
from tests.trust.matrix.kinds.desk import desks_and_imports
from tests.trust.matrix.kinds.measurements import measurements
from tests.trust.matrix.kinds.stories import stories
from tests.trust.matrix.kinds.tasks import tasks
from tests.trust.matrix.kinds.timeline import months_of

Things = dict[str, dict[str, dict[str, str]]]
"""By kind and condition: the ids, by the names that paths and bodies give them."""

Making = Callable[[Cast, Things], Awaitable[Things]]

KINDS: tuple[Making, ...] = (
    booklets,
    class_cards,
    desks_and_imports,
    measurements,
    stories,
    tasks,
    months_of,
)
