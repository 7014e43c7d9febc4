"""Successions: the way of one never leads back, whoever pushes it."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from models.people.families import SuccessionState

ENDS = {"taken_back", "refused", "declined", "lapsed"}
WAYS = {("asked", "approved"), ("approved", "carried_out")}
WAYS |= {(before, end) for before in ("asked", "approved") for end in ENDS}


class Way(RuleBasedStateMachine):
    """A succession that anybody pushes towards any state, as often as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = [SuccessionState.ASKED]

    @rule(wanted=st.sampled_from(SuccessionState))
    def is_pushed(self, wanted: SuccessionState) -> None:
        if self.passed[-1].may_become(wanted):
            self.passed.append(wanted)

    @invariant()
    def goes_on_and_never_back(self) -> None:
        steps = [*zip(self.passed, self.passed[1:], strict=False)]
        assert {*steps} <= WAYS
        assert len(self.passed) == len(set(self.passed))

    @invariant()
    def ends_for_good(self) -> None:
        if self.passed[-1] in ENDS | {"carried_out"}:
            assert not any(self.passed[-1].may_become(later) for later in SuccessionState)

    @invariant()
    def is_never_carried_out_unapproved(self) -> None:
        if self.passed[-1] is SuccessionState.CARRIED_OUT:
            assert SuccessionState.APPROVED in self.passed


TestWay = Way.TestCase
