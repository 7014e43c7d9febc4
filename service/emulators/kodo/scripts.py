"""Scripted failures: what the next calls shall answer instead of the truth."""

import asyncio
from typing import Literal

import msgspec

from service.emulators.kodo.errors import KodoError


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a call goes wrong.

    Any call: `status` with `error`; `delay_seconds` before it is served.
    Upload: `stored` keeps the object although the answer is an error, as a 579 always does.
    Callback: `drop` never calls; `repeat` calls that many times; `late_seconds` answers 579 at
    once and calls so much later.
    Download: `bytes_per_second` slows the body; `cut` ends the connection after so many bytes.
    Censor: `suggestion` is its opinion of the picture.
    """

    status: int | None = None
    error: str = "scripted failure"
    delay_seconds: float = 0
    stored: bool = False
    drop: bool = False
    repeat: int = 1
    late_seconds: float = 0
    bytes_per_second: int | None = None
    cut: int | None = None
    suggestion: Literal["pass", "review", "block"] = "pass"


class Script(msgspec.Struct, forbid_unknown_fields=True):
    """An answer for a kind of call, for keys of a prefix, for `times` calls (None: for ever)."""

    call: str
    answer: Answer
    key: str = ""
    times: int | None = 1


class Scripts:
    """The scripts in force, the first match of a call wins."""

    def __init__(self) -> None:
        self._scripts: list[Script] = []

    def add(self, script: Script) -> None:
        """Put a script behind those in force."""
        self._scripts.append(script)

    def clear(self) -> None:
        """Back to the truth."""
        self._scripts.clear()

    def take(self, call: str, key: str) -> Answer:
        """The answer for this call, using up one of its times; the truth if none matches."""
        for script in self._scripts:
            if script.call == call and key.startswith(script.key):
                if script.times is not None:
                    script.times -= 1
                    if script.times <= 0:
                        self._scripts.remove(script)
                return script.answer
        return Answer()

    async def play(self, call: str, key: str) -> Answer:
        """Take the answer, wait its delay, raise its status; return what is left to play."""
        answer = self.take(call, key)
        await asyncio.sleep(answer.delay_seconds)
        if answer.status not in (None, 579) and not answer.stored:
            raise KodoError(answer.status, answer.error)
        return answer
