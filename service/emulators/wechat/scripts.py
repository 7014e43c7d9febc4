"""Scripted weather: which calls shall be answered with which verdict, failure or delay."""

from typing import Literal

from msgspec import Struct


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """How one call goes. Failures win over verdicts; a slow or halved reply did take effect."""

    suggest: Literal["pass", "review", "risky"] | None = None
    label: int | str | None = None
    errcode: int = 0
    errmsg: str | None = None
    http_status: int | None = None
    half_json: bool = False
    slow_seconds: float = 0
    push: Literal["once", "twice", "before_reply", "held", "never"] = "once"
    push_errcode: int = 0
    push_delay_seconds: float = 0


class Script(Struct, forbid_unknown_fields=True):
    """The answer to the next `times` matching calls, or to all of them when `times` is null."""

    call: str
    answer: Answer
    openid: str | None = None
    times: int | None = 1


class Scripts:
    """The scripts in the order they were added; the first that matches answers."""

    def __init__(self) -> None:
        self._scripts: list[Script] = []

    def add(self, script: Script) -> None:
        """Put a script behind those already there."""
        self._scripts.append(script)

    def clear(self) -> None:
        """Back to fair weather."""
        self._scripts.clear()

    def answer(self, call: str, openid: str | None) -> Answer:
        """The scripted answer to this call, used up once; fair weather if none is scripted."""
        for script in self._scripts:
            if script.call == call and script.openid in (None, openid) and script.times != 0:
                script.times = script.times and script.times - 1
                return script.answer
        return Answer()
