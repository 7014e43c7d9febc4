"""Kinds of things that a feature of its own adds to the matrix, made once all others are there.

Each takes the cast and the things made so far, and gives its own by kind and condition.
"""

from collections.abc import Awaitable, Callable

from tests.trust.matrix.cast import Cast

Things = dict[str, dict[str, dict[str, str]]]
"""By kind and condition: the ids, by the names that paths and bodies give them."""

Making = Callable[[Cast, Things], Awaitable[Things]]

KINDS: tuple[Making, ...] = ()
