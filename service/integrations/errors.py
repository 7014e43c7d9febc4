"""How a vendor's call fails: for good, for a moment, or until something of ours has changed."""

from service.foundation.errors import Unavailable


class VendorRefused(Exception):
    """The vendor answered no; asking the same again cannot help."""

    def __init__(self, vendor: str, code: int, message: str) -> None:
        super().__init__(f"{vendor} {code}: {message}")
        self.code = code


class VendorUnavailable(Unavailable):
    """The vendor did not answer, or broke down over it; the next attempt may go through."""

    def __init__(self, vendor: str, why: str) -> None:
        super().__init__(f"{vendor}.unavailable")
        self.why = why
        self.args = (f"{vendor}: {why}",)


class VendorPaused(VendorUnavailable):
    """Not now: a quota is used up, the breaker is open, or something of ours is not accepted.

    Asking again at once cannot help; `number` is the vendor's own code where it gave one.
    """

    def __init__(self, vendor: str, why: str, number: int = 0) -> None:
        super().__init__(vendor, why)
        self.number = number


class VendorDenied(VendorPaused):
    """Our keys, account or address are not accepted: all waits until somebody has seen to it."""


def is_momentary(error: Exception) -> bool:
    """Whether the same call, if it may be repeated at all, is worth repeating at once."""
    return isinstance(error, VendorUnavailable) and not isinstance(error, VendorPaused)
