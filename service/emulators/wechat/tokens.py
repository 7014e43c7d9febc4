"""Access tokens: the plain and the stable line, how each renews, and when a token stops working."""

import secrets
from dataclasses import dataclass
from typing import Literal

from service.emulators.wechat.clock import Clock
from service.emulators.wechat.errors import WeChatError

LIFETIME_SECONDS = 7200
OVERLAP_SECONDS = 300
FORCE_PAUSE_SECONDS = 30
FORCES_PER_DAY = 20

Line = Literal["plain", "stable"]


@dataclass
class Token:
    """One issued token; a superseded one works on until `valid_until`."""

    value: str
    valid_until: float
    superseded: bool = False


class Tokens:
    """Every token issued. The two lines are isolated: neither invalidates the other's tokens."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, Token] = {}
        self._latest: dict[Line, Token] = {}
        self._forced_at: list[float] = []

    def plain(self) -> tuple[str, int]:
        """A new token and its life in seconds; the previous one works for five more minutes."""
        return self._renew("plain", OVERLAP_SECONDS)

    def stable(self, force: bool) -> tuple[str, int]:
        """The stable token and its remaining life in seconds, never less than 300.

        `force` kills the previous token at once, at most once in 30 s and 20 times a day
        (WeChatError 45009 beyond).
        """
        if force and not self._forced_just_now():
            return self._force()
        latest = self._latest.get("stable")
        if latest and self._remaining(latest) >= OVERLAP_SECONDS:
            return latest.value, int(self._remaining(latest))
        return self._renew("stable", OVERLAP_SECONDS)

    def check(self, value: str | None) -> None:
        """Raise WeChatError 41001, 40001 or 42001 unless `value` is a working token."""
        if not value:
            raise WeChatError(41001)
        token = self._issued.get(value)
        if token is None:
            raise WeChatError(40001)
        if self._remaining(token) <= 0:
            raise WeChatError(40001 if token.superseded else 42001)

    def _force(self) -> tuple[str, int]:
        day_ago = self._clock.now() - 86400
        self._forced_at = [at for at in self._forced_at if at > day_ago]
        if len(self._forced_at) >= FORCES_PER_DAY:
            raise WeChatError(45009)
        self._forced_at.append(self._clock.now())
        return self._renew("stable", 0)

    def _forced_just_now(self) -> bool:
        return bool(self._forced_at) and (
            self._clock.now() - self._forced_at[-1] < FORCE_PAUSE_SECONDS
        )

    def _renew(self, line: Line, overlap_seconds: int) -> tuple[str, int]:
        previous = self._latest.get(line)
        if previous and self._remaining(previous) > 0:
            previous.superseded = True
            previous.valid_until = self._clock.now() + overlap_seconds
        token = Token(secrets.token_urlsafe(102), self._clock.now() + LIFETIME_SECONDS)
        self._issued[token.value] = self._latest[line] = token
        return token.value, LIFETIME_SECONDS

    def _remaining(self, token: Token) -> float:
        return token.valid_until - self._clock.now()
