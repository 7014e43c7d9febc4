"""Successions: the way of one never leads back, whoever pushes it."""

from hypothesis.stateful import invariant

from models.people.families import SuccessionState
from tests.rules.ways import Way

UNDONE = frozenset({"taken_back", "refused", "declined", "lapsed"})


class OfSuccessions(Way):
    first = SuccessionState.ASKED
    ways = frozenset(
        {
            ("asked", "approved"),
            ("approved", "carried_out"),
            *((before, end) for before in ("asked", "approved") for end in UNDONE),
        }
    )
    ends = UNDONE | {"carried_out"}

    @invariant()
    def is_never_carried_out_unapproved(self) -> None:
        if self.passed[-1] is SuccessionState.CARRIED_OUT:
            assert SuccessionState.APPROVED in self.passed


TestWay = OfSuccessions.TestCase
