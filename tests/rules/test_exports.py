"""Exports: the way of one never leads back, whoever pushes it."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from models.archive.exports import ExportState

WAYS = {
    ("waiting", "packing"),
    ("packing", "ready"),
    ("ready", "gone"),
    ("waiting", "cancelled"),
    ("packing", "cancelled"),
}


class Way(RuleBasedStateMachine):
    """An export that anybody pushes towards any state, as often as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = [ExportState.WAITING]

    @rule(wanted=st.sampled_from(ExportState))
    def is_pushed(self, wanted: ExportState) -> None:
        if self.passed[-1].may_become(wanted):
            self.passed.append(wanted)

    @invariant()
    def goes_on_and_never_back(self) -> None:
        steps = [*zip(self.passed, self.passed[1:], strict=False)]
        assert {*steps} <= WAYS
        assert len(self.passed) == len(set(self.passed))

    @invariant()
    def ends_for_good(self) -> None:
        if self.passed[-1] in {ExportState.GONE, ExportState.CANCELLED}:
            assert not any(self.passed[-1].may_become(later) for later in ExportState)


TestWay = Way.TestCase
