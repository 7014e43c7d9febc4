"""Ways: a thing of a state machine that anybody pushes towards any state, as often as they like."""

from enum import StrEnum
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule


class Way(RuleBasedStateMachine):
    """Begins as `first`; `ways` are the only steps that there are, `ends` are left by none."""

    first: ClassVar[Any]
    ways: ClassVar[frozenset[tuple[str, str]]]
    ends: ClassVar[frozenset[str]]

    def __init__(self) -> None:
        super().__init__()
        self.passed: list[Any] = [self.first]

    @property
    def states(self) -> type[StrEnum]:
        return type(self.first)

    @rule(data=st.data())
    def is_pushed(self, data: st.DataObject) -> None:
        wanted = data.draw(st.sampled_from(self.states))
        if self.passed[-1].may_become(wanted):
            self.passed.append(wanted)

    @invariant()
    def goes_on_and_never_back(self) -> None:
        steps = [*zip(self.passed, self.passed[1:], strict=False)]
        assert {*steps} <= self.ways
        assert len(self.passed) == len(set(self.passed))

    @invariant()
    def ends_for_good(self) -> None:
        if self.passed[-1] in self.ends:
            assert not any(self.passed[-1].may_become(later) for later in self.states)
