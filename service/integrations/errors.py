"""How a vendor's call fails: for good, or only for now."""

from service.foundation.errors import Unavailable


class VendorRefused(Exception):
    """The vendor answered no; asking the same again cannot help."""

    def __init__(self, vendor: str, code: int, message: str) -> None:
        super().__init__(f"{vendor} {code}: {message}")
        self.code = code


class VendorUnavailable(Unavailable):
    """The vendor did not answer, or asked to come back later."""

    def __init__(self, vendor: str, why: str) -> None:
        super().__init__(f"{vendor}.unavailable")
        self.why = why
        self.args = (f"{vendor}: {why}",)
